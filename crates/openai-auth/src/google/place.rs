//! Where Google's credentials lie.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use openai_core::{CredentialError, Error, ExposeSecret, SecretString};

use super::key::Key;

/// Where a credential comes from.
#[derive(Debug)]
pub(super) enum Place {
    /// Application Default Credentials: the first of these that is there.
    Search(Search),
    /// This file.
    File(PathBuf),
    /// This JSON, and what the caller calls it.
    Json(String, SecretString),
    /// The metadata server, by its address where it is not the usual one.
    Metadata(Option<String>),
}

/// What the search for Application Default Credentials looks at.
#[derive(Debug)]
pub(super) struct Search {
    named: Option<PathBuf>,
    gcloud: Option<PathBuf>,
    metadata: Option<String>,
}

/// What lies at a place.
pub(super) struct Found {
    /// The place, for messages.
    pub(super) place: String,
    /// A key; `None` stands for the metadata server.
    pub(super) key: Option<Key>,
    /// The metadata server's address where it is not the usual one.
    pub(super) metadata: Option<String>,
    /// What was looked at in vain before.
    pub(super) in_vain: Vec<String>,
}

/// No credential's JSON is longer than this.
const LONGEST_FILE: u64 = 1 << 20;

const NAMED: &str = "GOOGLE_APPLICATION_CREDENTIALS";
const METADATA: &str = "metadata.google.internal";
const FILE: &str = "application_default_credentials.json";

impl Search {
    /// Reads where to look from the environment.
    pub(super) fn new(environment: &impl Fn(&str) -> Result<Option<String>, Error>) -> Result<Self, Error> {
        let environment = |name| environment(name).map(|value| value.filter(|value| !value.trim().is_empty()));
        let gcloud = match (
            environment("CLOUDSDK_CONFIG")?,
            environment("APPDATA")?,
            environment("HOME")?,
        ) {
            (Some(folder), _, _) => Some(Path::new(&folder).join(FILE)),
            (None, Some(folder), _) if cfg!(windows) => Some(Path::new(&folder).join("gcloud").join(FILE)),
            (None, _, Some(home)) if !cfg!(windows) => Some(Path::new(&home).join(".config/gcloud").join(FILE)),
            _ => None,
        };
        Ok(Self {
            named: environment(NAMED)?.map(PathBuf::from),
            gcloud,
            metadata: environment("GCE_METADATA_HOST")?,
        })
    }

    fn find(&self) -> Result<Found, CredentialError> {
        if let Some(path) = &self.named {
            return read(path, &format!("{}, which {NAMED} names,", path.display()));
        }
        let mut in_vain = vec![format!("{NAMED} (not set)")];
        match &self.gcloud {
            Some(path) if path.exists() => return read(path, &format!("the gcloud login in {}", path.display())),
            Some(path) => in_vain.push(format!("the gcloud login in {} (not there)", path.display())),
            None => in_vain.push("the gcloud login (no home folder is known)".to_owned()),
        }
        Ok(Found {
            in_vain,
            ..metadata(self.metadata.as_deref())
        })
    }
}

impl Place {
    /// Looks what is there now.
    pub(super) fn find(&self) -> Result<Found, CredentialError> {
        match self {
            Self::Search(search) => search.find(),
            Self::File(path) => read(path, &path.display().to_string()),
            Self::Json(what, json) => key(what, json.expose_secret().as_bytes()),
            Self::Metadata(address) => Ok(metadata(address.as_deref())),
        }
    }
}

impl Found {
    /// Who is asked, where Google's crate does not tell.
    pub(super) fn server(&self) -> &str {
        match (&self.key, &self.metadata) {
            (Some(_), _) => "Google",
            (None, Some(address)) => address,
            (None, None) => METADATA,
        }
    }
}

fn metadata(address: Option<&str>) -> Found {
    let server = address.unwrap_or(METADATA);
    Found {
        place: format!("the metadata server {server}"),
        key: None,
        metadata: address.map(str::to_owned),
        in_vain: Vec::new(),
    }
}

fn read(path: &Path, place: &str) -> Result<Found, CredentialError> {
    let read = File::open(path).and_then(|file| {
        let mut bytes = Vec::new();
        file.take(LONGEST_FILE + 1).read_to_end(&mut bytes)?;
        Ok(SecretString::from(
            String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData)?,
        ))
    });
    match read {
        Ok(text) if text.expose_secret().len() as u64 <= LONGEST_FILE => key(place, text.expose_secret().as_bytes()),
        Ok(_) => Err(CredentialError::new(format!(
            "{place} is longer than 1 MiB, so it is no credential"
        ))),
        Err(error) => {
            let why = match error.kind() {
                io::ErrorKind::NotFound => "is not there: check the path",
                io::ErrorKind::PermissionDenied => "may not be read: check its permissions",
                io::ErrorKind::IsADirectory => "is a folder: name the file in it",
                io::ErrorKind::InvalidData => "is not text, so it is no credential (a .p12 key? fetch it as JSON)",
                _ => "cannot be read",
            };
            Err(CredentialError::new(format!("{place} {why}")).with_source(error))
        }
    }
}

fn key(place: &str, text: &[u8]) -> Result<Found, CredentialError> {
    match Key::parse(text) {
        Ok(key) => Ok(Found {
            place: format!("{} in {}", key.kind.name(), place.trim_end_matches(',')),
            key: Some(key),
            metadata: None,
            in_vain: Vec::new(),
        }),
        Err(fault) => Err(CredentialError::new(format!("{place} {fault}"))),
    }
}
