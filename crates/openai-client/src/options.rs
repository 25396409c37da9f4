//! What is different for one call.

use std::fmt;
use std::time::Duration;

use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Uri};
use openai_core::{Call, Error, ErrorKind, Policy};

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
    pub(crate) idempotency_key: Option<HeaderValue>,
    query: Query,
    bad: Option<String>,
}

/// Parameters of the address. Only their names are shown: a value may be a secret.
#[derive(Clone, Default)]
struct Query(Vec<(String, String)>);

impl fmt::Debug for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
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
            Err(_) => self.refuse(unsendable(header.as_str())),
        }
    }

    /// Adds a parameter to the address, in place of one of the same name that was added before.
    ///
    /// It cannot take the place of one that the request or the provider writes, such as Azure's `api-version`: the call
    /// fails with [`ErrorKind::Invalid`] then, before anything is sent. An address that the server gave is followed as it
    /// is, without the parameter.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.set(name.into(), value.into());
        self
    }

    /// Sets the header `idempotency-key`, by which the server tells a retry from a new wish.
    ///
    /// It is the same on every try of a call, and makes the call safe to repeat: a 409 is then retried too. Only calls
    /// that make something (`POST`) carry it. What sends several of them tells their keys apart, in the same way each
    /// time: with `order-1`, the second turn of [`run_tools`](crate::Client::run_tools) has `order-1/turn-2`, the first
    /// part of [`upload_in_parts`](crate::Client::upload_in_parts) `order-1/part-1`, its end `order-1/complete` or
    /// `order-1/cancel`, and [`Poller::cancel`](crate::Poller::cancel) `order-1/cancel`. Use another key for every call.
    pub fn idempotency_key(mut self, key: impl TryInto<HeaderValue>) -> Self {
        match key.try_into() {
            Ok(key) => {
                self.idempotency_key = Some(key);
                self
            }
            Err(_) => self.refuse(unsendable("idempotency-key")),
        }
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
        let mut query = earlier.query.clone();
        for (name, value) in self.query.0 {
            query.set(name, value);
        }
        Self {
            deadline: self.deadline.or(earlier.deadline),
            idle_timeout: self.idle_timeout.or(earlier.idle_timeout),
            max_retries: self.max_retries.or(earlier.max_retries),
            policy: self.policy.or_else(|| earlier.policy.clone()),
            extensions,
            headers,
            idempotency_key: self.idempotency_key.or_else(|| earlier.idempotency_key.clone()),
            query,
            bad: self.bad.or_else(|| earlier.bad.clone()),
        }
    }

    /// These options for one of several requests that one call amounts to: its key is another.
    pub(crate) fn step(&self, name: impl fmt::Display) -> Self {
        let key = self.idempotency_key.as_ref();
        let own = key.map(|key| [key.as_bytes(), format!("/{name}").as_bytes()].concat());
        Self {
            idempotency_key: own.and_then(|own| HeaderValue::from_bytes(&own).ok()),
            ..self.clone()
        }
    }

    /// Adds the parameters to a call.
    pub(crate) fn ask(&self, call: &mut Call) {
        call.query.extend(self.query.0.iter().cloned());
    }

    /// Refuses an address in which a parameter of these options stands a second time.
    pub(crate) fn check_address(&self, address: &Uri) -> Result<(), Error> {
        let pairs = || address.query().unwrap_or_default().split('&');
        let names = || pairs().map(|pair| pair.split('=').next().unwrap_or_default());
        let is_twice = |name: &str| names().filter(|known| known.eq_ignore_ascii_case(name)).count() > 1;
        match self.query.0.iter().find(|(name, _)| is_twice(name)) {
            None => Ok(()),
            Some((name, _)) => {
                let message = format!(
                    "the address has a parameter `{name}` already: set it in the request or at the provider, not with \
                     `Options::query`"
                );
                Err(Error::new(ErrorKind::Invalid, message))
            }
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

impl Query {
    fn set(&mut self, name: String, value: String) {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, value));
    }
}

fn unsendable(header: &str) -> String {
    format!("the value of the header `{header}` cannot be sent: it holds a line break or another control character")
}
