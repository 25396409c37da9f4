//! Forms with files, as they travel.

use openai_core::{File, Part, PartContent, TransportError, TransportErrorKind};
use reqwest::Body;
use reqwest::multipart::{Form, Part as Piece};

/// The form of these parts. Files are opened here, and read as they are sent.
///
/// # Errors
/// Where a file cannot be opened, or has no media type that could be sent.
pub(crate) fn form(parts: Vec<Part>) -> Result<Form, TransportError> {
    parts.into_iter().try_fold(Form::new(), |form, part| {
        Ok(match part.content {
            PartContent::Text(text) => form.text(part.name, text),
            PartContent::File(file) => {
                let piece = piece(&file)?;
                form.part(part.name, piece)
            }
            _ => {
                return Err(unsendable(format!(
                    "the transport does not know what `{}` holds",
                    part.name
                )));
            }
        })
    })
}

fn piece(file: &File) -> Result<Piece, TransportError> {
    let name = file.name();
    let pieces = file
        .open()
        .map_err(|error| unsendable(format!("the file {name:?} cannot be read")).with_source(error))?;
    let body = Body::wrap_stream(pieces);
    let piece = match file.len() {
        Some(len) => Piece::stream_with_length(body, len),
        None => Piece::stream(body),
    };
    let piece = piece.file_name(name.to_owned());
    match file.as_media_type() {
        None => Ok(piece),
        Some(media_type) => piece.mime_str(media_type).map_err(|error| {
            unsendable(format!("{media_type:?} is no media type, for the file {name:?}")).with_source(error)
        }),
    }
}

fn unsendable(message: String) -> TransportError {
    TransportError::new(TransportErrorKind::Unsendable, message)
}
