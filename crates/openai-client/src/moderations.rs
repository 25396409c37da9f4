//! Moderations.

use openai_core::Error;
use openai_types::moderations::{Moderation, Request};

use crate::{Client, Reply};

impl Client {
    /// Asks whether content is harmful.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// use openai_types::moderations::Request;
    ///
    /// let moderation = client.moderate(Request::new("I like trains.")).await?;
    /// println!("{}", moderation.results.iter().any(|finding| finding.flagged));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn moderate(&self, request: Request) -> Result<Reply<Moderation>, Error> {
        self.send(request).await
    }
}
