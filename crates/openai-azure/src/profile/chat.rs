//! Chat completions in the dated API, and the two shapes of their data sources.

use openai_core::{Call, Members, Operation, Parameter, Rule, Segment, Target};

use super::dates::Dates;
use super::table::{Group, INFERENCE, Row};
use crate::ApiVersion;
use crate::version::{preview, stable};

const TOOLS: Dates = Dates::since(preview(2023, 12, 1)).stable(stable(2024, 2, 1));
const STORED: Dates = Dates::since(preview(2024, 12, 1));
const AUDIO: Dates = Dates::since(preview(2025, 1, 1));

pub(super) const ROWS: &[Row] = &[Row::new(
    Operation::CHAT,
    Dates::since(preview(2023, 3, 15)).stable(stable(2023, 5, 15)),
    INFERENCE,
    &[
        Group::always("frequency_penalty logit_bias max_tokens messages n presence_penalty stop stream"),
        // The specifications have it from 2024-09-01-preview on; the services have long taken it in every version.
        Group::always("stream_options"),
        Group::always("temperature top_p user"),
        Group::always("model").note("the deployment in the path"),
        Group::new(
            "function_call functions",
            Dates::since(preview(2023, 7, 1)).stable(stable(2024, 2, 1)),
        ),
        Group::new("response_format seed tool_choice tools", TOOLS),
        Group::new(
            "logprobs top_logprobs",
            Dates::since(preview(2024, 2, 15)).stable(stable(2024, 6, 1)),
        ),
        Group::new(
            "max_completion_tokens parallel_tool_calls",
            Dates::since(preview(2024, 9, 1)).stable(stable(2024, 10, 21)),
        ),
        Group::new("metadata reasoning_effort store user_security_context", STORED),
        Group::new("audio modalities prediction", AUDIO),
    ],
)
.streamed()];

/// The value `json_schema` of `response_format.type`.
const JSON_SCHEMA: Dates = Dates::since(preview(2024, 8, 1)).stable(stable(2024, 10, 21));

/// The shape that `dataSources` has: a member of the requests to `/extensions/chat/completions` and of no other.
const DATA_SOURCES_2023: Dates = Dates::since(preview(2023, 6, 1)).until(preview(2024, 2, 15));

const DATA: &str = "Azure OpenAI On Your Data API reference";

/// The shape that took its place.
const DATA_SOURCES_2024: Dates = Dates::since(preview(2024, 2, 15)).stable(stable(2024, 2, 1));

/// When requests to `/extensions/chat/completions` had `enhancements`.
const ENHANCEMENTS_2023: Dates = Dates::since(preview(2023, 12, 1)).until(preview(2024, 2, 15));

/// When all requests had them.
const ENHANCEMENTS: Dates = Dates::since(preview(2024, 2, 15)).until(preview(2024, 4, 1));

/// What a version does with the parameters that moved from one path to another.
pub(super) fn moved(version: ApiVersion) -> [Parameter; 3] {
    let has_2023 = DATA_SOURCES_2023.has(version);
    let data_sources = if DATA_SOURCES_2024.has(version) {
        Parameter::new("data_sources", Rule::Supported, "", INFERENCE)
    } else {
        let instead = if has_2023 {
            "this version takes `dataSources`, an `on_your_data::v2023::Request`"
        } else {
            "`dataSources` (`on_your_data::v2023::Request`) was there from 2023-06-01-preview to 2023-12-01-preview"
        };
        let words = format!("{}; {instead}", DATA_SOURCES_2024.words(false));
        Parameter::new("data_sources", Rule::Rejected, words, INFERENCE)
    };
    let enhancements = if ENHANCEMENTS.has(version) {
        Parameter::new("enhancements", Rule::Supported, "", INFERENCE)
    } else if ENHANCEMENTS_2023.has(version) {
        let note = "on `/extensions/chat/completions` alone";
        Parameter::new("enhancements", Rule::Unknown, note, INFERENCE)
    } else {
        Parameter::new("enhancements", Rule::Rejected, ENHANCEMENTS.words(false), INFERENCE)
    };
    let data_sources_2023 = if has_2023 {
        let note = "on `/extensions/chat/completions` alone";
        Parameter::new("dataSources", Rule::Unknown, note, INFERENCE)
    } else if DATA_SOURCES_2024.has(version) {
        gone("this version takes")
    } else {
        gone("2024-02-15-preview, the stable 2024-02-01 and later versions take")
    };
    [data_sources, enhancements, data_sources_2023]
}

/// What v1 does with them.
pub(super) fn moved_on_v1() -> [Parameter; 3] {
    let note = format!(
        "v1's specification no longer names it, an older copy did; in dated versions {}",
        DATA_SOURCES_2024.words(false)
    );
    [
        Parameter::new("data_sources", Rule::Unknown, note, INFERENCE),
        Parameter::new("enhancements", Rule::Rejected, ENHANCEMENTS.words(false), INFERENCE),
        gone("dated versions from 2024-02-15-preview and the stable 2024-02-01 on take"),
    ]
}

/// The shape that `dataSources` has, where it is not there.
fn gone(instead: &str) -> Parameter {
    let note = format!(
        "it was there from 2023-06-01-preview to 2023-12-01-preview; {instead} `data_sources`, an \
         `on_your_data::v2024::Request`"
    );
    Parameter::new("dataSources", Rule::Rejected, note, INFERENCE)
}

/// What a version does not take of the values of this very body.
pub(super) fn found(version: ApiVersion, call: &Call, body: &Members<'_>) -> Vec<Parameter> {
    let mut found = misplaced(version, call, body);
    let format = body
        .raw("response_format")
        .and_then(|format| Members::parse(format.get().as_bytes()).ok());
    let kind = format.and_then(|format| format.read::<String>("type").ok().flatten());
    if kind.as_deref() == Some("json_schema") && !JSON_SCHEMA.has(version) {
        let name = "response_format.type: json_schema";
        found.push(Parameter::new(name, Rule::Rejected, JSON_SCHEMA.words(true), INFERENCE));
    }
    if body.raw("data_sources").is_some() {
        let excluded = ["logprobs", "top_logprobs"].into_iter();
        let excluded = excluded.filter(|name| body.raw(name).is_some_and(|value| value.get() != "null"));
        found.extend(excluded.map(|name| Parameter::new(name, Rule::Rejected, "not beside `data_sources`", DATA)));
    }
    found
}

/// What only `/extensions/chat/completions` takes, in a request that goes elsewhere.
fn misplaced(version: ApiVersion, call: &Call, body: &Members<'_>) -> Vec<Parameter> {
    let first = match &call.target {
        Target::Path(path) => path.first(),
        _ => None,
    };
    if first == Some(&Segment::fixed("extensions")) {
        return Vec::new();
    }
    let misplaced = [("dataSources", DATA_SOURCES_2023), ("enhancements", ENHANCEMENTS_2023)];
    let misplaced = misplaced
        .into_iter()
        .filter(|(name, dates)| dates.has(version) && body.raw(name).is_some());
    let note = "in this version it goes to `/extensions/chat/completions`: send an `on_your_data::v2023::Request`";
    misplaced
        .map(|(name, _)| Parameter::new(name, Rule::Rejected, note, INFERENCE))
        .collect()
}
