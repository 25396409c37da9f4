//! What each version of Azure OpenAI supports, and where that is written down.

use openai_core::{Call, Members, Operation, OperationProfile, Parameter, Profile, Rule, Segment, Target};

use crate::ApiVersion;
use crate::config::Surface;
use crate::version::{preview, stable};

const DATED: &str = "Azure REST API specifications, data-plane/AzureOpenAI/inference, and the REST reference";
const V1: &str = "Azure REST API specifications, data-plane/OpenAI.v1, March 2026";

/// When the dated API had a parameter of chat completions.
#[derive(Clone, Copy)]
struct Dates {
    name: &'static str,
    /// The first preview with it.
    since: ApiVersion,
    /// The first stable version with it.
    stable: Option<ApiVersion>,
    /// The first version without it again.
    until: Option<ApiVersion>,
}

const CHAT: &[Dates] = &[
    always("frequency_penalty"),
    always("logit_bias"),
    always("max_tokens"),
    always("messages"),
    always("model"),
    always("n"),
    always("presence_penalty"),
    always("stop"),
    always("stream"),
    // The specifications have it from 2024-09-01-preview on; the services have long taken it in every version.
    always("stream_options"),
    always("temperature"),
    always("top_p"),
    always("user"),
    since("functions", preview(2023, 7, 1), stable(2024, 2, 1)),
    since("function_call", preview(2023, 7, 1), stable(2024, 2, 1)),
    since("tools", preview(2023, 12, 1), stable(2024, 2, 1)),
    since("tool_choice", preview(2023, 12, 1), stable(2024, 2, 1)),
    since("response_format", preview(2023, 12, 1), stable(2024, 2, 1)),
    since("seed", preview(2023, 12, 1), stable(2024, 2, 1)),
    DATA_SOURCES_2024,
    since("logprobs", preview(2024, 2, 15), stable(2024, 6, 1)),
    since("top_logprobs", preview(2024, 2, 15), stable(2024, 6, 1)),
    between("enhancements", preview(2024, 2, 15), preview(2024, 4, 1)),
    since("max_completion_tokens", preview(2024, 9, 1), stable(2024, 10, 21)),
    since("parallel_tool_calls", preview(2024, 9, 1), stable(2024, 10, 21)),
    in_previews("store", preview(2024, 12, 1)),
    in_previews("metadata", preview(2024, 12, 1)),
    in_previews("reasoning_effort", preview(2024, 12, 1)),
    in_previews("user_security_context", preview(2024, 12, 1)),
    in_previews("prediction", preview(2025, 1, 1)),
    in_previews("audio", preview(2025, 1, 1)),
    in_previews("modalities", preview(2025, 1, 1)),
];

/// The operation itself.
const OPERATION: Dates = since("chat", preview(2023, 3, 15), stable(2023, 5, 15));

/// The value `json_schema` of `response_format.type`.
const JSON_SCHEMA: Dates = since(
    "response_format.type: json_schema",
    preview(2024, 8, 1),
    stable(2024, 10, 21),
);

/// The shape that `dataSources` has: a member of the requests to `/extensions/chat/completions` and of no other.
const DATA_SOURCES_2023: Dates = between("dataSources", preview(2023, 6, 1), preview(2024, 2, 15));

/// The shape that took its place.
const DATA_SOURCES_2024: Dates = since("data_sources", preview(2024, 2, 15), stable(2024, 2, 1));

/// When requests to `/extensions/chat/completions` had `enhancements`.
const ENHANCEMENTS_2023: Dates = between("enhancements", preview(2023, 12, 1), preview(2024, 2, 15));

/// The members of a chat request in v1. What OpenAI has beyond them may work before the specification tells.
const CHAT_V1: &[&str] = &[
    "audio",
    "frequency_penalty",
    "function_call",
    "functions",
    "logit_bias",
    "logprobs",
    "max_completion_tokens",
    "max_tokens",
    "messages",
    "metadata",
    "modalities",
    "model",
    "n",
    "parallel_tool_calls",
    "prediction",
    "presence_penalty",
    "prompt_cache_key",
    "prompt_cache_retention",
    "reasoning_effort",
    "response_format",
    "safety_identifier",
    "seed",
    "stop",
    "store",
    "stream",
    "stream_options",
    "temperature",
    "tool_choice",
    "tools",
    "top_logprobs",
    "top_p",
    "user",
    "user_security_context",
    "verbosity",
];

/// What a surface supports.
pub(crate) fn of(surface: Surface) -> Profile {
    match surface {
        Surface::Dated(version) => dated(version),
        Surface::V1 { preview } => {
            let supported = |name: &&'static str| Parameter::new(*name, Rule::Supported, "", V1);
            let parameters = CHAT_V1.iter().map(supported).chain([data_sources_of_2023(surface)]);
            let chat = OperationProfile::new(Operation::CHAT, V1).parameters(parameters);
            Profile::new(
                if preview {
                    "Azure OpenAI v1 (preview)"
                } else {
                    "Azure OpenAI v1"
                },
                [chat],
            )
        }
    }
}

/// What a surface does not take of the values of this very body.
pub(crate) fn found(surface: Surface, call: &Call, body: &Members<'_>) -> Vec<Parameter> {
    let Surface::Dated(version) = surface else {
        return Vec::new();
    };
    let mut found = misplaced(version, call, body);
    let format = body
        .raw("response_format")
        .and_then(|format| Members::parse(format.get().as_bytes()).ok());
    let kind = format.and_then(|format| format.read::<String>("type").ok().flatten());
    if kind.as_deref() == Some("json_schema") && !JSON_SCHEMA.has(version) {
        let name = JSON_SCHEMA.name;
        found.push(Parameter::new(name, Rule::Rejected, JSON_SCHEMA.words(), DATED));
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
    let misplaced = [DATA_SOURCES_2023, ENHANCEMENTS_2023].into_iter();
    let misplaced = misplaced.filter(|dates| dates.has(version) && body.raw(dates.name).is_some());
    let note = "in this version it goes to `/extensions/chat/completions`: send an `on_your_data::v2023::Request`";
    misplaced
        .map(|dates| Parameter::new(dates.name, Rule::Rejected, note, DATED))
        .collect()
}

fn dated(version: ApiVersion) -> Profile {
    let parameters = CHAT.iter().map(|dates| match dates.has(version) {
        true => Parameter::new(dates.name, Rule::Supported, "", DATED),
        false if dates.name == ENHANCEMENTS_2023.name && ENHANCEMENTS_2023.has(version) => Parameter::new(
            dates.name,
            Rule::Unknown,
            "on `/extensions/chat/completions` alone",
            DATED,
        ),
        false if dates.name == DATA_SOURCES_2024.name => {
            let instead = match DATA_SOURCES_2023.has(version) {
                true => "this version takes `dataSources`, an `on_your_data::v2023::Request`",
                false => {
                    "`dataSources` (`on_your_data::v2023::Request`) was there from 2023-06-01-preview to \
                          2023-12-01-preview"
                }
            };
            Parameter::new(
                dates.name,
                Rule::Rejected,
                format!("{}; {instead}", dates.words()),
                DATED,
            )
        }
        false => Parameter::new(dates.name, Rule::Rejected, dates.words(), DATED),
    });
    let parameters = parameters.chain([data_sources_of_2023(Surface::Dated(version))]);
    let chat = OperationProfile::new(Operation::CHAT, DATED).parameters(parameters);
    let operations = if OPERATION.has(version) { vec![chat] } else { Vec::new() };
    Profile::new(format!("Azure OpenAI {version}"), operations)
}

/// What a surface does with the shape that `dataSources` has.
fn data_sources_of_2023(surface: Surface) -> Parameter {
    let name = DATA_SOURCES_2023.name;
    let (source, instead) = match surface {
        Surface::Dated(version) if DATA_SOURCES_2023.has(version) => {
            return Parameter::new(name, Rule::Unknown, "on `/extensions/chat/completions` alone", DATED);
        }
        Surface::Dated(version) if DATA_SOURCES_2024.has(version) => (DATED, "this version takes"),
        Surface::Dated(_) => (
            DATED,
            "2024-02-15-preview, the stable 2024-02-01 and later versions take",
        ),
        Surface::V1 { .. } => (
            V1,
            "dated versions from 2024-02-15-preview and the stable 2024-02-01 on take",
        ),
    };
    let note = format!(
        "it was there from 2023-06-01-preview to 2023-12-01-preview; {instead} `data_sources`, an \
         `on_your_data::v2024::Request`"
    );
    Parameter::new(name, Rule::Rejected, note, source)
}

impl Dates {
    /// Whether a version has it. What previews have, a stable version later than the last known one is taken to have.
    fn has(&self, version: ApiVersion) -> bool {
        let came = match self.stable {
            Some(stable) if !version.is_preview() => version >= stable,
            None if !version.is_preview() => version > ApiVersion::LATEST_STABLE && version >= self.since,
            _ => version >= self.since,
        };
        came && self.until.is_none_or(|until| version < until)
    }

    fn words(&self) -> String {
        let since = self.since;
        match (self.until, self.stable) {
            (Some(until), _) => format!("it came with {since} and went with {until}"),
            (None, Some(stable)) => format!("it came with {since} and the stable {stable}"),
            (None, None) => format!("it came with {since}, and no stable version but v1 has it"),
        }
    }
}

const fn always(name: &'static str) -> Dates {
    Dates { name, ..OPERATION }
}

const fn since(name: &'static str, since: ApiVersion, stable: ApiVersion) -> Dates {
    Dates {
        name,
        since,
        stable: Some(stable),
        until: None,
    }
}

const fn in_previews(name: &'static str, since: ApiVersion) -> Dates {
    Dates {
        name,
        since,
        stable: None,
        until: None,
    }
}

const fn between(name: &'static str, since: ApiVersion, until: ApiVersion) -> Dates {
    Dates {
        name,
        since,
        stable: None,
        until: Some(until),
    }
}
