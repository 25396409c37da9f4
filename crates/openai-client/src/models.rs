//! Models.

use openai_core::Error;
use openai_core::models::{Delete, List, Retrieve};
use openai_types::list::Deleted;
use openai_types::models;

use crate::{Client, Reply};

impl Client {
    /// Asks for the models that can be used.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// let models = client.list_models().await?;
    /// for model in &models.data {
    ///     println!("{}", model.id);
    /// }
    /// # assert!(!models.data.is_empty());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn list_models(&self) -> Result<Reply<models::List>, Error> {
        self.send(List::new()).await
    }

    /// Asks for one model.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// let model = client.retrieve_model("gpt-4o").await?;
    /// println!("{} of {:?}", model.id, model.owned_by);
    /// # assert_eq!(model.id, "gpt-4o");
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn retrieve_model(&self, model: impl Into<String>) -> Result<Reply<models::Model>, Error> {
        self.send(Retrieve::new(model)).await
    }

    /// Deletes a fine-tuned model.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// let deleted = client.delete_model("ft:gpt-4o-mini-2024-07-18:emulator::9abcdefg").await?;
    /// assert!(deleted.deleted);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn delete_model(&self, model: impl Into<String>) -> Result<Reply<Deleted>, Error> {
        self.send(Delete::new(model)).await
    }
}
