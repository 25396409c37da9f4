//! Images.

pub use openai_core::images::Accumulator;
use openai_core::images::{Edit, Vary};
use openai_core::{Error, File};
use openai_types::images::{EditEvent, GenerationEvent, GenerationRequest, Response, VariationRequest};

use crate::{Client, EventStream, Reply};

impl Client {
    /// Asks for images to be drawn from a text.
    ///
    /// It is one image unless `n` says otherwise. GPT image models answer with the image in base64, the DALL-E models
    /// with an address unless asked otherwise.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::images::{GenerationRequest, Size};
    ///
    /// let request = GenerationRequest::new("gpt-image-1", "An avocado chair").size(Size::Square1024);
    /// let reply = client.generate_images(request).await?;
    /// for image in reply.images() {
    ///     println!("{:?} characters of base64", image.b64_json.as_ref().map(|text| text.len()));
    /// }
    /// # assert_eq!(reply.images().len(), 1);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send). A request with `stream` set is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn generate_images(&self, request: GenerationRequest) -> Result<Reply<Response>, Error> {
        self.send(request).await
    }

    /// Asks for images to be drawn from a text, and shows them unfinished too.
    ///
    /// They come as many times as `partial_images` says. `stream` is set.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::images::{GenerationEvent, GenerationRequest};
    ///
    /// let request = GenerationRequest::new("gpt-image-1", "An avocado chair").partial_images(2_u64);
    /// let mut stream = client.generate_images_stream(request).await?;
    /// # let mut events = 0;
    /// while let Some(event) = stream.try_next().await? {
    ///     match event {
    ///         GenerationEvent::Partial(image) => println!("{} characters of base64, not done", image.b64_json.len()),
    ///         event => println!("{event:?}"),
    ///     }
    /// #   events += 1;
    /// }
    /// # assert_eq!(events, 3);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn generate_images_stream(
        &self,
        request: GenerationRequest,
    ) -> Result<EventStream<GenerationEvent>, Error> {
        self.stream(request).await
    }

    /// Asks for images to be changed as a text says.
    ///
    /// They are files, or what the request refers to. A file has up to 50 MB; for DALL-E 2 it is one square PNG of up to
    /// 4 MB.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_client::file;
    /// use openai_core::images::Edit;
    /// use openai_types::images::EditRequest;
    ///
    /// let request = EditRequest::new("gpt-image-1", "Put the chair on a beach.");
    /// let reply = client.edit_images(Edit::new(request, [file::open("chair.png").await?])).await?;
    /// println!("{} images", reply.images().len());
    /// # assert_eq!(reply.images().len(), 1);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send). A request with `stream` set is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn edit_images(&self, edit: Edit) -> Result<Reply<Response>, Error> {
        self.send(edit).await
    }

    /// Asks for images to be changed as a text says, and shows them unfinished too.
    ///
    /// `stream` is set.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_client::file;
    /// use openai_core::images::Edit;
    /// use openai_types::images::EditRequest;
    ///
    /// let request = EditRequest::new("gpt-image-1", "Put the chair on a beach.").partial_images(1_u64);
    /// let edit = Edit::new(request, [file::open("chair.png").await?]);
    /// let reply = client.edit_images_stream(edit).await?.collect().await?;
    /// println!("{} images", reply.images().len());
    /// # assert_eq!(reply.images().len(), 1);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn edit_images_stream(&self, edit: Edit) -> Result<EventStream<EditEvent>, Error> {
        self.stream(edit).await
    }

    /// Asks for variations of an image, a square PNG of up to 4 MB. DALL-E 2 only.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_client::file;
    /// use openai_types::images::VariationRequest;
    ///
    /// let request = VariationRequest::new("dall-e-2").n(2_u64);
    /// let reply = client.vary_image(request, file::open("chair.png").await?).await?;
    /// println!("{} images", reply.images().len());
    /// # assert_eq!(reply.images().len(), 2);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn vary_image(&self, request: VariationRequest, image: File) -> Result<Reply<Response>, Error> {
        self.send(Vary::new(request, image)).await
    }
}
