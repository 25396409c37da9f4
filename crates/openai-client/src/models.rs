//! Models.

use openai_core::Error;
use openai_core::models::{Delete, List, Retrieve};
use openai_types::list::Deleted;
use openai_types::models;

use crate::{Client, Reply};

impl Client {
    /// Asks for the models that can be used.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// for model in &client.list_models().await?.data {
    ///     println!("{}", model.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn list_models(&self) -> Result<Reply<models::List>, Error> {
        self.send(List::new()).await
    }

    /// Asks for one model.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn retrieve_model(&self, model: impl Into<String>) -> Result<Reply<models::Model>, Error> {
        self.send(Retrieve::new(model)).await
    }

    /// Deletes a fine-tuned model.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn delete_model(&self, model: impl Into<String>) -> Result<Reply<Deleted>, Error> {
        self.send(Delete::new(model)).await
    }
}
