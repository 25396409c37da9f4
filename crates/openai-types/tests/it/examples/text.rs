//! JSON as it stands in documentation: in command lines and streams, with dots for more, and with mistakes.

use serde_json::{Deserializer, Value};

use crate::judge::Judge;

/// What OpenAI's file misspells, and how it was meant.
const MENDED: &[(&str, &str)] = &[
    ("\"\n  \"system_fingerprint\"", "\",\n  \"system_fingerprint\""),
    ("\"\n  \"sequence_number\"", "\",\n  \"sequence_number\""),
    (
        "\"created_at\": \"2021-01-01T00:00:00Z\"",
        "\"created_at\": 1609459200, \"output\": []",
    ),
];

/// The table, and what its lines are for.
pub(super) fn table() -> (&'static str, Vec<&'static str>) {
    ("MENDED", MENDED.iter().map(|(wrong, _)| *wrong).collect())
}

/// The body in a curl command: what stands between the quotes after `-d`.
pub(super) fn curl_body(command: &str) -> Option<&str> {
    let (_, body) = command.split_once("-d ")?;
    let quote = body.chars().next()?;
    body.get(1..body.rfind(quote)?)
}

/// The events of a sample of a stream, without the mark of its end.
pub(super) fn events(text: &str) -> Vec<Value> {
    let data = text.lines().filter_map(|line| line.strip_prefix("data:"));
    let events = data.map(str::trim).filter(|data| *data != "[DONE]");
    events
        .map(|data| serde_json::from_str(data).unwrap_or_else(|error| panic!("{error}: {data}")))
        .collect()
}

/// The JSON documents in an example: a stream's has several.
pub(super) fn documents(judge: &mut Judge, text: &str) -> Vec<Value> {
    let mut text = without_dots(text);
    for (wrong, right) in MENDED {
        if text.contains(wrong) {
            judge.uses("MENDED", *wrong);
            text = text.replace(wrong, right);
        }
    }
    let documents = Deserializer::from_str(&text).into_iter();
    documents
        .map(|body| body.unwrap_or_else(|error| panic!("{error}: {text}")))
        .collect()
}

/// The text without the lines of dots that stand for more of the same.
fn without_dots(text: &str) -> String {
    let is_dots = |line: &&str| line.trim_start_matches([' ', '{', ',']).starts_with("..");
    let mut kept = String::new();
    for line in text.lines().filter(|line| !is_dots(line)) {
        if line.trim_start().starts_with([']', '}']) && kept.trim_end().ends_with(',') {
            kept.truncate(kept.trim_end().len() - 1);
        }
        kept += line;
        kept.push('\n');
    }
    kept
}
