#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(any(feature = "azure", feature = "databricks", feature = "openai", feature = "vertex")),
    allow(dead_code, unused_variables, reason = "without a cloud there is nothing to set up")
)]

mod address;
pub mod audio;
#[cfg(feature = "azure")]
mod azure;
pub mod batches;
pub mod chat;
mod choose;
mod cloud;
pub mod completions;
#[cfg(feature = "databricks")]
mod databricks;
pub mod embeddings;
mod environment;
pub mod files;
pub mod images;
pub mod models;
pub mod moderations;
#[cfg(feature = "openai")]
mod openai;
pub mod responses;
pub mod uploads;
#[cfg(feature = "vertex")]
mod vertex;
pub mod wires;

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

pub use bytes;
pub use http;

pub use openai_auth as auth;
pub use openai_client::{
    Client, ClientBuilder, Clock, Connection, Download, EventStream, Head, HttpTransport, Options, Pages, Poller,
    RateLimit, RateLimits, RawEvent, Reply, RetryPolicy, file, tools,
};
#[cfg(feature = "schemars")]
pub use openai_client::{Parsed, Structured};
pub use openai_core::{
    Accumulate, ApiError, BadSegment, Call, ChoiceProgress, Collect, Credential, CredentialError, EndProgress, Ending,
    Endpoint, Error, ErrorKind, Event, File, Job, LastProgress, Notice, NoticeKind, Operation, OperationProfile, Page,
    Paged, Parameter, Part, PartContent, Payload, Phase, Policy, Profile, Progress, Provider, Reaction, Rule, Segment,
    Source, Streaming, Summary, Target, Ticket, Token, TokenSource, Transport, decode_event, decode_json,
    decode_object,
};
pub use openai_types as types;
#[cfg(feature = "schemars")]
pub use openai_types::strict;

/// Requests that are an id, a page of a list or a form, for [`Client::send`], [`Client::pages`] and
/// [`Client::download`]; most have a method of [`Client`] of their own.
pub mod requests {
    pub use openai_core::{batches, files, models, responses, uploads};
}

/// The examples of the project's front page, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct FrontPage;

/// The examples of the guide from Azure to Gemini, compiled.
#[cfg(all(doctest, feature = "vertex"))]
#[doc = include_str!("../../../docs/azure-to-gemini.md")]
struct AzureToGemini;
