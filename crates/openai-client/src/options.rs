//! What is different for one call.

use std::time::Duration;

use http::{Extensions, HeaderMap, HeaderName, HeaderValue};
use openai_core::{Error, ErrorKind, Policy};

use crate::secrets;

/// What is different for one call.
///
/// [`Client::with`](crate::Client::with) makes a client that differs so in all its calls. What is not set here is as
/// the client is set up.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Options {
    pub(crate) deadline: Option<Option<Duration>>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) policy: Option<Policy>,
    pub(crate) extensions: Extensions,
    pub(crate) headers: HeaderMap,
    pub(crate) repeatable: bool,
    bad: Option<String>,
}

impl Options {
    /// Nothing different.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long a call may take, retries and waits included.
    ///
    /// `None` is for as long as it takes. Of a stream it covers the time until its head arrives; the idle timeout
    /// watches over the rest.
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.deadline = Some(deadline.into());
        self
    }

    /// Sets how long the server may be silent.
    ///
    /// That is before its answer, and between two pieces of it.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Sets the most tries after the first.
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = Some(max_retries);
        self
    }

    /// Sets a header, in place of one of the same name.
    ///
    /// A credential's headers come last and win. A name or value that a header cannot have, such as one with a line
    /// break, makes every call fail with [`ErrorKind::Invalid`] before anything is sent.
    pub fn header(mut self, name: &str, value: impl TryInto<HeaderValue>) -> Self {
        let Ok(header) = HeaderName::try_from(name) else {
            return self.refuse(format!("`{}` is no name for a header", name.escape_debug()));
        };
        match value.try_into() {
            Ok(value) => {
                self.headers.insert(header, value);
                secrets::mark(&mut self.headers);
                self
            }
            Err(_) => self.refuse(format!(
                "the value of the header `{header}` cannot be sent: it holds a line break or another control character"
            )),
        }
    }

    /// Sets the header `idempotency-key`.
    ///
    /// It is the same on every try, so that the server can tell a retry from a new wish. It makes an operation safe to
    /// repeat: a 409 is then retried too. Use another key for every call.
    pub fn idempotency_key(mut self, key: impl TryInto<HeaderValue>) -> Self {
        self.repeatable = true;
        self.header("idempotency-key", key)
    }

    /// Sets what to do where the wire and the request do not fit.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Adds what only one provider understands, such as an api-version for this call.
    pub fn extension<T: Clone + Send + Sync + 'static>(mut self, extension: T) -> Self {
        self.extensions.insert(extension);
        self
    }

    /// These options over `earlier` ones.
    pub(crate) fn over(self, earlier: &Self) -> Self {
        let mut extensions = earlier.extensions.clone();
        extensions.extend(self.extensions);
        let mut headers = earlier.headers.clone();
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        Self {
            deadline: self.deadline.or(earlier.deadline),
            idle_timeout: self.idle_timeout.or(earlier.idle_timeout),
            max_retries: self.max_retries.or(earlier.max_retries),
            policy: self.policy.or_else(|| earlier.policy.clone()),
            extensions,
            headers,
            repeatable: self.repeatable || earlier.repeatable,
            bad: self.bad.or_else(|| earlier.bad.clone()),
        }
    }

    /// The error of a header that cannot be sent.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.bad
            .as_ref()
            .map_or(Ok(()), |bad| Err(Error::new(ErrorKind::Invalid, bad.as_str())))
    }

    fn refuse(mut self, why: String) -> Self {
        self.bad.get_or_insert(why);
        self
    }
}
