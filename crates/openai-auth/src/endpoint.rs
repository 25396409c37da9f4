//! Asking a token endpoint, with its limits.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::TryStreamExt;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, DATE, LOCATION};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use openai_core::{
    CredentialError, Error, ErrorKind, Payload, SecretString, Token, Transport, TransportErrorKind, is_confidential,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::zeroize::Zeroizing;
use serde_json::Value;

use crate::answer::Answer;
use crate::blot::blot;
use crate::within::within;

/// What stands for itself in a form.
pub(crate) const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How long one request may take, unless said otherwise.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(15);

/// What is on the machine itself answers soon or not at all.
const LINK_LOCAL_LIMIT: Duration = Duration::from_secs(5);

/// The most bytes of an answer.
const LONGEST_ANSWER: usize = 1 << 20;

/// A clock that is less far from a server's than this is no reason to refuse.
const LEAST_SKEW: Duration = Duration::from_secs(300);

/// Asks token endpoints: over https or on this machine, without redirects, in bounded time and size.
#[derive(Clone, Debug)]
pub(crate) struct TokenEndpoint {
    transport: Arc<dyn Transport>,
    pub(crate) time_limit: Duration,
    /// Whether plain http may go to link-local addresses as well, where clouds keep what only a machine itself reaches.
    pub(crate) link_local: bool,
}

/// What a token endpoint granted.
pub(crate) struct Grant {
    pub(crate) token: Token,
    /// The refresh token that replaces the one that was sent, where the server changes it each time.
    pub(crate) refresh_token: Option<SecretString>,
}

/// One request for a token.
pub(crate) struct TokenRequest<'a> {
    pub(crate) address: &'a Uri,
    pub(crate) form: &'a [(&'a str, &'a str)],
    pub(crate) authorization: Option<HeaderValue>,
    /// What must not show in an error, whatever the server writes.
    pub(crate) secrets: &'a [&'a SecretString],
    /// How to mend a refusal with this error code.
    pub(crate) advice: fn(code: &str) -> Option<&'static str>,
}

pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

impl TokenEndpoint {
    pub(crate) fn new(transport: Arc<dyn Transport>) -> Self {
        Self {
            transport,
            time_limit: TIME_LIMIT,
            link_local: false,
        }
    }

    /// Posts the form and reads the token (RFC 6749, sections 5.1 and 5.2).
    pub(crate) async fn token(&self, wanted: TokenRequest<'_>) -> Result<Grant, CredentialError> {
        let mut request = Request::new(Payload::Form(form(wanted.form)));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = wanted.address.clone();
        let headers = request.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.extend(wanted.authorization.clone().map(|value| (AUTHORIZATION, value)));
        let answered = self.exchange(request).await?;
        let server = origin(wanted.address);
        if answered.status != StatusCode::OK {
            return Err(refusal(&server, &answered, wanted.secrets, wanted.advice));
        }
        let grant = read_grant(&answered.body);
        grant.map_err(|fault| CredentialError::new(format!("the answer of the token endpoint at {server} {fault}")))
    }

    /// A JSON document that anybody may read; `None` where the server answers 404.
    #[cfg(feature = "databricks")]
    pub(crate) async fn document(&self, address: &Uri) -> Result<Option<Zeroizing<Vec<u8>>>, CredentialError> {
        let mut request = Request::new(Payload::Empty);
        *request.uri_mut() = address.clone();
        let answered = self.exchange(request).await?;
        match answered.status {
            StatusCode::OK => Ok(Some(answered.body)),
            StatusCode::NOT_FOUND => Ok(None),
            _ => Err(refusal(&origin(address), &answered, &[], |_| None)),
        }
    }

    /// Sends a request and reads the answer. A redirect is an error; every other status is an answer.
    pub(crate) async fn exchange(&self, mut request: Request<Payload>) -> Result<Answered, CredentialError> {
        let address = request.uri().clone();
        let server = origin(&address);
        let is_link_local = is_link_local(&address);
        let may_travel = is_confidential(&address) || (self.link_local && is_link_local);
        if !may_travel {
            return Err(CredentialError::new(plain_http(&server)));
        }
        let limit = if is_link_local {
            self.time_limit.min(LINK_LOCAL_LIMIT)
        } else {
            self.time_limit
        };
        request
            .headers_mut()
            .insert(ACCEPT, HeaderValue::from_static("application/json"));
        let what = format!("the request to {server} for a token");
        let answered = within(limit, &what, async {
            let answer = self.transport.send(request).await.map_err(|error| {
                let message = format!("{server} cannot be asked for a token: {error}");
                match error.kind() {
                    TransportErrorKind::Unsendable => CredentialError::new(message),
                    _ => CredentialError::passing(message),
                }
                .with_source(error)
            })?;
            let (head, mut pieces) = answer.into_parts();
            // Room for all of an ordinary answer: what grows leaves copies behind that nobody wipes.
            let mut body = Zeroizing::new(Vec::with_capacity(16 << 10));
            let broken = |error| {
                let message = format!("the answer of {server} to the request for a token broke off");
                CredentialError::passing(message).with_source(error)
            };
            while let Some(piece) = pieces.try_next().await.map_err(broken)? {
                if body.len().saturating_add(piece.len()) > LONGEST_ANSWER {
                    let message = format!("{server} answered the request for a token with more than 1 MiB");
                    return Err(CredentialError::new(message));
                }
                body.extend_from_slice(&piece);
            }
            Ok(Answered {
                status: head.status,
                headers: head.headers,
                body,
            })
        })
        .await?;
        if answered.status.is_redirection() {
            return Err(CredentialError::new(redirected(&address, &server, &answered.headers)));
        }
        Ok(answered)
    }
}

/// The address of a token endpoint. `what` names its source in an error: a variable, a flag, a field.
pub(crate) fn address(what: &str, address: &str) -> Result<Uri, Error> {
    let refuse = |why: String| Err(Error::new(ErrorKind::Config, why));
    let uri = address.parse::<Uri>().ok().filter(|uri| {
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        !authority.is_empty() && !authority.contains('@') && matches!(uri.scheme_str(), Some("http" | "https"))
    });
    match uri {
        None => refuse(format!("{what} is not an address such as https://host/token")),
        Some(uri) if !is_confidential(&uri) => refuse(format!("{what}: {}", plain_http(&origin(&uri)))),
        Some(uri) => Ok(uri),
    }
}

/// Scheme, host and port: what a message may say of an address.
pub(crate) fn origin(uri: &Uri) -> String {
    let authority = match (uri.host(), uri.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    };
    format!("{}://{authority}", uri.scheme_str().unwrap_or("http"))
}

fn is_link_local(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().parse::<Ipv4Addr>();
    host.is_ok_and(|address| address.is_link_local())
}

fn plain_http(server: &str) -> String {
    format!("no secret is sent to {server} over plain http: use https")
}

/// The form's text, wiped from memory once the last copy of it is gone.
fn form(pairs: &[(&str, &str)]) -> Bytes {
    let length = pairs
        .iter()
        .map(|(name, value)| 3 * (name.len() + value.len()) + 2)
        .sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.extend(utf8_percent_encode(name, FORM));
        text.push('=');
        text.extend(utf8_percent_encode(value, FORM));
    }
    Bytes::from_owner(Wiped(text))
}

struct Wiped(Zeroizing<String>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn read_grant(body: &[u8]) -> Result<Grant, String> {
    let answer = Answer::parse(body)?;
    answer.check_type(&["token_type"])?;
    Ok(Grant {
        token: Token::new(answer.secret(&["access_token"])?, answer.seconds("expires_in")?),
        refresh_token: answer.text("refresh_token")?.map(SecretString::from),
    })
}

fn redirected(address: &Uri, server: &str, headers: &HeaderMap) -> String {
    let target = headers.get(LOCATION).and_then(|location| location.to_str().ok());
    let target = target.and_then(|location| location.parse::<Uri>().ok());
    let to = match target.filter(|target| target.host().is_some()) {
        Some(target) if origin(&target) != origin(address) => format!("to {}", origin(&target)),
        _ => "to another of its paths".to_owned(),
    };
    format!("{server} redirects the request for a token {to}: no redirect is followed; check the address")
}

/// What the server said against it, with its own code and description.
pub(crate) fn refusal(
    server: &str,
    answered: &Answered,
    secrets: &[&SecretString],
    advice: fn(&str) -> Option<&'static str>,
) -> CredentialError {
    let body = serde_json::from_slice::<Value>(&answered.body).unwrap_or_default();
    let text = |value: &Value| {
        value
            .as_str()
            .map(|text| blot(text, secrets))
            .filter(|text| !text.is_empty())
    };
    // OAuth writes `error`, Databricks `error_code` and `message`, Google an object with a status.
    let error = &body["error"];
    let code = text(error)
        .or_else(|| text(&error["status"]))
        .or_else(|| text(&body["error_code"]));
    let description = [&body["error_description"], &error["message"], &body["message"]];
    let description = description.into_iter().find_map(text);
    let mut message = format!("the token endpoint at {server} answered {}", answered.status.as_u16());
    if let Some(code) = &code {
        message.push_str(&format!(" {code}"));
    }
    if let Some(description) = description {
        message.push_str(&format!(" ({description})"));
    }
    if let Some(advice) = code.as_deref().and_then(advice) {
        message.push_str(&format!(": {advice}"));
    }
    message.push_str(&skew(&answered.headers, SystemTime::now()));
    let status = answered.status;
    let passes =
        status.is_server_error() || [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(&status);
    let passes = passes || matches!(code.as_deref(), Some("temporarily_unavailable" | "server_error"));
    if passes {
        CredentialError::passing(message)
    } else {
        CredentialError::new(message)
    }
}

/// How far this machine's clock is from the server's, where that may be why it refused; the end of a sentence.
///
/// Servers allow for some minutes.
fn skew(headers: &HeaderMap, here: SystemTime) -> String {
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    let Some(there) = date.and_then(|date| httpdate::parse_http_date(date).ok()) else {
        return String::new();
    };
    let (apart, which) = match here.duration_since(there) {
        Ok(ahead) => (ahead, "ahead of"),
        Err(behind) => (behind.duration(), "behind"),
    };
    if apart < LEAST_SKEW {
        return String::new();
    }
    let minutes = apart.as_secs() / 60;
    format!("; this machine's clock is {minutes} minutes {which} that server's: set it right")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_wrong_is_told() {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let told = |date: &'static str| {
            skew(
                &HeaderMap::from_iter([(DATE, HeaderValue::from_static(date))]),
                at(7_200),
            )
        };
        assert_eq!(
            told("Thu, 01 Jan 1970 00:00:00 GMT"),
            "; this machine's clock is 120 minutes ahead of that server's: set it right"
        );
        assert_eq!(
            told("Thu, 01 Jan 1970 02:10:30 GMT"),
            "; this machine's clock is 10 minutes behind that server's: set it right"
        );
        for date in ["Thu, 01 Jan 1970 01:56:00 GMT", "Thu, 01 Jan 1970 02:04:00 GMT", "soon"] {
            assert_eq!(told(date), "", "{date}");
        }
        assert_eq!(skew(&HeaderMap::new(), at(0)), "");
    }

    #[test]
    fn a_form_is_encoded() {
        let bytes = form(&[("grant_type", "refresh_token"), ("secret", "a b+c&d=é/%")]);
        assert_eq!(bytes, "grant_type=refresh_token&secret=a%20b%2Bc%26d%3D%C3%A9%2F%25");
    }

    #[test]
    fn an_address_is_https_or_this_machine() {
        for good in [
            "https://a.example/token",
            "http://127.0.0.1:80/token",
            "http://localhost/t?x=y",
        ] {
            assert!(address("TOKEN_URI", good).is_ok(), "{good}");
        }
        for (bad, expected) in [
            ("", "is not an address"),
            ("/token", "is not an address"),
            ("ftp://a.example/token", "is not an address"),
            ("https://me:canary@a.example/", "is not an address"),
            (
                "http://a.example:80/canary?canary",
                "no secret is sent to http://a.example:80 over plain http",
            ),
        ] {
            let error = address("TOKEN_URI", bad).unwrap_err().to_string();
            assert!(
                error.starts_with("TOKEN_URI") && error.contains(expected),
                "{bad}: {error}"
            );
            assert!(!error.contains("canary"), "{error}");
        }
    }
}
