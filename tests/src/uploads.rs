//! What uploads in parts must do on every wire that has them.

use std::io::Write as _;

use openai_client::{InParts, file};
use openai_core::{Error, ErrorKind, File, Operation};
use openai_types::files::{Form, Purpose};
use openai_types::uploads::{Complete, Request, Status, Upload};

use crate::files::lines;
use crate::models::missing;
use crate::{Check, Outcome, Wire, checks, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "upload in parts" [whole(CREATE), whole(PART), whole(COMPLETE), whole(Operation::FILES_CONTENT)] in_parts;
    "upload from disk" [whole(CREATE), whole(PART), whole(COMPLETE), whole(Operation::FILES_CONTENT)] from_disk;
    "upload given up" [whole(CREATE), whole(PART), whole(Operation::UPLOADS_CANCEL)] given_up;
    "upload that does not add up" [whole(CREATE), whole(PART), whole(COMPLETE)] short;
    "no such upload" [whole(PART)] no_such_upload;
};

const CREATE: Operation = Operation::UPLOADS_CREATE;
const PART: Operation = Operation::UPLOADS_PART;
const COMPLETE: Operation = Operation::UPLOADS_COMPLETE;

/// Begins an upload of so many bytes.
async fn begun(wire: &Wire, bytes: usize) -> Result<Upload, Error> {
    let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
    let request = Request::new("parts.jsonl", Purpose::FineTune, bytes, "text/jsonl");
    Ok(wire.client().create_upload(request).await?.into_inner())
}

async fn in_parts(wire: &Wire) -> Result<Outcome, Error> {
    let (client, bytes) = (wire.client(), lines(100));
    let (first, second) = bytes.split_at(bytes.len() / 3);
    let upload = begun(wire, bytes.len()).await?;
    let mut parts = Vec::new();
    // The second comes first: the order is that of completion.
    for part in [second, first] {
        let part = File::bytes("part", part.to_vec());
        parts.insert(0, client.add_upload_part(&upload.id, part).await?.into_inner().id);
    }
    let done = client.complete_upload(&upload.id, Complete::new(parts)).await?;
    came_back(wire, &done, &bytes).await
}

async fn from_disk(wire: &Wire) -> Result<Outcome, Error> {
    let bytes = lines(2000);
    let unwritable = |error| Error::new(ErrorKind::Io, format!("a temporary file cannot be written: {error}"));
    let mut on_disk = tempfile::Builder::new()
        .suffix(".jsonl")
        .tempfile()
        .map_err(unwritable)?;
    on_disk.write_all(&bytes).map_err(unwritable)?;
    let how = InParts::new(Form::new(Purpose::FineTune)).part_bytes(bytes.len() as u64 / 3);
    let done = wire
        .client()
        .upload_in_parts(how, file::open(on_disk.path()).await?)
        .await?;
    came_back(wire, &done, &bytes).await
}

/// Whether an upload is over, and its file holds these bytes.
async fn came_back(wire: &Wire, done: &Upload, bytes: &[u8]) -> Result<Outcome, Error> {
    let Some(file) = done.file.as_ref().filter(|_| done.status == Some(Status::Completed)) else {
        return Ok(Outcome::Failed(format!("{done:?}")));
    };
    let copy = wire.client().file_content(&file.id).await?.bytes().await?;
    wire.client().delete_file(&file.id).await?;
    Ok(Outcome::that(
        copy.value == bytes,
        format!("{} bytes came back of {}", copy.value.len(), bytes.len()),
    ))
}

async fn given_up(wire: &Wire) -> Result<Outcome, Error> {
    let upload = begun(wire, 1000).await?;
    let cancelled = wire.client().cancel_upload(&upload.id).await?;
    let late = wire
        .client()
        .add_upload_part(&upload.id, File::bytes("part", "late"))
        .await;
    let refused = late.is_err_and(|error| error.kind() == ErrorKind::BadRequest);
    Ok(Outcome::that(
        cancelled.status == Some(Status::Cancelled) && refused,
        format!("{:?}, a late part refused {refused}", cancelled.value),
    ))
}

async fn short(wire: &Wire) -> Result<Outcome, Error> {
    let upload = begun(wire, 1000).await?;
    let part = wire
        .client()
        .add_upload_part(&upload.id, File::bytes("part", "short"))
        .await?;
    let parts = Complete::new([part.into_inner().id]);
    let outcome = wire.client().complete_upload(&upload.id, parts).await;
    Ok(match outcome {
        Err(error) => Outcome::that(error.kind() == ErrorKind::BadRequest, format!("{error:?}")),
        Ok(upload) => Outcome::Failed(format!("5 bytes of 1000 passed for whole: {:?}", upload.value)),
    })
}

async fn no_such_upload(wire: &Wire) -> Outcome {
    missing(
        wire.client()
            .add_upload_part("upload_none", File::bytes("part", "bytes"))
            .await,
    )
}
