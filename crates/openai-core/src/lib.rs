#![doc = include_str!("../README.md")]

mod address;
mod api_error;
mod call;
mod chat;
mod credential;
mod endpoint;
mod error;
mod members;
mod operation;
mod profile;
mod provider;
mod segment;
pub mod sse;
mod transport;

pub use address::{BaseUrl, is_confidential};
pub use api_error::{ApiError, request_id};
pub use async_trait::async_trait;
pub use call::{Call, Payload, Target};
pub use chat::ChatProgress;
pub use credential::{Credential, CredentialError, Token, TokenSource};
pub use endpoint::{Endpoint, Event, Progress, Streaming, Summary, decode_event, decode_json, error_in_stream};
pub use error::{Error, ErrorKind};
pub use members::Members;
pub use operation::Operation;
pub use profile::{OperationProfile, Parameter, Profile, Rule};
pub use provider::{Ending, Notice, NoticeKind, Policy, Provider, Reaction, Spelled};
pub use secrecy::{ExposeSecret, SecretString};
pub use segment::{BadSegment, Segment};
pub use transport::{Incoming, Transport, TransportError, TransportErrorKind};
