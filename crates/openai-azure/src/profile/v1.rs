//! What v1 supports.

use openai_core::{Operation, OperationProfile, Parameter, Rule};

use super::{table, unlisted};

const V1: &str = "Azure REST API specifications, data-plane/OpenAI.v1, March 2026";
const OPENAI: &str = "OpenAI's own wire, OpenAI OpenAPI file; v1's specification does not name it";
const UNVERIFIED: &str = "no document of v1; third-party code sends it";

/// An operation, whether it can be streamed, what its body and its query hold, and where that is written down.
struct Row {
    operation: Operation,
    streaming: bool,
    body: &'static str,
    query: &'static str,
    source: &'static str,
}

const ROWS: &[Row] = &[
    streamed(
        Operation::CHAT,
        "audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens messages \
         metadata modalities model n parallel_tool_calls prediction presence_penalty prompt_cache_key \
         prompt_cache_retention reasoning_effort response_format safety_identifier seed stop store stream stream_options \
         temperature tool_choice tools top_logprobs top_p user user_security_context verbosity",
    ),
    streamed(
        Operation::COMPLETIONS,
        "best_of echo frequency_penalty logit_bias logprobs max_tokens model n presence_penalty prompt seed stop stream \
         stream_options suffix temperature top_p user",
    ),
    whole(Operation::EMBEDDINGS, "dimensions encoding_format input model user", ""),
    streamed(
        Operation::RESPONSES,
        "background conversation include input instructions max_output_tokens max_tool_calls metadata model \
         parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_retention reasoning \
         safety_identifier store stream stream_options temperature text tool_choice tools top_logprobs top_p truncation \
         user",
    ),
    Row {
        streaming: true,
        ..whole(
            Operation::RESPONSES_RETRIEVE,
            "",
            "include include_obfuscation starting_after stream",
        )
    },
    whole(Operation::RESPONSES_DELETE, "", ""),
    whole(Operation::RESPONSES_CANCEL, "", ""),
    whole(Operation::RESPONSES_INPUT_ITEMS, "", "after before limit order"),
    whole(Operation::MODELS_LIST, "", ""),
    whole(Operation::MODELS_RETRIEVE, "", ""),
    whole(Operation::MODELS_DELETE, "", ""),
    whole(Operation::FILES_CREATE, "expires_after file purpose", ""),
    whole(Operation::FILES_LIST, "", "after limit order purpose"),
    whole(Operation::FILES_RETRIEVE, "", ""),
    whole(Operation::FILES_DELETE, "", ""),
    whole(Operation::FILES_CONTENT, "", ""),
    whole(
        Operation::BATCHES_CREATE,
        "completion_window endpoint input_file_id",
        "",
    ),
    whole(Operation::BATCHES_LIST, "", "after limit"),
    whole(Operation::BATCHES_RETRIEVE, "", ""),
    whole(Operation::BATCHES_CANCEL, "", ""),
    // v1's specification leaves these out, and v1 takes them as OpenAI does.
    openais(
        Operation::UPLOADS_CREATE,
        "bytes expires_after filename mime_type purpose",
    ),
    openais(Operation::UPLOADS_PART, "data"),
    openais(Operation::UPLOADS_COMPLETE, "md5 part_ids"),
    openais(Operation::UPLOADS_CANCEL, ""),
    openais(Operation::MODERATIONS, "input model"),
];

/// What OpenAI has and no document says of v1, and whether it can be streamed there.
const BEYOND: &[(Operation, bool)] = &[
    (Operation::RESPONSES_INPUT_TOKENS, false),
    (Operation::RESPONSES_COMPACT, false),
    (Operation::IMAGES_GENERATIONS, true),
    (Operation::IMAGES_EDITS, true),
    (Operation::AUDIO_TRANSCRIPTIONS, true),
    (Operation::AUDIO_TRANSLATIONS, false),
    (Operation::AUDIO_SPEECH, true),
];

/// The operations of v1, and with `unverified` those that OpenAI has and no document says of v1. `dated` is what the
/// dated versions have.
pub(super) fn operations(
    unverified: bool,
    dated: impl Iterator<Item = &'static table::Row> + Clone,
) -> Vec<OperationProfile> {
    let known = ROWS.iter().map(|row| {
        let old = dated.clone().find(|dated| dated.operation == row.operation);
        row.profile(old)
    });
    let beyond = BEYOND.iter().filter(|_| unverified);
    let beyond = beyond.map(|(operation, streaming)| profile(*operation, *streaming, UNVERIFIED));
    known.chain(beyond).collect()
}

/// Whether v1 may have an operation that no document says of it.
pub(super) fn is_unverified(operation: Operation) -> bool {
    BEYOND.iter().any(|(beyond, _)| *beyond == operation)
}

/// Whether v1 has an operation.
pub(super) fn has_operation(operation: Operation) -> bool {
    ROWS.iter().any(|row| row.operation == operation)
}

/// Whether v1's specification names a parameter of an operation.
pub(super) fn has(operation: Operation, parameter: &str) -> bool {
    specified(operation).any(|(name, _)| name == parameter)
}

/// What v1's specification names and no dated version has: the parameters of an operation but for `known`.
pub(super) fn newer(operation: Operation, known: &[Parameter]) -> Vec<Parameter> {
    let newer = specified(operation).filter(|(name, _)| known.iter().all(|known| known.name != *name));
    newer
        .map(|(name, place)| {
            let note = match place {
                "" => "no dated version has it, but v1 does".to_owned(),
                place => format!("no dated version has it {place}, but v1 does"),
            };
            Parameter::new(name, Rule::Rejected, note, V1)
        })
        .collect()
}

/// The parameters of an operation in v1's specification, each with the words for where it stands.
fn specified(operation: Operation) -> impl Iterator<Item = (&'static str, &'static str)> {
    let row = ROWS.iter().find(|row| row.operation == operation && row.source == V1);
    row.into_iter().flat_map(Row::names)
}

impl Row {
    fn names(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let body = self.body.split_whitespace().map(|name| (name, ""));
        let query = self.query.split_whitespace().map(|name| (name, "in the query"));
        body.chain(query)
    }

    /// What v1 does with it; `old` is what the dated versions have.
    fn profile(&self, old: Option<&table::Row>) -> OperationProfile {
        let names = self.names();
        let supported = names.map(|(name, place)| Parameter::new(name, Rule::Supported, place, self.source));
        let profile = profile(self.operation, self.streaming, self.source).parameters(supported);
        let others = old.map(|old| old.left_behind(&profile.parameters));
        let profile = profile.parameters(others.into_iter().flatten());
        let unlisted = unlisted::of(self.operation, &profile.parameters);
        profile.parameters(unlisted)
    }
}

fn profile(operation: Operation, streaming: bool, source: &'static str) -> OperationProfile {
    let mut profile = OperationProfile::new(operation, source);
    profile.streaming = streaming;
    profile
}

const fn streamed(operation: Operation, body: &'static str) -> Row {
    Row {
        streaming: true,
        ..whole(operation, body, "")
    }
}

const fn whole(operation: Operation, body: &'static str, query: &'static str) -> Row {
    Row {
        operation,
        streaming: false,
        body,
        query,
        source: V1,
    }
}

const fn openais(operation: Operation, body: &'static str) -> Row {
    Row {
        source: OPENAI,
        ..whole(operation, body, "")
    }
}
