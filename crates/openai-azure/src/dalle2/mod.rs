//! DALL-E 2 by submission: a request starts an operation, and the operation is asked until it is done.
//!
//! `POST /openai/images/generations:submit` answers 202 with an [`Operation`] and its address in `operation-location`;
//! `GET` there answers the operation as it stands, with `retry-after`; `DELETE` there removes an operation that is over.
//! In 2023-06-01-preview to 2023-10-01-preview, though the REST reference says 2023-06-01-preview only. From
//! 2023-12-01-preview on, deployments answer at once, with the types of `openai_types::images`.

mod endpoint;
mod operation;
mod poll;
mod request;

pub use endpoint::{DELETE, Delete, RETRIEVE, Retrieve, SUBMIT};
pub use operation::{Image, Images, Operation, Status};
pub use request::{ImageFormat, Request, Size};
