//! Moderations.

use openai_core::Error;
use openai_types::moderations::{Moderation, Request};

use crate::{Client, Reply};

impl Client {
    /// Asks whether content is harmful: texts, images, or both.
    ///
    /// Default model: `omni-moderation-latest`.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::moderations::Request;
    ///
    /// let moderation = client.moderate(Request::new("I like trains.")).await?;
    /// println!("{}", moderation.results.iter().any(|finding| finding.flagged));
    /// # assert!(moderation.results.iter().all(|finding| !finding.flagged));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn moderate(&self, request: Request) -> Result<Reply<Moderation>, Error> {
        self.send(request).await
    }
}
