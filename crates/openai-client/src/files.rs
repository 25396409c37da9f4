//! Files at the service.

use openai_core::files::{Content, Create, Delete, List, Retrieve};
use openai_core::{Error, File};
use openai_types::files::{self, Form, Import, ListQuery};
use openai_types::list::Deleted;

use crate::{Client, Download, Reply};

impl Client {
    /// Uploads a file. OpenAI takes up to 512 MB this way.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_client::file;
    /// use openai_types::files::{Form, Purpose};
    ///
    /// let uploaded = client.create_file(Form::new(Purpose::Batch), file::open("requests.jsonl").await?).await?;
    /// println!("{}", uploaded.id);
    /// # assert!(uploaded.id.starts_with("file-"));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send); [`ErrorKind::Io`](openai_core::ErrorKind::Io) where the file cannot be read.
    pub async fn create_file(&self, form: Form, file: File) -> Result<Reply<files::File>, Error> {
        self.send(Create::with_form(form, file)).await
    }

    /// Has the service fetch a file from an address. Azure, dated api-versions.
    ///
    /// The answer comes before the file: [`retrieve_file`](Self::retrieve_file) tells when it is there.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated_azure("2024-10-21", async |client| {
    /// use openai_types::files::{Import, Purpose};
    ///
    /// let import = Import::new(Purpose::FineTune, "training.jsonl", "https://example.com/training.jsonl");
    /// let file = client.import_file(import).await?;
    /// println!("{}: {:?}", file.id, client.retrieve_file(&file.id).await?.status);
    /// # assert!(file.id.starts_with("file-"));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn import_file(&self, import: Import) -> Result<Reply<files::File>, Error> {
        self.send(import).await
    }

    /// Asks for a page of the files that were uploaded.
    ///
    /// Without a query it is the first one, of 10,000 on OpenAI. [`pages`](Self::pages) reads them all. Azure takes no
    /// query in its dated api-versions.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # client.create_file(openai_types::files::Form::new("user_data"), openai_core::File::bytes("a.txt", "a")).await?;
    /// use openai_types::files::ListQuery;
    ///
    /// let page = client.list_files(ListQuery::new().limit(10_u64)).await?;
    /// for file in &page.data {
    ///     println!("{}: {:?}", file.id, file.filename);
    /// }
    /// # assert_eq!(page.data.len(), 1);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn list_files(&self, query: impl Into<Option<ListQuery>>) -> Result<Reply<files::List>, Error> {
        let mut list = List::new();
        list.query = query.into();
        self.send(list).await
    }

    /// Asks what is known of a file.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let notes = openai_core::File::bytes("notes.txt", "Quinces ripen late.");
    /// # let id = client.create_file(openai_types::files::Form::new("user_data"), notes).await?.into_inner().id;
    /// let file = client.retrieve_file(&id).await?;
    /// println!("{:?} of {:?} bytes", file.filename, file.bytes);
    /// # assert_eq!(file.bytes, Some(19));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn retrieve_file(&self, id: impl Into<String>) -> Result<Reply<files::File>, Error> {
        self.send(Retrieve::new(id)).await
    }

    /// Deletes a file.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let notes = openai_core::File::bytes("notes.txt", "Quinces ripen late.");
    /// # let id = client.create_file(openai_types::files::Form::new("user_data"), notes).await?.into_inner().id;
    /// assert!(client.delete_file(&id).await?.deleted);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn delete_file(&self, id: impl Into<String>) -> Result<Reply<Deleted>, Error> {
        self.send(Delete::new(id)).await
    }

    /// Asks for a file's bytes, as they come.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let notes = openai_core::File::bytes("notes.jsonl", "{}\n");
    /// # let id = client.create_file(openai_types::files::Form::new("fine-tune"), notes).await?.into_inner().id;
    /// let content = client.file_content(&id).await?.bytes().await?;
    /// println!("{}", String::from_utf8_lossy(&content));
    /// # assert_eq!(&content[..], b"{}\n");
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`download`](Self::download).
    pub async fn file_content(&self, id: impl Into<String>) -> Result<Download, Error> {
        self.download(Content::new(id)).await
    }
}
