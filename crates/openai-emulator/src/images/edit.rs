//! Edits and variations: the images that come with a request, as files of a form or as references in JSON.

use bytes::Bytes;
use serde_json::{Map, Value};

use super::FileFormat;
use super::request::{
    BACKGROUND, COUNT, DALLE2_PROMPT, DALLE2_QUALITY, EDITORS, GPT_PROMPT, MODERATION, Model, OUTPUT_FORMAT, QUALITY,
    RESPONSE_FORMAT, Request, SMALL_SIZES, check_members,
};
use crate::check::{At, Member, Shape, Wrong, invalid_value, nullable, optional, required};
use crate::multipart::{Form, Kind};
use crate::wire::Wire;

const MEGABYTE: usize = 1024 * 1024;
/// The most bytes of an image that some model takes.
pub(super) const LARGEST: usize = 50 * MEGABYTE;

static GPT_FORM: &[Member] = &[
    required("image", &Shape::List(&Shape::Text, 1, 16)),
    required("prompt", &GPT_PROMPT),
    optional("mask", &Shape::Text),
    optional("model", &Shape::Text),
    optional("n", &COUNT),
    optional("background", &BACKGROUND),
    optional("input_fidelity", &Shape::Word(&["high", "low"])),
    optional("output_compression", &Shape::Integer(0, 100)),
    optional("output_format", &OUTPUT_FORMAT),
    optional("partial_images", &Shape::Integer(0, 3)),
    optional("quality", &QUALITY),
    optional("size", &Shape::Text),
    optional("stream", &Shape::Flag),
    optional("user", &Shape::Text),
];
static DALLE2_FORM: &[Member] = &[
    required("image", &Shape::List(&Shape::Text, 1, 1)),
    required("prompt", &DALLE2_PROMPT),
    optional("mask", &Shape::Text),
    optional("model", &Shape::Text),
    optional("n", &COUNT),
    optional("quality", &DALLE2_QUALITY),
    optional("response_format", &RESPONSE_FORMAT),
    optional("size", &SMALL_SIZES),
    optional("user", &Shape::Text),
];
static VARIATION: &[Member] = &[
    required("image", &Shape::List(&Shape::Text, 1, 1)),
    optional("model", &Shape::Word(&["dall-e-2"])),
    optional("n", &COUNT),
    optional("response_format", &RESPONSE_FORMAT),
    optional("size", &SMALL_SIZES),
    optional("user", &Shape::Text),
];
static JSON: &[Member] = &[
    required("images", &Shape::List(&REFERENCE, 1, 16)),
    required("prompt", &GPT_PROMPT),
    optional("mask", &REFERENCE),
    nullable("model", &Shape::Text),
    nullable("n", &COUNT),
    nullable("background", &BACKGROUND),
    nullable("input_fidelity", &Shape::Word(&["high", "low"])),
    nullable("moderation", &MODERATION),
    nullable("output_compression", &Shape::Integer(0, 100)),
    nullable("output_format", &OUTPUT_FORMAT),
    nullable("partial_images", &Shape::Integer(0, 3)),
    nullable("quality", &QUALITY),
    nullable("size", &Shape::Text),
    nullable("stream", &Shape::Flag),
    optional("user", &Shape::Text),
];
static REFERENCE: Shape = Shape::Object(&[
    optional("image_url", &Shape::TextUpTo(20 * MEGABYTE)),
    optional("file_id", &Shape::FilledText),
]);

const KINDS: &[(&str, Kind)] = &[
    ("image", Kind::List),
    ("prompt", Kind::Text),
    ("mask", Kind::Text),
    ("model", Kind::Text),
    ("n", Kind::Number),
    ("background", Kind::Text),
    ("input_fidelity", Kind::Text),
    ("output_compression", Kind::Number),
    ("output_format", Kind::Text),
    ("partial_images", Kind::Number),
    ("quality", Kind::Text),
    ("response_format", Kind::Text),
    ("size", Kind::Text),
    ("stream", Kind::Flag),
    ("user", Kind::Text),
];

/// Reads an edit from a form.
///
/// # Errors
/// What the model's table does not allow, and files that are no images of the right kind.
pub(crate) fn form(wire: &Wire, form: &Form) -> Result<Request, Wrong> {
    let body = form.as_json(KINDS)?;
    let model = editor(wire, &body)?;
    let (table, limit) = match model {
        Model::Gpt => (GPT_FORM, LARGEST),
        Model::DallE2 | Model::DallE3 => (DALLE2_FORM, 4 * MEGABYTE),
    };
    check_members(table, &body)?;
    let images = files(form, model, limit)?;
    check_mask(form, images.first())?;
    edited(model, &body, images.len())
}

/// Reads an edit from JSON; `knows` tells whether a file of this identifier was uploaded.
///
/// # Errors
/// What the table does not allow, and references that are both a URL and a file, or neither, or to no file.
pub(crate) fn json(wire: &Wire, body: &Map<String, Value>, knows: impl Fn(&str) -> bool) -> Result<Request, Wrong> {
    check_members(JSON, body)?;
    let model = editor(wire, body)?;
    if model != Model::Gpt {
        let message = "Image references in JSON are only supported by the GPT image models.";
        return Err(Wrong::coded("invalid_value", "model", message));
    }
    let images = body
        .get("images")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let places = images
        .iter()
        .enumerate()
        .map(|(index, image)| (format!("images[{index}]"), image));
    let mask = body.get("mask").map(|mask| ("mask".to_owned(), mask));
    for (at, reference) in places.chain(mask) {
        let text = |name: &str| reference.get(name).and_then(Value::as_str);
        match (text("image_url"), text("file_id")) {
            (Some(url), None)
                if ["https://", "http://", "data:image/"]
                    .iter()
                    .any(|start| url.starts_with(start)) => {}
            (Some(_), None) => {
                let message = format!("Invalid '{at}.image_url': expected an HTTP(S) URL or a base64 data URL.");
                return Err(Wrong::coded("invalid_value", format!("{at}.image_url"), message));
            }
            (None, Some(id)) if knows(id) => {}
            (None, Some(id)) => {
                let message = format!("No such File object: {id}");
                return Err(Wrong::new(format!("{at}.file_id"), message));
            }
            _ => {
                let message = format!("Invalid '{at}': exactly one of 'image_url' and 'file_id' is required.");
                return Err(Wrong::coded("invalid_value", at, message));
            }
        }
    }
    edited(model, body, images.len())
}

/// Reads a variation.
///
/// # Errors
/// As for an edit of DALL-E 2.
pub(crate) fn variation(form: &Form) -> Result<Request, Wrong> {
    let body = form.as_json(KINDS)?;
    check_members(VARIATION, &body)?;
    let images = files(form, Model::DallE2, 4 * MEGABYTE)?;
    edited(Model::DallE2, &body, images.len())
}

fn edited(model: Model, body: &Map<String, Value>, images: usize) -> Result<Request, Wrong> {
    let mut request = Request::read(model, body)?;
    request.images = images;
    request.edit = true;
    Ok(request)
}

/// The model of an edit; DALL-E 3 edits nothing.
fn editor(wire: &Wire, body: &Map<String, Value>) -> Result<Model, Wrong> {
    match Model::named(wire, &wire.model_name(body), Model::Gpt)? {
        Model::DallE3 => {
            let at = At::Member(&At::Body, "model");
            Err(invalid_value("dall-e-3", EDITORS.into_iter(), &at))
        }
        model => Ok(model),
    }
}

fn files(form: &Form, model: Model, limit: usize) -> Result<Vec<Bytes>, Wrong> {
    let mut images = Vec::new();
    for part in form.files("image") {
        let format = FileFormat::of(&part.bytes);
        let fits = part.size < limit && (model == Model::Gpt || format == Some(FileFormat::Png));
        match format {
            None if model == Model::Gpt => {
                let message = "Invalid file 'image': unsupported mimetype. Supported file formats are 'image/png', 'image/jpeg', and 'image/webp'.";
                return Err(Wrong::coded("unsupported_file_mimetype", "image", message));
            }
            _ if !fits && model == Model::Gpt => {
                let message = "Uploaded image must be less than 50 MB.";
                return Err(Wrong::coded("image_too_large", "image", message));
            }
            _ if !fits => return Err(Wrong::new("image", "Uploaded image must be a PNG and less than 4 MB.")),
            _ => {}
        }
        if model == Model::DallE2 && png_size(&part.bytes).is_none_or(|(width, height)| width != height) {
            return Err(Wrong::new("image", "Uploaded image must be square."));
        }
        images.push(part.bytes.clone());
    }
    if images.is_empty() {
        // Plain fields of that name passed the table, but are no files.
        let message = "Invalid type for 'image': expected a file, but got a string instead.";
        return Err(Wrong::coded("invalid_type", "image", message));
    }
    Ok(images)
}

fn check_mask(form: &Form, image: Option<&Bytes>) -> Result<(), Wrong> {
    let Some(mask) = form.file("mask") else {
        return match form.text("mask") {
            Some(_) => {
                let message = "Invalid type for 'mask': expected a file, but got a string instead.";
                Err(Wrong::coded("invalid_type", "mask", message))
            }
            None => Ok(()),
        };
    };
    let size = png_size(&mask.bytes);
    if size.is_none() || mask.size >= 4 * MEGABYTE {
        return Err(Wrong::new("mask", "Uploaded mask must be a PNG and less than 4 MB."));
    }
    match image.and_then(png_size) {
        Some(image) if Some(image) != size => {
            let message = "Invalid mask image format - mask size does not match image size.";
            Err(Wrong::coded("invalid_mask_image_format", "mask", message))
        }
        _ => Ok(()),
    }
}

/// Width and height, where the file is a PNG.
fn png_size(bytes: &Bytes) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    (FileFormat::of(bytes)? == FileFormat::Png).then_some((number(16)?, number(20)?))
}
