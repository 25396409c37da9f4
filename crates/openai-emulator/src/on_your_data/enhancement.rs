//! Vision enhancements: text and objects in an image, with their places.

use serde_json::{Map, Value, json};

use super::check_object;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, optional, required};
use crate::conversation;

pub(super) static ENHANCEMENTS: Shape = Shape::Object(&[optional("ocr", &SWITCH), optional("grounding", &SWITCH)]);
static SWITCH: Shape = Shape::Object(&[optional("enabled", &Shape::Flag)]);

/// The resource that looks at images.
pub(super) const VISION: &[Member] = &[required("type", &Shape::Text), required("parameters", &RESOURCE)];
static RESOURCE: Shape = Shape::Object(&[
    required("endpoint", &Shape::FilledText),
    required("key", &Shape::FilledText),
]);

static SOURCES: &[Member] = &[
    required("enhancements", &ENHANCEMENTS),
    required(
        "dataSources",
        &Shape::List(&Shape::Tagged("type", &[("AzureComputerVision", VISION)]), 1, 1),
    ),
];

/// Checks `enhancements` and the source beside them, as they stand in a chat completion: the source in `dataSources`, as
/// the how-to guide for GPT-4 Turbo with Vision has it for 2024-02-15-preview.
pub(super) fn check(body: &Map<String, Value>) -> Result<(), Wrong> {
    check::object(SOURCES, body, &At::Body, Unknown::Ignored)?;
    let enhancements = body.get("enhancements").unwrap_or(&Value::Null);
    check_object(SWITCHES, enhancements, &At::Member(&At::Body, "enhancements"))
}

static SWITCHES: &[Member] = &[optional("ocr", &SWITCH), optional("grounding", &SWITCH)];

/// What is found in the image of the last message, where grounding is asked for.
pub(super) fn grounding(body: &Map<String, Value>) -> Option<Value> {
    let wanted = body.get("enhancements")?.get("grounding")?.get("enabled")?.as_bool()?;
    let messages = body.get("messages")?.as_array()?;
    let images: usize = messages
        .iter()
        .map(|message| conversation::parts(message, "image_url"))
        .sum();
    if !wanted || images == 0 {
        return None;
    }
    let corners = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)];
    let polygon: Value = corners.iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
    let (text, word) = ("The emulator sees an image.", "image");
    let offset = text.find(word).unwrap_or(0);
    let span = json!({ "text": word, "offset": offset, "length": word.len(), "polygon": polygon });
    Some(json!({ "lines": [{ "text": text, "spans": [span] }], "status": "Success" }))
}
