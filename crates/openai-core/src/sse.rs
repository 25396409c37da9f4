//! Server-sent events: bytes in, events out.
//!
//! [`Decoder`] follows the event-stream rules of the WHATWG HTML standard. It does no I/O: feed it what the
//! network delivered, in pieces of any size, and take the events that are complete.
//!
//! ```
//! use openai_core::sse::Decoder;
//!
//! let mut decoder = Decoder::new();
//! decoder.push(b"event: greeting\ndata: hel");
//! assert!(decoder.next_event()?.is_none());
//! decoder.push(b"lo\n\n");
//! let event = decoder.next_event()?.expect("the blank line ends the event");
//! assert_eq!((event.kind, event.data), ("greeting", "hello"));
//! # Ok::<(), openai_core::sse::TooLarge>(())
//! ```

use std::fmt;
use std::ops::Range;

/// The data of the event that ends a chat or completions stream.
pub const DONE: &str = "[DONE]";

/// The largest event that a [`Decoder`] accepts by default: 64 MiB.
pub const DEFAULT_LIMIT: usize = 64 * 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A byte-fed decoder of one event stream.
///
/// The work is linear in the input whatever the size of the pieces, and the memory is bounded by a small multiple
/// of the limit plus the largest piece, as long as the events are taken after each [`push`](Self::push).
///
/// Lines may end in LF, CR or CRLF, also when a CRLF is cut in two. One leading byte order mark is dropped,
/// comments and unknown fields are ignored, and bytes that are not UTF-8 become U+FFFD.
pub struct Decoder {
    buffer: Vec<u8>,
    /// The data of the unfinished event, moved together in place; `None` before its first `data` line.
    data: Option<Range<usize>>,
    /// Where the unfinished line begins. Never before the end of `data`.
    line: usize,
    /// Where the bytes begin that no scan has seen. Never before `line`.
    unseen: usize,
    /// The last line ended in CR: an LF that comes next belongs to it.
    after_cr: bool,
    /// The question of the leading byte order mark is settled.
    started: bool,
    /// `data` and `kind` are those of an event that the caller has already had.
    lent: bool,
    failed: bool,
    kind: String,
    id: String,
    retry: Option<u64>,
    /// The data of the lent event where it had to be repaired.
    repaired: String,
    limit: usize,
    #[cfg(test)]
    work: usize,
}

/// One event, lent by its [`Decoder`] until the next call.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<'a> {
    /// The `event` field; `message` where the stream named none.
    pub kind: &'a str,
    /// The `data` lines, joined by LF.
    pub data: &'a str,
    /// The last `id` that the stream gave, in this event or an earlier one; empty before the first.
    pub id: &'a str,
    /// The last reconnection time that the stream gave, in milliseconds.
    pub retry: Option<u64>,
}

impl Decoder {
    /// A decoder for a new stream, with the default limit of 64 MiB an event.
    #[must_use]
    pub fn new() -> Self {
        Self::with_limit(DEFAULT_LIMIT)
    }

    /// A decoder that refuses an event of more than `bytes` bytes.
    ///
    /// What counts is the data of the event so far plus the line being read, its field name included.
    #[must_use]
    pub fn with_limit(bytes: usize) -> Self {
        Self {
            buffer: Vec::new(),
            data: None,
            line: 0,
            unseen: 0,
            after_cr: false,
            started: false,
            lent: false,
            failed: false,
            kind: String::new(),
            id: String::new(),
            retry: None,
            repaired: String::new(),
            limit: bytes,
            #[cfg(test)]
            work: 0,
        }
    }

    /// Takes in the next bytes of the stream; then call [`next_event`](Self::next_event) until it answers `None`.
    ///
    /// After a [`TooLarge`] the stream is lost and further bytes are dropped.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.failed {
            return;
        }
        self.release();
        self.compact();
        self.buffer.extend_from_slice(bytes);
    }

    /// The next complete event, or `None` until more bytes are pushed.
    ///
    /// # Errors
    /// [`TooLarge`] when an event exceeds the limit; every later call answers the same.
    pub fn next_event(&mut self) -> Result<Option<Event<'_>>, TooLarge> {
        self.release();
        if self.failed {
            return Err(TooLarge { limit: self.limit });
        }
        loop {
            match self.next_line()? {
                None => return Ok(None),
                Some(line) if !line.is_empty() => self.field(line),
                Some(_) if self.data.is_some() => return Ok(Some(self.lend())),
                Some(_) => self.kind.clear(),
            }
        }
    }

    /// Ends the input and answers a last `data: [DONE]` that lacks its blank line.
    ///
    /// By the standard an event that is unfinished at the end of the input is dropped, and so it is here. Only
    /// [`DONE`] is handed out all the same, since some servers close the connection right after it; a caller that
    /// wants the bare standard ignores the answer. Take the complete events first.
    pub fn finish(&mut self) -> Option<Event<'_>> {
        self.release();
        let line = self.line..self.buffer.len();
        self.line = line.end;
        self.unseen = line.end;
        self.field(line);
        self.lent = true;
        let data = self.data.clone().and_then(|data| self.buffer.get(data));
        if data == Some(DONE.as_bytes()) {
            Some(self.lend())
        } else {
            None
        }
    }

    /// Forgets the event that the caller has had.
    fn release(&mut self) {
        if std::mem::take(&mut self.lent) {
            self.data = None;
            self.kind.clear();
        }
    }

    /// Drops what is read once it outweighs what must be moved for that: so each byte is moved at most once for
    /// one that goes, whatever the size of the pieces.
    fn compact(&mut self) {
        let data = self.data.clone().unwrap_or(self.line..self.line);
        let live = data.len() + (self.buffer.len() - self.line);
        if self.buffer.len() - live < live {
            return;
        }
        #[cfg(test)]
        {
            self.work += live;
        }
        self.buffer.copy_within(data.clone(), 0);
        self.buffer.drain(data.len()..self.line);
        self.unseen = self.unseen - self.line + data.len();
        self.line = data.len();
        self.data = self.data.as_ref().map(|data| 0..data.len());
    }

    /// The next line without its ending, or `None` where it is unfinished.
    fn next_line(&mut self) -> Result<Option<Range<usize>>, TooLarge> {
        if !self.started && !self.skip_byte_order_mark() {
            return Ok(None);
        }
        if self.after_cr {
            match self.buffer.get(self.line) {
                None => return Ok(None),
                Some(b'\n') => self.line += 1,
                Some(_) => {}
            }
            self.unseen = self.line;
            self.after_cr = false;
        }
        let unseen = self.buffer.get(self.unseen..).unwrap_or_default();
        let found = line_end(unseen);
        let end = self.unseen + found.unwrap_or(unseen.len());
        #[cfg(test)]
        {
            self.work += end - self.unseen;
        }
        let line = self.line..end;
        if self.data.as_ref().map_or(0, Range::len) + line.len() > self.limit {
            self.failed = true;
            self.buffer = Vec::new();
            self.data = None;
            (self.line, self.unseen) = (0, 0);
            return Err(TooLarge { limit: self.limit });
        }
        self.unseen = end;
        if found.is_none() {
            return Ok(None);
        }
        self.after_cr = self.buffer.get(end) == Some(&b'\r');
        self.line = end + 1;
        self.unseen = end + 1;
        Ok(Some(line))
    }

    /// Whether the question is settled: with fewer than three bytes it may have to wait.
    fn skip_byte_order_mark(&mut self) -> bool {
        if self.buffer.starts_with(BYTE_ORDER_MARK) {
            self.line = BYTE_ORDER_MARK.len();
            self.unseen = self.line;
        } else if BYTE_ORDER_MARK.starts_with(&self.buffer) {
            return false;
        }
        self.started = true;
        true
    }

    /// Takes one line that is not empty into the unfinished event.
    fn field(&mut self, line: Range<usize>) {
        let bytes = self.buffer.get(line.clone()).unwrap_or_default();
        let name = bytes.split(|byte| *byte == b':').next().unwrap_or_default();
        let rest = bytes.strip_prefix(name).unwrap_or_default();
        let value = rest
            .strip_prefix(b": ")
            .or_else(|| rest.strip_prefix(b":"))
            .unwrap_or_default();
        match name {
            b"data" => {
                let value = line.end - value.len()..line.end;
                self.data = Some(match self.data.take() {
                    None => value,
                    // The joined data end before this line's value: five bytes at least lie between, the ending of
                    // an earlier line and this line's name, so the LF and the move to the front never overlap it.
                    Some(data) => {
                        if let Some(byte) = self.buffer.get_mut(data.end) {
                            *byte = b'\n';
                        }
                        let end = data.end + 1 + value.len();
                        self.buffer.copy_within(value, data.end + 1);
                        data.start..end
                    }
                });
            }
            b"event" => replace(&mut self.kind, value),
            b"id" if !value.contains(&0) => replace(&mut self.id, value),
            b"retry" => self.retry = milliseconds(value).or(self.retry),
            _ => {}
        }
    }

    fn lend(&mut self) -> Event<'_> {
        self.lent = true;
        let bytes = self
            .data
            .clone()
            .and_then(|data| self.buffer.get(data))
            .unwrap_or_default();
        let data = match std::str::from_utf8(bytes) {
            Ok(data) => data,
            Err(_) => {
                replace(&mut self.repaired, bytes);
                &self.repaired
            }
        };
        let kind = if self.kind.is_empty() { "message" } else { &self.kind };
        Event {
            kind,
            data,
            id: &self.id,
            retry: self.retry,
        }
    }
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

/// Prints sizes only: the stream may hold anything.
impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("buffered", &self.buffer.len())
            .field("limit", &self.limit)
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}

impl Event<'_> {
    /// Whether this is the `[DONE]` that ends a chat or completions stream.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.data == DONE
    }
}

/// Prints the kind and the size of the data, not the data.
impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("kind", &self.kind)
            .field("bytes", &self.data.len())
            .finish_non_exhaustive()
    }
}

/// An event that exceeds the limit of its [`Decoder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    limit: usize,
}

impl TooLarge {
    /// The limit that was exceeded, in bytes.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit
    }
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a server-sent event exceeds the limit of {} bytes; raise the limit to read it",
            self.limit
        )
    }
}

impl std::error::Error for TooLarge {}

/// Where the first CR or LF stands.
fn line_end(bytes: &[u8]) -> Option<usize> {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    // Whole blocks without an early exit are compared many bytes at a time.
    let (blocks, _) = bytes.as_chunks::<64>();
    let clear = 64
        * blocks
            .iter()
            .take_while(|block| !block.iter().fold(false, |hit, byte| hit | is_end(byte)))
            .count();
    bytes.get(clear..)?.iter().position(is_end).map(|at| clear + at)
}

fn replace(text: &mut String, bytes: &[u8]) {
    text.clear();
    text.push_str(&String::from_utf8_lossy(bytes));
}

/// ASCII digits only: no sign, no blanks.
fn milliseconds(value: &[u8]) -> Option<u64> {
    let digits = value.iter().all(u8::is_ascii_digit).then_some(value)?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests;
