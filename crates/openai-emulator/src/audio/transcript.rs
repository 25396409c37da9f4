//! What was heard: made up from the file's name, and spread over its time.

use super::wav;
use crate::token;

/// A transcript with its times.
#[derive(Debug)]
pub(super) struct Transcript {
    pub(super) text: String,
    pub(super) segments: Vec<Span>,
    pub(super) words: Vec<Span>,
    /// In seconds, by the file's own header; none where it does not say.
    pub(super) duration: Option<f64>,
}

/// Words and when they are said, in milliseconds.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) text: String,
}

/// How long a word takes where the file does not say how long it is.
const WORD: u64 = 400;

impl Transcript {
    /// Sentences about the file. The same file and words, the same transcript.
    pub(super) fn of(verb: &str, name: &str, file: &[u8], prompt: Option<&str>) -> Self {
        let mut text = format!(
            "This {verb} comes from the openai emulator, which cannot hear. The file {name} has {} bytes.",
            file.len()
        );
        if let Some(prompt) = prompt.filter(|prompt| !prompt.trim().is_empty()) {
            text.push_str(&format!(" The prompt was: {}.", prompt.trim().trim_end_matches('.')));
        }
        let duration = wav::duration(file);
        let count = text.split_whitespace().count() as u64;
        let whole = duration.map_or(count * WORD, |seconds| (seconds * 1000.0) as u64);
        let at = |word: u64| whole * word / count.max(1);
        let words: Vec<Span> = (0..)
            .zip(text.split_whitespace())
            .map(|(index, word)| Span {
                start: at(index),
                end: at(index + 1),
                text: word.to_owned(),
            })
            .collect();
        let sentences = words.split_inclusive(|word| word.text.ends_with('.'));
        let segments = sentences.filter_map(|sentence| {
            let words: Vec<&str> = sentence.iter().map(|word| word.text.as_str()).collect();
            Some(Span {
                start: sentence.first()?.start,
                end: sentence.last()?.end,
                text: words.join(" "),
            })
        });
        Self {
            segments: segments.collect(),
            words,
            text,
            duration,
        }
    }

    /// Tokens of the text.
    pub(super) fn tokens(&self) -> usize {
        token::count(&self.text)
    }

    /// Tokens of the sound: ten in a second.
    pub(super) fn audio_tokens(&self) -> usize {
        let end = self.words.last().map_or(0, |word| word.end);
        usize::try_from(end / 100).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::Transcript;
    use crate::audio::wav;

    #[test]
    fn words_and_sentences_fill_the_time() {
        let transcript = Transcript::of("transcript", "a.wav", &wav::silence(2500), Some("Hello there"));
        assert_eq!(transcript.duration, Some(2.5));
        assert_eq!(transcript.segments.len(), 3);
        for spans in [&transcript.segments, &transcript.words] {
            assert_eq!((spans[0].start, spans.last().unwrap().end), (0, 2500));
            assert!(spans.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
        let joined: Vec<&str> = transcript.segments.iter().map(|span| span.text.as_str()).collect();
        assert_eq!(joined.join(" "), transcript.text);
    }

    #[test]
    fn a_file_that_does_not_say_has_no_duration() {
        let transcript = Transcript::of("transcript", "a.mp3", b"ID3", None);
        assert_eq!((transcript.duration, transcript.segments.len()), (None, 2));
        assert_eq!(
            transcript.words.last().unwrap().end,
            400 * transcript.words.len() as u64
        );
    }
}
