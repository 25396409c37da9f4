//! Files: uploaded, listed, fetched, deleted, and gone when their time is over.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, optional, required};
use crate::failure::Failure;
use crate::images::hosted;
use crate::multipart::Kind;
use crate::page::{self, Page};
use crate::state::State;
use crate::wire::{Family, Wire};

mod expiry;
mod import;

pub(crate) use expiry::{EXPIRY, life};
pub(crate) use import::import;
use import::{Fetching, Stage};

/// The most bytes of a file that comes in one piece: 512 MB.
const LARGEST: usize = 512 * 1024 * 1024;
/// The most bytes of a batch's file: 200 MB.
const LARGEST_BATCH: usize = 200 * 1024 * 1024;

/// Every file of one emulator, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Files {
    files: Mutex<Vec<File>>,
}

/// A file that is kept.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) purpose: String,
    pub(crate) created: u64,
    pub(crate) expires: Option<u64>,
    bytes: Bytes,
    /// Where the service gets it by itself.
    fetching: Option<Fetching>,
}

impl Files {
    /// Keeps a file and names it.
    pub(crate) fn add(&self, state: &State, name: &str, purpose: &str, life: Option<u64>, bytes: Bytes) -> File {
        self.add_at(state, state.now(), (name, purpose), life, bytes)
    }

    /// Keeps a file, with a name and a purpose, that nobody sees before its time.
    pub(crate) fn add_at(
        &self,
        state: &State,
        created: u64,
        (name, purpose): (&str, &str),
        life: Option<u64>,
        bytes: Bytes,
    ) -> File {
        self.keep(File {
            id: new_id(state),
            name: name.to_owned(),
            purpose: purpose.to_owned(),
            created,
            expires: life.map(|life| created.saturating_add(life)),
            bytes,
            fetching: None,
        })
    }

    /// Keeps a file, with a name and a purpose, that is there before it can be read.
    fn add_fetched(&self, state: &State, fetching: Fetching, (name, purpose): (&str, &str), text: String) -> File {
        self.keep(File {
            id: new_id(state),
            name: name.to_owned(),
            purpose: purpose.to_owned(),
            created: state.now(),
            expires: None,
            bytes: text.into(),
            fetching: Some(fetching),
        })
    }

    fn keep(&self, file: File) -> File {
        self.lock().push(file.clone());
        file
    }

    /// A file that is there and has not expired.
    pub(crate) fn find(&self, id: &str, now: u64) -> Option<File> {
        self.lock()
            .iter()
            .find(|file| file.id == id && file.lives(now))
            .cloned()
    }

    pub(crate) fn knows(&self, id: &str, now: u64) -> bool {
        self.find(id, now).is_some()
    }

    /// Takes back a file that will not come to be.
    pub(crate) fn withdraw(&self, id: &str) {
        self.lock().retain(|file| file.id != id);
    }

    fn remove(&self, id: &str, now: u64) -> bool {
        let mut files = self.lock();
        let before = files.len();
        files.retain(|file| file.id != id || !file.lives(now));
        files.len() < before
    }

    fn all(&self, now: u64) -> Vec<File> {
        self.lock().iter().filter(|file| file.lives(now)).cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<File>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl File {
    fn lives(&self, now: u64) -> bool {
        self.created <= now && self.expires.is_none_or(|expires| now < expires)
    }

    fn stage(&self, now: u64) -> Stage {
        self.fetching
            .as_ref()
            .map_or(Stage::Ready, |fetching| fetching.stage(now))
    }

    /// What is in it.
    ///
    /// # Errors
    /// It is still being fetched, or that failed.
    pub(crate) fn content(&self, wire: &Wire, now: u64) -> Result<&Bytes, Failure> {
        match self.stage(now) {
            Stage::Ready => Ok(&self.bytes),
            stage => Err(import::unready(&self.id, stage.word(wire))),
        }
    }

    /// The file as the wire describes it; Azure's dated versions have a clock of changes beside it.
    pub(crate) fn describe(&self, wire: &Wire, now: u64) -> Value {
        let stage = self.stage(now);
        let mut described = Map::new();
        described.insert("id".into(), json!(self.id));
        described.insert("object".into(), json!("file"));
        if stage == Stage::Ready {
            described.insert("bytes".into(), json!(self.bytes.len()));
        }
        described.insert("created_at".into(), json!(self.created));
        if let Some(expires) = self.expires {
            described.insert("expires_at".into(), json!(expires));
        }
        described.insert("filename".into(), json!(self.name));
        described.insert("purpose".into(), json!(self.purpose));
        described.insert("status".into(), json!(stage.word(wire)));
        if let Some((name, reason)) = stage.reason(wire) {
            described.insert(name.into(), reason);
        }
        if matches!(wire, Wire::AzureDated { .. }) {
            let fetching = self.fetching.as_ref();
            let changed = fetching.map_or(self.created, |fetching| fetching.changed(now));
            described.insert("updated_at".into(), json!(changed));
        }
        Value::Object(described)
    }
}

static UPLOAD: &[Member] = &[
    required("file", &Shape::Text),
    required("purpose", &PURPOSE),
    optional("expires_after", &EXPIRY),
];
static PURPOSE: Shape = Shape::Word(&["assistants", "batch", "fine-tune", "vision", "user_data", "evals"]);
static AZURE_UPLOAD: &[Member] = &[
    required("file", &Shape::Text),
    required("purpose", &AZURE_PURPOSE),
    optional("expires_after", &EXPIRY),
];
static AZURE_PURPOSE: Shape = Shape::Word(&["assistants", "batch", "fine-tune", "evals"]);

const KINDS: &[(&str, Kind)] = &[
    ("file", Kind::Text),
    ("purpose", Kind::Text),
    ("expires_after", Kind::Object),
];

/// Takes a file in.
///
/// # Errors
/// A form that the table does not allow, a file that is too large or empty, a batch that is no JSONL.
pub(crate) async fn create(state: &State, wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let headers = asked.headers();
    let form = asked.form(LARGEST).await?;
    let body = form.as_json(KINDS)?;
    let table = if wire.family() == Family::Azure {
        AZURE_UPLOAD
    } else {
        UPLOAD
    };
    check::object(table, &body, &At::Body, Unknown::Refused)?;
    let part = form.must_have("file")?;
    let (name, bytes) = (part.file_name.clone().unwrap_or_default(), part.bytes.clone());
    let purpose = body.get("purpose").and_then(Value::as_str).unwrap_or_default();
    if part.size > LARGEST {
        return Err(too_large().into());
    }
    check_content(purpose, &name, &bytes)?;
    let file = state
        .files
        .add(state, &name, purpose, life(wire, purpose, &body), bytes);
    Ok(created(wire, headers, &file, state.now()))
}

/// The answer about a new file; Azure's dated versions say where it is.
fn created(wire: &Wire, headers: &HeaderMap, file: &File, now: u64) -> Answered {
    let mut answered = Answered::json(&file.describe(wire, now));
    if !matches!(wire, Wire::AzureDated { .. }) {
        return answered;
    }
    answered.status = StatusCode::CREATED;
    answered.header(
        "location",
        &format!("{}/openai/files/{}", hosted::origin(headers), file.id),
    )
}

fn new_id(state: &State) -> String {
    format!("file-{}", state.next("file").identifier(22))
}

/// As users of OpenAI report it: it tells neither the parameter nor a code.
fn too_large() -> Wrong {
    Wrong::plain("File is too large.")
}

/// Checks what a file holds against what it is for.
///
/// # Errors
/// No bytes, too many, or lines that are no JSON objects where JSONL is needed.
pub(crate) fn check_content(purpose: &str, name: &str, bytes: &Bytes) -> Result<(), Wrong> {
    if bytes.is_empty() {
        return Err(Wrong::new("file", "File is empty."));
    }
    if purpose == "batch" && bytes.len() > LARGEST_BATCH {
        return Err(too_large());
    }
    check_name("file", purpose, name)?;
    if !is_of_lines(purpose) {
        return Ok(());
    }
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    for (index, line) in lines.filter(|(_, line)| !line.trim_ascii().is_empty()) {
        if !matches!(serde_json::from_slice(line), Ok(Value::Object(_))) {
            let message = format!("Invalid file format: line {} is not a JSON object.", index + 1);
            return Err(Wrong::new("file", message));
        }
    }
    Ok(())
}

/// Checks the name of a file, which a parameter tells, against what it is for.
fn check_name(param: &'static str, purpose: &str, name: &str) -> Result<(), Wrong> {
    if is_of_lines(purpose) && !name.to_lowercase().ends_with(".jsonl") {
        let message = format!("Invalid file format for {purpose}. Must be .jsonl");
        return Err(Wrong::new(param, message));
    }
    Ok(())
}

fn is_of_lines(purpose: &str) -> bool {
    matches!(purpose, "batch" | "fine-tune" | "evals")
}

/// Lists files, the newest first unless the query says otherwise.
///
/// # Errors
/// A query that is out of range, or begins after a file that is not there.
pub(crate) fn list(state: &State, wire: &Wire, asked: &Asked<'_>) -> Result<Answered, Failure> {
    let mut page = Page::read(asked, 10_000, 10_000)?;
    page.order = page::order(asked)?;
    let purpose = asked.query("purpose");
    let now = state.now();
    let mut files = state.files.all(now);
    files.retain(|file| purpose.as_ref().is_none_or(|purpose| file.purpose == *purpose));
    let items = files.iter().map(|file| file.describe(wire, now)).collect();
    Ok(Answered::json(&page.of(items)?))
}

/// Describes one file.
///
/// # Errors
/// No such file.
pub(crate) fn retrieve(state: &State, wire: &Wire, id: &str) -> Result<Answered, Failure> {
    Ok(Answered::json(&find(state, id)?.describe(wire, state.now())))
}

/// What is in a file.
///
/// # Errors
/// No such file, one of a purpose that cannot be fetched, or one that the service has not got itself.
pub(crate) fn download(state: &State, wire: &Wire, id: &str) -> Result<Answered, Failure> {
    let file = find(state, id)?;
    if file.purpose == "assistants" {
        let message = "Not allowed to download files of purpose: assistants";
        return Err(Wrong::new("id", message).into());
    }
    let content = file.content(wire, state.now())?.clone();
    Ok(Answered::bytes("application/octet-stream", content))
}

/// Deletes a file.
///
/// # Errors
/// No such file.
pub(crate) fn delete(state: &State, wire: &Wire, id: &str) -> Result<Answered, Failure> {
    if !state.files.remove(id, state.now()) {
        return Err(missing(id));
    }
    Ok(match wire {
        Wire::AzureDated { .. } => Answered::empty(StatusCode::NO_CONTENT),
        _ => Answered::json(&json!({ "id": id, "object": "file", "deleted": true })),
    })
}

fn find(state: &State, id: &str) -> Result<File, Failure> {
    state.files.find(id, state.now()).ok_or_else(|| missing(id))
}

fn missing(id: &str) -> Failure {
    Failure::not_found(Wrong::new("id", format!("No such File object: {id}")))
}
