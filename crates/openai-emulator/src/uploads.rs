//! Uploads: large files, sent in parts.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use md5::{Digest as _, Md5};
use serde_json::{Map, Value, json};

use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, optional, required};
use crate::failure::Failure;
use crate::files::{self, EXPIRY, File};
use crate::multipart::Kind;
use crate::state::State;
use crate::wire::Wire;

/// The most bytes of a file that comes in parts: 8 GB.
const LARGEST: i64 = 8 * 1024 * 1024 * 1024;
/// The most bytes of one part: 64 MB.
const LARGEST_PART: usize = 64 * 1024 * 1024;
/// How long parts are waited for, in seconds.
const PATIENCE: u64 = 3600;

static CREATE: &[Member] = &[
    required("bytes", &Shape::Integer(1, LARGEST)),
    required("filename", &Shape::FilledText),
    required("mime_type", &Shape::FilledText),
    required(
        "purpose",
        &Shape::Word(&["assistants", "batch", "fine-tune", "vision", "user_data"]),
    ),
    optional("expires_after", &EXPIRY),
];
static PART: &[Member] = &[required("data", &Shape::Text)];
static COMPLETE: &[Member] = &[
    required("part_ids", &Shape::List(&Shape::FilledText, 1, usize::MAX)),
    optional("md5", &Shape::FilledText),
];

/// What a file of lines may be. OpenAI's examples write the first; the second is as usual for JSON Lines.
const LINES: &[&str] = &["text/jsonl", "application/jsonl"];
/// The images that the reference on files for `vision` has.
const IMAGES: &[&str] = &["image/jpeg", "image/png", "image/gif", "image/webp"];

/// Every upload of one emulator.
#[derive(Debug, Default)]
pub(crate) struct Uploads {
    uploads: Mutex<HashMap<String, Upload>>,
}

#[derive(Clone, Debug)]
struct Upload {
    id: String,
    created: u64,
    name: String,
    purpose: String,
    bytes: usize,
    life: Option<u64>,
    parts: Vec<(String, Bytes)>,
    state: Stage,
}

#[derive(Clone, Debug)]
enum Stage {
    Pending,
    Completed(File),
    Cancelled,
}

impl Uploads {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Upload>> {
        self.uploads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An upload that still takes parts.
    fn pending(&self, id: &str, now: u64) -> Result<Upload, Failure> {
        let found = self.lock().get(id).cloned();
        let upload =
            found.ok_or_else(|| Failure::not_found(Wrong::new("upload_id", format!("No such Upload object: {id}"))))?;
        match upload.status(now) {
            "pending" => Ok(upload),
            status => {
                let message = format!("The upload '{id}' is not pending: its status is '{status}'.");
                Err(Wrong::coded("invalid_upload_status", "upload_id", message).into())
            }
        }
    }
}

impl Upload {
    fn status(&self, now: u64) -> &'static str {
        match &self.state {
            Stage::Completed(_) => "completed",
            Stage::Cancelled => "cancelled",
            Stage::Pending if now >= self.created + PATIENCE => "expired",
            Stage::Pending => "pending",
        }
    }

    fn describe(&self, wire: &Wire, now: u64) -> Value {
        let mut upload = Map::new();
        upload.insert("id".into(), json!(self.id));
        upload.insert("object".into(), json!("upload"));
        upload.insert("bytes".into(), json!(self.bytes));
        upload.insert("created_at".into(), json!(self.created));
        upload.insert("expires_at".into(), json!(self.created + PATIENCE));
        upload.insert("filename".into(), json!(self.name));
        upload.insert("purpose".into(), json!(self.purpose));
        upload.insert("status".into(), json!(self.status(now)));
        if let Stage::Completed(file) = &self.state {
            upload.insert("file".into(), file.describe(wire, now));
        }
        Value::Object(upload)
    }
}

/// Announces a file.
///
/// # Errors
/// A body that the table does not allow, and a media type that is not for the purpose.
pub(crate) async fn create(state: &State, wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let body = asked.json().await?;
    check::object(CREATE, &body, &At::Body, Unknown::Refused)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let bytes = body.get("bytes").and_then(Value::as_u64).unwrap_or(0);
    check_media_type(&text("purpose"), &text("mime_type"))?;
    let now = state.now();
    let upload = Upload {
        id: format!("upload_{}", state.next("upload").identifier(24)),
        created: now,
        name: text("filename"),
        purpose: text("purpose"),
        bytes: usize::try_from(bytes).unwrap_or(usize::MAX),
        life: files::life(wire, &text("purpose"), &body),
        parts: Vec::new(),
        state: Stage::Pending,
    };
    let answered = Answered::json(&upload.describe(wire, now));
    state.uploads.lock().insert(upload.id.clone(), upload);
    Ok(answered)
}

/// Checks the media type against what the file is for. The list for assistants has files of nearly every kind, and none
/// is published for the other purposes: there all pass.
fn check_media_type(purpose: &str, media_type: &str) -> Result<(), Wrong> {
    let types = match purpose {
        "batch" | "fine-tune" => LINES,
        "vision" => IMAGES,
        _ => return Ok(()),
    };
    let plain = media_type.split(';').next().unwrap_or_default().trim();
    if types.iter().any(|known| known.eq_ignore_ascii_case(plain)) {
        return Ok(());
    }
    let at = At::Member(&At::Body, "mime_type");
    Err(check::invalid_value(media_type, types.iter().copied(), &at))
}

/// Takes one part.
///
/// # Errors
/// No such upload, one that is over, and more bytes than were announced.
pub(crate) async fn add_part(state: &State, asked: Asked<'_>, id: &str) -> Result<Answered, Failure> {
    let form = asked.form(LARGEST_PART).await?;
    check::object(
        PART,
        &form.as_json(&[("data", Kind::Text)])?,
        &At::Body,
        Unknown::Refused,
    )?;
    let part = form.must_have("data")?;
    if part.size > LARGEST_PART {
        return Err(Failure::too_large(LARGEST_PART, part.size));
    }
    let now = state.now();
    let upload = state.uploads.pending(id, now)?;
    let sum = upload.parts.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() + part.bytes.len();
    if sum > upload.bytes {
        let message = format!(
            "The parts of this upload have {sum} bytes, and {} were announced.",
            upload.bytes
        );
        return Err(Wrong::new("data", message).into());
    }
    let part_id = format!("part_{}", state.next("upload part").identifier(24));
    if let Some(upload) = state.uploads.lock().get_mut(id) {
        upload.parts.push((part_id.clone(), part.bytes.clone()));
    }
    Ok(Answered::json(&json!({
        "id": part_id,
        "object": "upload.part",
        "created_at": now,
        "upload_id": id,
    })))
}

/// Makes a file of the parts, in the order that is given.
///
/// # Errors
/// No such upload, one that is over, parts that are not its own, a sum of bytes or a checksum that is not the announced
/// one.
pub(crate) async fn complete(state: &State, wire: &Wire, asked: Asked<'_>, id: &str) -> Result<Answered, Failure> {
    let body = asked.json().await?;
    check::object(COMPLETE, &body, &At::Body, Unknown::Refused)?;
    let now = state.now();
    let mut upload = state.uploads.pending(id, now)?;
    let bytes = join(&upload, body.get("part_ids"))?;
    if bytes.len() != upload.bytes {
        let message = format!(
            "The parts have {} bytes, and {} were announced.",
            bytes.len(),
            upload.bytes
        );
        return Err(Wrong::new("part_ids", message).into());
    }
    if let Some(wanted) = body.get("md5").and_then(Value::as_str) {
        let found: String = Md5::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if !wanted.eq_ignore_ascii_case(&found) {
            let message = format!("The MD5 checksum of the parts is {found}, not {wanted}.");
            return Err(Wrong::coded("checksum_mismatch", "md5", message).into());
        }
    }
    files::check_content(&upload.purpose, &upload.name, &bytes)?;
    let file = state
        .files
        .add(state, &upload.name, &upload.purpose, upload.life, bytes);
    upload.state = Stage::Completed(file);
    upload.parts.clear();
    let answered = Answered::json(&upload.describe(wire, now));
    state.uploads.lock().insert(id.to_owned(), upload);
    Ok(answered)
}

/// Gives an upload up.
///
/// # Errors
/// No such upload, or one that is over.
pub(crate) fn cancel(state: &State, wire: &Wire, id: &str) -> Result<Answered, Failure> {
    let now = state.now();
    let mut upload = state.uploads.pending(id, now)?;
    upload.state = Stage::Cancelled;
    upload.parts.clear();
    let answered = Answered::json(&upload.describe(wire, now));
    state.uploads.lock().insert(id.to_owned(), upload);
    Ok(answered)
}

fn join(upload: &Upload, ids: Option<&Value>) -> Result<Bytes, Wrong> {
    let ids = ids
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    let mut bytes = Vec::with_capacity(upload.parts.iter().map(|(_, part)| part.len()).sum());
    let mut seen = Vec::new();
    for id in ids {
        let Some((_, part)) = upload.parts.iter().find(|(known, _)| known == id) else {
            let message = format!("The part '{id}' does not belong to this upload.");
            return Err(Wrong::coded("invalid_value", "part_ids", message));
        };
        if seen.contains(&id) {
            let message = format!("The part '{id}' is named twice.");
            return Err(Wrong::coded("invalid_value", "part_ids", message));
        }
        seen.push(id);
        bytes.extend_from_slice(part);
    }
    Ok(Bytes::from(bytes))
}
