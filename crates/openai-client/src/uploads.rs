//! Uploads in parts.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use openai_core::uploads::{AddPart, Cancel, Complete};
use openai_core::{Error, ErrorKind, File};
use openai_types::files::Form;
use openai_types::uploads::{self, Part, Request, Upload};

use crate::{Client, Reply};

/// The most bytes of a part.
const PART: u64 = 64_000_000;

/// How many parts are sent at the same time.
const AT_ONCE: usize = 4;

/// How a file is uploaded in parts. A [`Form`] says all that must be said.
#[derive(Clone, Debug)]
#[must_use]
pub struct InParts {
    form: Form,
    md5: Option<String>,
    part_bytes: u64,
}

impl InParts {
    /// In parts of 64 MB.
    pub fn new(form: Form) -> Self {
        Self {
            form,
            md5: None,
            part_bytes: PART,
        }
    }

    /// Sets the MD5 of the whole file in hexadecimal digits. The service compares it with what arrived.
    pub fn md5(mut self, md5: impl Into<String>) -> Self {
        self.md5 = Some(md5.into());
        self
    }

    /// Sets how many bytes each part but the last has: 1 to 64,000,000, the most that OpenAI takes. Default: the most.
    pub fn part_bytes(mut self, bytes: u64) -> Self {
        self.part_bytes = bytes;
        self
    }
}

impl From<Form> for InParts {
    fn from(form: Form) -> Self {
        Self::new(form)
    }
}

impl Client {
    /// Begins an upload in parts: of up to 8 GB, within an hour.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_core::File;
    /// use openai_types::files::Purpose;
    /// use openai_types::uploads::{Complete, Request};
    ///
    /// let request = Request::new("requests.jsonl", Purpose::Batch, 8_u64, "application/jsonl");
    /// let upload = client.create_upload(request).await?;
    /// let first = client.add_upload_part(&upload.id, File::bytes("1", r#"{"a""#)).await?;
    /// let second = client.add_upload_part(&upload.id, File::bytes("2", r#": 1}"#)).await?;
    /// let parts = Complete::new(vec![first.into_inner().id, second.into_inner().id]);
    /// let upload = client.complete_upload(&upload.id, parts).await?;
    /// println!("{:?}", upload.file);
    /// # assert_eq!(upload.file.as_ref().and_then(|file| file.bytes), Some(8));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn create_upload(&self, request: Request) -> Result<Reply<Upload>, Error> {
        self.send(request).await
    }

    /// Sends a part of an upload, up to 64 MB.
    ///
    /// Parts may be sent at the same time, and in any order.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let request = openai_types::uploads::Request::new("requests.jsonl", "batch", 2_u64, "application/jsonl");
    /// # let upload = client.create_upload(request).await?;
    /// use openai_core::File;
    ///
    /// let part = client.add_upload_part(&upload.id, File::bytes("part", "{}")).await?;
    /// println!("{}", part.id);
    /// # assert_eq!(part.upload_id.as_ref(), Some(&upload.id));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send); [`ErrorKind::Io`](openai_core::ErrorKind::Io) where the part cannot be read.
    pub async fn add_upload_part(&self, upload_id: impl Into<String>, data: File) -> Result<Reply<Part>, Error> {
        self.send(AddPart::new(upload_id, data)).await
    }

    /// Puts the parts of an upload together to a file.
    ///
    /// It has the parts in the order of their ids here, and the size that was announced.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let request = openai_types::uploads::Request::new("requests.jsonl", "batch", 2_u64, "application/jsonl");
    /// # let upload = client.create_upload(request).await?;
    /// # let part = client.add_upload_part(&upload.id, openai_core::File::bytes("part", "{}")).await?;
    /// use openai_types::uploads::{Complete, Status};
    ///
    /// let done = client.complete_upload(&upload.id, Complete::new([part.id.clone()])).await?;
    /// assert_eq!(done.status, Some(Status::Completed));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn complete_upload(
        &self,
        upload_id: impl Into<String>,
        parts: uploads::Complete,
    ) -> Result<Reply<Upload>, Error> {
        self.send(Complete::new(upload_id, parts)).await
    }

    /// Uploads a file in parts, and puts them together.
    ///
    /// Four are sent at the same time. Each part is tried again by itself. An upload that fails is given up at the
    /// service. Dropping the future leaves it to expire there. The file's length must be known, and it must be possible to
    /// read it more than once, as with one on disk. What a plain reader gives goes up by
    /// [`add_upload_part`](Self::add_upload_part).
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_client::file;
    /// use openai_types::files::{Form, Purpose};
    ///
    /// let requests = file::open("requests.jsonl").await?;
    /// let upload = client.upload_in_parts(Form::new(Purpose::Batch), requests).await?;
    /// println!("{:?}", upload.file);
    /// # assert!(upload.file.is_some());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send); [`ErrorKind::Invalid`] where the file's length is not known, and nothing is sent then;
    /// [`ErrorKind::Io`] where the file cannot be read.
    pub async fn upload_in_parts(&self, how: impl Into<InParts>, file: File) -> Result<Reply<Upload>, Error> {
        let InParts { form, md5, part_bytes } = how.into();
        if !(1..=PART).contains(&part_bytes) {
            let message = format!("a part of {part_bytes} bytes: it has 1 to {PART}");
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        let Some(bytes) = file.len() else {
            let message = format!(
                "the length of {:?} is not known, and an upload in parts announces it: give a file on disk, or send the \
                 parts with `Client::add_upload_part`",
                file.name()
            );
            return Err(Error::new(ErrorKind::Invalid, message));
        };
        let media_type = file.as_media_type().unwrap_or("application/octet-stream");
        let mut request = Request::new(file.name(), form.purpose, bytes, media_type);
        request.expires_after = form.expires_after;
        let id = self.create_upload(request).await?.into_inner().id;
        let outcome = async {
            let (file, id) = (&file, id.as_str());
            let sending = (0..bytes.div_ceil(part_bytes)).map(|number| async move {
                let start = number.saturating_mul(part_bytes);
                let part = file.stretch(start, part_bytes.min(bytes.saturating_sub(start)));
                let sender = self.step(format_args!("part-{}", number.saturating_add(1)));
                sender.add_upload_part(id, part).await
            });
            let parts = stream::iter(sending).buffered(AT_ONCE);
            let part_ids: Vec<_> = parts.map_ok(|part| part.into_inner().id).try_collect().await?;
            let mut complete = uploads::Complete::new(part_ids);
            complete.md5 = md5;
            self.step("complete").complete_upload(id, complete).await
        };
        let outcome = outcome.await;
        if outcome.is_err() {
            // The first failure is what the caller has to hear of; the upload expires in any case.
            let _ = self.step("cancel").cancel_upload(&id).await;
        }
        outcome
    }

    /// Gives an upload up.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let request = openai_types::uploads::Request::new("requests.jsonl", "batch", 2_u64, "application/jsonl");
    /// # let upload = client.create_upload(request).await?;
    /// use openai_types::uploads::Status;
    ///
    /// let given_up = client.cancel_upload(&upload.id).await?;
    /// assert_eq!(given_up.status, Some(Status::Cancelled));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn cancel_upload(&self, upload_id: impl Into<String>) -> Result<Reply<Upload>, Error> {
        self.send(Cancel::new(upload_id)).await
    }
}
