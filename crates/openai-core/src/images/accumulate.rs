//! A stream of images put together.

use openai_types::Object;
use openai_types::images::{CompletedImage, EditEvent, GenerationEvent, Image, PartialImage, Response};
use serde_json::Value;

use crate::{Accumulate, Error};

/// Puts the events of streamed images together: the finished images, or where none is finished, the latest unfinished
/// one. Members of an event that its type does not name are kept with its image.
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
            data.push(picture(image.b64_json, image.extra));
            whole.created = image.created_at.or(whole.created);
            whole.size = image.size.or(whole.size);
            whole.quality = image.quality.or(whole.quality);
            whole.background = image.background.or(whole.background);
            whole.output_format = image.output_format.or(whole.output_format);
            whole.usage = image.usage.or(whole.usage);
        }
        if let Some(image) = self.partial.filter(|_| data.is_empty()) {
            data.push(picture(image.b64_json, image.extra));
            whole.created = image.created_at;
            whole.size = image.size;
            whole.quality = image.quality;
            whole.background = image.background;
            whole.output_format = image.output_format;
        }
        whole.data(data)
    }
}

/// An image of an answer: an event's file, and what else stands in the event. What an image has by name, such as the
/// findings of a content filter, finds its place.
fn picture(file: String, extra: Object) -> Image {
    let mut image = serde_json::from_value(Value::Object(extra.clone())).unwrap_or_else(|_| {
        let mut image = Image::new();
        image.extra = extra;
        image
    });
    image.b64_json = Some(file);
    image
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
