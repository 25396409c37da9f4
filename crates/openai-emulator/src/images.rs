//! Images: pictures that are made up from the prompt, in the size and the file format that were asked for.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::Wrong;
use crate::failure::Failure;
use crate::state::State;
use crate::wire::{Family, Wire, content_filter};

mod answer;
mod edit;
pub(crate) mod hosted;
mod jpeg;
mod png;
mod request;
mod webp;

pub(crate) use request::Request;

/// Draws what a prompt says.
///
/// # Errors
/// A body that the model's table does not allow, and a prompt that Azure's filter blocks.
pub(crate) async fn generate(state: &State, wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let headers = asked.headers();
    from_prompt(state, wire, headers, &asked.json().await?)
}

/// The same of a body that has been read.
///
/// # Errors
/// As [`generate`].
pub(crate) fn from_prompt(
    state: &State,
    wire: &Wire,
    headers: &HeaderMap,
    body: &Map<String, Value>,
) -> Result<Answered, Failure> {
    draw(state, wire, headers, &request::generation(wire, body)?)
}

/// Draws images anew, from a form or from JSON.
///
/// # Errors
/// As [`generate`], and images that cannot be read.
pub(crate) async fn edit(state: &State, wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let headers = asked.headers();
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if *wire == Wire::OpenAi && kind.starts_with("application/json") {
        return from_references(state, wire, headers, &asked.json().await?);
    }
    let form = asked.form(edit::LARGEST).await?;
    draw(state, wire, headers, &edit::form(wire, &form)?)
}

/// Draws images anew, from JSON that has been read.
///
/// # Errors
/// As [`edit`].
pub(crate) fn from_references(
    state: &State,
    wire: &Wire,
    headers: &HeaderMap,
    body: &Map<String, Value>,
) -> Result<Answered, Failure> {
    let request = edit::json(wire, body, |id| state.files.knows(id, state.now()))?;
    draw(state, wire, headers, &request)
}

/// Draws variations of an image.
///
/// # Errors
/// A form that the table does not allow, and an image that cannot be read.
pub(crate) async fn vary(state: &State, wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let headers = asked.headers();
    let form = asked.form(edit::LARGEST).await?;
    draw(state, wire, headers, &edit::variation(&form)?)
}

fn draw(state: &State, wire: &Wire, headers: &HeaderMap, request: &Request) -> Result<Answered, Failure> {
    content_filter::screen(wire.family(), headers, [request.prompt.as_str()].into_iter())?;
    let (now, pictures) = (state.now(), request.pictures(state.config.seed));
    if request.stream {
        return Ok(Answered::named_events(answer::events(request, &pictures, now)));
    }
    let kept = if wire.family() == Family::Azure {
        hosted::DAY
    } else {
        hosted::HOUR
    };
    let origin = hosted::origin(headers);
    let host = |picture: &Picture| format!("{origin}{}", state.images.keep(state, *picture, now + kept));
    Ok(Answered::json(&answer::whole(wire, request, &pictures, now, host)))
}

/// Reads what a model draws with its tool: the tool has the parameters of a generation by a GPT image model.
///
/// # Errors
/// A size that the model does not have, and parameters that do not go together.
pub(crate) fn tool_request(tool: &Map<String, Value>, prompt: &str) -> Result<Request, Wrong> {
    let mut body = tool.clone();
    // It tells how the response streams.
    body.remove("partial_images");
    if !prompt.is_empty() {
        body.insert("prompt".into(), json!(prompt));
    }
    Request::read(request::Model::Gpt, &body)
}

/// The first picture of a request, encoded.
pub(crate) fn drawn(request: &Request, seed: u64) -> String {
    let pictures = request.pictures(seed);
    pictures
        .first()
        .map(|picture| answer::encoded(request, picture))
        .unwrap_or_default()
}

/// A picture of two colours: a pattern of cells, mirrored left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The colour behind, then the colour in front.
    pub(crate) colours: [[u8; 3]; 2],
    /// Nothing stands behind.
    pub(crate) transparent: bool,
    cells: u64,
}

/// Cells in a row, and rows.
const GRID: u64 = 8;

impl Picture {
    /// The picture that belongs to a number: another number, another picture.
    pub(crate) fn new(width: u32, height: u32, number: u64, transparent: bool) -> Self {
        let [red, green, blue, cells @ ..] = number.to_be_bytes();
        let dark = |colour: u8| colour / 3;
        let bright = |colour: u8| 255 - colour / 3;
        let [a, b, c, d, e] = cells;
        Self {
            width,
            height,
            colours: [
                [dark(red), dark(green), dark(blue)],
                [bright(blue), bright(red), bright(green)],
            ],
            transparent,
            // Five bytes make the left half of the cells, so a few rows repeat.
            cells: u64::from_be_bytes([a, b, c, d, e, a ^ 0x3c, b ^ 0x5a, c ^ 0x99]),
        }
    }

    /// Whether the front colour shows at this pixel.
    pub(crate) fn is_front(&self, x: u32, y: u32) -> bool {
        let cell = |at: u32, of: u32| u64::from(at) * GRID / u64::from(of.max(1));
        let (column, row) = (cell(x, self.width).min(GRID - 1), cell(y, self.height).min(GRID - 1));
        let half = column.min(GRID - 1 - column);
        (self.cells >> (row * GRID + half)) & 1 == 1
    }

    /// The colour of a pixel.
    pub(crate) fn colour(&self, x: u32, y: u32) -> [u8; 3] {
        let [behind, front] = self.colours;
        if self.is_front(x, y) { front } else { behind }
    }
}

/// The file formats that images come in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum FileFormat {
    Png,
    Jpeg,
    Webp,
}

impl FileFormat {
    /// Reads `output_format`.
    pub(crate) fn named(name: Option<&str>) -> Self {
        match name {
            Some("jpeg") => Self::Jpeg,
            Some("webp") => Self::Webp,
            _ => Self::Png,
        }
    }

    /// The format that a file's first bytes tell of.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
        }
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// Writes the picture.
    pub(crate) fn write(self, picture: &Picture) -> Vec<u8> {
        match self {
            Self::Png => png::write(picture),
            Self::Jpeg => jpeg::write(picture),
            Self::Webp => webp::write(picture),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FileFormat, Picture};

    #[test]
    fn a_number_makes_its_own_picture() {
        let picture = |number| Picture::new(64, 64, number, false);
        assert_eq!(picture(1 << 40), picture(1 << 40));
        let numbers = [1_u64, 1 << 20, 1 << 40, 0x0123_4567_89ab_cdef];
        let mut seen: Vec<Picture> = Vec::new();
        for number in numbers {
            assert!(!seen.contains(&picture(number)), "{number:x}");
            seen.push(picture(number));
        }
    }

    #[test]
    fn a_picture_is_mirrored_and_has_both_colours() {
        let picture = Picture::new(256, 128, 0x0123_4567_89ab_cdef, false);
        let pixels: Vec<bool> = (0..128)
            .flat_map(|y| (0..256).map(move |x| (x, y)))
            .map(|(x, y)| {
                assert_eq!(picture.is_front(x, y), picture.is_front(255 - x, y), "{x},{y}");
                picture.is_front(x, y)
            })
            .collect();
        assert!(pixels.contains(&true) && pixels.contains(&false));
    }

    #[test]
    fn every_format_is_known_again() {
        for format in [FileFormat::Png, FileFormat::Jpeg, FileFormat::Webp] {
            let file = format.write(&Picture::new(20, 10, 0x0123_4567_89ab_cdef, false));
            assert_eq!(FileFormat::of(&file), Some(format));
            assert_eq!(FileFormat::named(Some(format.name())), format);
        }
        assert_eq!(FileFormat::of(b"GIF89a"), None);
    }
}
