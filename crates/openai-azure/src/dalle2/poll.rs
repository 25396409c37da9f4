//! Waiting for an operation's pictures.

use std::time::Duration;

use http::HeaderMap;
use openai_core::{ApiError, Call, Endpoint, Error, Job, Phase, Ticket};

use super::{Delete, Operation, Retrieve, Status};
use crate::failure::Failure;

/// An operation is asked for at the address that the service gave for it. Cancelling deletes it, as the service has no
/// other way to be rid of one.
impl Job for Operation {
    const KIND: &'static str = "dalle2";

    const DELAY: Duration = Duration::from_secs(1);

    fn ticket(&self, headers: &HeaderMap) -> Option<Ticket> {
        let location = headers
            .get("operation-location")
            .and_then(|address| address.to_str().ok());
        let ticket = Ticket::new(Self::KIND, &self.id);
        Some(match location {
            Some(location) => ticket.location(location),
            None => ticket,
        })
    }

    fn phase(&self) -> Phase {
        let why = || Failure::words(self.error.as_ref());
        match &self.status {
            Status::Succeeded => Phase::Succeeded,
            Status::Failed => Phase::Failed(why()),
            Status::Canceled => Phase::Failed("it took too long".to_owned()),
            Status::Deleted => Phase::Failed("it was deleted".to_owned()),
            _ if self.result.is_some() => Phase::Succeeded,
            _ if self.error.is_some() => Phase::Failed(why()),
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
        match &ticket.location {
            Some(address) => Retrieve::at(address).call(),
            None => Retrieve::new(&ticket.id).call(),
        }
    }

    fn cancel_call(ticket: &Ticket) -> Result<Option<Call>, Error> {
        let delete = match &ticket.location {
            Some(address) => Delete::at(address),
            None => Delete::new(&ticket.id),
        };
        delete.call().map(Some)
    }
}
