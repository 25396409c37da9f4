//! `oai auth check`.

use std::time::{Duration, SystemTime};

use http::header::AUTHORIZATION;
use http::request;
use openai_multicloud::auth::CachedToken;
use openai_multicloud::chat::{Message, Request};
use openai_multicloud::{Connection, Endpoint, Environment, Error, Policy, connect};
use serde_json::{Map, Value, json};

use super::claims::Claims;
use crate::args::Check;
use crate::exit::Failure;
use crate::terminal::Output;

/// Goes the way of a request up to the point where it would be sent, and shows what is found there.
pub(crate) async fn run(arguments: Check) -> Result<(), Failure> {
    let environment = Environment::current();
    let Some(connection) = connect(&environment, arguments.provider.as_deref())? else {
        let message = "no provider is configured: name one with --provider URI, or set the variables of a cloud; \
                       oai auth list shows what is there";
        return Err(Failure::input(message));
    };
    let mut report = Report::new(&connection);
    let failed = report.fetch(&connection).await.err();
    let mut output = Output::standard();
    output.piece(&if arguments.json {
        report.json(failed.as_ref())
    } else {
        report.text()
    })?;
    output.end()?;
    failed.map_or(Ok(()), Err)
}

/// What was found, step by step.
#[derive(Debug, Default)]
struct Report {
    provider: &'static str,
    address: Option<String>,
    credential: Option<String>,
    /// The headers that carry it.
    headers: Vec<String>,
    claims: Vec<(&'static str, String)>,
    expires_at: Option<SystemTime>,
}

impl Report {
    fn new(connection: &Connection) -> Self {
        Self {
            provider: connection.provider.name(),
            address: address(connection),
            credential: connection
                .credential
                .as_ref()
                .map(|credential| origin(credential.origin())),
            ..Self::default()
        }
    }

    /// Has a request authorized that is never sent.
    async fn fetch(&mut self, connection: &Connection) -> Result<(), Failure> {
        let Some(credential) = &connection.credential else {
            return Ok(());
        };
        let (mut head, ()) = http::Request::new(()).into_parts();
        credential.authorize(&mut head).await.map_err(Error::from)?;
        // Of several places that are tried, it is known now which one it was.
        self.credential = Some(origin(credential.origin()));
        self.read(&head);
        match self.expires_at.filter(|at| *at <= SystemTime::now()) {
            Some(at) => Err(Failure::input(format!(
                "the token ran out at {}, or this machine's clock is wrong: fetch a new one",
                httpdate::fmt_http_date(at)
            ))),
            None => Ok(()),
        }
    }

    fn read(&mut self, head: &request::Parts) {
        let value = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let scheme = value.and_then(|value| value.split_once(' '));
        let shown = |name: &http::HeaderName| match scheme {
            Some((scheme, _)) if name == AUTHORIZATION => format!("{name}: {scheme}"),
            _ => name.to_string(),
        };
        self.headers = head.headers.keys().map(shown).collect();
        let claims = match scheme {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Claims::of(token),
            _ => Claims::default(),
        };
        let cached = head.extensions.get::<CachedToken>().and_then(CachedToken::expires_at);
        self.expires_at = cached.or(claims.expires_at);
        self.claims = claims.known;
    }

    fn text(&self) -> String {
        let mut lines = vec![("provider", self.provider.to_owned())];
        lines.extend(self.address.clone().map(|address| ("address", address)));
        let credential = self
            .credential
            .as_deref()
            .unwrap_or("none: the server is on this machine");
        lines.push(("credential", credential.to_owned()));
        if !self.headers.is_empty() {
            lines.push(("sent as", self.headers.join(", ")));
            let claims: Vec<String> = self
                .claims
                .iter()
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
            let told = if claims.is_empty() {
                "not told by the credential".to_owned()
            } else {
                claims.join(", ")
            };
            lines.push(("identity", told));
            lines.push(("expires", self.expires_at.map_or("not known here".to_owned(), moment)));
        }
        lines
            .iter()
            .map(|(name, value)| format!("{name:<11} {value}\n"))
            .collect()
    }

    fn json(&self, failed: Option<&Failure>) -> String {
        let identity: Map<String, Value> = self
            .claims
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        let report = json!({
            "provider": self.provider,
            "address": self.address,
            "credential": self.credential,
            "headers": self.headers,
            "identity": identity,
            "expires_at": self.expires_at.and_then(|at| Some(at.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs())),
            "error": failed.map(ToString::to_string),
        });
        format!("{report:#}\n")
    }
}

fn origin(origin: Option<String>) -> String {
    origin.unwrap_or_else(|| "one that does not say where it comes from".to_owned())
}

/// Where requests go: scheme and host.
fn address(connection: &Connection) -> Option<String> {
    let mut call = Request::without_model([Message::user("Hello")]).call().ok()?;
    call.model = connection.model.clone().or_else(|| Some("model".to_owned()));
    let spelled = connection.provider.request(&call, &Policy::new()).ok()?;
    let uri = spelled.request.uri();
    Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
}

/// A moment, and how far away it is.
fn moment(at: SystemTime) -> String {
    let away = match at.duration_since(SystemTime::now()) {
        Ok(left) => format!("in {}", span(left)),
        Err(over) => format!("{} ago", span(over.duration())),
    };
    format!("{} ({away})", httpdate::fmt_http_date(at))
}

fn span(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_its_own_unit() {
        for (seconds, expected) in [
            (0, "0 s"),
            (119, "119 s"),
            (3_599, "59 min"),
            (7_200, "2 h"),
            (864_000, "10 days"),
        ] {
            assert_eq!(span(Duration::from_secs(seconds)), expected);
        }
    }
}
