//! What a server says about its limits.

use std::time::Duration;

use http::HeaderMap;

/// How much may still be asked, by an answer's headers `x-ratelimit-…`.
///
/// | Cloud | Headers | Source |
/// |---|---|---|
/// | OpenAI | all six, the reset as in `6m0s` | OpenAI, rate limits guide |
/// | Azure OpenAI | what is left, and from some deployments the rest, the reset in seconds; `-1`, which becomes `None`, where there is no limit | no document; seen on answers |
/// | Vertex AI, Databricks | none | |
///
/// Where a limit was exceeded, [`Error::retry_after`](openai_core::Error::retry_after) has how long to wait, by
/// `retry-after-ms`, `retry-after` or the body; and
/// [`ApiError::exceeded_limit`](openai_core::ApiError::exceeded_limit) the limit that Databricks tells in the body. The
/// headers of an error are read by [`RateLimits::read`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimits {
    /// Of requests.
    pub requests: RateLimit,
    /// Of tokens.
    pub tokens: RateLimit,
}

/// One limit; what the server does not tell is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The most in a period.
    pub limit: Option<u64>,
    /// What is left of it.
    pub remaining: Option<u64>,
    /// How long until all of it is there again.
    pub reset: Option<Duration>,
}

impl RateLimits {
    /// Reads them from an answer's headers.
    #[must_use]
    pub fn read(headers: &HeaderMap) -> Self {
        let text = |what: &str, of: &str| headers.get(format!("x-ratelimit-{what}-{of}"))?.to_str().ok();
        let limit = |of| RateLimit {
            limit: text("limit", of).and_then(|text| text.trim().parse().ok()),
            remaining: text("remaining", of).and_then(|text| text.trim().parse().ok()),
            reset: text("reset", of).and_then(|text| duration(text.trim())),
        };
        Self {
            requests: limit("requests"),
            tokens: limit("tokens"),
        }
    }
}

/// Reads `6m0s`, `1.5s`, `120ms`, or bare seconds.
fn duration(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.parse() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let mut whole = Duration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.find(|c: char| c.is_ascii_alphabetic())?);
        let (unit, after) = after.split_at(after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len()));
        let seconds = match unit {
            "d" => 86_400.0,
            "h" => 3600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 0.001,
            _ => return None,
        };
        let part = Duration::try_from_secs_f64(number.parse::<f64>().ok()? * seconds).ok()?;
        whole = whole.checked_add(part)?;
        rest = after;
    }
    (!text.is_empty()).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_headers_say() {
        let headers = [
            ("x-ratelimit-limit-requests", "60"),
            ("x-ratelimit-remaining-requests", "59"),
            ("x-ratelimit-reset-requests", "1s"),
            ("x-ratelimit-remaining-tokens", "149984"),
            ("x-ratelimit-limit-tokens", "-1"),
            ("x-ratelimit-reset-tokens", "12"),
        ];
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        let limits = RateLimits::read(&headers);
        let requests = RateLimit {
            limit: Some(60),
            remaining: Some(59),
            reset: Some(Duration::from_secs(1)),
        };
        let tokens = RateLimit {
            limit: None,
            remaining: Some(149_984),
            reset: Some(Duration::from_secs(12)),
        };
        assert_eq!(limits, RateLimits { requests, tokens });
    }

    #[test]
    fn reads_durations_of_every_form() {
        let milliseconds = |text| duration(text).map(|duration| duration.as_millis());
        for (text, expected) in [
            ("6m0s", 360_000),
            ("1m30.5s", 90_500),
            ("120ms", 120),
            ("7", 7000),
            ("1d2h", 93_600_000),
        ] {
            assert_eq!(milliseconds(text), Some(expected), "{text}");
        }
        for text in ["", "s", "1x", "-1s", "-1", "NaN", "1e300s", "5s6", "ß"] {
            assert_eq!(milliseconds(text), None, "{text}");
        }
    }
}
