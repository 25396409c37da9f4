//! Azure's crate on our transport.

use std::sync::{Arc, Mutex, PoisonError};

use azure_core::error::ErrorKind;
use azure_core::http::headers::Headers;
use azure_core::http::{AsyncRawResponse, Body, HttpClient, Method, Request};
use http::{HeaderName, HeaderValue, Uri};
use openai_core::{CredentialError, Payload, SecretString, Transport, async_trait};

use super::identity::Wish;
use super::refusal;
use crate::answer::Answer;
use crate::endpoint::{Answered, TokenEndpoint, origin};

/// Carries the requests of Azure's crate, and judges the answers itself: what Azure's crate says of them can quote
/// secrets, and a lifetime beyond its clock makes it panic.
#[derive(Debug)]
pub(super) struct Wire {
    endpoint: TokenEndpoint,
    /// An authority on this machine, without TLS; Azure's crate knows only https and is told so.
    plain: Option<String>,
    secrets: Vec<SecretString>,
    verdict: Mutex<Option<CredentialError>>,
}

/// The longest life of a token that passes as one: ten years, in seconds.
const LONGEST_LIFE: u64 = 315_360_000;

impl Wire {
    pub(super) fn new(transport: &Arc<dyn Transport>, wish: &Wish, secrets: Vec<SecretString>) -> Arc<Self> {
        let mut endpoint = TokenEndpoint::new(transport.clone());
        endpoint.link_local = true;
        let plain = wish.authority.scheme_str() == Some("http");
        Arc::new(Self {
            endpoint,
            plain: plain.then(|| secured(&wish.authority)),
            secrets,
            verdict: Mutex::default(),
        })
    }

    /// The authority as Azure's crate wants it.
    pub(super) fn authority_for_azure(&self, authority: &Uri) -> String {
        self.plain.clone().unwrap_or_else(|| origin(authority))
    }

    /// Why the last request brought no token.
    pub(super) fn verdict(&self) -> Option<CredentialError> {
        self.verdict.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn judge(&self, verdict: Option<CredentialError>) {
        *self.verdict.lock().unwrap_or_else(PoisonError::into_inner) = verdict;
    }

    /// The request in our types.
    fn translate(&self, request: &Request) -> Result<http::Request<Payload>, CredentialError> {
        let fault = |what| CredentialError::new(format!("Azure's crate made a request with {what}"));
        let Body::Bytes(body) = request.body() else {
            return Err(fault("a body that is a stream"));
        };
        let mut address = request.url().as_str().to_owned();
        if let Some(rest) = self.plain.as_deref().and_then(|plain| address.strip_prefix(plain)) {
            let authority = self.plain.as_deref().unwrap_or_default().trim_start_matches("https");
            address = format!("http{authority}{rest}");
        }
        let payload = if body.is_empty() {
            Payload::Empty
        } else {
            Payload::Form(body.clone())
        };
        let mut translated = http::Request::new(payload);
        *translated.uri_mut() = address.parse().map_err(|_| fault("an address that is none"))?;
        *translated.method_mut() = match request.method() {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            _ => return Err(fault("an unusual method")),
        };
        for (name, value) in request.headers().iter() {
            let name = HeaderName::from_bytes(name.as_str().as_bytes());
            let value = HeaderValue::from_str(value.as_str());
            let (Ok(name), Ok(mut value)) = (name, value) else {
                return Err(fault("a header that is none"));
            };
            // One of them is App Service's secret.
            value.set_sensitive(true);
            translated.headers_mut().insert(name, value);
        }
        Ok(translated)
    }

    async fn exchange(&self, request: &Request) -> Result<Answered, CredentialError> {
        let request = self.translate(request)?;
        let server = origin(request.uri());
        let carried = carried(&request);
        let answered = self.endpoint.exchange(request).await?;
        // Azure's crate gets to see no refusal: it would ask a machine's service again and again.
        if !answered.status.is_success() {
            let secrets: Vec<&SecretString> = self.secrets.iter().chain(&carried).collect();
            return Err(refusal::read(&server, &answered, &secrets));
        }
        if let Err(fault) = check(&answered) {
            return Err(CredentialError::new(format!(
                "the answer of {server} to the request for a token {fault}"
            )));
        }
        self.judge(None);
        Ok(answered)
    }
}

#[async_trait]
impl HttpClient for Wire {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let answered = self.exchange(request).await.map_err(|error| {
            self.judge(Some(error));
            azure_core::Error::with_message(ErrorKind::Other, "no answer that can be used")
        })?;
        let status = answered.status.as_u16().into();
        Ok(AsyncRawResponse::from_bytes(
            status,
            Headers::new(),
            answered.body.to_vec(),
        ))
    }
}

/// The secrets in a request that Azure's crate read by itself: App Service's, and the assertion of a workload.
fn carried(request: &http::Request<Payload>) -> Vec<SecretString> {
    let header = request.headers().get("x-identity-header");
    let header = header.and_then(|value| value.to_str().ok());
    let form = match request.body() {
        Payload::Form(form) => std::str::from_utf8(form).unwrap_or_default(),
        _ => "",
    };
    let assertion = form.split('&').find_map(|pair| pair.strip_prefix("client_assertion="));
    header.into_iter().chain(assertion).map(SecretString::from).collect()
}

/// Whether Azure's crate can read a token from the answer.
fn check(answered: &Answered) -> Result<(), String> {
    let answer = Answer::parse(&answered.body)?;
    answer.secret(&["access_token"])?;
    answer.check_type(&["token_type"])?;
    let lifetime = answer.seconds("expires_in")?;
    match lifetime.filter(|lifetime| lifetime.as_secs() > LONGEST_LIFE) {
        Some(_) => Err("has an `expires_in` of more than ten years".to_owned()),
        None => Ok(()),
    }
}

fn secured(authority: &Uri) -> String {
    origin(authority).replacen("http://", "https://", 1)
}
