//! The parts of a form that takes files.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use futures_core::Stream;

use crate::media_type;

/// One part of a form as `multipart/form-data`.
#[derive(Clone)]
#[non_exhaustive]
pub struct Part {
    /// The field's name.
    pub name: String,
    /// What stands in it.
    pub content: PartContent,
}

/// What stands in a part of a form.
#[derive(Clone)]
#[non_exhaustive]
pub enum PartContent {
    /// A text.
    Text(String),
    /// A file.
    File(File),
}

impl Part {
    /// A field with a text.
    #[must_use]
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            content: PartContent::Text(value.into()),
        }
    }

    /// Fields with texts, by name.
    pub fn texts(fields: impl IntoIterator<Item = (String, String)>) -> Vec<Self> {
        fields.into_iter().map(|(name, text)| Self::text(name, text)).collect()
    }

    /// A field with a file.
    #[must_use]
    pub fn file(name: impl Into<String>, file: File) -> Self {
        Self {
            name: name.into(),
            content: PartContent::File(file),
        }
    }

    /// The field's text; nothing where it is a file.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.content {
            PartContent::Text(text) => Some(text),
            PartContent::File(_) => None,
        }
    }

    /// The parameter that the field belongs to: its name up to the first bracket, as in `include[]`.
    #[must_use]
    pub fn parameter(&self) -> &str {
        self.name.split('[').next().unwrap_or_default()
    }
}

/// Shows texts by their length alone: they may be anything.
impl fmt::Debug for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            PartContent::Text(text) => write!(out, "Part({}: {} bytes)", self.name, text.len()),
            PartContent::File(file) => write!(out, "Part({}: {file:?})", self.name),
        }
    }
}

impl fmt::Debug for PartContent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(out, "Text({} bytes)", text.len()),
            Self::File(file) => file.fmt(out),
        }
    }
}

/// A file to be sent: its name, its media type, and where its bytes come from.
///
/// Cloning is cheap: the bytes are read when they are sent, and read again for a retry.
///
/// ```
/// use openai_core::File;
///
/// let file = File::bytes("hello.txt", "Hello");
/// assert_eq!((file.name(), file.len()), ("hello.txt", Some(5)));
/// assert_eq!(file.as_media_type(), Some("text/plain"));
/// ```
#[derive(Clone)]
pub struct File {
    name: String,
    media_type: Option<String>,
    source: Arc<dyn Source>,
}

impl File {
    /// A file whose bytes are in memory.
    #[must_use]
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name, Memory(bytes.into()))
    }

    /// A file whose bytes come from a source.
    #[must_use]
    pub fn new(name: impl Into<String>, source: impl Source) -> Self {
        let name = name.into();
        Self {
            media_type: media_type::of_name(&name).map(str::to_owned),
            name,
            source: Arc::new(source),
        }
    }

    /// Sets the media type, such as `audio/wav`. Default: what the file's name ends in, where that is known.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// The file's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The media type, where one is set or known from the name.
    #[must_use]
    pub fn as_media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// How many bytes it has, where that is known beforehand.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "what is not known cannot be empty")]
    pub fn len(&self) -> Option<u64> {
        self.source.len()
    }

    /// Whether it can be sent, for the first time or again. What is read from a plain reader can be sent once.
    #[must_use]
    pub fn is_available(&self) -> bool {
        self.source.is_available()
    }

    /// Its bytes from the start, piece by piece.
    ///
    /// # Errors
    /// Where the source cannot be read, or not again.
    pub fn open(&self) -> io::Result<Pieces> {
        self.source.open()
    }

    /// `len` of its bytes from `start` on, as a file of its own. It must have so many.
    ///
    /// ```
    /// use openai_core::File;
    ///
    /// let part = File::bytes("hello.txt", "Hello").stretch(1, 3);
    /// assert_eq!((part.name(), part.len()), ("hello.txt from 1", Some(3)));
    /// ```
    #[must_use]
    pub fn stretch(&self, start: u64, len: u64) -> Self {
        let source = Stretch {
            of: self.clone(),
            start,
            len,
        };
        Self::new(format!("{} from {start}", self.name), source)
    }
}

/// Shows name and length, and nothing of the bytes.
impl fmt::Debug for File {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            Some(len) => write!(out, "File({:?}, {len} bytes)", self.name),
            None => write!(out, "File({:?})", self.name),
        }
    }
}

/// The bytes of a file, piece by piece.
pub type Pieces = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// Where a file's bytes come from.
#[allow(clippy::len_without_is_empty, reason = "what is not known cannot be empty")]
pub trait Source: fmt::Debug + Send + Sync + 'static {
    /// How many bytes there are, where that is known beforehand. Then there must be neither more nor fewer.
    fn len(&self) -> Option<u64>;

    /// The bytes from the start. It does not block: what takes time happens as the pieces are read.
    ///
    /// # Errors
    /// Where the source cannot be read, or not again.
    fn open(&self) -> io::Result<Pieces>;

    /// The bytes from `start` on. Default: those before are read, and passed over.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    fn open_at(&self, start: u64) -> io::Result<Pieces> {
        Ok(Box::pin(Window {
            pieces: self.open()?,
            skip: start,
            left: u64::MAX,
        }))
    }

    /// Whether it can be opened, for the first time or again. Default: always.
    fn is_available(&self) -> bool {
        true
    }
}

/// Bytes in memory.
struct Memory(Bytes);

impl fmt::Debug for Memory {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Memory({} bytes)", self.0.len())
    }
}

impl Source for Memory {
    fn len(&self) -> Option<u64> {
        u64::try_from(self.0.len()).ok()
    }

    fn open(&self) -> io::Result<Pieces> {
        Ok(Box::pin(Once(Some(self.0.clone()))))
    }
}

/// One piece, then nothing.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// Some of the bytes of a file.
#[derive(Debug)]
struct Stretch {
    of: File,
    start: u64,
    len: u64,
}

impl Source for Stretch {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Pieces> {
        Ok(Box::pin(Window {
            pieces: self.of.source.open_at(self.start)?,
            skip: 0,
            left: self.len,
        }))
    }

    fn is_available(&self) -> bool {
        self.of.is_available()
    }
}

/// Some of the bytes of other pieces.
struct Window {
    pieces: Pieces,
    /// How many are passed over.
    skip: u64,
    /// How many are wanted after that.
    left: u64,
}

impl Stream for Window {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while self.left > 0 {
            let mut piece = match ready!(self.pieces.as_mut().poll_next(context)) {
                Some(Ok(piece)) => piece,
                end => return Poll::Ready(end),
            };
            let passed = usize::try_from(self.skip).unwrap_or(usize::MAX).min(piece.len());
            piece.advance(passed);
            piece.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
            self.skip = self.skip.saturating_sub(passed as u64);
            self.left = self.left.saturating_sub(piece.len() as u64);
            if !piece.is_empty() {
                return Poll::Ready(Some(Ok(piece)));
            }
        }
        Poll::Ready(None)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::task::Waker;

    use super::*;

    /// Ready pieces.
    struct Queue(VecDeque<Bytes>);

    impl Stream for Queue {
        type Item = io::Result<Bytes>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.pop_front().map(Ok))
        }
    }

    #[derive(Debug)]
    struct InPieces(&'static [&'static str]);

    impl Source for InPieces {
        fn len(&self) -> Option<u64> {
            Some(self.0.iter().map(|piece| piece.len() as u64).sum())
        }

        fn open(&self) -> io::Result<Pieces> {
            let pieces = self.0.iter().map(|piece| Bytes::from_static(piece.as_bytes()));
            Ok(Box::pin(Queue(pieces.collect())))
        }
    }

    fn read(file: &File) -> String {
        let mut pieces = file.open().unwrap();
        let mut text = String::new();
        while let Poll::Ready(Some(piece)) = pieces.as_mut().poll_next(&mut Context::from_waker(Waker::noop())) {
            text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        }
        text
    }

    #[test]
    fn stretches_make_up_the_file_however_it_comes() {
        let whole = "Quinces ripen late.";
        let files = [
            File::bytes("a", whole),
            File::new("b", InPieces(&["Quin", "", "ces ripen ", "late", "."])),
        ];
        for file in files {
            for size in 1..=20_u64 {
                let starts = (0..19_u64.div_ceil(size)).map(|number| number * size);
                let parts: Vec<_> = starts.map(|start| file.stretch(start, size.min(19 - start))).collect();
                let texts: Vec<_> = parts.iter().map(read).collect();
                assert_eq!(texts.concat(), whole, "{size}");
                assert!(
                    parts
                        .iter()
                        .zip(&texts)
                        .all(|(part, text)| part.len() == Some(text.len() as u64))
                );
                assert_eq!(texts, parts.iter().map(read).collect::<Vec<_>>(), "again");
            }
        }
    }
}
