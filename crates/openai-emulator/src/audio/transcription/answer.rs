//! The answer in each format, whole and streamed.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::Model;
use crate::answered::Answered;
use crate::audio::captions;
use crate::audio::transcript::{Span, Transcript};
use crate::stream;
use crate::token;

/// A transcript on its way into a format.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    pub(super) task: &'static str,
    pub(super) language: &'a str,
    pub(super) model: Model,
    pub(super) body: &'a Map<String, Value>,
    pub(super) transcript: &'a Transcript,
}

impl Answer<'_> {
    pub(super) fn whole(&self) -> Answered {
        const TEXT: &str = "text/plain; charset=utf-8";
        let heard = self.transcript;
        match self.body.get("response_format").and_then(Value::as_str) {
            Some("text") => Answered::bytes(TEXT, format!("{}\n", heard.text)),
            Some("srt") => Answered::bytes(TEXT, captions::srt(&heard.segments)),
            Some("vtt") => Answered::bytes(TEXT, captions::vtt(&heard.segments)),
            Some("verbose_json") => Answered::json(&self.verbose()),
            Some("diarized_json") => Answered::json(&self.diarized()),
            _ => {
                let mut answer = json!({ "text": heard.text });
                if self.task == "transcribe" {
                    set(&mut answer, "usage", self.usage());
                }
                if self.wants_logprobs() {
                    let tokens = token::tokens(&heard.text);
                    set(&mut answer, "logprobs", tokens.into_iter().map(logprob).collect());
                }
                Answered::json(&answer)
            }
        }
    }

    fn verbose(&self) -> Value {
        let heard = self.transcript;
        let mut answer = json!({ "task": self.task, "language": language_name(self.language), "text": heard.text });
        if let Some(duration) = heard.duration {
            set(&mut answer, "duration", json!(duration));
        }
        let granularities = self.body.get("timestamp_granularities").and_then(Value::as_array);
        let wants = |name: &str| granularities.map_or(name == "segment", |list| list.iter().any(|item| item == name));
        if wants("segment") {
            let temperature = self.body.get("temperature").and_then(Value::as_f64).unwrap_or(0.0);
            let segments = (0..)
                .zip(&heard.segments)
                .map(|(id, span)| segment(id, span, temperature));
            set(&mut answer, "segments", segments.collect());
        }
        if wants("word") {
            let word =
                |span: &Span| json!({ "word": span.text, "start": seconds(span.start), "end": seconds(span.end) });
            set(&mut answer, "words", heard.words.iter().map(word).collect());
        }
        if self.task == "transcribe" {
            set(&mut answer, "usage", self.usage());
        }
        answer
    }

    fn diarized(&self) -> Value {
        let heard = self.transcript;
        let mut answer = json!({ "task": self.task, "text": heard.text, "segments": self.spoken() });
        let end = heard.words.last().map_or(0, |word| word.end);
        set(&mut answer, "duration", json!(heard.duration.unwrap_or(seconds(end))));
        set(&mut answer, "usage", self.usage());
        answer
    }

    /// Who says what: the speakers take turns.
    fn spoken(&self) -> Vec<Value> {
        let known = self.body.get("known_speaker_names").and_then(Value::as_array);
        let names: Vec<&str> = known.into_iter().flatten().filter_map(Value::as_str).collect();
        let names = if names.is_empty() { vec!["A", "B"] } else { names };
        let segment = |((index, span), speaker): ((usize, &Span), &&str)| {
            json!({
                "type": "transcript.text.segment",
                "id": format!("seg_{index:03}"),
                "start": seconds(span.start),
                "end": seconds(span.end),
                "text": span.text,
                "speaker": speaker,
            })
        };
        let spans = self.transcript.segments.iter().enumerate();
        spans.zip(names.iter().cycle()).map(segment).collect()
    }

    pub(super) fn events(&self) -> Vec<Bytes> {
        let mut events = Vec::new();
        if self.model == Model::Diarize {
            for segment in self.spoken() {
                let delta = json!({
                    "type": "transcript.text.delta",
                    "delta": segment.get("text"),
                    "segment_id": segment.get("id"),
                });
                events.extend([stream::frame(&delta), stream::frame(&segment)]);
            }
        } else {
            for text in token::tokens(&self.transcript.text) {
                let mut delta = json!({ "type": "transcript.text.delta", "delta": text });
                if self.wants_logprobs() {
                    set(&mut delta, "logprobs", json!([logprob(text)]));
                }
                events.push(stream::frame(&delta));
            }
        }
        let mut done = json!({ "type": "transcript.text.done", "text": self.transcript.text, "usage": self.usage() });
        if self.wants_logprobs() {
            let tokens = token::tokens(&self.transcript.text);
            set(&mut done, "logprobs", tokens.into_iter().map(logprob).collect());
        }
        events.push(stream::frame(&done));
        events
    }

    /// Whisper is paid by the second, the others by the token.
    fn usage(&self) -> Value {
        let heard = self.transcript;
        if self.model == Model::Whisper {
            let end = heard.words.last().map_or(0, |word| word.end);
            return json!({ "type": "duration", "seconds": end.div_ceil(1000) });
        }
        let prompt = self.body.get("prompt").and_then(Value::as_str).map_or(0, token::count);
        let (sound, text) = (heard.audio_tokens(), heard.tokens());
        json!({
            "type": "tokens",
            "input_tokens": prompt + sound,
            "input_token_details": { "text_tokens": prompt, "audio_tokens": sound },
            "output_tokens": text,
            "total_tokens": prompt + sound + text,
        })
    }

    fn wants_logprobs(&self) -> bool {
        self.body.contains_key("include")
    }
}

fn segment(id: usize, span: &Span, temperature: f64) -> Value {
    // A token's number is of no vocabulary: it says where the token stands.
    let tokens: Vec<usize> = (0..token::count(&span.text)).map(|index| 50_364 + index).collect();
    json!({
        "id": id,
        "seek": 0,
        "start": seconds(span.start),
        "end": seconds(span.end),
        "text": format!(" {}", span.text),
        "tokens": tokens,
        "temperature": temperature,
        "avg_logprob": -0.25,
        "compression_ratio": 1.5,
        "no_speech_prob": 0.01,
    })
}

fn logprob(text: &str) -> Value {
    json!({ "token": text, "logprob": -0.1, "bytes": text.as_bytes() })
}

fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}

/// Whisper names languages in words.
fn language_name(code: &str) -> &str {
    match code {
        "de" => "german",
        "en" => "english",
        "es" => "spanish",
        "fr" => "french",
        "id" => "indonesian",
        "it" => "italian",
        "ja" => "japanese",
        "zh" => "chinese",
        code => code,
    }
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}
