//! Limits on the values of a body, in every version: what is refused, and what documents do not agree on.

use openai_core::{Call, Members, Notice, NoticeKind, Operation, Parameter, Rule};
use serde_json::value::RawValue;

use super::table::INFERENCE;
use crate::dalle2;

/// The most texts to stop at.
const STOPS: usize = 4;

/// The most texts to stop at beside data sources, by the REST reference.
const STOPS_BESIDE_DATA: usize = 2;

/// The most log probabilities of a completion's token, by the specifications.
const LOGPROBS: u64 = 5;

/// The most pictures of DALL-E 2, by the REST reference.
const PICTURES: u64 = 5;

/// The most characters of a text.
const CHARACTERS: &[(Operation, &str, usize)] = &[
    (dalle2::SUBMIT, "prompt", 1000),
    (Operation::AUDIO_SPEECH, "input", 4096),
];

/// The values that every document has the service refuse.
pub(super) fn exceeded(call: &Call, body: &Members<'_>) -> Vec<Parameter> {
    let mut found = Vec::new();
    let mut refuse = |name, note: String| found.push(Parameter::new(name, Rule::Rejected, note, INFERENCE));
    if let Some(count) = stops(call, body).filter(|count| *count > STOPS) {
        refuse("stop", format!("it has {count} texts, and {STOPS} are the most"));
    }
    if call.operation == Operation::COMPLETIONS
        && let Some(best_of) = number(body, "best_of")
    {
        if let Some(n) = number(body, "n").filter(|n| best_of < *n) {
            refuse(
                "best_of",
                format!("it is {best_of}, and must not be less than `n`, which is {n}"),
            );
        }
        if call.stream && best_of > 1 {
            refuse(
                "best_of",
                "the best of several completions cannot be streamed".to_owned(),
            );
        }
    }
    let limited = CHARACTERS.iter().filter(|(operation, ..)| *operation == call.operation);
    for (_, name, most) in limited {
        let text = body.read::<String>(name).ok().flatten().unwrap_or_default();
        let count = text.chars().count();
        if count > *most {
            refuse(name, format!("it has {count} characters, and {most} are the most"));
        }
    }
    found
}

/// A notice for each value that is beyond the limit of one document and within that of another.
pub(super) fn disputed(call: &Call, body: &Members<'_>) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut tell = |name: &str, message: String| {
        let message = format!("{message}; it is sent all the same");
        notices.push(Notice::new(NoticeKind::Unlisted, name, message));
    };
    let has_data = body.contains("data_sources") || body.contains("dataSources");
    if let Some(count) = stops(call, body).filter(|count| has_data && (STOPS_BESIDE_DATA + 1..=STOPS).contains(count)) {
        tell(
            "stop",
            format!(
                "`stop` has {count} texts: the Azure REST reference allows up to {STOPS_BESIDE_DATA} beside data sources, \
                 the specifications up to {STOPS}"
            ),
        );
    }
    if call.operation == Operation::COMPLETIONS
        && let Some(count) = number(body, "logprobs").filter(|count| *count > LOGPROBS)
    {
        tell(
            "logprobs",
            format!(
                "`logprobs` is {count}: the specifications allow up to {LOGPROBS}, though the Azure REST reference speaks \
                 of 10"
            ),
        );
    }
    if call.operation == dalle2::SUBMIT
        && let Some(count) = number(body, "n").filter(|count| *count > PICTURES)
    {
        tell(
            "n",
            format!(
                "`n` is {count}: the Azure REST reference allows up to {PICTURES} pictures, though a specification speaks \
                 of 10"
            ),
        );
    }
    notices
}

/// How many texts an answer stops at, where they are in a list.
fn stops(call: &Call, body: &Members<'_>) -> Option<usize> {
    let stops = [Operation::CHAT, Operation::COMPLETIONS].contains(&call.operation);
    let texts: Vec<&RawValue> = body.read("stop").ok().flatten().filter(|_| stops)?;
    Some(texts.len())
}

fn number(body: &Members<'_>, name: &str) -> Option<u64> {
    body.read(name).ok().flatten()
}
