//! Images: drawn from a text, edited, and varied.
//!
//! | operation | request | as |
//! |---|---|---|
//! | `POST …/images/generations` | [`GenerationRequest`] | JSON |
//! | `POST …/images/edits` | [`EditRequest`] | a form with the files, or JSON that refers to them |
//! | `POST …/images/variations` | [`VariationRequest`] | a form with the file |
//!
//! Each answers with a [`Response`]; the first two also with a stream of [`GenerationEvent`]s or [`EditEvent`]s.
//! A form's text fields are what a request's `fields()` gives.

mod edit;
mod event;
mod generation;
mod look;
mod response;
mod variation;

pub use edit::{EditRequest, ImageRef, InputFidelity};
pub use event::{CompletedImage, EditEvent, GenerationEvent, PartialImage};
pub use generation::{GenerationRequest, Moderation, Style};
pub use look::{Background, OutputFormat, Quality, ResponseFormat, Size};
pub use response::{Image, InputTokensDetails, OutputTokensDetails, Response, Usage};
pub use variation::VariationRequest;
