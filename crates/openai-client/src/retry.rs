//! Which failures are worth another try, and after how long.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};
use openai_core::{Error, ErrorKind};

/// Which failures are worth another try, and after how long.
///
/// Tried again are 408, 409 (where repeating the request is safe), 429, 5xx, silence and broken connections; the
/// server's `x-should-retry: true` or `false` overrules that. The n-th wait, from 0, is
/// `min(base · 2ⁿ, cap) · (1 - 0.25 · random)`, unless the server asks for another in `retry-after-ms`, `retry-after`
/// (seconds or a date) or its error: that is kept to, up to `server_delay_cap`. Where it asks for more, the error comes
/// back at once, with [`Error::retry_after`] set. These are the rules of the official OpenAI libraries, plus the budget.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The most tries after the first. Default: 2. 0 turns retries off.
    pub max_retries: u32,
    /// The first wait. Default: 500 ms.
    pub base: Duration,
    /// The longest wait of the client's own making. Default: 8 s.
    pub cap: Duration,
    /// The longest wait that a server can ask for. Default: 60 s.
    pub server_delay_cap: Duration,
    /// Retries that a client and all its clones have between them, at least 1. Default: 50. Each success gives a tenth
    /// of a retry back; a call that used up the whole budget alone may go on.
    pub budget: u32,
}

impl RetryPolicy {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self {
            max_retries: 2,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            server_delay_cap: Duration::from_secs(60),
            budget: 50,
        }
    }

    /// Never tries again, except once with a fresh token after a 401.
    #[must_use]
    pub fn never() -> Self {
        Self::new().max_retries(0)
    }

    /// Sets [`max_retries`](Self#structfield.max_retries).
    #[must_use]
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = max_retries;
        self
    }

    /// Sets [`base`](Self#structfield.base).
    #[must_use]
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets [`cap`](Self#structfield.cap).
    #[must_use]
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Sets [`server_delay_cap`](Self#structfield.server_delay_cap).
    #[must_use]
    pub fn server_delay_cap(mut self, cap: Duration) -> Self {
        self.server_delay_cap = cap;
        self
    }

    /// Sets [`budget`](Self#structfield.budget).
    #[must_use]
    pub fn budget(mut self, budget: u32) -> Self {
        self.budget = budget;
        self
    }

    /// How long to wait before retry number `retry`, from 0, where the server does not say; `random` is from 0 to 1.
    pub(crate) fn own_delay(&self, retry: u32, random: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(retry);
        let delay = self.base.saturating_mul(doubled).min(self.cap);
        Duration::try_from_secs_f64(delay.as_secs_f64() * (1.0 - 0.25 * random)).unwrap_or(delay)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a failure is worth another try. `repeatable` says that doing the operation twice does no harm.
pub(crate) fn is_worth_retrying(error: &Error, repeatable: bool) -> bool {
    match error.headers().get("x-should-retry").map(header::HeaderValue::as_bytes) {
        Some(b"true") => true,
        Some(b"false") => false,
        _ => error.is_retryable() && (repeatable || error.kind() != ErrorKind::Conflict),
    }
}

/// How long the server asks to wait, where it does: `retry-after-ms`, `retry-after` in seconds or as a date.
///
/// A date counts from the answer's own date, so that a wrong clock does no harm; from `now` where it has none. What is
/// no positive number, or no date to come, asks for nothing. What is too large to count becomes the longest duration.
pub(crate) fn server_delay(headers: &HeaderMap, now: impl FnOnce() -> SystemTime) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(milliseconds) = text("retry-after-ms").and_then(number) {
        return wait(milliseconds / 1000.0);
    }
    let after = text("retry-after")?;
    if let Some(seconds) = number(after) {
        return wait(seconds);
    }
    let until = httpdate::parse_http_date(after).ok()?;
    let from = text("date")
        .and_then(|date| httpdate::parse_http_date(date).ok())
        .unwrap_or_else(now);
    until.duration_since(from).ok().filter(|wait| !wait.is_zero())
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| !number.is_nan())
}

fn wait(seconds: f64) -> Option<Duration> {
    (seconds > 0.0).then(|| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::{HeaderValue, StatusCode};
    use openai_core::ApiError;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| ((*name).parse().unwrap(), HeaderValue::from_static(value)))
            .collect()
    }

    fn delay(pairs: &[(&'static str, &'static str)]) -> Option<Duration> {
        // Sun, 06 Nov 1994 08:49:37 GMT
        server_delay(&headers(pairs), || UNIX_EPOCH + Duration::from_secs(784_111_777))
    }

    #[test]
    fn own_delays_double_up_to_the_cap_less_a_random_quarter() {
        let policy = RetryPolicy::new();
        let seconds = |retry, random| policy.own_delay(retry, random).as_secs_f64();
        assert_eq!(
            [0, 1, 2, 3, 4, 5, 40, u32::MAX].map(|n| seconds(n, 0.0)),
            [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0]
        );
        assert_eq!([0, 4].map(|n| seconds(n, 1.0)), [0.375, 6.0]);
    }

    #[test]
    fn reads_every_form_of_the_servers_delay() {
        let milliseconds = |pairs: &[_]| delay(pairs).map(|delay| delay.as_millis());
        assert_eq!(
            milliseconds(&[("retry-after-ms", "250"), ("retry-after", "9")]),
            Some(250)
        );
        assert_eq!(
            milliseconds(&[("retry-after-ms", "soon"), ("retry-after", "9")]),
            Some(9000)
        );
        assert_eq!(milliseconds(&[("retry-after", " 1.5 ")]), Some(1500));
        assert_eq!(
            milliseconds(&[("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT")]),
            Some(10_000)
        );
        let date = ("date", "Sun, 06 Nov 1994 08:49:44 GMT");
        assert_eq!(
            milliseconds(&[("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"), date]),
            Some(3000)
        );
    }

    #[test]
    fn a_delay_that_makes_no_sense_asks_for_nothing() {
        for text in [
            "",
            "NaN",
            "-1",
            "0",
            "-inf",
            "soon",
            "Sun, 06 Nov 1994 08:49:30 GMT",
            "Sun, 99 Nov 1994",
        ] {
            assert_eq!(delay(&[("retry-after", text)]), None, "{text}");
            assert_eq!(delay(&[("retry-after-ms", text)]), None, "{text}");
        }
    }

    #[test]
    fn an_enormous_delay_is_the_longest_duration() {
        for text in ["1e300", "1e999", "inf"] {
            assert_eq!(delay(&[("retry-after", text)]), Some(Duration::MAX), "{text}");
            assert_eq!(delay(&[("retry-after-ms", text)]), Some(Duration::MAX), "{text}");
        }
    }

    #[test]
    fn knows_what_is_worth_retrying() {
        let answer = |status: u16, headers| {
            let status = StatusCode::from_u16(status).unwrap();
            Error::from_answer(status, headers, bytes::Bytes::new(), ApiError::new("no"))
        };
        for status in [408, 429, 500, 502, 503, 504, 529, 599] {
            assert!(is_worth_retrying(&answer(status, HeaderMap::new()), false), "{status}");
            let no = headers(&[("x-should-retry", "false")]);
            assert!(!is_worth_retrying(&answer(status, no), true), "{status}");
        }
        for status in [302, 400, 401, 403, 404, 413, 422] {
            assert!(!is_worth_retrying(&answer(status, HeaderMap::new()), true), "{status}");
            let yes = headers(&[("x-should-retry", "true")]);
            assert!(is_worth_retrying(&answer(status, yes), false), "{status}");
        }
        assert!(!is_worth_retrying(&answer(409, HeaderMap::new()), false));
        assert!(is_worth_retrying(&answer(409, HeaderMap::new()), true));
        for (kind, worth) in [
            (ErrorKind::Connect, true),
            (ErrorKind::Transport, true),
            (ErrorKind::Timeout, true),
            (ErrorKind::Deadline, false),
            (ErrorKind::Decode, false),
            (ErrorKind::TooLarge, false),
        ] {
            assert_eq!(is_worth_retrying(&Error::new(kind, ""), false), worth, "{kind:?}");
        }
    }
}
