//! Images for a prompt: files become `data:` URIs, addresses stay as they are.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openai_multicloud::chat::ContentPart;

use crate::exit::Failure;

/// What an image file begins with, and its MIME type. WebP has its mark after a length.
const KINDS: [(&[u8], &str); 5] = [
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"RIFF", "image/webp"),
];

/// The content part for an image file or an address.
pub(crate) fn part(source: &str) -> Result<ContentPart, Failure> {
    let address = source.to_ascii_lowercase();
    if ["https://", "http://", "gs://", "data:image/"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
    {
        return Ok(ContentPart::image_url(source));
    }
    let bytes =
        fs::read(source).map_err(|error| Failure::input(format!("--image {source} cannot be read: {error}")))?;
    let Some(mime) = mime(&bytes) else {
        return Err(Failure::input(format!(
            "--image {source} is not a PNG, JPEG, GIF or WebP file"
        )));
    };
    Ok(ContentPart::image_url(format!(
        "data:{mime};base64,{}",
        STANDARD.encode(bytes)
    )))
}

fn mime(bytes: &[u8]) -> Option<&'static str> {
    let (_, mime) = KINDS.into_iter().find(|(mark, _)| bytes.starts_with(mark))?;
    let webp = bytes.get(8..12) == Some(b"WEBP".as_slice());
    (mime != "image/webp" || webp).then_some(mime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_images_by_their_first_bytes() {
        assert_eq!(mime(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(mime(b"RIFF\x10\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(mime(b"RIFF\x10\0\0\0WAVEfmt "), None);
        assert_eq!(mime(b"<svg>"), None);
        assert_eq!(mime(b""), None);
    }

    #[test]
    fn addresses_stay() {
        let ContentPart::ImageUrl(image) = part("gs://bucket/cat.png").unwrap() else {
            panic!("not an image")
        };
        assert_eq!(image.address(), Some("gs://bucket/cat.png"));
    }
}
