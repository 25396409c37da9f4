//! One segment of a URL path, safe to put between two slashes.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All that RFC 3986 does not call unreserved: no character is left that a proxy might read as a delimiter.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How often a value is percent-decoded in search of a hidden `..`: as often as a chain of proxies might do it.
const DECODINGS: usize = 3;

/// The most characters of a refused value that an error shows.
const SHOWN: usize = 64;

/// One percent-encoded segment of a URL path.
///
/// Names that come from outside (a deployment, model, endpoint or job) become segments through [`new`](Self::new),
/// so that they can neither leave their place in the path nor add a query.
///
/// ```
/// use openai_core::Segment;
///
/// assert_eq!(Segment::new("model", "google/gemma 3")?.as_str(), "google%2Fgemma%203");
/// assert!(Segment::new("deployment", "../keys").is_err());
/// # Ok::<(), openai_core::BadSegment>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Segment(Cow<'static, str>);

impl Segment {
    /// Encodes `value`; `what` says in an error what the value is, such as `deployment`.
    ///
    /// Everything but ASCII letters, digits, `-`, `.`, `_` and `~` is percent-encoded.
    ///
    /// # Errors
    /// Where the value is blank, holds a control character, or holds `.` or `..` as a step of its own, be it in
    /// plain or in percent-encoded form.
    pub fn new(what: &'static str, value: &str) -> Result<Self, BadSegment> {
        match fault(value) {
            Some(fault) => {
                let shown = value.chars().take(SHOWN).flat_map(char::escape_debug).collect();
                let cut = value.chars().nth(SHOWN).is_some();
                Err(BadSegment {
                    what,
                    shown,
                    cut,
                    fault,
                })
            }
            None => Ok(Self(Cow::Owned(utf8_percent_encode(value, ENCODED).to_string()))),
        }
    }

    /// A part of the path that the program itself names, taken as it is.
    ///
    /// `text` must be fit for a path: only letters, digits and `-._~:@!$&'()*+,;=`, and neither empty nor dots
    /// alone. Debug builds check this.
    #[must_use]
    pub const fn fixed(text: &'static str) -> Self {
        debug_assert!(
            is_path_text(text.as_bytes()),
            "a fixed segment holds only characters fit for a URL path"
        );
        Self(Cow::Borrowed(text))
    }

    /// The encoded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value that cannot be a segment of a URL path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSegment {
    what: &'static str,
    /// The beginning of the value, escaped.
    shown: String,
    cut: bool,
    fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Blank,
    Control,
    Dots,
}

impl BadSegment {
    /// What the value was to be, such as `deployment`.
    #[must_use]
    pub fn what(&self) -> &'static str {
        self.what
    }
}

impl fmt::Display for BadSegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            shown,
            cut,
            fault,
        } = self;
        let more = if *cut { "…" } else { "" };
        match fault {
            Fault::Blank => write!(f, "the {what} is empty: give its name"),
            Fault::Control => write!(
                f,
                "the {what} \"{shown}{more}\" holds a control character: give its name without it"
            ),
            Fault::Dots => write!(
                f,
                "the {what} \"{shown}{more}\" holds a path step (`.` or `..`): give its name alone, not a path"
            ),
        }
    }
}

impl std::error::Error for BadSegment {}

fn fault(value: &str) -> Option<Fault> {
    if value.trim().is_empty() {
        return Some(Fault::Blank);
    }
    let mut text = Cow::Borrowed(value);
    for _ in 0..=DECODINGS {
        if text.chars().any(char::is_control) {
            return Some(Fault::Control);
        }
        if text.split(['/', '\\']).any(|step| matches!(step, "." | "..")) {
            return Some(Fault::Dots);
        }
        match percent_decode_str(&text).decode_utf8_lossy() {
            Cow::Borrowed(_) => break,
            Cow::Owned(decoded) => text = Cow::Owned(decoded),
        }
    }
    None
}

const fn is_path_text(mut text: &[u8]) -> bool {
    if matches!(text, b"" | b"." | b"..") {
        return false;
    }
    while let [first, rest @ ..] = text {
        if !(first.is_ascii_alphanumeric()
            || matches!(first, b'-' | b'.' | b'_' | b'~' | b':' | b'@' | b'!' | b'$' | b'&')
            || matches!(first, b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'='))
        {
            return false;
        }
        text = rest;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_all_that_is_not_unreserved() {
        for (value, encoded) in [
            ("gpt-4o_mini.v1~x", "gpt-4o_mini.v1~x"),
            ("google/gemini-2.5-pro", "google%2Fgemini-2.5-pro"),
            ("a b?c#d", "a%20b%3Fc%23d"),
            (r"a\b", "a%5Cb"),
            ("100%", "100%25"),
            ("%41", "%2541"),
            ("größe", "gr%C3%B6%C3%9Fe"),
            ("ft:gpt-4o:org::id", "ft%3Agpt-4o%3Aorg%3A%3Aid"),
            ("a;b=c&d+e@f", "a%3Bb%3Dc%26d%2Be%40f"),
            ("...", "..."),
            ("..a", "..a"),
            ("v1.", "v1."),
            ("%zz", "%25zz"),
        ] {
            let segment = Segment::new("model", value).unwrap();
            assert_eq!(segment.to_string(), encoded);
            assert_eq!(percent_decode_str(segment.as_str()).decode_utf8().unwrap(), value);
            assert!(is_path_text(segment.as_str().replace('%', "").as_bytes()), "{value}");
        }
    }

    #[test]
    fn every_character_stays_inside_the_segment() {
        for code in 0x20..0x250 {
            let Some(character) = char::from_u32(code).filter(|c| !c.is_control()) else {
                continue;
            };
            let segment = Segment::new("model", &format!("a{character}b")).unwrap();
            let uri: http::Uri = format!("https://host/x/{segment}/y").parse().unwrap();
            assert_eq!(uri.path().split('/').count(), 4, "{character:?}");
            assert_eq!(uri.query(), None, "{character:?}");
        }
    }

    #[test]
    fn refuses_blank_names() {
        for value in ["", " ", "\t", "\u{a0}"] {
            let error = Segment::new("deployment", value).unwrap_err();
            assert_eq!(error.to_string(), "the deployment is empty: give its name");
            assert_eq!(error.what(), "deployment");
        }
    }

    #[test]
    fn refuses_path_steps_in_every_spelling() {
        for value in [
            ".",
            "..",
            "../x",
            "x/..",
            "a/./b",
            r"..\x",
            "%2e",
            "%2E%2e",
            ".%2e",
            "%2e%2e%2fx",
            "..%2Fx",
            "%252e%252e",
            "..%5cx",
            "%25252e.",
        ] {
            let error = Segment::new("deployment", value).unwrap_err();
            assert_eq!(error.fault, Fault::Dots, "{value}");
        }
        assert_eq!(
            Segment::new("deployment", "../x").unwrap_err().to_string(),
            "the deployment \"../x\" holds a path step (`.` or `..`): give its name alone, not a path"
        );
    }

    #[test]
    fn refuses_control_characters_and_shows_them_escaped() {
        for value in ["a\nb", "a\0", "\u{7f}x", "a\u{85}b", "a%0ab", "a%00", "%250d%250a"] {
            assert_eq!(
                Segment::new("model", value).unwrap_err().fault,
                Fault::Control,
                "{value:?}"
            );
        }
        let error = Segment::new("model", "x\r\nhost: y\"").unwrap_err().to_string();
        assert_eq!(
            error,
            r#"the model "x\r\nhost: y\"" holds a control character: give its name without it"#
        );
    }

    #[test]
    fn a_long_value_is_cut_in_the_error() {
        let error = Segment::new("model", &"ü\u{1b}".repeat(10_000))
            .unwrap_err()
            .to_string();
        assert!(error.contains("ü…\"") || error.contains("}…\""), "{error}");
        assert!(error.len() < 600, "{}", error.len());
        let hidden = format!("{}.", "%25".repeat(10_000));
        assert!(Segment::new("model", &hidden).is_ok());
    }

    #[test]
    fn a_fixed_segment_is_taken_as_it_is() {
        const PATH: Segment = Segment::fixed("endpoints:predict");
        assert_eq!(PATH.as_str(), "endpoints:predict");
        for text in ["", ".", "..", "a/b", "a?b", "a#b", "%2e", "a b", "ä"] {
            assert!(!is_path_text(text.as_bytes()), "{text}");
        }
    }
}
