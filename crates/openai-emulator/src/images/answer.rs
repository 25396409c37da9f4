//! Image answers, whole and streamed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::Picture;
use super::request::{Model, Request};
use crate::token;
use crate::wire::{Family, Wire, content_filter};

/// The answer that is not streamed; `host` gives a picture a URL.
pub(crate) fn whole(
    wire: &Wire,
    request: &Request,
    pictures: &[Picture],
    created: u64,
    host: impl Fn(&Picture) -> String,
) -> Value {
    let mut answer = Map::new();
    answer.insert("created".into(), json!(created));
    let data = pictures.iter().map(|picture| {
        let mut image = Map::new();
        if request.inline {
            image.insert("b64_json".into(), json!(encoded(request, picture)));
        } else {
            image.insert("url".into(), json!(host(picture)));
        }
        if request.model == Model::DallE3 {
            let revised = format!("{} The emulator drew it with two colours.", request.prompt);
            image.insert("revised_prompt".into(), json!(revised));
        }
        if wire.family() == Family::Azure && !is_before_filters(wire) {
            image.insert("content_filter_results".into(), image_verdict(false));
            image.insert("prompt_filter_results".into(), image_verdict(true));
        }
        Value::Object(image)
    });
    answer.insert("data".into(), data.collect());
    if request.model == Model::Gpt {
        answer.insert("background".into(), json!(background(request)));
        answer.insert("output_format".into(), json!(request.format.name()));
        answer.insert("quality".into(), json!(request.quality));
        answer.insert("size".into(), json!(size(request)));
        answer.insert("usage".into(), usage(request));
    }
    Value::Object(answer)
}

/// The events of a stream: the picture while it comes to be, then the finished one.
pub(crate) fn events(request: &Request, pictures: &[Picture], created: u64) -> Vec<Bytes> {
    let operation = if request.edit { "image_edit" } else { "image_generation" };
    let mut events = Vec::new();
    for picture in pictures {
        for index in 0..request.partial {
            // A picture that is not finished shows with its colours changed.
            let mut partial = *picture;
            let shade = u8::try_from(16 * (request.partial - index)).unwrap_or(u8::MAX);
            partial.colours = partial.colours.map(|colour| colour.map(|value| value ^ shade));
            let kind = format!("{operation}.partial_image");
            let mut event = event(&kind, request, &partial, created);
            event.insert("partial_image_index".into(), json!(index));
            events.push(frame(&kind, event));
        }
        let kind = format!("{operation}.completed");
        let mut event = event(&kind, request, picture, created);
        event.insert("usage".into(), usage(request));
        events.push(frame(&kind, event));
    }
    events
}

/// An event that has its name on a line of its own.
fn frame(kind: &str, event: Map<String, Value>) -> Bytes {
    Bytes::from(format!("event: {kind}\ndata: {}\n\n", Value::Object(event)))
}

fn event(kind: &str, request: &Request, picture: &Picture, created: u64) -> Map<String, Value> {
    let mut event = Map::new();
    event.insert("type".into(), json!(kind));
    event.insert("b64_json".into(), json!(encoded(request, picture)));
    event.insert("created_at".into(), json!(created));
    event.insert("size".into(), json!(size(request)));
    event.insert("quality".into(), json!(request.quality));
    event.insert("background".into(), json!(background(request)));
    event.insert("output_format".into(), json!(request.format.name()));
    event
}

pub(super) fn encoded(request: &Request, picture: &Picture) -> String {
    STANDARD.encode(request.format.write(picture))
}

fn background(request: &Request) -> &'static str {
    if request.transparent { "transparent" } else { "opaque" }
}

fn size(request: &Request) -> String {
    format!("{}x{}", request.width, request.height)
}

/// Tokens as the published table counts them for a square picture, by quality, in proportion to the area.
fn usage(request: &Request) -> Value {
    let square: u64 = match request.quality {
        "low" => 272,
        "medium" => 1056,
        _ => 4160,
    };
    let area = u64::from(request.width) * u64::from(request.height);
    let each = (square * area / (1024 * 1024)).max(1);
    let drawn = each * request.count as u64;
    let (text, images) = (token::count(&request.prompt) as u64, 323 * request.images as u64);
    json!({
        "input_tokens": text + images,
        "input_tokens_details": { "text_tokens": text, "image_tokens": images },
        "output_tokens": drawn,
        "output_tokens_details": { "text_tokens": 0, "image_tokens": drawn },
        "total_tokens": text + images + drawn,
    })
}

/// The first version with images had no verdicts on them.
fn is_before_filters(wire: &Wire) -> bool {
    matches!(wire, Wire::AzureDated { version, .. } if version.is_preview_within("2023-12-01", "2023-12-01"))
}

fn image_verdict(prompt: bool) -> Value {
    let mut verdict = content_filter::prompt_verdict(&[]);
    if let Some(verdict) = verdict.as_object_mut() {
        if prompt {
            verdict.insert("profanity".into(), json!({ "filtered": false, "detected": false }));
        } else {
            verdict.remove("jailbreak");
        }
    }
    verdict
}
