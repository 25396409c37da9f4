//! Where tokens come from: the token endpoints of Google, Entra and Databricks, and the metadata servers of machines.

mod answer;
mod assertion;
mod bearer;
mod databricks;
mod entra;
mod form;
mod google;
mod imds;
mod jwt;
mod metadata;
mod place;
mod token;

use std::time::Duration;
use std::{fmt, io};

use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use hyper::body::Incoming;
use ring::hmac;
use ring::rand::SystemRandom;

use crate::accounts::{Accounts, Client, Secret};
use crate::clock::Clock;
use crate::config::Config;
use crate::fault::{Fault, Kind};

pub(crate) use answer::Answer;
pub(crate) use bearer::Verdict;
pub(crate) use place::Place;

use form::Form;
use jwt::PublicKey;
use token::{Claims, Cloud};

/// Issues tokens to the accounts it knows, and knows its own tokens again.
pub(crate) struct Issuer {
    accounts: Accounts,
    google_key: PublicKey,
    entra_key: PublicKey,
    seal: hmac::Key,
    lifetime: Duration,
    clock: Clock,
}

/// A fresh token.
#[derive(Debug)]
struct Issued {
    token: String,
    issued: u64,
    /// In seconds.
    lifetime: u64,
}

impl Issuer {
    /// # Errors
    /// An account's private key that is none, or a system without randomness.
    pub(crate) fn new(config: &Config) -> io::Result<Self> {
        let accounts = config.accounts.clone();
        let key = |name: &str, pem: &Secret| {
            let invalid = |fault| io::Error::new(io::ErrorKind::InvalidInput, format!("{name} {fault}"));
            PublicKey::of_private(pem.expose()).map_err(invalid)
        };
        let random = SystemRandom::new();
        let seal = hmac::Key::generate(hmac::HMAC_SHA256, &random);
        Ok(Self {
            google_key: key(
                "the key of Google's service account",
                &accounts.google_service_account.private_key,
            )?,
            entra_key: key("the key of Entra's application", &accounts.entra_key)?,
            seal: seal.map_err(|_| io::Error::other("the system has no randomness"))?,
            accounts,
            lifetime: config.token_lifetime,
            clock: config.clock.clone(),
        })
    }

    /// Answers a request to one of the places; `None` where the connection is to be reset instead.
    pub(crate) async fn answer(&self, place: &Place, fault: &Fault, head: &Parts, body: Incoming) -> Option<Answer> {
        if !fault.latency.is_zero() {
            tokio::time::sleep(fault.latency).await;
        }
        match &fault.kind {
            Kind::Nothing => Some(self.serve(place, head, body).await),
            Kind::Status(status, headers) => Some(Answer::injected(*status, headers.clone())),
            Kind::Error(_) => Some(Answer::injected(StatusCode::INTERNAL_SERVER_ERROR, Vec::new())),
            Kind::Stall(_) => std::future::pending().await,
            Kind::Reset | Kind::Cut(_) => None,
        }
    }

    async fn serve(&self, place: &Place, head: &Parts, body: Incoming) -> Answer {
        let expected = place.method();
        if head.method != expected && !(expected == Method::GET && head.method == Method::HEAD) {
            return Answer::not_allowed(&expected);
        }
        match place {
            Place::Google => google::answer(self, &head.headers, Form::read(&head.headers, body).await),
            Place::Metadata => metadata::answer(self, head),
            Place::Entra(tenant) => entra::answer(self, tenant, Form::read(&head.headers, body).await),
            Place::EntraConfiguration(tenant) => entra::configuration(self, tenant, &base(&head.headers)),
            Place::EntraInstances => entra::instances(&base(&head.headers)),
            Place::ManagedIdentity => imds::answer(self, head),
            Place::DatabricksConfig => databricks::config(&base(&head.headers)),
            Place::DatabricksServer => databricks::server(&base(&head.headers)),
            Place::Databricks => databricks::answer(self, &head.headers, Form::read(&head.headers, body).await),
        }
    }

    /// Whether two texts are the same, in a time that does not tell how much of them is.
    pub(crate) fn is_same(&self, given: &str, wanted: &str) -> bool {
        let wanted = hmac::sign(&self.seal, wanted.as_bytes());
        hmac::verify(&self.seal, given.as_bytes(), wanted.as_ref()).is_ok()
    }

    fn is_secret_of(&self, client: &Client, given: &str) -> bool {
        self.is_same(given, client.secret.expose())
    }

    fn issue(&self, cloud: Cloud, subject: &str, audience: &str) -> Issued {
        let issued = self.now();
        let lifetime = self.lifetime.as_secs();
        let claims = Claims {
            cloud,
            subject: subject.to_owned(),
            audience: audience.to_owned(),
            issued,
            expires: issued.saturating_add(lifetime),
        };
        Issued {
            token: token::seal(&self.seal, &claims),
            issued,
            lifetime,
        }
    }

    /// Seconds since 1970, on the emulator's clock.
    fn now(&self) -> u64 {
        self.clock.now().as_secs()
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer")
            .field("accounts", &self.accounts)
            .finish_non_exhaustive()
    }
}

/// What the caller took us for, behind its own TLS front or none.
fn base(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    format!("{scheme}://{}", text("host").unwrap_or("localhost"))
}
