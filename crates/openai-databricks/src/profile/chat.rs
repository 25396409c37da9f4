//! Chat completions, and what their bodies may not hold.

use openai_core::{Members, Notice, NoticeKind, Parameter, Rule};
use serde_json::value::{Map, RawValue, Value};

use super::{Fact, OBSERVED, REFERENCE, SDK};

/// The most tools in one request.
const MOST_TOOLS: usize = 32;
/// The most properties of one function's parameters.
const MOST_PROPERTIES: usize = 15;

pub(super) const PARAMETERS: &[Fact] = &[
    ("client_request_id", "kept in the inference and usage tables", SDK),
    (
        "extra_params",
        "a map of strings, for external and foundation models",
        SDK,
    ),
    ("logprobs", "", REFERENCE),
    ("max_tokens", "", REFERENCE),
    ("messages", "a system message only once, and first", REFERENCE),
    ("model", "the name of a serving endpoint", REFERENCE),
    ("n", "1 to 5, with provisioned throughput only", SDK),
    ("reasoning_effort", "minimal, low, medium or high, by model", REFERENCE),
    ("response_format", "", REFERENCE),
    ("service_tier", "priority or default", REFERENCE),
    ("stop", "", REFERENCE),
    (
        "stream",
        "always sent: the documents disagree on the default",
        REFERENCE,
    ),
    ("stream_options", "", OBSERVED),
    ("temperature", "0 to 2", REFERENCE),
    ("tool_choice", "auto, none, required or one function", REFERENCE),
    ("tools", "up to 32 functions, each with up to 15 properties", REFERENCE),
    ("top_k", "", REFERENCE),
    ("top_logprobs", "0 to 20", REFERENCE),
    ("top_p", "above 0, up to 1", REFERENCE),
    ("usage_context", "a map of strings, kept in the usage table", SDK),
];

/// What pay-per-token models do not take of the values of this very body.
pub(super) fn found(body: &Members<'_>) -> Vec<Parameter> {
    let rejected = |(name, note): (String, String)| Parameter::new(name, Rule::Rejected, note, REFERENCE);
    past_limits(body).map(rejected).collect()
}

/// The same with a model of another name: its own provider may well take it, and what Databricks serves with provisioned
/// throughput does not.
pub(super) fn unlisted(body: &Members<'_>) -> Vec<Notice> {
    let notice = |(name, note): (String, String)| {
        let message = format!("`{name}` is refused where Databricks serves the model itself: {note}");
        Notice::new(NoticeKind::Unlisted, name, message)
    };
    past_limits(body).map(notice).collect()
}

/// What is past the limits of Databricks' own serving: where, and why.
fn past_limits(body: &Members<'_>) -> impl Iterator<Item = (String, String)> {
    misplaced_systems(body).into_iter().chain(unfit_tools(body))
}

fn misplaced_systems(body: &Members<'_>) -> Vec<(String, String)> {
    let messages = body
        .read::<Vec<&RawValue>>("messages")
        .ok()
        .flatten()
        .unwrap_or_default();
    let is_system = |message: &RawValue| {
        let role = Members::parse(message.get().as_bytes()).map(|members| members.read::<String>("role"));
        matches!(role, Ok(Ok(Some(role))) if role == "system")
    };
    let misplaced = messages
        .into_iter()
        .enumerate()
        .skip(1)
        .filter(|(_, message)| is_system(message));
    let note = "a system message stands first, and only once: join it with the first, or say it as the user";
    misplaced
        .map(|(index, _)| (format!("messages[{index}]"), note.to_owned()))
        .collect()
}

fn unfit_tools(body: &Members<'_>) -> Vec<(String, String)> {
    let tools = body.read::<Vec<Value>>("tools").ok().flatten().unwrap_or_default();
    let mut unfit = Vec::new();
    if tools.len() > MOST_TOOLS {
        unfit.push((
            "tools".to_owned(),
            format!("it holds {} tools, and {MOST_TOOLS} are the most", tools.len()),
        ));
    }
    for (index, tool) in tools.iter().enumerate() {
        let place = format!("tools[{index}]");
        if tool["type"] != "function" {
            unfit.push((format!("{place}.type"), "only functions are taken".to_owned()));
            continue;
        }
        let parameters = &tool["function"]["parameters"];
        if parameters.is_null() {
            let note = "it has no `parameters`, and needs the schema of an empty object at least";
            unfit.push((format!("{place}.function"), note.to_owned()));
        }
        let properties = parameters["properties"].as_object().map_or(0, Map::len);
        if properties > MOST_PROPERTIES {
            let note = format!("it has {properties} properties, and {MOST_PROPERTIES} are the most");
            unfit.push((format!("{place}.function.parameters"), note));
        }
    }
    unfit
}
