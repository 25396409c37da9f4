//! Files that Azure fetches from an address. The emulator fetches nothing: what such a file holds is made up.

use http::{StatusCode, Uri};
use serde_json::{Value, json};

use super::{AZURE_PURPOSE, check_name};
use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, required};
use crate::failure::Failure;
use crate::state::State;
use crate::wire::Wire;

/// When the file begins to be fetched, and when that ends, in seconds after it was asked for.
const STARTS: u64 = 1;
const ENDS: u64 = 4;

static REQUEST: &[Member] = &[
    required("content_url", &Shape::FilledText),
    required("filename", &Shape::FilledText),
    required("purpose", &AZURE_PURPOSE),
];

/// The fetching of one file.
#[derive(Clone, Debug)]
pub(super) struct Fetching {
    begun: u64,
    /// Why there will be nothing.
    failure: Option<&'static str>,
}

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stage {
    Waiting,
    Running,
    Ready,
    Failed(&'static str),
}

impl Fetching {
    pub(super) fn stage(&self, now: u64) -> Stage {
        match now.saturating_sub(self.begun) {
            age if age < STARTS => Stage::Waiting,
            age if age < ENDS => Stage::Running,
            _ => self.failure.map_or(Stage::Ready, Stage::Failed),
        }
    }

    /// When the stage that it is in began.
    pub(super) fn changed(&self, now: u64) -> u64 {
        let after = match self.stage(now) {
            Stage::Waiting => 0,
            Stage::Running => STARTS,
            Stage::Ready | Stage::Failed(_) => ENDS,
        };
        self.begun.saturating_add(after)
    }
}

impl Stage {
    /// The stage's word. Azure had those of all its jobs before it took OpenAI's for files.
    pub(super) fn word(self, wire: &Wire) -> &'static str {
        let old = matches!(wire, Wire::AzureDated { version, .. } if version.has_job_states_of_files());
        match self {
            Self::Waiting if old => "notRunning",
            Self::Waiting => "pending",
            Self::Running => "running",
            Self::Ready if old => "succeeded",
            Self::Ready => "processed",
            Self::Failed(_) if old => "failed",
            Self::Failed(_) => "error",
        }
    }

    /// The member that says why a file failed.
    pub(super) fn reason(self, wire: &Wire) -> Option<(&'static str, Value)> {
        match (self, wire) {
            (Self::Failed(why), Wire::AzureDated { version, .. }) if version.has_job_states_of_files() => {
                Some(("error", json!({ "code": "fileImportFailed", "message": why })))
            }
            (Self::Failed(why), _) => Some(("status_details", json!(why))),
            _ => None,
        }
    }
}

/// Takes the address of a file. One that holds the word `missing` leads to nothing.
///
/// # Errors
/// A body that the table does not allow, an address that is no URL of the web, and a name that does not suit the purpose.
pub(crate) async fn import(state: &State, wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let headers = asked.headers();
    let body = asked.json().await?;
    check::object(REQUEST, &body, &At::Body, Unknown::Refused)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let (url, name, purpose) = (text("content_url"), text("filename"), text("purpose"));
    if !is_of_the_web(url) {
        return Err(Wrong::new(
            "content_url",
            "The content_url must be an absolute URL of http or https.",
        )
        .into());
    }
    check_name("filename", purpose, name)?;
    let fetching = Fetching {
        begun: state.now(),
        failure: url
            .contains("missing")
            .then_some("The file could not be downloaded from the content_url."),
    };
    let line = json!({ "prompt": name, "completion": "Made up by the emulator, which fetches nothing." });
    let file = state
        .files
        .add_fetched(state, fetching, (name, purpose), format!("{line}\n"));
    Ok(super::created(wire, headers, &file, state.now()))
}

fn is_of_the_web(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
}

/// A file that cannot be read yet, or never will be.
pub(super) fn unready(id: &str, word: &str) -> Failure {
    let message = format!("The file '{id}' cannot be read: its status is '{word}'.");
    Failure::coded(StatusCode::CONFLICT, "unexpectedEntityState", message)
}
