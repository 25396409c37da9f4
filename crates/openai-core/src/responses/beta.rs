//! Requests of the Responses API in their beta.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, response};

use crate::{Call, Endpoint, Error, Event, Operation, Streaming, Summary};

/// What asks for the beta in the header `openai-beta`.
const MULTI_AGENT: HeaderValue = HeaderValue::from_static("responses_multi_agent=v1");

/// A request of the Responses API as it goes to the beta: with `?beta=true`, and the header that asks for several agents.
///
/// OpenAI has it for asking for responses, retrieving and cancelling them, their input items, compacting, and counting
/// input tokens; no other cloud has it. Source: OpenAI OpenAPI file.
///
/// ```
/// use openai_core::Endpoint;
/// use openai_core::responses::Beta;
/// use openai_types::responses::{MultiAgent, Request};
///
/// let request = Request::new("gpt-5", "Compare the two plans.").multi_agent(MultiAgent::new(true));
/// let call = Beta(request).call()?; // or send it: `client.send(Beta(request))`, `client.stream(Beta(request))`
/// assert_eq!(call.query, [("beta".to_owned(), "true".to_owned())]);
/// # Ok::<(), openai_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Beta<E>(pub E);

impl<E: Endpoint> Endpoint for Beta<E> {
    type Response = E::Response;

    fn call(&self) -> Result<Call, Error> {
        let mut call = self.0.call()?;
        call.query.push(("beta".to_owned(), "true".to_owned()));
        call.headers.insert(HeaderName::from_static("openai-beta"), MULTI_AGENT);
        Ok(call)
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<E::Response, Error> {
        self.0.decode(head, body)
    }

    fn summary(response: &E::Response) -> Summary {
        E::summary(response)
    }
}

impl<S: Streaming> Streaming for Beta<S> {
    const OPERATION: Operation = S::OPERATION;

    type Event = S::Event;

    fn streamed(self, usage: bool) -> Self {
        Self(self.0.streamed(usage))
    }

    fn progress(&self) -> <S::Event as Event>::Progress {
        self.0.progress()
    }
}

#[cfg(test)]
mod tests {
    use openai_types::responses::Request;

    use super::*;
    use crate::responses::Retrieve;

    #[test]
    fn the_query_of_the_request_stays() {
        let call = Beta(Retrieve::new("resp_1")).streamed(false).call().unwrap();
        let query: Vec<_> = call.query.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((query, call.stream), (vec!["stream", "beta"], true));
        assert_eq!(call.headers["openai-beta"], "responses_multi_agent=v1");
    }

    #[test]
    fn what_cannot_be_right_is_refused_as_without_it() {
        assert!(Beta(Request::new("m", "Hi")).call().is_ok());
        assert!(Beta(Retrieve::new("")).call().is_err());
    }
}
