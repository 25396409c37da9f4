//! Application Default Credentials.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::request;
use openai_core::{Credential, CredentialError, Error, ErrorKind, SecretString, async_trait};
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::failure;
use super::key::Key;
use super::place::{Place, Search};
use super::vendor::{Vendor, Wishes};
use crate::unpanicked::unpanicked;

/// Google's credentials, as Google's own libraries find and use them.
///
/// Google's crate `google-cloud-auth` fetches the tokens, keeps them, and refreshes them four minutes before they end,
/// on a task of its own in the tokio runtime of the first call. It sends with a client of its own, which follows
/// redirects, obeys the proxy variables for the metadata server too, and reads answers of any length; a
/// [time limit](Self::with_time_limit) is set on top of it. For a service account it signs the tokens on this machine
/// and asks no server.
///
/// Every header that it yields is written: the bearer token, and `x-goog-user-project` where there is a quota project.
/// After a failure the next call begins anew and reads the key file again, and so does the call after a 401, at most
/// once a minute.
///
/// ```no_run
/// use openai_auth::google::Adc;
///
/// # fn main() -> Result<(), openai_core::Error> {
/// let credential = Adc::search(|name| Ok(std::env::var(name).ok()))?.with_quota_project("my-project");
/// # Ok(())
/// # }
/// ```
pub struct Adc {
    place: Place,
    wishes: Wishes,
    time_limit: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    vendor: Option<Arc<Vendor>>,
    /// When a refused token last made us throw the vendor's credential away.
    thrown_away: Option<Instant>,
}

/// Which vendor credential authorized a request; it travels among the request's extensions.
#[derive(Clone)]
struct Used(Arc<Vendor>);

/// How long after a 401 another one changes nothing.
const REBUILD_PAUSE: Duration = Duration::from_secs(60);

/// The metadata server is next door, or nowhere.
const METADATA_LIMIT: Duration = Duration::from_secs(5);

impl Adc {
    /// Looks for a credential in Google's order, with these environment variables.
    ///
    /// 1. the file that `GOOGLE_APPLICATION_CREDENTIALS` names,
    /// 2. the login of `gcloud auth application-default login`, in the folder that `CLOUDSDK_CONFIG` names or in
    ///    gcloud's usual one (`~/.config/gcloud`, on Windows `%APPDATA%\gcloud`),
    /// 3. the metadata server of Google's machines, at `GCE_METADATA_HOST` or its usual address.
    ///
    /// `GOOGLE_CLOUD_QUOTA_PROJECT` gives the quota project, unless [another](Self::with_quota_project) is set, and
    /// `GOOGLE_CLOUD_UNIVERSE_DOMAIN` the [universe](Self::with_universe_domain). Files are looked for at the first call.
    /// Google's crate itself reads `GCE_METADATA_HOST` from the environment of the process, too. The order is that of
    /// AIP-4110.
    ///
    /// # Errors
    /// What the function answers for one of these variables.
    pub fn search(environment: impl Fn(&str) -> Result<Option<String>, Error>) -> Result<Self, Error> {
        let quota_project = environment("GOOGLE_CLOUD_QUOTA_PROJECT")?;
        let mut adc = Self::at(Place::Search(Search::new(&environment)?));
        adc.wishes.quota_project = quota_project.filter(|project| !project.is_empty());
        let universe_domain = environment("GOOGLE_CLOUD_UNIVERSE_DOMAIN")?;
        adc.wishes.universe_domain = universe_domain.filter(|domain| !domain.trim().is_empty());
        Ok(adc)
    }

    /// The credential in a JSON file: a service account's key, a user's login, an impersonated service account, or a
    /// workload identity federation (external account).
    ///
    /// The file is read at the first call.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::at(Place::File(path.into()))
    }

    /// The credential in a JSON text, as in a [file](Self::file). `what` names it in an error: a variable, a field.
    ///
    /// Use only JSON that you trust: a workload identity federation names servers, files and programs to ask.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where it is no credential, is of another type, or lacks a member.
    pub fn json(what: &str, json: impl Into<SecretString>) -> Result<Self, Error> {
        let place = Place::Json(what.to_owned(), json.into());
        match place.find() {
            Ok(_) => Ok(Self::at(place)),
            Err(error) => Err(Error::new(ErrorKind::Config, error.to_string())),
        }
    }

    /// The service account of the machine this runs on, from Google's metadata server.
    #[must_use]
    pub fn metadata() -> Self {
        Self::at(Place::Metadata(None))
    }

    /// As [`metadata`](Self::metadata), from another server: a host, with a port where it is not 80.
    #[must_use]
    pub fn metadata_at(host: impl Into<String>) -> Self {
        Self::at(Place::Metadata(Some(host.into())))
    }

    /// Calls as this service account, such as `name@project.iam.gserviceaccount.com`.
    ///
    /// The credential that was found needs the role Service Account Token Creator on it.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where this is not a service account's address.
    pub fn with_impersonation(mut self, account: &str) -> Result<Self, Error> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@.-_".contains(&byte);
        if !account.contains('@') || !account.bytes().all(plain) {
            let message = "the account to impersonate is not an address such as name@project.iam.gserviceaccount.com";
            return Err(Error::new(ErrorKind::Config, message));
        }
        self.wishes.impersonate = Some(account.to_owned());
        Ok(self)
    }

    /// What the tokens are for. The default is `https://www.googleapis.com/auth/cloud-platform`, or what the
    /// credential's own JSON says.
    #[must_use]
    pub fn with_scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.wishes.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// The project that is billed (`x-goog-user-project`). The default is the one in a user's login, if any.
    #[must_use]
    pub fn with_quota_project(mut self, project: impl Into<String>) -> Self {
        self.wishes.quota_project = Some(project.into());
        self
    }

    /// The domain of a cloud other than `googleapis.com`. The default is the one that the credential names.
    #[must_use]
    pub fn with_universe_domain(mut self, domain: impl Into<String>) -> Self {
        self.wishes.universe_domain = Some(domain.into());
        self
    }

    /// How long a call waits for a token. The default is 30 seconds, and never more than 5 for the metadata server.
    #[must_use]
    pub fn with_time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Where the credential comes from and whose it is, as far as that shows without asking a server.
    ///
    /// # Errors
    /// Where a file is named that is not there or holds no credential.
    pub fn origin(&self) -> Result<String, CredentialError> {
        let found = self.place.find()?;
        let identity = found.key.as_ref().and_then(Key::identity);
        let mut origin = found.place.clone();
        if let Some(identity) = identity {
            origin.push_str(&format!(" ({identity})"));
        }
        if let Some(account) = &self.wishes.impersonate {
            origin.push_str(&format!(", acting as {account}"));
        }
        Ok(origin)
    }

    /// The project that the credential belongs to, as far as that shows without asking a server: `project_id` in a
    /// service account's key. `None` where nothing tells, as in a user's login, which names only the project that is
    /// billed, and on the metadata server.
    ///
    /// # Errors
    /// As for [`origin`](Self::origin).
    pub fn known_project(&self) -> Result<Option<String>, CredentialError> {
        let found = self.place.find()?;
        Ok(found.key.as_ref().and_then(Key::project).map(str::to_owned))
    }

    /// The domain of the cloud, as far as that shows without asking a server: what was [set](Self::with_universe_domain),
    /// or what the credential's own JSON says. `None` where neither tells, as on the metadata server.
    ///
    /// # Errors
    /// As for [`origin`](Self::origin).
    pub fn known_universe_domain(&self) -> Result<Option<String>, CredentialError> {
        if let Some(domain) = &self.wishes.universe_domain {
            return Ok(Some(domain.clone()));
        }
        let found = self.place.find()?;
        Ok(found.key.as_ref().and_then(Key::universe_domain).map(str::to_owned))
    }

    /// The domain of the cloud that the credential belongs to: `googleapis.com`, or that of another universe.
    ///
    /// # Errors
    /// As for a token, where the metadata server has to be asked.
    pub async fn universe_domain(&self) -> Result<String, CredentialError> {
        let vendor = self.vendor()?;
        let domain = async { Ok(vendor.universe_domain().await) };
        self.ask(&vendor, domain).await
    }

    fn at(place: Place) -> Self {
        Self {
            place,
            wishes: Wishes::default(),
            time_limit: Duration::from_secs(30),
            state: Mutex::default(),
        }
    }

    /// The vendor's credential, built where there is none that works.
    fn vendor(&self) -> Result<Arc<Vendor>, CredentialError> {
        if Handle::try_current().is_err() {
            return Err(CredentialError::new(
                "Google's crate needs a tokio runtime around the call",
            ));
        }
        let mut state = self.lock();
        if let Some(vendor) = state.vendor.as_ref().filter(|vendor| vendor.is_alive()) {
            return Ok(vendor.clone());
        }
        let vendor = Arc::new(Vendor::build(self.place.find()?, &self.wishes)?);
        state.vendor = Some(vendor.clone());
        Ok(vendor)
    }

    /// Waits for the vendor's answer. After a failure its credential is thrown away: it stays failed for ever, or hangs.
    async fn ask<T>(
        &self,
        vendor: &Arc<Vendor>,
        answer: impl Future<Output = Result<T, CredentialError>>,
    ) -> Result<T, CredentialError> {
        let is_metadata = vendor.found().key.is_none() && self.wishes.impersonate.is_none();
        let limit = if is_metadata {
            self.time_limit.min(METADATA_LIMIT)
        } else {
            self.time_limit
        };
        let what = vendor.what();
        let outcome = match tokio::time::timeout(limit, unpanicked(&what, answer)).await {
            Ok(outcome) => outcome,
            Err(_) if is_metadata => Err(failure::unreachable(
                vendor.found(),
                "",
                &format!("no answer within {limit:?}"),
            )),
            Err(_) => Err(CredentialError::passing(format!("{what} took longer than {limit:?}"))),
        };
        if outcome.is_err() {
            self.lock().vendor.take_if(|current| Arc::ptr_eq(current, vendor));
        }
        outcome
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Credential for Adc {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        let vendor = self.vendor()?;
        let headers = self.ask(&vendor, vendor.headers()).await?;
        for (name, value) in &headers {
            let mut value = value.clone();
            value.set_sensitive(true);
            head.headers.insert(name, value);
        }
        head.extensions.insert(Used(vendor));
        Ok(())
    }

    fn rejected(&self, head: &request::Parts) -> bool {
        let Some(Used(vendor)) = head.extensions.get() else {
            return false;
        };
        let mut state = self.lock();
        let is_current = state
            .vendor
            .as_ref()
            .is_some_and(|current| Arc::ptr_eq(current, vendor));
        if !is_current {
            return true;
        }
        let now = Instant::now();
        if state
            .thrown_away
            .is_some_and(|last| now.saturating_duration_since(last) < REBUILD_PAUSE)
        {
            return false;
        }
        state.thrown_away = Some(now);
        state.vendor = None;
        true
    }

    fn origin(&self) -> Option<String> {
        self.origin().ok()
    }
}

impl fmt::Debug for Adc {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Adc")
            .field("place", &self.place)
            .field("wishes", &self.wishes)
            .finish_non_exhaustive()
    }
}
