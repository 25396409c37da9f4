//! Waiting for a run of a job.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, response};
use openai_core::{Call, Endpoint, Error, ErrorKind, Phase, Ticket};

use super::super::decode;
use super::{RetrieveRun, Run, RunFailure, RunStatus};

/// What stands between the job's name and the run's id in a ticket, as in their path. No name has a slash.
const BETWEEN: &str = "/runs/";

/// A run is asked for at the address that the service gave for it, or by the job's name and its own id. It cannot be
/// stopped. A job itself is never over: each repetition is a run.
impl openai_core::Job for Run {
    const KIND: &'static str = "ingestion run";

    const DELAY: Duration = Duration::from_secs(10);

    fn ticket(&self, headers: &HeaderMap) -> Option<Ticket> {
        let location = headers.get("operation-location");
        let location = location.and_then(|address| address.to_str().ok());
        match (location, &self.job_id, &self.run_id) {
            (Some(location), job, _) => {
                let job = job.clone().unwrap_or_default();
                Some(Ticket::new(Self::KIND, job).location(location))
            }
            (None, Some(job), Some(run)) => Some(Ticket::new(Self::KIND, format!("{job}{BETWEEN}{run}"))),
            _ => None,
        }
    }

    fn decode(head: &response::Parts, body: &Bytes) -> Result<Self, Error> {
        decode(head, body, |run: &Self| run.run_id.is_some() || run.status.is_some())
    }

    fn phase(&self) -> Phase {
        match &self.status {
            Some(RunStatus::Succeeded | RunStatus::SucceededCapital) => Phase::Succeeded,
            Some(RunStatus::Failed | RunStatus::FailedCapital) => Phase::Failed(words(self.error.as_ref())),
            _ => Phase::Running,
        }
    }

    fn status_call(ticket: &Ticket) -> Result<Call, Error> {
        match (&ticket.location, ticket.id.split_once(BETWEEN)) {
            (Some(address), _) => RetrieveRun::at(address.as_str()).call(),
            (None, Some((job, run))) => RetrieveRun::new(job, run).call(),
            (None, None) => {
                let message = format!(
                    "the ticket's id `{}` does not name a run: it is a job's name, `{BETWEEN}` and a run's id",
                    ticket.id
                );
                Err(Error::new(ErrorKind::Invalid, message))
            }
        }
    }

    fn cancel_call(_: &Ticket) -> Result<Option<Call>, Error> {
        Ok(None)
    }
}

fn words(failure: Option<&RunFailure>) -> String {
    let inner = |failure: &RunFailure| failure.inner_errors.as_ref()?.first().cloned();
    failure
        .and_then(|failure| failure.message.clone().or_else(|| inner(failure)))
        .unwrap_or_else(|| "the service does not say why".to_owned())
}
