//! What files must do on every wire that has them.

use std::io::{self, Write as _};
use std::time::Duration;

use openai_client::file;
use openai_core::{Error, ErrorKind, File, Operation, files};
use openai_types::files::{Form, Import, ListQuery, Purpose, Status};
use openai_types::list::Order;

use crate::models::missing;
use crate::{Check, Outcome, Wire, checks, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "file from disk" [whole(CREATE), whole(Operation::FILES_RETRIEVE), whole(CONTENT), whole(DELETE)] from_disk;
    "file from a reader" [whole(CREATE), whole(CONTENT), whole(DELETE)] from_reader;
    "files page by page" [whole(CREATE), whole(Operation::FILES_LIST), whole(DELETE)] pages;
    "imported file" [whole(Operation::FILES_IMPORT), whole(Operation::FILES_RETRIEVE), whole(CONTENT), whole(DELETE)] imported;
    "import of what is not there" [whole(Operation::FILES_IMPORT), whole(Operation::FILES_RETRIEVE)] not_imported;
    "no such file" [whole(Operation::FILES_RETRIEVE), whole(CONTENT), whole(DELETE)] no_such_file;
    "no file on disk" [whole(CREATE)] not_on_disk;
};

const CREATE: Operation = Operation::FILES_CREATE;
const CONTENT: Operation = Operation::FILES_CONTENT;
const DELETE: Operation = Operation::FILES_DELETE;

/// Lines that a service takes for training data.
pub(crate) fn lines(count: usize) -> Vec<u8> {
    let line = |number| format!("{{\"messages\":[{{\"role\":\"user\",\"content\":\"Ünique line {number}\"}}]}}\n");
    (0..count).map(line).collect::<String>().into_bytes()
}

async fn from_disk(wire: &Wire) -> Result<Outcome, Error> {
    let bytes = lines(5000);
    let mut on_disk = tempfile::Builder::new()
        .suffix(".jsonl")
        .tempfile()
        .map_err(unwritable)?;
    on_disk.write_all(&bytes).map_err(unwritable)?;
    let name = on_disk
        .path()
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let client = wire.client();
    let created = client
        .create_file(Form::new(Purpose::FineTune), file::open(on_disk.path()).await?)
        .await?;
    let described = client.retrieve_file(&created.id).await?;
    let length = u64::try_from(bytes.len()).ok();
    if described.filename != name || described.bytes != length || described.purpose != Some(Purpose::FineTune) {
        return Ok(Outcome::Failed(format!("{:?} of {length:?} bytes", described.value)));
    }
    let mut copy = Vec::new();
    let written = client.file_content(&created.id).await?.write_to(&mut copy).await?;
    let receipt = client.delete_file(&created.id).await?;
    let is_gone = missing(client.retrieve_file(&created.id).await);
    let same = copy == bytes && Some(written) == length;
    Ok(if same && receipt.deleted && receipt.id == created.id {
        is_gone
    } else {
        Outcome::Failed(format!("{written} bytes, {:?}", receipt.value))
    })
}

async fn from_reader(wire: &Wire) -> Result<Outcome, Error> {
    let bytes = lines(300);
    let client = wire.client();
    let reader = file::reader("read.jsonl", io::Cursor::new(bytes.clone()));
    let created = client.create_file(Form::new(Purpose::FineTune), reader).await?;
    let copy = client.file_content(&created.id).await?.bytes().await?;
    client.delete_file(&created.id).await?;
    Ok(Outcome::that(
        copy.value == bytes && created.filename.as_deref() == Some("read.jsonl"),
        format!("{} bytes came back of {:?}", copy.value.len(), created.value),
    ))
}

async fn pages(wire: &Wire) -> Result<Outcome, Error> {
    let client = wire.client();
    let mut ids = Vec::new();
    for number in 1..=3 {
        let bytes = File::bytes(format!("{number}.jsonl"), lines(number)).media_type("application/jsonl");
        ids.push(
            client
                .create_file(Form::new(Purpose::FineTune), bytes)
                .await?
                .into_inner()
                .id,
        );
    }
    let mut list = files::List::new();
    if wire.names(Operation::FILES_LIST, "limit") {
        list = list.query(
            ListQuery::new()
                .purpose(Purpose::FineTune)
                .limit(2_u64)
                .order(Order::Ascending),
        );
    }
    let mut pages = client.pages(list);
    let mut seen = Vec::new();
    while let Some(file) = pages.try_next().await? {
        seen.push(file.id);
    }
    for id in &ids {
        client.delete_file(id).await?;
    }
    seen.sort_by_key(|id| ids.iter().position(|known| known == id));
    Ok(Outcome::that(seen == ids, format!("{seen:?} is not {ids:?}")))
}

fn import(name: &str) -> Import {
    let url = format!("https://www.contoso.com/trainingdata/{name}?sig=secret");
    Import::new(Purpose::FineTune, name, url.as_str())
}

/// The service fetches the file: until then it has no size, and nothing can be read.
async fn imported(wire: &Wire) -> Result<Outcome, Error> {
    let client = wire.client();
    let begun = client.import_file(import("puppy.jsonl")).await?;
    let early = client.file_content(&begun.id).await.map(|_| ());
    wire.advance(Duration::from_secs(60));
    let ready = client.retrieve_file(&begun.id).await?;
    let content = client.file_content(&begun.id).await?.bytes().await?.into_inner();
    client.delete_file(&begun.id).await?;
    let waits = matches!(begun.status, Some(Status::Pending | Status::NotRunning)) && begun.bytes.is_none();
    let is_ready = matches!(ready.status, Some(Status::Processed | Status::Succeeded));
    let refused = early.is_err_and(|error| error.kind() == ErrorKind::Conflict);
    let sized = ready.bytes == u64::try_from(content.len()).ok() && ready.filename.as_deref() == Some("puppy.jsonl");
    Ok(Outcome::that(
        waits && refused && is_ready && sized && !content.is_empty(),
        format!(
            "{:?}, refused {refused}, {:?}, {} bytes",
            begun.value,
            ready.value,
            content.len()
        ),
    ))
}

async fn not_imported(wire: &Wire) -> Result<Outcome, Error> {
    let client = wire.client();
    let begun = client.import_file(import("missing.jsonl")).await?;
    wire.advance(Duration::from_secs(60));
    let lost = client.retrieve_file(&begun.id).await?.into_inner();
    let told = lost.status_details.is_some() || lost.error.is_some();
    let failed = matches!(lost.status, Some(Status::Error | Status::Failed));
    Ok(Outcome::that(told && failed, format!("{lost:?}")))
}

async fn no_such_file(wire: &Wire) -> Outcome {
    let client = wire.client();
    for outcome in [
        missing(client.retrieve_file("file-none").await),
        missing(client.file_content("file-none").await),
        missing(client.delete_file("file-none").await),
    ] {
        if outcome != Outcome::Passed {
            return outcome;
        }
    }
    Outcome::Passed
}

async fn not_on_disk(_: &Wire) -> Outcome {
    match file::open("no/such/file.jsonl").await {
        Err(error) => Outcome::that(
            error.kind() == ErrorKind::Io && error.to_string().contains("no/such/file.jsonl"),
            error.to_string(),
        ),
        Ok(file) => Outcome::Failed(format!("{file:?}")),
    }
}

fn unwritable(error: io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("a temporary file cannot be written: {error}"))
}
