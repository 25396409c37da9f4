#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(any(feature = "azure", feature = "databricks", feature = "openai", feature = "vertex")),
    allow(dead_code, unused_variables, reason = "without a cloud there is nothing to set up")
)]

mod address;
#[cfg(feature = "azure")]
mod azure;
mod choose;
mod cloud;
#[cfg(feature = "databricks")]
mod databricks;
mod environment;
#[cfg(feature = "openai")]
mod openai;
#[cfg(feature = "vertex")]
mod vertex;

pub use address::{Place, ProviderUri, Scheme};
#[cfg(feature = "azure")]
pub use azure::Azure;
pub use choose::connect;
pub use cloud::Cloud;
#[cfg(feature = "databricks")]
pub use databricks::Databricks;
pub use environment::Environment;
#[cfg(feature = "openai")]
pub use openai::OpenAi;
#[cfg(feature = "vertex")]
pub use vertex::Vertex;

pub use openai_auth as auth;
pub use openai_client::{
    Client, ClientBuilder, Clock, Connection, EventStream, HttpTransport, Options, Reply, RetryPolicy,
};
pub use openai_core::{
    ApiError, Call, Credential, CredentialError, Ending, Endpoint, Error, ErrorKind, Notice, NoticeKind, Operation,
    OperationProfile, Parameter, Policy, Profile, Provider, Reaction, Rule, Streaming, Token, TokenSource, Transport,
};
pub use openai_types as types;

/// Chat completions: the wire types, and what puts a stream together.
pub mod chat {
    pub use openai_client::chat::Accumulator;
    pub use openai_types::chat::*;
}

/// The wires, for settings that the constructors here do not cover.
pub mod wires {
    #[cfg(feature = "azure")]
    pub use openai_azure as azure;
    #[cfg(feature = "databricks")]
    pub use openai_databricks as databricks;
    #[cfg(feature = "openai")]
    pub use openai_platform as openai;
    #[cfg(feature = "vertex")]
    pub use openai_vertex as vertex;
}

/// The examples of the project's front page, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct FrontPage;
