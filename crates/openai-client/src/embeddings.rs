//! Embeddings.

use openai_core::{Error, Operation};
use openai_types::embeddings::{EncodingFormat, Request, Response};

use crate::{Client, Reply};

impl Client {
    /// Asks for the vectors of texts.
    ///
    /// A request that names no `encoding_format` asks for base64 where the wire supports that: it is a third of the
    /// length, and the vectors are the same.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// use openai_types::embeddings::Request;
    ///
    /// let reply = client.embed(Request::new("text-embedding-3-small", ["one text", "another"])).await?;
    /// for vector in reply.vectors() {
    ///     println!("{} numbers", vector.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn embed(&self, mut request: Request) -> Result<Reply<Response>, Error> {
        let profile = self.connection().provider.profile();
        let embeddings = profile.operation(Operation::EMBEDDINGS);
        if embeddings.is_some_and(|embeddings| embeddings.supports("encoding_format")) {
            request.encoding_format.get_or_insert(EncodingFormat::Base64);
        }
        self.send(request).await
    }
}
