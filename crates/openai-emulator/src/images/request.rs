//! What an image request may hold: each model's own table, and what is read from it.

use serde_json::{Map, Value};

use super::{FileFormat, Picture};
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};
use crate::random::Random;
use crate::wire::{Family, Wire};

/// The models that draw and edit; DALL-E 3 draws alone.
pub(super) const EDITORS: [&str; 5] = [
    "gpt-image-2",
    "gpt-image-1.5",
    "gpt-image-1",
    "gpt-image-1-mini",
    "dall-e-2",
];

/// The kinds of image models: each has parameters of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Model {
    DallE2,
    DallE3,
    Gpt,
}

impl Model {
    /// The kind of the named model. Azure's deployments may have any name: before 2025-04-01-preview they are DALL-E 3,
    /// later the name decides.
    ///
    /// # Errors
    /// A name that is no image model's, where models have their own names.
    pub(crate) fn named(wire: &Wire, name: &str, default: Self) -> Result<Self, Wrong> {
        let plain = name.to_lowercase();
        if plain.contains("dall-e-2") || plain.contains("dalle-2") || plain.contains("dalle2") {
            return Ok(Self::DallE2);
        }
        if plain.contains("dall-e") || plain.contains("dalle") {
            return Ok(Self::DallE3);
        }
        if plain.contains("gpt-image") || plain.contains("gptimage") {
            return Ok(Self::Gpt);
        }
        if name.is_empty() || wire.family() == Family::Azure {
            return Ok(default);
        }
        let models = EDITORS.into_iter().chain(["dall-e-3"]);
        Err(check::invalid_value(name, models, &At::Member(&At::Body, "model")))
    }
}

/// An image request, read.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) model: Model,
    pub(crate) prompt: String,
    pub(crate) count: usize,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// `low`, `medium` or `high`, of a GPT image model.
    pub(crate) quality: &'static str,
    pub(crate) transparent: bool,
    pub(crate) format: FileFormat,
    /// The answer carries the files, not their URLs.
    pub(crate) inline: bool,
    pub(crate) stream: bool,
    pub(crate) partial: usize,
    /// Images that came with the request; none for a generation.
    pub(crate) images: usize,
    /// Whether this is an edit.
    pub(crate) edit: bool,
}

pub(super) static SMALL_SIZES: Shape = Shape::Word(&["256x256", "512x512", "1024x1024"]);
pub(super) static GPT_PROMPT: Shape = Shape::TextUpTo(32_000);
pub(super) static DALLE2_PROMPT: Shape = Shape::TextUpTo(1000);
pub(super) static BACKGROUND: Shape = Shape::Word(&["transparent", "opaque", "auto"]);
pub(super) static QUALITY: Shape = Shape::Word(&["low", "medium", "high", "auto"]);
pub(super) static DALLE2_QUALITY: Shape = Shape::Word(&["standard", "auto"]);
pub(super) static OUTPUT_FORMAT: Shape = Shape::Word(&["png", "jpeg", "webp"]);
pub(super) static MODERATION: Shape = Shape::Word(&["low", "auto"]);

pub(super) static COUNT: Shape = Shape::Integer(1, 10);
pub(super) static RESPONSE_FORMAT: Shape = Shape::Word(&["url", "b64_json"]);

static DALLE2: &[Member] = &[
    required("prompt", &DALLE2_PROMPT),
    nullable("model", &Shape::Text),
    nullable("n", &COUNT),
    nullable("quality", &DALLE2_QUALITY),
    nullable("response_format", &RESPONSE_FORMAT),
    nullable("size", &SMALL_SIZES),
    optional("user", &Shape::Text),
];
static DALLE3: &[Member] = &[
    required("prompt", &DALLE3_PROMPT),
    nullable("model", &Shape::Text),
    nullable("n", &Shape::Integer(1, 1)),
    nullable("quality", &Shape::Word(&["standard", "hd", "auto"])),
    nullable("response_format", &RESPONSE_FORMAT),
    nullable("size", &DALLE3_SIZE),
    nullable("style", &STYLE),
    optional("user", &Shape::Text),
];
/// In Azure's dated versions no quality is chosen for the caller.
static DATED_DALLE3: &[Member] = &[
    required("prompt", &DALLE3_PROMPT),
    nullable("model", &Shape::Text),
    nullable("n", &Shape::Integer(1, 1)),
    nullable("quality", &Shape::Word(&["standard", "hd"])),
    nullable("response_format", &RESPONSE_FORMAT),
    nullable("size", &DALLE3_SIZE),
    nullable("style", &STYLE),
    optional("user", &Shape::Text),
];
static DALLE3_PROMPT: Shape = Shape::TextUpTo(4000);
static DALLE3_SIZE: Shape = Shape::Word(&["1024x1024", "1792x1024", "1024x1792"]);
static STYLE: Shape = Shape::Word(&["vivid", "natural"]);
static GPT: &[Member] = &[
    required("prompt", &GPT_PROMPT),
    nullable("model", &Shape::Text),
    nullable("n", &COUNT),
    nullable("background", &BACKGROUND),
    nullable("moderation", &MODERATION),
    nullable("output_compression", &Shape::Integer(0, 100)),
    nullable("output_format", &OUTPUT_FORMAT),
    nullable("partial_images", &Shape::Integer(0, 3)),
    nullable("quality", &QUALITY),
    nullable("size", &Shape::Text),
    nullable("stream", &Shape::Flag),
    optional("user", &Shape::Text),
];
/// What only the GPT image models have: a request that uses one of these and names no model is for one of them. None of
/// them is used by being null.
const OF_GPT: [&str; 6] = [
    "background",
    "moderation",
    "output_compression",
    "output_format",
    "partial_images",
    "stream",
];
/// Where no deployment stands in the path, Azure needs one in the body.
static NAMED: &[Member] = &[required("model", &Shape::FilledText)];

/// Reads the body of a generation.
///
/// # Errors
/// What the model's table does not allow.
pub(crate) fn generation(wire: &Wire, body: &Map<String, Value>) -> Result<Request, Wrong> {
    let mut body = body.clone();
    body.retain(|name, value| !value.is_null() || !OF_GPT.contains(&name.as_str()));
    let body = &body;
    let default = match wire.family() {
        Family::Azure => Model::DallE3,
        _ if OF_GPT.iter().any(|name| body.contains_key(*name)) => Model::Gpt,
        _ => Model::DallE2,
    };
    let model = Model::named(wire, &wire.model_name(body), default)?;
    let table = match model {
        Model::DallE2 => DALLE2,
        Model::DallE3 if matches!(wire, Wire::AzureDated { .. }) => DATED_DALLE3,
        Model::DallE3 => DALLE3,
        Model::Gpt => GPT,
    };
    check_members(table, body)?;
    if *wire == Wire::AzureV1 {
        check::object(NAMED, body, &At::Body, Unknown::Ignored)?;
    }
    Request::read(model, body)
}

/// Checks a body against a table; these operations name what they do not know in words of their own.
pub(super) fn check_members(table: &'static [Member], body: &Map<String, Value>) -> Result<(), Wrong> {
    if let Some(name) = body.keys().find(|name| table.iter().all(|member| member.name != *name)) {
        let message = format!("Unknown parameter: '{name}'.");
        return Err(Wrong::coded("unknown_parameter", name, message));
    }
    check::object(table, body, &At::Body, Unknown::Refused)
}

impl Request {
    /// Reads a body that has passed its table.
    pub(super) fn read(model: Model, body: &Map<String, Value>) -> Result<Self, Wrong> {
        let word = |name: &str| body.get(name).and_then(Value::as_str);
        let size = |name: &str| {
            body.get(name)
                .and_then(Value::as_u64)
                .and_then(|size| usize::try_from(size).ok())
        };
        let prompt = word("prompt").unwrap_or_default();
        if prompt.is_empty() && body.contains_key("prompt") {
            let message = "Invalid 'prompt': empty string. Expected a string with minimum length 1.";
            return Err(Wrong::coded("empty_string", "prompt", message));
        }
        let (width, height) = dimensions(model, word("model"), word("size"))?;
        let format = FileFormat::named(word("output_format"));
        let transparent = word("background") == Some("transparent");
        if transparent && format == FileFormat::Jpeg {
            let message = "Transparent background is not supported for JPEG output format.";
            return Err(Wrong::new("background", message));
        }
        if body
            .get("output_compression")
            .is_some_and(|value| value.as_u64().is_some_and(|level| level < 100))
            && format == FileFormat::Png
        {
            let message = "Compression less than 100 is not supported for PNG output format.";
            return Err(Wrong::coded(
                "invalid_png_output_compression",
                "output_compression",
                message,
            ));
        }
        let stream = body.get("stream").and_then(Value::as_bool).unwrap_or(false);
        let partial = size("partial_images").unwrap_or(0);
        if partial > 0 && !stream {
            let message = "The 'partial_images' parameter is only allowed when 'stream' is enabled.";
            return Err(Wrong::new("partial_images", message));
        }
        let count = size("n").unwrap_or(1);
        if stream && count > 1 {
            let message = "Streaming is only supported with 'n' equal to 1.";
            return Err(Wrong::new("n", message));
        }
        Ok(Self {
            model,
            prompt: prompt.to_owned(),
            count,
            width,
            height,
            quality: match word("quality") {
                Some("low") => "low",
                Some("medium") => "medium",
                _ => "high",
            },
            transparent,
            format,
            inline: model == Model::Gpt || word("response_format") == Some("b64_json"),
            stream,
            partial,
            images: 0,
            edit: false,
        })
    }

    /// The pictures of the answer: the same seed and request, the same pictures.
    pub(crate) fn pictures(&self, seed: u64) -> Vec<Picture> {
        let random = Random::from_parts(seed, &[b"image", self.prompt.as_bytes(), &self.images.to_le_bytes()]);
        let picture = |index| {
            let number = random.branch(index).next();
            Picture::new(self.width, self.height, number, self.transparent)
        };
        (0..self.count as u64).map(picture).collect()
    }
}

/// Width and height in pixels.
fn dimensions(model: Model, name: Option<&str>, size: Option<&str>) -> Result<(u32, u32), Wrong> {
    let default = (1024, 1024);
    let Some(text) = size.filter(|size| *size != "auto") else {
        return Ok(default);
    };
    let pair = text
        .split_once('x')
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let known = ["1024x1024", "1536x1024", "1024x1536"];
    match (model, pair) {
        (Model::Gpt, Some((width, height))) if name.is_some_and(|name| name.contains("gpt-image-2")) => {
            free_size(text, width, height)
        }
        (Model::Gpt, Some(pair)) if known.contains(&text) => Ok(pair),
        (Model::Gpt, _) => {
            let words = known.into_iter().chain(["auto"]);
            Err(check::invalid_value(text, words, &At::Member(&At::Body, "size")))
        }
        (_, pair) => Ok(pair.unwrap_or(default)),
    }
}

/// The newest model draws any size whose sides are multiples of 16, up to 3840 by 2160 and at most three to one.
fn free_size(text: &str, width: u32, height: u32) -> Result<(u32, u32), Wrong> {
    let (long, short) = (width.max(height), width.min(height));
    let fits = width.is_multiple_of(16)
        && height.is_multiple_of(16)
        && short > 0
        && long <= 3840
        && short <= 2160
        && u64::from(long) <= 3 * u64::from(short);
    if fits {
        return Ok((width, height));
    }
    let message = format!(
        "Invalid size '{text}': width and height must be divisible by 16, no more than 3840x2160, and in a ratio between 1:3 and 3:1."
    );
    Err(Wrong::coded("invalid_value", "size", message))
}
