//! Uploads in parts, as endpoints.

use bytes::Bytes;
use http::{Method, response};
use openai_types::uploads::{self, Request, Upload};

use crate::check::{require, said};
use crate::endpoint::decode_object;
use crate::{Call, Endpoint, Error, File, Operation, Part, Payload, Target};

/// Sends a part of an upload: up to 64 MB.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AddPart {
    /// The upload's id.
    pub upload_id: String,
    /// The part's bytes.
    pub data: File,
}

/// Puts the parts of an upload together.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Complete {
    /// The upload's id.
    pub upload_id: String,
    /// The parts in their order.
    pub request: uploads::Complete,
}

/// Gives an upload up.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cancel {
    /// The upload's id.
    pub upload_id: String,
}

impl AddPart {
    /// A part of the upload with this id.
    #[must_use]
    pub fn new(upload_id: impl Into<String>, data: File) -> Self {
        Self {
            upload_id: upload_id.into(),
            data,
        }
    }
}

impl Complete {
    /// Puts the parts of the upload with this id together.
    #[must_use]
    pub fn new(upload_id: impl Into<String>, request: uploads::Complete) -> Self {
        Self {
            upload_id: upload_id.into(),
            request,
        }
    }
}

impl Cancel {
    /// Gives the upload with this id up.
    #[must_use]
    pub fn new(upload_id: impl Into<String>) -> Self {
        Self {
            upload_id: upload_id.into(),
        }
    }
}

impl Endpoint for Request {
    type Response = Upload;

    fn call(&self) -> Result<Call, Error> {
        said("filename", &self.filename, "name the file")?;
        said(
            "mime_type",
            &self.mime_type,
            "name the file's media type, such as text/jsonl",
        )?;
        require(self.bytes > 0, "`bytes` is 0: an upload has at least one byte")?;
        Call::json(Operation::UPLOADS_CREATE, &["uploads"], self)
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Upload, Error> {
        decode_upload(head, &body)
    }
}

impl Endpoint for AddPart {
    type Response = uploads::Part;

    fn call(&self) -> Result<Call, Error> {
        let parts = vec![Part::file("data", self.data.clone())];
        let target = target(&self.upload_id, "parts")?;
        Ok(Call::new(Operation::UPLOADS_PART, Method::POST, target).with_body(Payload::Multipart(parts)))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<uploads::Part, Error> {
        decode_object(head, &body, |part: &uploads::Part| &part.extra)
    }
}

impl Endpoint for Complete {
    type Response = Upload;

    fn call(&self) -> Result<Call, Error> {
        let message = "`part_ids` is empty: name the parts in the order that their bytes have in the file";
        require(!self.request.part_ids.is_empty(), message)?;
        let mut call = Call::json(Operation::UPLOADS_COMPLETE, &[], &self.request)?;
        call.target = target(&self.upload_id, "complete")?;
        Ok(call)
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Upload, Error> {
        decode_upload(head, &body)
    }
}

impl Endpoint for Cancel {
    type Response = Upload;

    fn call(&self) -> Result<Call, Error> {
        let target = target(&self.upload_id, "cancel")?;
        Ok(Call::new(Operation::UPLOADS_CANCEL, Method::POST, target))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Upload, Error> {
        decode_upload(head, &body)
    }
}

fn decode_upload(head: &response::Parts, body: &Bytes) -> Result<Upload, Error> {
    decode_object(head, body, |upload: &Upload| &upload.extra)
}

fn target(id: &str, below: &'static str) -> Result<Target, Error> {
    Target::object("uploads", "upload id", id, Some(below))
}
