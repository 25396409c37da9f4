//! Images.

pub use openai_core::images::Accumulator;
use openai_core::images::{Edit, Vary};
use openai_core::{Error, File};
use openai_types::images::{EditEvent, GenerationEvent, GenerationRequest, Response, VariationRequest};

use crate::{Client, EventStream, Reply};

impl Client {
    /// Asks for images to be drawn from a text.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// use openai_types::images::GenerationRequest;
    ///
    /// let reply = client.generate_images(GenerationRequest::new("gpt-image-1", "An avocado chair")).await?;
    /// println!("{} images", reply.images().len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send). A request with `stream` set is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn generate_images(&self, request: GenerationRequest) -> Result<Reply<Response>, Error> {
        self.send(request).await
    }

    /// Asks for images to be drawn from a text, and shows them unfinished too, as many times as `partial_images` says.
    /// `stream` is set.
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn generate_images_stream(
        &self,
        request: GenerationRequest,
    ) -> Result<EventStream<GenerationEvent>, Error> {
        self.stream(request).await
    }

    /// Asks for images to be changed as a text says: files, or images that the request refers to.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// use openai_client::file;
    /// use openai_core::images::Edit;
    /// use openai_types::images::EditRequest;
    ///
    /// let request = EditRequest::new("gpt-image-1", "Put the chair on a beach.");
    /// let reply = client.edit_images(Edit::new(request, [file::open("chair.png").await?])).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send). A request with `stream` set is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn edit_images(&self, edit: Edit) -> Result<Reply<Response>, Error> {
        self.send(edit).await
    }

    /// Asks for images to be changed as a text says, and shows them unfinished too. `stream` is set.
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn edit_images_stream(&self, edit: Edit) -> Result<EventStream<EditEvent>, Error> {
        self.stream(edit).await
    }

    /// Asks for variations of an image. DALL-E 2 only.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn vary_image(&self, request: VariationRequest, image: File) -> Result<Reply<Response>, Error> {
        self.send(Vary::new(request, image)).await
    }
}
