//! Files as endpoints.

use bytes::Bytes;
use http::{Method, header, response};
use openai_types::files::{self, Form, Import, ListQuery, Purpose};
use openai_types::list::Deleted;

use crate::audio::ANYTHING;
use crate::check::said;
use crate::endpoint::decode_object;
use crate::{Call, Endpoint, Error, File, Operation, Part, Segment, Target, deleted};

/// Uploads a file. OpenAI takes up to 512 MB this way.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Create {
    /// What the file is for, and how long it stays.
    pub form: Form,
    /// The file.
    pub file: File,
}

/// Asks for the files that were uploaded.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct List {
    /// Which page of which of them; `None` for the first page of all. Azure's dated api-versions take none.
    pub query: Option<ListQuery>,
}

/// Asks what is known of a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Retrieve {
    /// The file's id.
    pub id: String,
}

/// Asks for a file to be deleted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delete {
    /// The file's id.
    pub id: String,
}

/// Asks for a file's bytes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Content {
    /// The file's id.
    pub id: String,
}

impl Create {
    /// Uploads this file for a purpose.
    #[must_use]
    pub fn new(purpose: impl Into<Purpose>, file: File) -> Self {
        Self::with_form(Form::new(purpose), file)
    }

    /// Uploads this file with these fields.
    #[must_use]
    pub fn with_form(form: Form, file: File) -> Self {
        Self { form, file }
    }
}

impl List {
    /// The first page of all files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets which page of which files.
    #[must_use]
    pub fn query(mut self, query: ListQuery) -> Self {
        self.query = Some(query);
        self
    }
}

impl Retrieve {
    /// The file with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Delete {
    /// The file with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Content {
    /// The file with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Endpoint for Create {
    type Response = files::File;

    fn call(&self) -> Result<Call, Error> {
        said(
            "file name",
            self.file.name(),
            "the service tells the file's format by it",
        )?;
        let mut parts = Part::texts(self.form.fields());
        parts.push(Part::file("file", self.file.clone()));
        Ok(Call::multipart(Operation::FILES_CREATE, &["files"], parts))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<files::File, Error> {
        decode_file(head, &body)
    }
}

impl Endpoint for Import {
    type Response = files::File;

    fn call(&self) -> Result<Call, Error> {
        said(
            "content_url",
            self.content_url.expose(),
            "say where the service finds the file",
        )?;
        Call::json(Operation::FILES_IMPORT, &["files", "import"], self)
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<files::File, Error> {
        decode_file(head, &body)
    }
}

impl Endpoint for List {
    type Response = files::List;

    fn call(&self) -> Result<Call, Error> {
        let target = Target::Path(vec![Segment::fixed("files")]);
        let query = self.query.as_ref().map(ListQuery::query).unwrap_or_default();
        Ok(Call::new(Operation::FILES_LIST, Method::GET, target).with_query(query))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<files::List, Error> {
        decode_object(head, &body, |list: &files::List| &list.extra)
    }
}

impl Endpoint for Retrieve {
    type Response = files::File;

    fn call(&self) -> Result<Call, Error> {
        Ok(Call::new(
            Operation::FILES_RETRIEVE,
            Method::GET,
            target(&self.id, None)?,
        ))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<files::File, Error> {
        decode_file(head, &body)
    }
}

impl Endpoint for Delete {
    type Response = Deleted;

    fn call(&self) -> Result<Call, Error> {
        Ok(Call::new(
            Operation::FILES_DELETE,
            Method::DELETE,
            target(&self.id, None)?,
        ))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Deleted, Error> {
        deleted::decode(&self.id, head, &body)
    }
}

impl Endpoint for Content {
    type Response = Bytes;

    fn call(&self) -> Result<Call, Error> {
        let target = target(&self.id, Some("content"))?;
        let mut call = Call::new(Operation::FILES_CONTENT, Method::GET, target);
        call.headers.insert(header::ACCEPT, ANYTHING);
        Ok(call)
    }

    /// A file may say anything, also that something is an error.
    fn decode(&self, _: &response::Parts, body: Bytes) -> Result<Bytes, Error> {
        Ok(body)
    }
}

/// A file of an early Azure api-version has an `error` of its own, which is no failure of the call.
fn decode_file(head: &response::Parts, body: &Bytes) -> Result<files::File, Error> {
    decode_object(head, body, |file: &files::File| &file.extra)
}

fn target(id: &str, below: Option<&'static str>) -> Result<Target, Error> {
    Target::object("files", "file id", id, below)
}
