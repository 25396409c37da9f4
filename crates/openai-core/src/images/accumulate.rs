//! A stream of images put together.

use openai_types::images::{CompletedImage, EditEvent, GenerationEvent, Image, PartialImage, Response};

use crate::{Accumulate, Error};

/// Puts the events of streamed images together: the finished images, or where none is finished, the latest unfinished
/// one.
#[derive(Clone, Debug, Default)]
pub struct Accumulator {
    completed: Vec<CompletedImage>,
    partial: Option<PartialImage>,
}

impl Accumulator {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event of images that are drawn.
    pub fn push(&mut self, event: &GenerationEvent) {
        match event {
            GenerationEvent::Partial(image) => self.partial = Some(image.clone()),
            GenerationEvent::Completed(image) => self.completed.push(image.clone()),
            _ => {}
        }
    }

    /// Adds an event of images that are changed.
    pub fn push_edit(&mut self, event: &EditEvent) {
        match event {
            EditEvent::Partial(image) => self.partial = Some(image.clone()),
            EditEvent::Completed(image) => self.completed.push(image.clone()),
            _ => {}
        }
    }

    /// The images as far as they have come.
    #[must_use]
    pub fn finish(self) -> Response {
        let mut whole = Response::new();
        let mut data = Vec::new();
        for image in self.completed {
            data.push(Image::new().b64_json(image.b64_json));
            whole.created = image.created_at.or(whole.created);
            whole.size = image.size.or(whole.size);
            whole.quality = image.quality.or(whole.quality);
            whole.background = image.background.or(whole.background);
            whole.output_format = image.output_format.or(whole.output_format);
            whole.usage = image.usage.or(whole.usage);
        }
        if let Some(image) = self.partial.filter(|_| data.is_empty()) {
            data.push(Image::new().b64_json(image.b64_json));
            whole.created = image.created_at;
            whole.size = image.size;
            whole.quality = image.quality;
            whole.background = image.background;
            whole.output_format = image.output_format;
        }
        whole.data(data)
    }
}

impl Accumulate<GenerationEvent> for Accumulator {
    type Whole = Response;

    fn add(&mut self, event: &GenerationEvent) -> Result<(), Error> {
        self.push(event);
        Ok(())
    }

    fn whole(self) -> Response {
        self.finish()
    }
}

impl Accumulate<EditEvent> for Accumulator {
    type Whole = Response;

    fn add(&mut self, event: &EditEvent) -> Result<(), Error> {
        self.push_edit(event);
        Ok(())
    }

    fn whole(self) -> Response {
        self.finish()
    }
}
