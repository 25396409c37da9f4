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
    /// What else there is to say of members of the body.
    notes: &'static [(&'static str, &'static str)],
}

const GPT_IMAGE: &str = "GPT image models only";
const RETENTION: &str = "deprecated for `ttl` in `prompt_cache_options`";
const TRUNCATION: &str = "deprecated";
const USER: &str = "deprecated for `safety_identifier` and `prompt_cache_key`";

const OPERATIONS: &[Row] = &[
    streamed(
        Operation::CHAT,
        "audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens messages \
         metadata modalities model moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key \
         prompt_cache_options prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier \
         stop store stream stream_options temperature tool_choice tools top_logprobs top_p user verbosity \
         web_search_options",
    )
    .noting(&[
        ("function_call", "deprecated for `tool_choice`"),
        ("functions", "deprecated for `tools`"),
        ("max_tokens", "deprecated for `max_completion_tokens`; not with the o series"),
        ("n", "1 to 128"),
        ("prompt_cache_retention", RETENTION),
        ("seed", "deprecated; a best effort"),
        ("stop", "up to 4 texts; not with o3 and o4-mini"),
        ("user", USER),
    ]),
    streamed(
        Operation::COMPLETIONS,
        "best_of echo frequency_penalty logit_bias logprobs max_tokens model n presence_penalty prompt seed stop stream \
         stream_options suffix temperature top_p user",
    )
    .noting(&[
        ("best_of", "0 to 20"),
        ("logprobs", "0 to 5"),
        ("n", "1 to 128"),
        ("suffix", "`gpt-3.5-turbo-instruct` only"),
    ]),
    whole(Operation::EMBEDDINGS, "dimensions encoding_format input model user")
        .noting(&[("dimensions", "`text-embedding-3` models and later only")]),
    streamed(
        Operation::RESPONSES,
        "background context_management conversation include input instructions max_output_tokens max_tool_calls metadata \
         model moderation parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_options \
         prompt_cache_retention reasoning safety_identifier service_tier store stream stream_options temperature text \
         tool_choice tools top_logprobs top_p truncation user",
    )
    .noting(&[
        ("prompt_cache_retention", RETENTION),
        ("safety_identifier", "up to 64 characters"),
        ("truncation", TRUNCATION),
        ("user", USER),
    ]),
    streamed(Operation::RESPONSES_RETRIEVE, "").asking("include include_obfuscation starting_after stream"),
    whole(Operation::RESPONSES_DELETE, ""),
    whole(Operation::RESPONSES_CANCEL, ""),
    whole(Operation::RESPONSES_INPUT_ITEMS, "").asking("after include limit order"),
    whole(
        Operation::RESPONSES_INPUT_TOKENS,
        "conversation input instructions model parallel_tool_calls personality previous_response_id reasoning text \
         tool_choice tools truncation",
    )
    .noting(&[
        ("truncation", TRUNCATION),
    ]),
    whole(
        Operation::RESPONSES_COMPACT,
        "input instructions model previous_response_id prompt_cache_key prompt_cache_options prompt_cache_retention \
         service_tier",
    )
    .noting(&[
        ("prompt_cache_retention", RETENTION),
    ]),
    streamed(
        Operation::IMAGES_GENERATIONS,
        "background model moderation n output_compression output_format partial_images prompt quality response_format \
         size stream style user",
    )
    .noting(&[
        ("background", GPT_IMAGE),
        ("moderation", GPT_IMAGE),
        ("n", "1 to 10; 1 with DALL-E 3"),
        ("output_compression", "GPT image models only, as `jpeg` or `webp`"),
        ("output_format", GPT_IMAGE),
        ("partial_images", "0 to 3, in a stream"),
        ("prompt", "up to 32,000 characters with GPT image models, 4,000 with DALL-E 3, 1,000 with DALL-E 2"),
        ("quality", "`low`, `medium` and `high` with GPT image models, `standard` and `hd` with DALL-E 3, `standard` with DALL-E 2"),
        ("response_format", "DALL-E models only: others answer in base64"),
        ("stream", GPT_IMAGE),
        ("style", "DALL-E 3 only"),
    ]),
    streamed(
        Operation::IMAGES_EDITS,
        "background image images input_fidelity mask model moderation n output_compression output_format partial_images \
         prompt quality response_format size stream user",
    )
    .noting(&[
        ("background", GPT_IMAGE),
        ("image", "in the form only"),
        ("images", "in JSON only"),
        ("input_fidelity", "`gpt-image-1`, `gpt-image-1.5` and later, not `gpt-image-1-mini`"),
        ("mask", "a file in the form, a reference in JSON"),
        ("moderation", "in JSON only, and so not beside files"),
        ("output_compression", "GPT image models only, as `jpeg` or `webp`"),
        ("output_format", GPT_IMAGE),
        ("partial_images", "0 to 3, in a stream"),
        ("response_format", "in the form only, and DALL-E 2 only: others answer in base64"),
    ]),
    whole(Operation::IMAGES_VARIATIONS, "image model n response_format size user")
        .noting(&[("model", "`dall-e-2` only")]),
    streamed(
        Operation::AUDIO_TRANSCRIPTIONS,
        "chunking_strategy file include keywords known_speaker_names known_speaker_references language languages model \
         prompt response_format stream temperature timestamp_granularities",
    )
    .noting(&[
        ("chunking_strategy", "`gpt-4o-transcribe-diarize` needs it past 30 seconds"),
        ("include", "`logprobs` of `gpt-4o-transcribe` and `gpt-4o-mini-transcribe`, as `json`"),
        ("keywords", "`gpt-transcribe` only"),
        ("known_speaker_names", "up to 4"),
        ("languages", "`gpt-transcribe` only"),
        ("prompt", "not with `gpt-4o-transcribe-diarize`"),
        ("response_format", "`json` alone with `gpt-4o-transcribe` and `gpt-4o-mini-transcribe`; `diarized_json` with `gpt-4o-transcribe-diarize` alone"),
        ("stream", "`whisper-1` ignores it"),
        ("timestamp_granularities", "as `verbose_json` only, and not with `gpt-4o-transcribe-diarize`"),
    ]),
    whole(
        Operation::AUDIO_TRANSLATIONS,
        "file model prompt response_format temperature",
    )
    .noting(&[
        ("model", "`whisper-1` only"),
    ]),
    streamed(
        Operation::AUDIO_SPEECH,
        "input instructions model response_format speed stream_format voice",
    )
    .noting(&[
        ("input", "up to 4,096 characters"),
        ("instructions", "up to 4,096 characters; not with `tts-1` and `tts-1-hd`"),
        ("speed", "0.25 to 4"),
        ("stream_format", "`sse` not with `tts-1` and `tts-1-hd`"),
    ]),
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
        let body = row.body.split_whitespace().map(|name| supported(name, row.note(name)));
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

    /// Says more of members of the body.
    const fn noting(mut self, notes: &'static [(&'static str, &'static str)]) -> Self {
        self.notes = notes;
        self
    }

    fn note(&self, name: &str) -> &'static str {
        let found = self.notes.iter().find(|(noted, _)| *noted == name);
        found.map_or("", |(_, note)| note)
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
        notes: &[],
    }
}

const fn whole(operation: Operation, body: &'static str) -> Row {
    Row {
        streaming: false,
        ..streamed(operation, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_about_a_member_of_the_body() {
        for row in OPERATIONS {
            for (noted, note) in row.notes {
                let operation = row.operation;
                assert!(
                    row.body.split_whitespace().any(|name| name == *noted),
                    "{operation} {noted}"
                );
                assert!(!note.is_empty(), "{operation} {noted}");
            }
        }
    }
}
