//! Chat completions in the dated API, and the two shapes of their data sources.

use openai_core::{Call, Members, Operation, OperationProfile, Parameter, Rule, Segment, Target};
use serde_json::Value;
use serde_json::value::RawValue;

use super::dates::Dates;
use super::nested;
use super::table::{Group, INFERENCE, Row};
use crate::ApiVersion;
use crate::version::{preview, stable};

/// Tools, and pictures in messages.
pub(super) const TOOLS: Dates = Dates::since(preview(2023, 12, 1)).stable(stable(2024, 2, 1));

/// What tools took the place of.
pub(super) const FUNCTIONS: Dates = Dates::since(preview(2023, 7, 1)).stable(stable(2024, 2, 1));

const STORED: Dates = Dates::since(preview(2024, 12, 1));
pub(super) const AUDIO: Dates = Dates::since(preview(2025, 1, 1));

pub(super) const ROWS: &[Row] = &[Row::new(
    Operation::CHAT,
    Dates::since(preview(2023, 3, 15)).stable(stable(2023, 5, 15)),
    INFERENCE,
    &[
        Group::always("frequency_penalty logit_bias max_tokens messages n presence_penalty stream"),
        Group::always("stop").note("up to 4 texts; up to 2 with GPT-4 Turbo with Vision, and beside data sources"),
        // The specifications have it from 2024-09-01-preview on; the services have long taken it in every version.
        Group::always("stream_options"),
        Group::always("temperature top_p user"),
        Group::always("model").note("the deployment in the path"),
        Group::new("function_call functions", FUNCTIONS)
            .note("deprecated from 2023-12-01-preview on: `tools` and `tool_choice` take their place"),
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

/// The shape that `dataSources` has: a member of the requests to `/extensions/chat/completions` and of no other.
const DATA_SOURCES_2023: Dates = Dates::since(preview(2023, 6, 1)).until(preview(2024, 2, 15));

const DATA: &str = "Azure OpenAI On Your Data API reference";

/// The shape that took its place.
const DATA_SOURCES_2024: Dates = Dates::since(preview(2024, 2, 15)).stable(stable(2024, 2, 1));

/// When requests to `/extensions/chat/completions` had `enhancements`.
const ENHANCEMENTS_2023: Dates = Dates::since(preview(2023, 12, 1)).until(preview(2024, 2, 15));

/// Where it is written down that these took them from `dataSources` too.
const VISION: &str = "How-to guide, Use GPT-4 Turbo with Vision, for 2024-02-15-preview";

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
    } else if ENHANCEMENTS.has(version) {
        let note = "for the Computer Vision resource of `enhancements` alone";
        Parameter::new("dataSources", Rule::Supported, note, VISION)
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
pub(super) fn found(version: ApiVersion, chat: &OperationProfile, call: &Call, body: &Members<'_>) -> Vec<Parameter> {
    let mut found = misplaced(version, call, body);
    found.extend(sightless(version, call, body));
    found.extend(nested::found(version, chat, body));
    if let Some(sources) = body.raw("data_sources") {
        let excluded = ["logprobs", "top_logprobs"].into_iter();
        let excluded = excluded.filter(|name| body.raw(name).is_some_and(|value| value.get() != "null"));
        found.extend(excluded.map(|name| Parameter::new(name, Rule::Rejected, "not beside `data_sources`", DATA)));
        let sources = serde_json::from_str::<Vec<&RawValue>>(sources.get());
        if let Ok(sources) = sources
            && sources.len() > 1
        {
            let note = format!("it has {} sources, and takes exactly one", sources.len());
            found.push(Parameter::new("data_sources", Rule::Rejected, note, DATA));
        }
    }
    found
}

/// What `dataSources` does not hold where only the resource of vision enhancements may stand in it.
fn sightless(version: ApiVersion, call: &Call, body: &Members<'_>) -> Option<Parameter> {
    let sources = body.raw("dataSources").filter(|_| ENHANCEMENTS.has(version))?;
    let sources: Vec<Value> = serde_json::from_str(sources.get()).ok()?;
    if sources.iter().any(|source| source["type"] != "AzureComputerVision") {
        return Some(gone("this version takes"));
    }
    let note = "in this version vision enhancements go to `/chat/completions`: send an `enhancements::Request`";
    goes_to_extensions(call).then(|| Parameter::new("dataSources", Rule::Rejected, note, VISION))
}

/// What only `/extensions/chat/completions` takes, in a request that goes elsewhere.
fn misplaced(version: ApiVersion, call: &Call, body: &Members<'_>) -> Vec<Parameter> {
    if goes_to_extensions(call) {
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

fn goes_to_extensions(call: &Call) -> bool {
    matches!(&call.target, Target::Path(path) if path.first() == Some(&Segment::fixed("extensions")))
}
