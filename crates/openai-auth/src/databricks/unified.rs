//! The unified authentication: the first way in that works.

use std::fmt;
use std::sync::{Arc, OnceLock};

use http::request;
use openai_core::{BaseUrl, Credential, CredentialError, Error, ErrorKind, Transport, async_trait};

use super::azure::{self, EntraIdentity};
use super::m2m::is_account_console;
use super::{Config, M2m, Method, Origin, Setting};
use crate::{Basic, Bearer, BearerFrom, Cached, Command};

/// The credential that [`Config::credential`] finds.
///
/// Where settings name the way in, there is one candidate. Where none is set up, the command-line tools are tried in
/// turn with each call until one brings a token; from then on it alone is asked. Where none does, the error tells what
/// was tried, why each failed, and what is not set up.
pub struct Unified {
    host: BaseUrl,
    candidates: Vec<Candidate>,
    chosen: OnceLock<usize>,
    not_set_up: String,
}

struct Candidate {
    method: Method,
    origin: Option<Origin>,
    credential: Box<dyn Credential>,
}

impl Unified {
    pub(super) fn new(config: &Config, transport: &Arc<dyn Transport>) -> Result<Self, Error> {
        let host = config.host()?;
        let chosen = match config.text(Setting::AuthType) {
            Some(name) => Some(forced(config, name)?),
            None => set_up(config)?,
        };
        let build = |method| -> Result<Candidate, Error> {
            Ok(Candidate {
                method,
                origin: config.rank(method).cloned(),
                credential: build(method, config, &host, transport)?,
            })
        };
        let mut candidates = Vec::new();
        for method in chosen.map_or_else(|| signed_in(config, &host), |method| vec![method]) {
            candidates.push(build(method)?);
        }
        Ok(Self {
            chosen: chosen.map_or_else(OnceLock::new, |_| OnceLock::from(0)),
            not_set_up: not_set_up(config, &host),
            candidates,
            host,
        })
    }

    /// The workspace's address.
    #[must_use]
    pub fn host(&self) -> &BaseUrl {
        &self.host
    }

    /// The way in and where its settings come from; `None` while it is not known which tool is signed in.
    #[must_use]
    pub fn method(&self) -> Option<(Method, Option<&Origin>)> {
        let candidate = self.chosen()?;
        Some((candidate.method, candidate.origin.as_ref()))
    }

    /// The ways in that are tried, in their order.
    pub fn candidates(&self) -> impl Iterator<Item = Method> {
        self.candidates.iter().map(|candidate| candidate.method)
    }

    fn chosen(&self) -> Option<&Candidate> {
        self.candidates.get(*self.chosen.get()?)
    }
}

#[async_trait]
impl Credential for Unified {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        if let Some(candidate) = self.chosen() {
            return candidate.credential.authorize(head).await;
        }
        let mut failures = Vec::new();
        let mut may_pass = false;
        for (index, candidate) in self.candidates.iter().enumerate() {
            match candidate.credential.authorize(head).await {
                Ok(()) => {
                    let _ = self.chosen.set(index);
                    return Ok(());
                }
                Err(error) => {
                    may_pass |= error.is_retryable();
                    failures.push(format!("{}: {error}", candidate.method));
                }
            }
        }
        let tried = failures.join("; ");
        let message = format!(
            "no credential for {} could be had: {tried}{}",
            self.host, self.not_set_up
        );
        Err(if may_pass {
            CredentialError::passing(message)
        } else {
            CredentialError::new(message)
        })
    }

    fn rejected(&self, head: &request::Parts) -> bool {
        self.chosen()
            .is_some_and(|candidate| candidate.credential.rejected(head))
    }

    fn origin(&self) -> Option<String> {
        let Some(Candidate {
            method,
            origin,
            credential,
        }) = self.chosen()
        else {
            let methods: Vec<_> = self.candidates().map(Method::name).collect();
            return Some(format!("the first that is signed in of {}", methods.join(", ")));
        };
        let place = origin
            .as_ref()
            .map(|origin| format!(" from {origin}"))
            .unwrap_or_default();
        let inner = credential
            .origin()
            .map(|inner| format!(" ({inner})"))
            .unwrap_or_default();
        Some(format!("{method}{place}{inner}"))
    }
}

impl fmt::Debug for Unified {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods: Vec<_> = self.candidates().map(Method::name).collect();
        write!(out, "Unified({}, {})", self.host, methods.join(" or "))
    }
}

/// The method that is asked for by name.
fn forced(config: &Config, name: &str) -> Result<Method, Error> {
    let refuse = |message: String| Err(Error::new(ErrorKind::Config, message));
    let Some(method) = Method::from_name(name) else {
        let names = Method::ORDER.map(Method::name).join(", ");
        return refuse(format!("DATABRICKS_AUTH_TYPE is `{name}`, which is not one of {names}"));
    };
    match fault(config, method) {
        Some(fault) => refuse(format!(
            "DATABRICKS_AUTH_TYPE asks for {method}, but {fault}{}",
            config.note()
        )),
        None => Ok(method),
    }
}

/// The method whose settings are complete; of several, that from the highest place.
fn set_up(config: &Config) -> Result<Option<Method>, Error> {
    let complete = |method: &Method| !method.needs().is_empty() && fault(config, *method).is_none();
    let complete: Vec<Method> = Method::ORDER.into_iter().filter(complete).collect();
    let rank = complete.iter().filter_map(|method| config.rank(*method)).min();
    let mut best = complete.iter().filter(|method| config.rank(**method) == rank);
    let Some(first) = best.next() else { return Ok(None) };
    match (rank, best.find(|other| !(other.is_azure() && first.is_azure()))) {
        (Some(rank), Some(second)) => {
            let message = format!("{rank} set up both {first} and {second}: choose one with DATABRICKS_AUTH_TYPE");
            Err(Error::new(ErrorKind::Config, message))
        }
        _ => Ok(Some(*first)),
    }
}

/// The tools that may be signed in.
fn signed_in(config: &Config, host: &BaseUrl) -> Vec<Method> {
    let azure = is_on_azure(config, host).then_some(Method::AzureCli);
    azure.into_iter().chain([Method::DatabricksCli]).collect()
}

/// Why a method cannot be used.
fn fault(config: &Config, method: Method) -> Option<String> {
    match config.missing(method).as_slice() {
        [] => {}
        [one] => return Some(format!("{one} is not set")),
        several => return Some(format!("{} are not set", several.join(" and "))),
    }
    let is_off = |text: &str| !["true", "1"].contains(&text.to_ascii_lowercase().as_str());
    if method == Method::AzureMsi && config.text(Setting::AzureUseMsi).is_some_and(is_off) {
        return Some("ARM_USE_MSI is not true".to_owned());
    }
    let needs_entra = matches!(method, Method::AzureClientSecret | Method::AzureMsi);
    (needs_entra && config.entra.is_none()).then(|| "this program was built without Entra".to_owned())
}

/// What else could be set up, and what each way lacks.
fn not_set_up(config: &Config, host: &BaseUrl) -> String {
    let lack = |method: &Method| fault(config, *method).map(|fault| format!("{method} ({fault})"));
    let mut lacks: Vec<String> = Method::ORDER.iter().filter_map(lack).collect();
    if !is_on_azure(config, host) {
        lacks.push(format!("{} ({host} is not on Azure)", Method::AzureCli));
    }
    format!("; not set up: {}{}", lacks.join(", "), config.note())
}

fn is_on_azure(config: &Config, host: &BaseUrl) -> bool {
    let name = host.host().to_ascii_lowercase();
    let zones = [".azuredatabricks.net", ".databricks.azure.us", ".databricks.azure.cn"];
    config.text(Setting::AzureResourceId).is_some() || zones.iter().any(|zone| name.ends_with(zone))
}

fn build(
    method: Method,
    config: &Config,
    host: &BaseUrl,
    transport: &Arc<dyn Transport>,
) -> Result<Box<dyn Credential>, Error> {
    let secret = |setting| config.value(setting).cloned().unwrap_or_default();
    let text = |setting| config.text(setting).unwrap_or_default();
    match method {
        Method::Pat => Ok(Box::new(Bearer::new(
            Setting::Token.variable(),
            secret(Setting::Token),
        )?)),
        Method::Basic => {
            let (user, password) = (text(Setting::Username), secret(Setting::Password));
            Ok(Box::new(Basic::new(Setting::Password.variable(), user, password)?))
        }
        Method::OauthM2m => {
            let (id, secret) = (text(Setting::ClientId), secret(Setting::ClientSecret));
            let mut source = M2m::new(transport.clone(), host.clone(), id, secret)?;
            if let Some(account) = config.text(Setting::AccountId) {
                source = source.with_account(account)?;
            }
            Ok(Box::new(BearerFrom::new(Cached::new(source))))
        }
        Method::AzureClientSecret => {
            let identity = EntraIdentity::ClientSecret {
                tenant: text(Setting::AzureTenantId).to_owned(),
                client_id: text(Setting::AzureClientId).to_owned(),
                secret: secret(Setting::AzureClientSecret),
            };
            Ok(Box::new(azure::entra(config, &identity)?))
        }
        Method::AzureMsi => {
            let client_id = config.text(Setting::AzureClientId).map(str::to_owned);
            Ok(Box::new(azure::entra(config, &EntraIdentity::Managed { client_id })?))
        }
        Method::AzureCli => Ok(Box::new(azure::cli(config)?)),
        Method::DatabricksCli => {
            let program = config.text(Setting::CliPath).unwrap_or("databricks");
            let address = host.to_string();
            let mut arguments = vec!["auth", "token", "--host", &address];
            if let Some(account) = config.text(Setting::AccountId).filter(|_| is_account_console(host)) {
                arguments.extend(["--account-id", account]);
            }
            Ok(Box::new(BearerFrom::new(Cached::new(Command::new(program, arguments)))))
        }
    }
}
