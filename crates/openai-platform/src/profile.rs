//! What OpenAI supports, and where that is written down.

use openai_core::{BaseUrl, Operation, OperationProfile, Parameter, Profile, Rule};

const SOURCE: &str = "OpenAI OpenAPI file 2.3.0";
const NOWHERE: &str = "nowhere: each server has documents of its own";

/// An operation, whether it can be streamed, and what its body and its query hold in OpenAI's published specification.
struct Row {
    operation: Operation,
    streaming: bool,
    body: &'static str,
    query: &'static str,
}

const OPERATIONS: &[Row] = &[
    streamed(
        Operation::CHAT,
        "audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens messages \
         metadata modalities model moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key \
         prompt_cache_options prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier \
         stop store stream stream_options temperature tool_choice tools top_logprobs top_p user verbosity \
         web_search_options",
    ),
    streamed(
        Operation::COMPLETIONS,
        "best_of echo frequency_penalty logit_bias logprobs max_tokens model n presence_penalty prompt seed stop stream \
         stream_options suffix temperature top_p user",
    ),
    whole(Operation::EMBEDDINGS, "dimensions encoding_format input model user"),
    streamed(
        Operation::RESPONSES,
        "background context_management conversation include input instructions max_output_tokens max_tool_calls metadata \
         model moderation parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_options \
         prompt_cache_retention reasoning safety_identifier service_tier store stream stream_options temperature text \
         tool_choice tools top_logprobs top_p truncation user",
    ),
    streamed(Operation::RESPONSES_RETRIEVE, "").asking("include include_obfuscation starting_after stream"),
    whole(Operation::RESPONSES_DELETE, ""),
    whole(Operation::RESPONSES_CANCEL, ""),
    whole(Operation::RESPONSES_INPUT_ITEMS, "").asking("after include limit order"),
    whole(
        Operation::RESPONSES_INPUT_TOKENS,
        "conversation input instructions model parallel_tool_calls personality previous_response_id reasoning text \
         tool_choice tools truncation",
    ),
    whole(
        Operation::RESPONSES_COMPACT,
        "input instructions model previous_response_id prompt_cache_key prompt_cache_options prompt_cache_retention \
         service_tier",
    ),
    streamed(
        Operation::IMAGES_GENERATIONS,
        "background model moderation n output_compression output_format partial_images prompt quality response_format \
         size stream style user",
    ),
    streamed(
        Operation::IMAGES_EDITS,
        "background image images input_fidelity mask model moderation n output_compression output_format partial_images \
         prompt quality response_format size stream user",
    ),
    whole(Operation::IMAGES_VARIATIONS, "image model n response_format size user"),
    streamed(
        Operation::AUDIO_TRANSCRIPTIONS,
        "chunking_strategy file include keywords known_speaker_names known_speaker_references language languages model \
         prompt response_format stream temperature timestamp_granularities",
    ),
    whole(
        Operation::AUDIO_TRANSLATIONS,
        "file model prompt response_format temperature",
    ),
    streamed(
        Operation::AUDIO_SPEECH,
        "input instructions model response_format speed stream_format voice",
    ),
    whole(Operation::MODELS_LIST, ""),
    whole(Operation::MODELS_RETRIEVE, ""),
    whole(Operation::MODELS_DELETE, ""),
    whole(Operation::FILES_CREATE, "expires_after file purpose"),
    whole(Operation::FILES_LIST, "").asking("after limit order purpose"),
    whole(Operation::FILES_RETRIEVE, ""),
    whole(Operation::FILES_DELETE, ""),
    whole(Operation::FILES_CONTENT, ""),
    whole(
        Operation::UPLOADS_CREATE,
        "bytes expires_after filename mime_type purpose",
    ),
    whole(Operation::UPLOADS_PART, "data"),
    whole(Operation::UPLOADS_COMPLETE, "md5 part_ids"),
    whole(Operation::UPLOADS_CANCEL, ""),
    whole(
        Operation::BATCHES_CREATE,
        "completion_window endpoint input_file_id metadata output_expires_after",
    ),
    whole(Operation::BATCHES_LIST, "").asking("after limit"),
    whole(Operation::BATCHES_RETRIEVE, ""),
    whole(Operation::BATCHES_CANCEL, ""),
    whole(Operation::MODERATIONS, "input model"),
];

pub(crate) fn openai() -> Profile {
    let operations = OPERATIONS.iter().map(|row| {
        let supported = |name, note| Parameter::new(name, Rule::Supported, note, SOURCE);
        let body = row.body.split_whitespace().map(|name| supported(name, ""));
        let query = row.query.split_whitespace().map(|name| supported(name, "in the query"));
        row.profile(SOURCE).parameters(body.chain(query))
    });
    Profile::new("OpenAI", operations.collect::<Vec<_>>())
}

/// A server of which no more is known than its address.
pub(crate) fn compatible(base: &BaseUrl) -> Profile {
    let operations = OPERATIONS.iter().map(|row| row.profile(NOWHERE));
    Profile::new(format!("the server at {}", base.host()), operations.collect::<Vec<_>>())
}

impl Row {
    /// Names what stands in the query.
    const fn asking(mut self, query: &'static str) -> Self {
        self.query = query;
        self
    }

    fn profile(&self, source: &'static str) -> OperationProfile {
        let mut profile = OperationProfile::new(self.operation, source);
        profile.streaming = self.streaming;
        profile
    }
}

const fn streamed(operation: Operation, body: &'static str) -> Row {
    Row {
        operation,
        streaming: true,
        body,
        query: "",
    }
}

const fn whole(operation: Operation, body: &'static str) -> Row {
    Row {
        streaming: false,
        ..streamed(operation, body)
    }
}
