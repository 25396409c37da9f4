//! The file `.databrickscfg`.

use openai_core::{Error, ErrorKind, ExposeSecret, SecretString};

/// The profiles of a `.databrickscfg` file, in their order, as names and values.
///
/// Strict, where the official clients are lenient: a line that is neither a section, a setting nor a comment is an
/// error with its place. Values are never shown.
pub(super) struct Profiles {
    /// The file's name, for messages.
    path: String,
    sections: Vec<(String, Vec<Line>)>,
}

/// A setting's name in lower case, and its value.
type Line = (String, SecretString);

/// The section whose settings concern the clients, not a workspace.
const SETTINGS: &str = "__settings__";

/// The profile that is read where none is named.
pub(super) const DEFAULT: &str = "DEFAULT";

/// The names of the profiles in the text of a `.databrickscfg` file, in their order; `path` names it in an error.
///
/// # Errors
/// [`ErrorKind::Config`] with path and line where the text is malformed. Values are never shown.
pub fn profile_names(path: &str, text: &str) -> Result<Vec<String>, Error> {
    let profiles = Profiles::parse(path, text)?;
    Ok(profiles.names().map(str::to_owned).collect())
}

impl Profiles {
    /// Reads the file's text.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] with path and line.
    pub(super) fn parse(path: &str, text: &str) -> Result<Self, Error> {
        let mut profiles = Self {
            path: path.to_owned(),
            sections: Vec::new(),
        };
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let refuse = |why: &str| Err(Error::new(ErrorKind::Config, format!("{path}:{}: {why}", index + 1)));
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(rest) = line.strip_prefix('[') {
                match rest.strip_suffix(']').map(str::trim) {
                    Some(name) if !name.is_empty() => {
                        if profiles.section(name).is_some() {
                            return refuse("a profile of this name stands above: join the two");
                        }
                        profiles.sections.push((name.to_owned(), Vec::new()));
                    }
                    _ => return refuse("a profile begins with its name in brackets, such as [DEFAULT]"),
                }
                continue;
            }
            let Some((name, value)) = line.split_once('=') else {
                return refuse("neither a profile's name in brackets, nor `name = value`, nor a comment");
            };
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            if name.is_empty() {
                return refuse("a setting needs a name before the `=`");
            }
            let Some((_, settings)) = profiles.sections.last_mut() else {
                return refuse("a setting stands below the name of its profile, such as [DEFAULT]");
            };
            if settings.iter().any(|(other, _)| *other == name) {
                return refuse("this setting stands above in the same profile: remove one of the two");
            }
            settings.push((name, value.into()));
        }
        Ok(profiles)
    }

    /// The profile that the file itself names for those who name none.
    pub(super) fn default_name(&self) -> Option<&str> {
        let settings = self.section(SETTINGS)?;
        let name = settings.iter().find(|(name, _)| name == "default_profile");
        name.map(|(_, value)| value.expose_secret())
            .filter(|name| !name.is_empty())
    }

    /// A profile's settings.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] naming the profiles that there are.
    pub(super) fn profile(&self, name: &str) -> Result<&[Line], Error> {
        let found = self.section(name).filter(|_| name != SETTINGS);
        found.ok_or_else(|| {
            let names: Vec<_> = self.names().collect();
            let path = &self.path;
            let message = match names.as_slice() {
                [] => format!("{path} has no profile `{name}`: it has none at all"),
                names => format!("{path} has no profile `{name}`: it has {}", names.join(", ")),
            };
            Error::new(ErrorKind::Config, message)
        })
    }

    /// The names of the profiles.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.sections.iter().map(|(name, _)| name.as_str());
        names.filter(|name| *name != SETTINGS)
    }

    fn section(&self, name: &str) -> Option<&[Line]> {
        let section = self.sections.iter().find(|(other, _)| other == name);
        section.map(|(_, settings)| settings.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_profiles() {
        let text = "\u{feff}# a comment\r\n[__settings__]\ndefault_profile = b\n\n[DEFAULT]\nHost = https://a\n\
                    token = a=b;c#d \n; another\n[ b ]\nempty =\n";
        let profiles = Profiles::parse("cfg", text).unwrap();
        assert_eq!(profiles.names().collect::<Vec<_>>(), ["DEFAULT", "b"]);
        assert_eq!(profiles.default_name(), Some("b"));
        let spell = |profile| {
            let lines = profiles.profile(profile).unwrap().iter();
            let lines = lines.map(|(name, value)| format!("{name}={}", value.expose_secret()));
            lines.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(spell(DEFAULT), "host=https://a token=a=b;c#d");
        assert_eq!(spell("b"), "empty=");
    }

    #[test]
    fn names_the_profiles_that_there_are() {
        for (text, expected) in [
            (
                "[DEFAULT]\n[dev]\n[__settings__]",
                "cfg has no profile `x`: it has DEFAULT, dev",
            ),
            ("", "cfg has no profile `x`: it has none at all"),
        ] {
            let error = Profiles::parse("cfg", text).unwrap().profile("x").unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
        assert!(
            Profiles::parse("cfg", "[__settings__]")
                .unwrap()
                .profile(SETTINGS)
                .is_err()
        );
    }

    #[test]
    fn a_malformed_line_is_told_by_its_place_without_its_text() {
        for (text, expected) in [
            ("[DEFAULT]\n\ncanary", "cfg:3: neither"),
            ("[DEFAULT\n", "cfg:1: a profile begins"),
            ("[]", "cfg:1: a profile begins"),
            ("token = canary", "cfg:1: a setting stands below"),
            ("[a]\n= canary", "cfg:2: a setting needs a name"),
            (
                "[a]\ntoken = canary\nTOKEN = canary",
                "cfg:3: this setting stands above",
            ),
            ("[a]\n[b]\n[a]", "cfg:3: a profile of this name"),
        ] {
            let error = Profiles::parse("cfg", text).map(|_| ()).unwrap_err().to_string();
            assert!(
                error.starts_with(expected) && !error.contains("canary"),
                "{text}: {error}"
            );
        }
    }
}
