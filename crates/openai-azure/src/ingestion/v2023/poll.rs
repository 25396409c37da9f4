//! Waiting for a job's index.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, response};
use openai_core::{ApiError, Call, Endpoint, Error, Phase, Ticket};

use super::super::decode;
use super::{Job, Retrieve, Status};
use crate::failure::Failure;

/// A job that repeats is over with each of its runs. It cannot be stopped.
impl openai_core::Job for Job {
    const KIND: &'static str = "ingestion job";

    const DELAY: Duration = Duration::from_secs(10);

    fn ticket(&self, _: &HeaderMap) -> Option<Ticket> {
        Some(Ticket::new(Self::KIND, self.id.as_deref()?))
    }

    fn decode(head: &response::Parts, body: &Bytes) -> Result<Self, Error> {
        decode(head, body, |job: &Self| job.id.is_some() || job.status.is_some())
    }

    fn phase(&self) -> Phase {
        match &self.status {
            Some(Status::Succeeded) => Phase::Succeeded,
            Some(Status::Failed) => Phase::Failed(Failure::words(self.error.as_ref())),
            _ => Phase::Running,
        }
    }

    fn failure(&self) -> Option<ApiError> {
        match self.phase() {
            Phase::Failed(why) => Some(Failure::told(why, self.error.as_ref())),
            _ => None,
        }
    }

    fn status_call(ticket: &Ticket) -> Result<Call, Error> {
        Retrieve::new(&ticket.id).call()
    }

    fn cancel_call(_: &Ticket) -> Result<Option<Call>, Error> {
        Ok(None)
    }
}
