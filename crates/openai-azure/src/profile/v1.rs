//! What v1 supports.

use openai_core::{Operation, OperationProfile, Parameter, Rule};

const V1: &str = "Azure REST API specifications, data-plane/OpenAI.v1, March 2026";
const UNVERIFIED: &str = "no document of v1; third-party code sends it";

/// An operation, whether it can be streamed, and what its body and its query hold.
struct Row {
    operation: Operation,
    streaming: bool,
    body: &'static str,
    query: &'static str,
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
];

/// What OpenAI has beyond v1's specification, and whether it can be streamed there.
const BEYOND: &[(Operation, bool)] = &[
    (Operation::RESPONSES_INPUT_TOKENS, false),
    (Operation::RESPONSES_COMPACT, false),
    (Operation::IMAGES_GENERATIONS, true),
    (Operation::IMAGES_EDITS, true),
    (Operation::AUDIO_TRANSCRIPTIONS, true),
    (Operation::AUDIO_TRANSLATIONS, false),
    (Operation::AUDIO_SPEECH, true),
    (Operation::UPLOADS_CREATE, false),
    (Operation::UPLOADS_PART, false),
    (Operation::UPLOADS_COMPLETE, false),
    (Operation::UPLOADS_CANCEL, false),
    (Operation::MODERATIONS, false),
];

/// The operations of v1: those of its specification, and with `unverified` those that OpenAI has beyond it.
pub(super) fn operations(unverified: bool) -> Vec<OperationProfile> {
    let specified = ROWS.iter().map(|row| {
        let supported = |name, note| Parameter::new(name, Rule::Supported, note, V1);
        let body = row.body.split_whitespace().map(|name| supported(name, ""));
        let query = row.query.split_whitespace().map(|name| supported(name, "in the query"));
        profile(row.operation, row.streaming, V1).parameters(body.chain(query))
    });
    let beyond = BEYOND.iter().filter(|_| unverified);
    let beyond = beyond.map(|(operation, streaming)| profile(*operation, *streaming, UNVERIFIED));
    specified.chain(beyond).collect()
}

/// Whether v1 may have an operation that its specification does not name.
pub(super) fn is_unverified(operation: Operation) -> bool {
    BEYOND.iter().any(|(beyond, _)| *beyond == operation)
}

/// Whether v1's specification names an operation.
pub(super) fn has_operation(operation: Operation) -> bool {
    ROWS.iter().any(|row| row.operation == operation)
}

/// Whether v1's specification names a parameter of an operation.
pub(super) fn has(operation: Operation, parameter: &str) -> bool {
    let row = ROWS.iter().find(|row| row.operation == operation);
    row.is_some_and(|row| row.body.split_whitespace().any(|name| name == parameter))
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
    }
}
