//! Uploads in parts.

use std::path::Path;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use openai_core::uploads::{AddPart, Cancel, Complete};
use openai_core::{Error, File};
use openai_types::files::Purpose;
use openai_types::uploads::{self, Part, Request, Upload};

use crate::{Client, Reply, file};

/// The bytes of each part but the last: the most that OpenAI takes.
const PART: u64 = 64_000_000;

/// How many parts are sent at the same time.
const AT_ONCE: usize = 4;

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

    /// Uploads a file on disk in parts of 64 MB, and puts them together.
    ///
    /// Four are sent at the same time. Each part is tried again by itself. An upload that fails is given up at the
    /// service. Dropping the future leaves it to expire there.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_types::files::Purpose;
    ///
    /// let upload = client.upload_in_parts("requests.jsonl", Purpose::Batch).await?;
    /// println!("{:?}", upload.file);
    /// # assert!(upload.file.is_some());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send); [`ErrorKind::Io`](openai_core::ErrorKind::Io) where the file cannot be read.
    pub async fn upload_in_parts(
        &self,
        path: impl AsRef<Path>,
        purpose: impl Into<Purpose>,
    ) -> Result<Reply<Upload>, Error> {
        let path = path.as_ref();
        let whole = file::open(path).await?;
        let bytes = whole.len().unwrap_or_default();
        let media_type = whole.as_media_type().unwrap_or("application/octet-stream");
        let request = Request::new(whole.name(), purpose, bytes, media_type);
        let id = self.create_upload(request).await?.into_inner().id;
        let outcome = async {
            let starts = (0..bytes.div_ceil(PART)).map(|number| number.saturating_mul(PART));
            let sending = starts.map(|start| {
                let stretch = file::stretch(path, start, PART.min(bytes.saturating_sub(start)));
                self.add_upload_part(&id, stretch)
            });
            let parts = stream::iter(sending).buffered(AT_ONCE);
            let part_ids: Vec<_> = parts.map_ok(|part| part.into_inner().id).try_collect().await?;
            self.complete_upload(&id, uploads::Complete::new(part_ids)).await
        };
        let outcome = outcome.await;
        if outcome.is_err() {
            // The first failure is what the caller has to hear of; the upload expires in any case.
            let _ = self.cancel_upload(&id).await;
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
