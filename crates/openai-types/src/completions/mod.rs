//! Completions, the older operation: a text in, its continuation out, whole or as a stream.
//!
//! A [`Request`] goes to `POST …/completions`; a [`Completion`] comes back, or one an event when the request asks for a
//! stream: the pieces of a stream have the same shape as a whole answer.

mod completion;
mod request;

pub use completion::{Choice, Completion, Logprobs};
pub use request::Request;
