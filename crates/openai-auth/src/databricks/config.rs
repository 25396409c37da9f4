//! Settings from arguments, environment and profile.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use openai_core::{BaseUrl, Error, ErrorKind, ExposeSecret, SecretString, TokenSource, Transport};
use secrecy::zeroize::Zeroizing;

use super::azure::{EntraRequest, MakeEntra};
use super::profile::{DEFAULT, Profiles};
use super::{Method, Origin, Setting, Unified};

/// The settings of the unified authentication: arguments win over the environment, and that over the profile.
///
/// The profile is read where one is named, or where neither host nor credential is given otherwise; it is then the one
/// that the file's `[__settings__]` names in `default_profile`, else `DEFAULT`. A profile's credentials go to the
/// profile's own host: with another host from elsewhere they are refused.
pub struct Config {
    values: BTreeMap<Setting, Found>,
    /// Why no profile was read, where that may be news.
    profile_note: Option<String>,
    pub(super) entra: Option<Arc<MakeEntra>>,
}

struct Found {
    value: SecretString,
    origin: Origin,
}

impl Config {
    /// Gathers the settings.
    ///
    /// `environment` reads a variable; blank counts as unset. `read` reads a file; it is called at most once. The home
    /// directory is the variable `HOME`, or `USERPROFILE` where that is unset.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the file that is named is not there, cannot be read or is malformed (with path and
    /// line), where it does not have the profile (with those that it has), or where the profile is for another host.
    pub fn load(
        arguments: impl IntoIterator<Item = (Setting, String)>,
        environment: impl Fn(&str) -> Result<Option<String>, Error>,
        read: impl FnOnce(&Path) -> io::Result<String>,
    ) -> Result<Self, Error> {
        let mut config = Self {
            values: BTreeMap::new(),
            profile_note: None,
            entra: None,
        };
        for (setting, value) in arguments {
            config.insert(setting, &value, Origin::Argument);
        }
        for setting in Setting::ALL {
            let value = environment(setting.variable())?.unwrap_or_default();
            config.insert(setting, &value, Origin::Environment);
        }
        config.read_profile(&environment, read)?;
        Ok(config)
    }

    /// How tokens of Entra are had, for `azure-client-secret` and `azure-msi`; without it these are passed over.
    #[must_use]
    pub fn with_entra<F>(mut self, make: F) -> Self
    where
        F: Fn(&EntraRequest) -> Result<Arc<dyn TokenSource>, Error> + Send + Sync + 'static,
    {
        self.entra = Some(Arc::new(make));
        self
    }

    /// The workspace's address.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where none is set, or it is no address.
    pub fn host(&self) -> Result<BaseUrl, Error> {
        let Some(found) = self.values.get(&Setting::Host) else {
            let note = self.note();
            let message = format!("no Databricks workspace: set DATABRICKS_HOST, or `host` in a profile{note}");
            return Err(Error::new(ErrorKind::Config, message));
        };
        host(
            &format!("the Databricks host from {}", found.origin),
            found.value.expose_secret(),
        )
    }

    /// Where a setting was found; `None` where it is not set.
    #[must_use]
    pub fn origin(&self, setting: Setting) -> Option<&Origin> {
        self.values.get(&setting).map(|found| &found.origin)
    }

    /// A setting's value, where it is set.
    #[must_use]
    pub fn value(&self, setting: Setting) -> Option<&SecretString> {
        self.values.get(&setting).map(|found| &found.value)
    }

    /// What proves who is calling.
    ///
    /// - `DATABRICKS_AUTH_TYPE` forces one [`Method`].
    /// - Else it is the first that is completely set up, of those whose settings come from the highest place.
    /// - Else the command-line tools that may be signed in are tried when the first call is made: `az` for hosts on
    ///   Azure, then `databricks`.
    ///
    /// Nothing is sent or started here.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the host is missing or malformed, where the method that is forced is unknown or not
    /// set up, where two methods are set up in the same place, or where a secret is malformed.
    pub fn credential(&self, transport: &Arc<dyn Transport>) -> Result<Unified, Error> {
        Unified::new(self, transport)
    }

    /// The text of a setting that is no secret.
    pub(super) fn text(&self, setting: Setting) -> Option<&str> {
        self.value(setting).map(|value| value.expose_secret())
    }

    /// The highest place from which one of the method's settings comes.
    pub(super) fn rank(&self, method: Method) -> Option<&Origin> {
        method.needs().iter().filter_map(|setting| self.origin(*setting)).min()
    }

    /// Which of the method's settings are not there.
    pub(super) fn missing(&self, method: Method) -> Vec<&'static str> {
        let needed = method.needs().iter();
        let missing = needed.filter(|setting| !self.values.contains_key(setting));
        missing.map(|setting| setting.variable()).collect()
    }

    /// Why no profile was read, as the end of a message.
    pub(super) fn note(&self) -> String {
        self.profile_note
            .as_deref()
            .map_or_else(String::new, |note| format!("; {note}"))
    }

    fn insert(&mut self, setting: Setting, value: &str, origin: Origin) {
        let value = value.trim();
        if !value.is_empty() {
            self.values.entry(setting).or_insert_with(|| Found {
                value: value.into(),
                origin,
            });
        }
    }

    fn read_profile(
        &mut self,
        environment: &impl Fn(&str) -> Result<Option<String>, Error>,
        read: impl FnOnce(&Path) -> io::Result<String>,
    ) -> Result<(), Error> {
        let mut path = PathBuf::from(self.text(Setting::ConfigFile).unwrap_or("~/.databrickscfg"));
        if self.text(Setting::Profile).is_none() && self.is_begun() {
            let why = "is not read, since host or credential is given otherwise and no DATABRICKS_CONFIG_PROFILE";
            self.profile_note = Some(format!("{} {why}", path.display()));
            return Ok(());
        }
        if let Ok(rest) = path.strip_prefix("~") {
            let home = environment("HOME")?.map_or_else(|| environment("USERPROFILE"), |home| Ok(Some(home)))?;
            let Some(home) = home else {
                self.profile_note = Some("no profile is read, since HOME is not set".to_owned());
                return Ok(());
            };
            path = Path::new(&home).join(rest);
        }
        let shown = path.display().to_string();
        let text = match read(&path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return self.without_file(&shown),
            Err(error) => {
                return Err(Error::new(ErrorKind::Config, format!("{shown} cannot be read")).with_source(error));
            }
        };
        let profiles = Profiles::parse(&shown, &text)?;
        let named = self.text(Setting::Profile).or(profiles.default_name());
        match named.map(str::to_owned) {
            Some(name) => self.take(&profiles, &name, &shown),
            None if profiles.names().any(|name| name == DEFAULT) => self.take(&profiles, DEFAULT, &shown),
            None => {
                let names: Vec<_> = profiles.names().collect();
                let has = if names.is_empty() {
                    "none".to_owned()
                } else {
                    names.join(", ")
                };
                let why = "name one with DATABRICKS_CONFIG_PROFILE";
                self.profile_note = Some(format!("{shown} has no profile {DEFAULT} (it has {has}): {why}"));
                Ok(())
            }
        }
    }

    /// Whether a host or a part of a credential is given, so that nobody waits for a profile.
    fn is_begun(&self) -> bool {
        let places = [Setting::Host, Setting::AzureResourceId];
        let credentials = Method::ORDER.iter().flat_map(|method| method.needs());
        places
            .iter()
            .chain(credentials)
            .any(|setting| self.values.contains_key(setting))
    }

    /// A file that is not there is an error where somebody asked for it.
    fn without_file(&mut self, path: &str) -> Result<(), Error> {
        let asking = [Setting::Profile, Setting::ConfigFile];
        if let Some(setting) = asking.into_iter().find(|setting| self.values.contains_key(setting)) {
            let message = format!("{path} is not there, though {} asks for it", setting.variable());
            return Err(Error::new(ErrorKind::Config, message));
        }
        self.profile_note = Some(format!("{path} is not there"));
        Ok(())
    }

    fn take(&mut self, profiles: &Profiles, name: &str, path: &str) -> Result<(), Error> {
        let settings = profiles.profile(name)?;
        let origin = Origin::Profile {
            name: name.to_owned(),
            path: path.to_owned(),
        };
        let its_host = settings.iter().find(|(key, _)| key == Setting::Host.key());
        for (key, value) in settings {
            if let Some(setting) = Setting::ALL.into_iter().find(|setting| setting.key() == key) {
                self.insert(setting, value.expose_secret(), origin.clone());
            }
        }
        let mut secrets = Method::ORDER.iter().flat_map(|method| method.needs());
        if secrets.any(|setting| self.origin(*setting) == Some(&origin))
            && let Some((_, its_host)) = its_host
            && let Some(found) = self.values.get(&Setting::Host).filter(|found| found.origin != origin)
        {
            let theirs = host(&format!("`host` in {origin}"), its_host.expose_secret())?;
            let ours = self.host()?;
            let is_same = theirs.join([], &[]).is_ok_and(|uri| ours.has_origin_of(&uri));
            if !is_same {
                let message = format!(
                    "{} says that the host is {ours}, but {origin} is for {theirs}: its credentials go nowhere else; \
                     leave out one of the two",
                    found.origin
                );
                return Err(Error::new(ErrorKind::Config, message));
            }
        }
        Ok(())
    }
}

fn host(what: &str, host: &str) -> Result<BaseUrl, Error> {
    if host.contains("://") {
        BaseUrl::parse(what, host)
    } else {
        BaseUrl::parse(what, &format!("https://{host}"))
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origins = self.values.iter().map(|(setting, found)| (setting, &found.origin));
        out.debug_map().entries(origins).finish()
    }
}
