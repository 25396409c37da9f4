//! The first shape: connections in headers, one object for a job and its state. 2023-10-01-preview.
//!
//! `PUT /openai/extensions/on-your-data/ingestion-jobs/JOB` starts a [`Job`] from a [`Request`] and [`Headers`]; `GET`
//! there tells its state, perhaps with `Retry-After`; `GET` without the job lists the jobs of the last 48 hours. The
//! job's name becomes the index's, so the naming rules of Azure AI Search's indexes hold for it.

mod endpoint;
mod headers;
mod interval;
mod job;
mod poll;

pub use endpoint::{LIST, List, RETRIEVE, Retrieve, START, Start};
pub use headers::Headers;
pub use interval::Interval;
pub use job::{CompletionAction, Job, JobList, Progress, Request, Stage, Status};
