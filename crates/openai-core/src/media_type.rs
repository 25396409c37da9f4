//! What a file is, by its name.

/// The media types of the files that the services take, by the ends of their names.
///
/// A service that judges a file by its type, as OpenAI's does with images that are to be edited, refuses one without.
const TYPES: [(&str, &str); 22] = [
    ("aac", "audio/aac"),
    ("csv", "text/csv"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("html", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("jsonl", "text/jsonl"),
    ("m4a", "audio/mp4"),
    ("md", "text/markdown"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("mpeg", "video/mpeg"),
    ("mpga", "audio/mpeg"),
    ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("txt", "text/plain"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
];

/// The media type that a file's name speaks of.
pub(crate) fn of_name(name: &str) -> Option<&'static str> {
    let (_, end) = name.rsplit_once('.')?;
    let known = TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(end))?;
    Some(known.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_name_tells() {
        for (name, media_type) in [
            ("otter.PNG", Some("image/png")),
            ("a.b.wav", Some("audio/wav")),
            ("requests.jsonl", Some("text/jsonl")),
            ("png", None),
            ("a.png.bin", None),
            ("", None),
        ] {
            assert_eq!(of_name(name), media_type, "{name}");
        }
    }
}
