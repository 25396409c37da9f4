//! Files at the service.

use openai_core::files::{Content, Create, Delete, List, Retrieve};
use openai_core::{Error, File};
use openai_types::files::{self, Form, Import, ListQuery};
use openai_types::list::Deleted;

use crate::{Client, Download, Reply};

impl Client {
    /// Uploads a file. OpenAI takes up to 512 MB this way.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// use openai_client::file;
    /// use openai_types::files::{Form, Purpose};
    ///
    /// let uploaded = client.create_file(Form::new(Purpose::Batch), file::open("requests.jsonl").await?).await?;
    /// println!("{}", uploaded.id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send); [`ErrorKind::Io`](openai_core::ErrorKind::Io) where the file cannot be read.
    pub async fn create_file(&self, form: Form, file: File) -> Result<Reply<files::File>, Error> {
        self.send(Create::with_form(form, file)).await
    }

    /// Has the service fetch a file from an address. Azure, dated api-versions.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn import_file(&self, import: Import) -> Result<Reply<files::File>, Error> {
        self.send(import).await
    }

    /// Asks for a page of the files that were uploaded; without a query, for the first one.
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
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn retrieve_file(&self, id: impl Into<String>) -> Result<Reply<files::File>, Error> {
        self.send(Retrieve::new(id)).await
    }

    /// Deletes a file.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn delete_file(&self, id: impl Into<String>) -> Result<Reply<Deleted>, Error> {
        self.send(Delete::new(id)).await
    }

    /// Asks for a file's bytes, as they come.
    ///
    /// # Errors
    /// As [`download`](Self::download).
    pub async fn file_content(&self, id: impl Into<String>) -> Result<Download, Error> {
        self.download(Content::new(id)).await
    }
}
