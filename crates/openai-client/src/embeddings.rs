//! Embeddings.

use openai_core::{Endpoint as _, Error, Operation};
use openai_types::embeddings::{EncodingFormat, Request, Response};

use crate::{Client, Reply};

impl Client {
    /// Asks for the vectors of texts: OpenAI and Azure take up to 2048 at once.
    ///
    /// A request that names no `encoding_format` asks for base64 where the wire supports that: it is a third of the
    /// length, and the vectors are the same.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::embeddings::Request;
    ///
    /// let reply = client.embed(Request::new("text-embedding-3-small", ["one text", "another"])).await?;
    /// for vector in reply.vectors() {
    ///     println!("{} numbers", vector.len());
    /// }
    /// # assert!(reply.vectors().count() == 2 && reply.vectors().all(|vector| vector.len() == 1536));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn embed(&self, mut request: Request) -> Result<Reply<Response>, Error> {
        if request.encoding_format.is_none() {
            let profile = self.profile_for(&request.call()?);
            let embeddings = profile.operation(Operation::EMBEDDINGS);
            if embeddings.is_some_and(|embeddings| embeddings.supports("encoding_format")) {
                request.encoding_format = Some(EncodingFormat::Base64);
            }
        }
        self.send(request).await
    }
}
