//! Faults on demand: the grammar of the `x-emulator-fault` header, and counting how often one strikes.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

/// A fault for the server to commit, written as in the `x-emulator-fault` header.
///
/// Parts are separated by `;`, in any order, each at most once:
///
/// | part | what happens |
/// |---|---|
/// | `status=429` | this status (400 to 599), with the wire's error body |
/// | `retry-after=2` | with `status`: the header, in seconds or as an HTTP date |
/// | `retry-after-ms=250` | with `status`: the header |
/// | `x-should-retry=false` | with `status`: the header, `true` or `false` |
/// | `reset` | the connection is reset before any response |
/// | `cut=5` | the connection closes after 5 events of the stream |
/// | `stall=5` | the stream falls silent after 5 events, the connection stays open |
/// | `error=5` | an error object follows 5 events of the stream, and ends it |
/// | `latency=250ms` | the answer (or the fault) waits so long; `ms` or `s` |
/// | `times=2` | only the first 2 requests, counted by their `x-emulator-key` header |
///
/// `status`, `reset`, `cut`, `stall` and `error` exclude each other. An answer that is no stream is cut by `cut`
/// before its end, held by `stall` before its start, and replaced by `error` with status 500.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub(crate) kind: Kind,
    pub(crate) latency: Duration,
    pub(crate) times: Option<usize>,
}

impl Fault {
    /// Nothing goes wrong.
    pub(crate) const NONE: Self = Self {
        kind: Kind::Nothing,
        latency: Duration::ZERO,
        times: None,
    };
}

/// What goes wrong, apart from taking long.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Nothing,
    Status(StatusCode, Vec<(HeaderName, HeaderValue)>),
    Reset,
    Cut(usize),
    Stall(usize),
    Error(usize),
}

/// Why a fault could not be read, and how one is written.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultError(String);

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}; write a fault as parts separated by ';', such as 'status=429; retry-after=2', 'reset', 'cut=5', \
             'stall=5', 'error=5', 'latency=250ms' or 'status=500; times=2'",
            self.0
        )
    }
}

impl std::error::Error for FaultError {}

impl FromStr for Fault {
    type Err = FaultError;

    /// Reads the grammar above.
    ///
    /// # Errors
    /// An unknown, repeated or malformed part, or parts that exclude each other.
    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut fault = Self::NONE;
        let mut headers = Vec::new();
        let mut seen = Vec::new();
        for part in text.split(';').map(str::trim) {
            let (name, value) = part
                .split_once('=')
                .map_or((part, None), |(name, value)| (name.trim(), Some(value.trim())));
            if seen.contains(&name) {
                return Err(FaultError(format!("the part '{name}' stands twice")));
            }
            seen.push(name);
            match (name, value) {
                ("latency", Some(value)) => fault.latency = read_duration(value)?,
                ("times", Some(value)) => fault.times = Some(read_number(name, value)?),
                ("retry-after" | "retry-after-ms" | "x-should-retry", Some(value)) => {
                    headers.push(read_header(name, value)?)
                }
                (_, value) => fault.kind = fault.kind.joined_by(read_kind(name, value)?)?,
            }
        }
        match &mut fault.kind {
            Kind::Status(_, slot) => *slot = headers,
            _ if headers.is_empty() => {}
            _ => {
                return Err(FaultError(
                    "retry-after, retry-after-ms and x-should-retry need a status".into(),
                ));
            }
        }
        if fault.kind == Kind::Nothing && fault.latency.is_zero() {
            return Err(FaultError("nothing goes wrong".into()));
        }
        Ok(fault)
    }
}

impl Kind {
    fn joined_by(&self, other: Self) -> Result<Self, FaultError> {
        match self {
            Self::Nothing => Ok(other),
            _ => Err(FaultError(
                "status, reset, cut, stall and error exclude each other".into(),
            )),
        }
    }
}

fn read_kind(name: &str, value: Option<&str>) -> Result<Kind, FaultError> {
    match (name, value) {
        ("reset", None) => Ok(Kind::Reset),
        ("cut", Some(value)) => read_number(name, value).map(Kind::Cut),
        ("stall", Some(value)) => read_number(name, value).map(Kind::Stall),
        ("error", Some(value)) => read_number(name, value).map(Kind::Error),
        ("status", Some(value)) => match value.parse().ok().and_then(|code: u16| StatusCode::from_u16(code).ok()) {
            Some(status) if (400..600).contains(&status.as_u16()) => Ok(Kind::Status(status, Vec::new())),
            _ => Err(FaultError(format!("'{value}' is not a status from 400 to 599"))),
        },
        _ => Err(FaultError(format!(
            "'{name}' is not a part of a fault, or lacks its value or has one too many"
        ))),
    }
}

fn read_number(name: &str, value: &str) -> Result<usize, FaultError> {
    value
        .parse()
        .map_err(|_| FaultError(format!("'{value}' is not a number of '{name}'")))
}

fn read_duration(value: &str) -> Result<Duration, FaultError> {
    let (number, unit) = match (value.strip_suffix("ms"), value.strip_suffix('s')) {
        (Some(number), _) => (number, 1),
        (None, Some(number)) => (number, 1000),
        (None, None) => ("", 0),
    };
    let milliseconds = number.parse().ok().and_then(|number: u64| number.checked_mul(unit));
    milliseconds
        .map(Duration::from_millis)
        .ok_or_else(|| FaultError(format!("'{value}' is not a latency in ms or s")))
}

fn read_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), FaultError> {
    let fits = match name {
        "retry-after-ms" => value.parse::<f64>().is_ok(),
        "x-should-retry" => matches!(value, "true" | "false"),
        _ => value.parse::<f64>().is_ok() || value.ends_with("GMT"),
    };
    match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        (Ok(name), Ok(value)) if fits => Ok((name, value)),
        _ => Err(FaultError(format!("'{value}' is not a value of '{name}'"))),
    }
}

/// Counts strikes, so that `times` can end.
#[derive(Debug, Default)]
pub(crate) struct Strikes {
    by_key: Mutex<HashMap<String, usize>>,
    configured: Mutex<Vec<usize>>,
}

impl Strikes {
    /// The fault that this request meets: its own, or the first configured one that is not used up.
    ///
    /// # Errors
    /// A malformed header, or `times` without the key that it counts by.
    pub(crate) fn fault(&self, headers: &HeaderMap, configured: &[Fault]) -> Result<Option<Fault>, FaultError> {
        let Some(header) = headers.get("x-emulator-fault") else {
            return Ok(self.take(configured));
        };
        let text = header
            .to_str()
            .map_err(|_| FaultError("x-emulator-fault is not plain text".into()))?;
        let fault: Fault = text.parse()?;
        let Some(times) = fault.times else {
            return Ok(Some(fault));
        };
        let Some(key) = headers.get("x-emulator-key").and_then(|key| key.to_str().ok()) else {
            return Err(FaultError(
                "'times' counts the requests of one x-emulator-key: send that header too".into(),
            ));
        };
        let mut strikes = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        let struck = strikes.entry(key.to_owned()).or_default();
        *struck += 1;
        Ok((*struck <= times).then_some(fault))
    }

    fn take(&self, configured: &[Fault]) -> Option<Fault> {
        let mut strikes = self.configured.lock().unwrap_or_else(PoisonError::into_inner);
        strikes.resize(configured.len(), 0);
        let left = |(fault, struck): &(&Fault, &mut usize)| fault.times.is_none_or(|times| **struck < times);
        let (fault, struck) = configured.iter().zip(strikes.iter_mut()).find(left)?;
        *struck += 1;
        Some(fault.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Fault, HeaderMap, Kind, Strikes};

    #[test]
    fn the_grammar_is_read() {
        let fault: Fault = "status=429; retry-after=Wed, 21 Oct 2026 07:28:00 GMT;x-should-retry=false; latency=2s"
            .parse()
            .unwrap();
        let Kind::Status(status, headers) = &fault.kind else {
            panic!("{fault:?}")
        };
        assert_eq!(
            (status.as_u16(), headers.len(), fault.latency),
            (429, 2, Duration::from_secs(2))
        );
        for (text, kind) in [
            ("reset", Kind::Reset),
            ("cut=5", Kind::Cut(5)),
            ("stall=0", Kind::Stall(0)),
            ("error=1", Kind::Error(1)),
        ] {
            assert_eq!(text.parse::<Fault>().unwrap().kind, kind);
        }
        assert_eq!(
            "latency=250ms".parse::<Fault>().unwrap().latency,
            Duration::from_millis(250)
        );
    }

    #[test]
    fn what_is_malformed_says_how_to_write_it() {
        for text in [
            "",
            ";",
            "status",
            "status=200",
            "status=abc",
            "reset=1",
            "cut",
            "cut=-1",
            "latency=5",
            "latency=5m",
            "times=2",
            "retry-after=2",
            "status=429; retry-after=soon",
            "status=429;x-should-retry=maybe",
            "status=500; reset",
            "cut=1; cut=2",
            "explode",
            "latency=99999999999999999999s",
        ] {
            let error = text.parse::<Fault>().unwrap_err().to_string();
            assert!(error.contains("'status=429; retry-after=2'"), "{text}: {error}");
        }
    }

    #[test]
    fn configured_faults_take_turns() {
        let strikes = Strikes::default();
        let faults = ["reset; times=1", "cut=2; times=2"].map(|text| text.parse::<Fault>().unwrap());
        let kinds: Vec<Option<Kind>> = (0..4)
            .map(|_| {
                strikes
                    .fault(&HeaderMap::new(), &faults)
                    .unwrap()
                    .map(|fault| fault.kind)
            })
            .collect();
        assert_eq!(kinds, [Some(Kind::Reset), Some(Kind::Cut(2)), Some(Kind::Cut(2)), None]);
    }

    #[test]
    fn times_counts_by_key() {
        let strikes = Strikes::default();
        let mut headers = HeaderMap::new();
        headers.insert("x-emulator-fault", "reset; times=1".parse().unwrap());
        assert!(
            strikes
                .fault(&headers, &[])
                .unwrap_err()
                .to_string()
                .contains("x-emulator-key")
        );
        for (key, strikes_now) in [("a", true), ("a", false), ("b", true)] {
            headers.insert("x-emulator-key", key.parse().unwrap());
            assert_eq!(strikes.fault(&headers, &[]).unwrap().is_some(), strikes_now, "{key}");
        }
    }
}
