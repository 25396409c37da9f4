//! Work that goes on at the service after the request that began it.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, response};
use openai_types::batches::{Batch, BatchError};
use openai_types::responses::{Response, ResponseErrorCode};
use openai_types::wire;
use serde::de::DeserializeOwned;

use crate::endpoint::{decode_json, decode_object};
use crate::{ApiError, Call, Endpoint as _, Error, Segment, Target, batches, responses};

/// An object at the service that changes by itself until it is over: a batch, a response made in the background.
///
/// It is what the request that begins the work answers with, and what asking for it later answers with.
pub trait Job: DeserializeOwned + Send {
    /// The kind's name in a saved [`Ticket`], unique across providers, such as `batch`.
    const KIND: &'static str;

    /// How long to wait before asking for the first time, where the server does not say.
    const DELAY: Duration;

    /// What it is asked for by; nothing where the service has told neither id nor address.
    fn ticket(&self, headers: &HeaderMap) -> Option<Ticket>;

    /// Reads an answer that tells how it stands.
    ///
    /// The default takes a member `error` for the job's own, which says that the job failed. A job without one overrides it
    /// with [`decode_object`](crate::decode_object), to which an error object in a good answer is an error.
    ///
    /// # Errors
    /// As [`Endpoint::decode`](crate::Endpoint::decode).
    fn decode(head: &response::Parts, body: &Bytes) -> Result<Self, Error> {
        decode_json(head, body)
    }

    /// How far it is.
    fn phase(&self) -> Phase;

    /// What the service says of it, where it came to nothing. The default knows the words of its phase alone; a job with
    /// a code for programs overrides it.
    fn failure(&self) -> Option<ApiError> {
        match self.phase() {
            Phase::Failed(why) => Some(ApiError::new(why)),
            Phase::Running | Phase::Succeeded => None,
        }
    }

    /// The call that asks how it stands.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) where the ticket cannot be one of this kind.
    fn status_call(ticket: &Ticket) -> Result<Call, Error>;

    /// The call that stops it, or deletes it where that is how to stop it; nothing where it cannot be stopped.
    ///
    /// # Errors
    /// As [`status_call`](Self::status_call).
    fn cancel_call(ticket: &Ticket) -> Result<Option<Call>, Error>;
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// It waits or is at work.
    Running,
    /// It is over, and its result is there.
    Succeeded,
    /// It is over without its result; why, in words.
    Failed(String),
}

wire! {
    /// What a job is asked for by. It holds no secret, and can be saved: later, another process can go on with it.
    ///
    /// It holds no settings of the client either. Who goes on with it needs those that it was begun with: on Azure the
    /// api-version of the operation or of the call, for one.
    ///
    /// ```
    /// use openai_core::Ticket;
    ///
    /// let ticket = Ticket::new("batch", "batch_abc");
    /// let saved = serde_json::to_string(&ticket)?;
    /// assert_eq!(saved, r#"{"kind":"batch","id":"batch_abc"}"#);
    /// assert_eq!(serde_json::from_str::<Ticket>(&saved)?, ticket);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct Ticket {
        /// What kind of job it is: [`Job::KIND`].
        pub kind: String,
        /// The job's id.
        pub id: String,
        /// The address that the server gave to ask at. It is followed on the provider's own origin alone.
        pub location: Option<String>,
    }
}

impl Ticket {
    /// Where to ask: the address that the server gave, or the path.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) where the saved address is none.
    pub fn target(&self, path: impl IntoIterator<Item = Segment>) -> Result<Target, Error> {
        match &self.location {
            None => Ok(Target::Path(path.into_iter().collect())),
            Some(location) => Target::given(&format!("the address of the {}", self.kind), location),
        }
    }
}

impl Job for Batch {
    const KIND: &'static str = "batch";

    const DELAY: Duration = Duration::from_secs(10);

    fn ticket(&self, _: &HeaderMap) -> Option<Ticket> {
        Some(Ticket::new(Self::KIND, &self.id))
    }

    /// A batch tells what went wrong with it in `errors`.
    fn decode(head: &response::Parts, body: &Bytes) -> Result<Self, Error> {
        decode_object(head, body, |batch: &Self| &batch.extra)
    }

    /// A batch that ran out of time or was stopped has failed, though some of its answers may be there.
    fn phase(&self) -> Phase {
        use openai_types::batches::Status;
        let first = || errors(self).find_map(|error| error.message.clone());
        match &self.status {
            Some(Status::Completed) => Phase::Succeeded,
            Some(Status::Failed) => Phase::Failed(first().unwrap_or_else(|| "the service does not say why".to_owned())),
            Some(Status::Expired) => Phase::Failed("its time ran out".to_owned()),
            Some(Status::Cancelled) => Phase::Failed("it was cancelled".to_owned()),
            _ => Phase::Running,
        }
    }

    fn failure(&self) -> Option<ApiError> {
        let Phase::Failed(why) = self.phase() else {
            return None;
        };
        let code = errors(self).find_map(|error| error.code.as_ref());
        Some(coded(why, code.map(|code| code.text().into_owned())))
    }

    fn status_call(ticket: &Ticket) -> Result<Call, Error> {
        batches::Retrieve::new(&ticket.id).call()
    }

    fn cancel_call(ticket: &Ticket) -> Result<Option<Call>, Error> {
        batches::Cancel::new(&ticket.id).call().map(Some)
    }
}

impl Job for Response {
    const KIND: &'static str = "response";

    const DELAY: Duration = Duration::from_secs(1);

    fn ticket(&self, _: &HeaderMap) -> Option<Ticket> {
        Some(Ticket::new(Self::KIND, self.id.as_deref()?))
    }

    /// A response has an `error` of its own, which says that it failed; flat errors are still found.
    fn decode(head: &response::Parts, body: &Bytes) -> Result<Self, Error> {
        decode_object(head, body, |response: &Self| &response.extra)
    }

    /// A response that ended early has a result all the same: `incomplete_details` says why it ended.
    fn phase(&self) -> Phase {
        use openai_types::responses::Status;
        match &self.status {
            Some(Status::Completed | Status::Incomplete) => Phase::Succeeded,
            None if self.error.is_none() => Phase::Succeeded,
            Some(Status::Failed) | None => {
                let error = self.error.as_ref().and_then(|error| error.message.clone());
                Phase::Failed(error.unwrap_or_else(|| "the service does not say why".to_owned()))
            }
            Some(Status::Cancelled) => Phase::Failed("it was cancelled".to_owned()),
            Some(_) => Phase::Running,
        }
    }

    fn failure(&self) -> Option<ApiError> {
        let Phase::Failed(why) = self.phase() else {
            return None;
        };
        let code = match self.error.as_ref().and_then(|error| error.code.as_ref()) {
            Some(ResponseErrorCode::Name(name)) => Some(name.to_string()),
            Some(ResponseErrorCode::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        Some(coded(why, code))
    }

    fn status_call(ticket: &Ticket) -> Result<Call, Error> {
        responses::Retrieve::new(&ticket.id).call()
    }

    fn cancel_call(ticket: &Ticket) -> Result<Option<Call>, Error> {
        responses::Cancel::new(&ticket.id).call().map(Some)
    }
}

/// What a batch says that is wrong with it.
fn errors(batch: &Batch) -> impl Iterator<Item = &BatchError> {
    let errors = batch.errors.as_ref().and_then(|errors| errors.data.as_ref());
    errors.into_iter().flatten()
}

fn coded(why: String, code: Option<String>) -> ApiError {
    let error = ApiError::new(why);
    match code {
        Some(code) => error.with_code(code),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    #[test]
    fn a_batch_is_over_when_nothing_more_happens_to_it() {
        for (status, phase) in [
            ("validating", Phase::Running),
            ("finalizing", Phase::Running),
            ("cancelling", Phase::Running),
            ("something_new", Phase::Running),
            ("completed", Phase::Succeeded),
            ("expired", Phase::Failed("its time ran out".to_owned())),
            ("failed", Phase::Failed("Line 3 is no JSON.".to_owned())),
        ] {
            let errors = r#"{"data":[{"line":3},{"message":"Line 3 is no JSON."}]}"#;
            let batch = format!(r#"{{"id":"b","status":"{status}","errors":{errors}}}"#);
            let batch: Batch = openai_types::decode_str(&batch).unwrap();
            assert_eq!(batch.phase(), phase, "{status}");
        }
    }

    #[test]
    fn a_ticket_leads_to_its_job() {
        let ticket = Ticket::new("response", "resp_1/2");
        let call = Response::cancel_call(&ticket).unwrap().unwrap();
        let Target::Path(path) = &call.target else {
            panic!("{:?}", call.target)
        };
        let path: Vec<_> = path.iter().map(Segment::as_str).collect();
        assert_eq!(
            (call.method, path.join("/").as_str()),
            (Method::POST, "responses/resp_1%2F2/cancel")
        );
        assert!(Batch::status_call(&Ticket::new("batch", "")).is_err());
    }

    #[test]
    fn a_ticket_with_an_address_asks_there() {
        let ticket = Ticket::new("image", "1").location("https://a.example/op/1?api-version=2");
        assert_eq!(
            ticket.target([]).unwrap(),
            Target::Url("https://a.example/op/1?api-version=2".parse().unwrap())
        );
        assert!(Ticket::new("image", "1").location("no address").target([]).is_err());
    }
}
