//! Captions: SRT and WebVTT.

use super::transcript::Span;

/// Numbered cues, commas before the milliseconds.
pub(super) fn srt(segments: &[Span]) -> String {
    let cue = |(index, span): (usize, &Span)| {
        let (start, end) = (time(span.start, ','), time(span.end, ','));
        format!("{}\n{start} --> {end}\n{}\n\n", index + 1, span.text)
    };
    segments.iter().enumerate().map(cue).collect()
}

/// A head line, then cues without numbers, points before the milliseconds.
pub(super) fn vtt(segments: &[Span]) -> String {
    let cue = |span: &Span| {
        let (start, end) = (time(span.start, '.'), time(span.end, '.'));
        format!("{start} --> {end}\n{}\n\n", span.text)
    };
    let cues: String = segments.iter().map(cue).collect();
    format!("WEBVTT\n\n{cues}")
}

fn time(milliseconds: u64, point: char) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{rest:03}")
}

#[cfg(test)]
mod tests {
    use super::{Span, srt, vtt};

    #[test]
    fn cues_are_numbered_and_timed() {
        let span = |start, end, text: &str| Span {
            start,
            end,
            text: text.to_owned(),
        };
        let segments = [span(0, 1_500, "One."), span(3_661_042, 3_662_000, "Two.")];
        assert_eq!(
            srt(&segments),
            "1\n00:00:00,000 --> 00:00:01,500\nOne.\n\n2\n01:01:01,042 --> 01:01:02,000\nTwo.\n\n"
        );
        assert_eq!(vtt(&segments[..1]), "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nOne.\n\n");
    }
}
