//! Images as endpoints, and streams of them put together.

mod accumulate;

use bytes::Bytes;
use http::response;
use openai_types::images::{
    EditEvent, EditRequest, GenerationEvent, GenerationRequest, Response, Usage, VariationRequest,
};

pub use self::accumulate::Accumulator;
use crate::check::{invalid, require, said};
use crate::endpoint::{decode_event_union, decode_object};
use crate::progress::EndProgress;
use crate::{Call, Collect, Endpoint, Error, Event, File, Operation, Part, Progress, Streaming, Summary};

/// Asks for images to be changed as a text says.
///
/// The images are files, sent in a form, or the request's own [`images`](EditRequest#structfield.images), sent as JSON:
/// one of the two.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Edit {
    /// The request.
    pub request: EditRequest,
    /// The images, up to 16, where they are files.
    pub images: Vec<File>,
    /// An image whose transparent parts mark where the first one is changed.
    pub mask: Option<File>,
}

/// Asks for variations of an image. DALL-E 2 only.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Vary {
    /// The request.
    pub request: VariationRequest,
    /// The image: a square PNG.
    pub image: File,
}

impl Edit {
    /// Asks for these files to be changed.
    #[must_use]
    pub fn new(request: EditRequest, images: impl IntoIterator<Item = File>) -> Self {
        Self {
            request,
            images: images.into_iter().collect(),
            mask: None,
        }
    }

    /// Asks for the images to be changed that the request itself refers to.
    #[must_use]
    pub fn by_reference(request: EditRequest) -> Self {
        Self::new(request, [])
    }

    /// Sets the image whose transparent parts mark where the first one is changed.
    #[must_use]
    pub fn mask(mut self, mask: File) -> Self {
        self.mask = Some(mask);
        self
    }
}

impl Vary {
    /// Asks for variations of this image.
    #[must_use]
    pub fn new(request: VariationRequest, image: File) -> Self {
        Self { request, image }
    }
}

impl Endpoint for GenerationRequest {
    type Response = Response;

    fn call(&self) -> Result<Call, Error> {
        said("prompt", &self.prompt, "say what to draw")?;
        let call = Call::json(Operation::IMAGES_GENERATIONS, &["images", "generations"], self)?;
        Ok(call
            .with_model(self.model.as_deref())
            .with_stream(self.stream == Some(true)))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Response, Error> {
        decode_images(head, &body)
    }

    fn summary(response: &Response) -> Summary {
        summary(response.usage.as_ref())
    }
}

impl Streaming for GenerationRequest {
    const OPERATION: Operation = Operation::IMAGES_GENERATIONS;

    type Event = GenerationEvent;

    fn streamed(mut self, _: bool) -> Self {
        self.stream = Some(true);
        self
    }

    fn progress(&self) -> EndProgress {
        EndProgress::expecting(self.n.unwrap_or(1))
    }
}

impl Endpoint for Edit {
    type Response = Response;

    fn call(&self) -> Result<Call, Error> {
        let Self { request, images, mask } = self;
        said("prompt", &request.prompt, "say what to change")?;
        let refers = request.images.as_ref().is_some_and(|images| !images.is_empty());
        let path = ["images", "edits"];
        let call = match (refers, images.is_empty()) {
            (true, true) => {
                let message = "`mask` is a file, and the images are references: refer to the mask in the request, too";
                require(mask.is_none(), message)?;
                Call::json(Operation::IMAGES_EDITS, &path, request)?
            }
            (false, false) => {
                let message = "`mask` is a reference, and the images are files: give the mask as a file, too";
                require(request.mask.is_none(), message)?;
                let message = "`moderation` does not go with files: leave it out, or refer to the images in `images`";
                require(request.moderation.is_none(), message)?;
                Call::multipart(Operation::IMAGES_EDITS, &path, self.parts())
            }
            (true, false) => {
                let message = "the images are given twice, as files and as the request's `images`: leave one out";
                return Err(invalid(message));
            }
            (false, true) => return Err(invalid("no image is given: give a file, or refer to one in `images`")),
        };
        Ok(call
            .with_model(request.model.as_deref())
            .with_stream(request.stream == Some(true)))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Response, Error> {
        decode_images(head, &body)
    }

    fn summary(response: &Response) -> Summary {
        summary(response.usage.as_ref())
    }
}

impl Edit {
    /// A single image is called `image`, several are items of a list.
    fn parts(&self) -> Vec<Part> {
        let name = if self.images.len() == 1 { "image" } else { "image[]" };
        let mut parts = Part::texts(self.request.fields());
        parts.extend(self.images.iter().map(|image| Part::file(name, image.clone())));
        parts.extend(self.mask.iter().map(|mask| Part::file("mask", mask.clone())));
        parts
    }
}

impl Streaming for Edit {
    const OPERATION: Operation = Operation::IMAGES_EDITS;

    type Event = EditEvent;

    fn streamed(mut self, _: bool) -> Self {
        self.request.stream = Some(true);
        self
    }

    fn progress(&self) -> EndProgress {
        EndProgress::expecting(self.request.n.unwrap_or(1))
    }
}

impl Endpoint for Vary {
    type Response = Response;

    fn call(&self) -> Result<Call, Error> {
        let mut parts = Part::texts(self.request.fields());
        parts.push(Part::file("image", self.image.clone()));
        let call = Call::multipart(Operation::IMAGES_VARIATIONS, &["images", "variations"], parts);
        Ok(call.with_model(self.request.model.as_deref()))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Response, Error> {
        decode_images(head, &body)
    }

    fn summary(response: &Response) -> Summary {
        summary(response.usage.as_ref())
    }
}

impl Event for GenerationEvent {
    type Progress = EndProgress;

    fn decode(kind: &str, data: &str) -> Result<Self, Error> {
        decode_event_union(kind, data, |event| match event {
            Self::Other(members) => Some(members),
            _ => None,
        })
    }

    fn summary(&self) -> Summary {
        match self {
            Self::Completed(image) => summary(image.usage.as_ref()),
            _ => Summary::default(),
        }
    }
}

impl Event for EditEvent {
    type Progress = EndProgress;

    fn decode(kind: &str, data: &str) -> Result<Self, Error> {
        decode_event_union(kind, data, |event| match event {
            Self::Other(members) => Some(members),
            _ => None,
        })
    }

    fn summary(&self) -> Summary {
        match self {
            Self::Completed(image) => summary(image.usage.as_ref()),
            _ => Summary::default(),
        }
    }
}

impl Collect for GenerationEvent {
    type Accumulator = Accumulator;
}

impl Collect for EditEvent {
    type Accumulator = Accumulator;
}

impl Progress<GenerationEvent> for EndProgress {
    fn observe(&mut self, event: &GenerationEvent) {
        if matches!(event, GenerationEvent::Completed(_)) {
            self.see();
        }
    }

    fn is_complete(&self) -> bool {
        self.is_complete()
    }
}

impl Progress<EditEvent> for EndProgress {
    fn observe(&mut self, event: &EditEvent) {
        if matches!(event, EditEvent::Completed(_)) {
            self.see();
        }
    }

    fn is_complete(&self) -> bool {
        self.is_complete()
    }
}

fn decode_images(head: &response::Parts, body: &Bytes) -> Result<Response, Error> {
    decode_object(head, body, |response: &Response| &response.extra)
}

fn summary(usage: Option<&Usage>) -> Summary {
    Summary {
        input_tokens: usage.and_then(|usage| usage.input_tokens),
        output_tokens: usage.and_then(|usage| usage.output_tokens),
        ..Summary::default()
    }
}
