//! Batches: many requests in a file, answered within a day at a lower price.
//!
//! The requests are the lines of a file, each an [`Input`], uploaded for the purpose `batch`. A [`Request`] to
//! `POST …/batches` starts the work and answers a [`Batch`], which `GET …/batches/{batch_id}` tells the state of and
//! `…/cancel` gives up. The answers are the lines of two more files, each an [`Output`].

mod batch;
mod line;
mod request;

pub use batch::{
    Batch, BatchError, Errors, InputTokensDetails, OutputTokensDetails, RequestCounts, Status, Time, Usage,
};
pub use line::{Input, LineError, Method, Output, Response, decode_lines};
pub use request::{CompletionWindow, Endpoint, ListQuery, OutputFolder, Request};

/// One page of a list of batches.
pub type List = crate::list::List<Batch>;
