//! A form, read while it arrives: what is understood is put away, and only the rest waits.

use std::mem;

use bytes::{Buf as _, Bytes, BytesMut};

use super::header::parameter;
use super::{Form, Part};
use crate::check::Wrong;

/// The most bytes of a part's headers.
const LONGEST_HEAD: usize = 16 * 1024;
/// The most bytes of a plain field.
const LONGEST_FIELD: usize = 16 * 1024 * 1024;

/// Reads the bytes of a form as RFC 7578 writes them.
#[derive(Debug)]
pub(crate) struct Reader {
    /// The boundary with the line break before it.
    delimiter: Vec<u8>,
    /// The most bytes of a file that are held.
    limit: usize,
    stage: Stage,
    /// What has arrived and is not understood yet.
    waiting: BytesMut,
    /// The content of the last part, until its end comes.
    held: Vec<u8>,
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// Before the first boundary, as in mail.
    Preamble,
    /// Behind a boundary: another part follows, or nothing.
    Boundary,
    Head,
    Content,
    End,
}

impl Reader {
    /// For a form with this boundary. Of a file larger than `limit` the rest is counted, but not held.
    pub(crate) fn new(boundary: &str, limit: usize) -> Self {
        Self {
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            limit,
            stage: Stage::Preamble,
            // So the first boundary, which may stand at the very beginning, is like any other.
            waiting: BytesMut::from(&b"\r\n"[..]),
            held: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Reads what comes next.
    ///
    /// # Errors
    /// A body that is not what its boundary says, a part without a name, and headers or fields that are too long.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Wrong> {
        self.waiting.extend_from_slice(bytes);
        while let Some(next) = self.step()? {
            self.stage = next;
        }
        Ok(())
    }

    /// The whole form.
    ///
    /// # Errors
    /// A body that ended too soon.
    pub(crate) fn finish(self) -> Result<Form, Wrong> {
        match self.stage {
            Stage::Preamble => Err(broken("it does not hold its boundary")),
            Stage::End => Ok(Form { parts: self.parts }),
            Stage::Boundary | Stage::Head | Stage::Content => Err(broken("it has no closing boundary")),
        }
    }

    /// The next stage, once this one has come to its end.
    fn step(&mut self) -> Result<Option<Stage>, Wrong> {
        match self.stage {
            Stage::Preamble => {
                let (before, found) = self.until_delimiter();
                self.waiting.advance(before);
                Ok(self.pass(found))
            }
            Stage::Boundary => match self.waiting.get(..2) {
                None => Ok(None),
                Some(b"--") => Ok(Some(Stage::End)),
                // It stays: together with a line break it ends the headers of a part that has none.
                Some(b"\r\n") => Ok(Some(Stage::Head)),
                Some(_) => Err(broken("a boundary is not followed by a line break")),
            },
            Stage::Head => {
                let (before, found) = self.until_delimiter();
                match memchr::memmem::find(&self.waiting, b"\r\n\r\n") {
                    Some(blank) if blank + 4 <= before => {
                        let head = self.waiting.split_to(blank);
                        self.waiting.advance(4);
                        self.parts.push(part(&head)?);
                        Ok(Some(Stage::Content))
                    }
                    _ if found => Err(broken("a part has no blank line after its headers")),
                    _ if self.waiting.len() > LONGEST_HEAD => Err(broken("a part's headers are too long")),
                    _ => Ok(None),
                }
            }
            Stage::Content => {
                let (before, found) = self.until_delimiter();
                let content = self.waiting.split_to(before);
                if let Some(part) = self.parts.last_mut() {
                    part.size = part.size.saturating_add(content.len());
                    if part.file_name.is_none() && part.size > LONGEST_FIELD {
                        return Err(broken("a field is too long"));
                    }
                    let room = self.limit.saturating_sub(self.held.len()).min(content.len());
                    let fits = if part.file_name.is_some() { room } else { content.len() };
                    self.held.extend_from_slice(content.get(..fits).unwrap_or_default());
                    if found {
                        part.bytes = Bytes::from(mem::take(&mut self.held));
                    }
                }
                Ok(self.pass(found))
            }
            Stage::End => {
                self.waiting.clear();
                Ok(None)
            }
        }
    }

    /// How many bytes certainly stand before the next delimiter, and whether it has come.
    fn until_delimiter(&self) -> (usize, bool) {
        match memchr::memmem::find(&self.waiting, &self.delimiter) {
            Some(at) => (at, true),
            // Its beginning may be there already.
            None => (self.waiting.len().saturating_sub(self.delimiter.len() - 1), false),
        }
    }

    fn pass(&mut self, found: bool) -> Option<Stage> {
        found.then(|| {
            self.waiting.advance(self.delimiter.len());
            Stage::Boundary
        })
    }
}

/// A part that is empty yet.
fn part(head: &[u8]) -> Result<Part, Wrong> {
    let head = std::str::from_utf8(head).map_err(|_| broken("a part's headers are not valid UTF-8"))?;
    let disposition = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-disposition").then_some(value.trim())
    });
    let disposition = disposition.ok_or_else(|| broken("a part has no Content-Disposition"))?;
    if !disposition.to_ascii_lowercase().starts_with("form-data") {
        return Err(broken("a part's Content-Disposition is not form-data"));
    }
    Ok(Part {
        name: parameter(disposition, "name").ok_or_else(|| broken("a part has no name"))?,
        file_name: parameter(disposition, "filename"),
        bytes: Bytes::new(),
        size: 0,
    })
}

fn broken(reason: &str) -> Wrong {
    Wrong::plain(format!(
        "We could not parse the multipart body of your request: {reason}."
    ))
}

#[cfg(test)]
mod tests {
    use super::{Form, Reader};

    /// Reads a form that comes in pieces of so many bytes.
    fn read(text: &str, pieces: usize, limit: usize) -> Result<Form, String> {
        let mut reader = Reader::new("xx", limit);
        let text = text.replace('\n', "\r\n");
        let read = text.as_bytes().chunks(pieces).try_for_each(|piece| reader.push(piece));
        read.and_then(|()| reader.finish()).map_err(|wrong| wrong.message)
    }

    #[test]
    fn pieces_of_any_size_are_the_same_form() {
        let text = "before\n--x\n--xx\nContent-Disposition: form-data; name=a; filename=f\n\n1\n--x\n\n--xx\n\
                    Content-Disposition: form-data; name=b\n\n\n--xx--\nafter";
        for pieces in 1..text.len() {
            let form = read(text, pieces, 1000).unwrap();
            assert_eq!(form.file("a").unwrap().bytes, "1\r\n--x\r\n", "{pieces}");
            assert_eq!(form.text("b"), Some(""), "{pieces}");
        }
    }

    #[test]
    fn a_file_is_held_up_to_the_limit_and_counted_beyond() {
        let text = "--xx\nContent-Disposition: form-data; name=a; filename=f\n\n0123456789\n--xx\n\
                    Content-Disposition: form-data; name=b\n\n0123456789\n--xx--";
        for pieces in 1..text.len() {
            let form = read(text, pieces, 4).unwrap();
            let file = form.file("a").unwrap();
            assert_eq!((&file.bytes[..], file.size), (&b"0123"[..], 10), "{pieces}");
            assert_eq!(form.text("b"), Some("0123456789"), "{pieces}");
        }
    }

    #[test]
    fn what_is_broken_says_so() {
        let long = format!("--xx\nContent-Disposition: {}", "a".repeat(20_000));
        for (text, words) in [
            ("", "does not hold its boundary"),
            (
                "--xx\nContent-Disposition: form-data; name=\"a\"\n\nb",
                "no closing boundary",
            ),
            ("--xxContent", "line break"),
            ("--xx\nContent-Disposition: form-data\n\nb\n--xx--", "no name"),
            ("--xx\nX-Other: 1\n\nb\n--xx--", "no Content-Disposition"),
            (
                "--xx\nContent-Disposition: attachment; name=a\n\nb\n--xx--",
                "not form-data",
            ),
            ("--xx\nContent-Disposition: form-data; name=a\n--xx--", "no blank line"),
            (
                "--xx\nContent-Disposition: form-data; name=a\n\n--xx--",
                "no blank line",
            ),
            (&long, "headers are too long"),
        ] {
            for pieces in [1, 7, 100_000] {
                let message = read(text, pieces, 1000).unwrap_err();
                assert!(message.contains(words), "{text:?} by {pieces}: {message}");
            }
        }
    }
}
