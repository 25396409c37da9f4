#![doc = include_str!("../README.md")]

mod address;
mod api_error;
pub mod audio;
pub mod batches;
mod call;
pub mod chat;
mod check;
pub mod completions;
mod contents;
mod credential;
mod deleted;
mod embeddings;
mod endpoint;
mod error;
pub mod files;
pub mod images;
mod job;
mod media_type;
mod members;
mod merge;
pub mod models;
mod moderations;
mod operation;
mod paged;
mod part;
mod profile;
mod progress;
mod provider;
pub mod responses;
mod segment;
pub mod sse;
mod transport;
pub mod uploads;

pub use address::{BaseUrl, is_confidential};
pub use api_error::{ApiError, ExceededLimit, request_id};
pub use async_trait::async_trait;
pub use call::{Call, Payload, Target};
pub use contents::Contents;
pub use credential::{Credential, CredentialError, Token, TokenSource};
pub use endpoint::{
    Accumulate, Collect, Endpoint, Event, Progress, Streaming, Summary, decode_event, decode_event_object,
    decode_event_union, decode_json, decode_object, error_in_stream,
};
pub use error::{Error, ErrorKind};
pub use job::{Job, Phase, Ticket};
pub use members::Members;
pub use operation::Operation;
pub use paged::{Page, Paged};
pub use part::{File, Part, PartContent, Pieces, Source};
pub use profile::{OperationProfile, Parameter, Profile, Rule};
pub use progress::{ChoiceProgress, EndProgress, ItemProgress, LastProgress};
pub use provider::{Ending, Notice, NoticeKind, Policy, Provider, Reaction, Spelled};
pub use secrecy::{ExposeSecret, SecretString};
pub use segment::{BadSegment, Segment};
pub use transport::{Incoming, Transport, TransportError, TransportErrorKind};
