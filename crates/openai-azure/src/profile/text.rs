//! Completions, embeddings and responses in the dated API.

use openai_core::{Members, Notice, NoticeKind, Operation};
use serde_json::value::RawValue;

use super::dates::Dates;
use super::table::{Group, INFERENCE, Row};
use crate::version::{preview, stable};

/// What is known of the rest of what responses made in the background need.
const BACKGROUND: &str = "no document of a dated version; official clients send it";

/// When responses came.
const RESPONSES: Dates = Dates::since(preview(2025, 3, 1));

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Operation::COMPLETIONS,
        Dates::ALWAYS,
        INFERENCE,
        &[
            Group::always("frequency_penalty logit_bias max_tokens n presence_penalty prompt"),
            Group::always("best_of").note("not less than `n`, and not streamed; not with gpt-35-turbo"),
            Group::always("echo").note("not with gpt-35-turbo"),
            Group::always("logprobs").note("up to 5; not with gpt-35-turbo"),
            Group::always("stop").note("up to 4 texts; up to 2 with GPT-4 Turbo with Vision"),
            // As with chat: the services have long taken it in every version.
            Group::always("stream stream_options suffix temperature top_p user"),
            Group::always("model").note("the deployment in the path"),
            Group::new("completion_config", Dates::ALWAYS.until(preview(2024, 8, 1))),
            Group::new("seed", Dates::since(preview(2024, 8, 1)).stable(stable(2024, 10, 21))),
        ],
    )
    .streamed(),
    Row::new(
        Operation::EMBEDDINGS,
        Dates::ALWAYS,
        INFERENCE,
        &[
            Group::always("input").note("up to 2,048 inputs; with text-embedding-ada-002 (version 2) up to 16, under 8,191 tokens"),
            Group::always("input_type user"),
            Group::always("model").note("the deployment in the path"),
            Group::new(
                "dimensions encoding_format",
                Dates::since(preview(2024, 3, 1)).stable(stable(2024, 6, 1)),
            ),
        ],
    ),
    Row::new(
        Operation::RESPONSES,
        RESPONSES,
        INFERENCE,
        &[
            Group::always(
                "include input instructions max_output_tokens metadata parallel_tool_calls previous_response_id reasoning \
                 store stream temperature text tool_choice tools top_p truncation user",
            ),
            Group::always("model").note("the deployment, in the body"),
        ],
    )
    .streamed(),
    Row::new(
        Operation::RESPONSES_RETRIEVE,
        RESPONSES,
        INFERENCE,
        &[
            Group::always("include").note("in the query"),
            Group::always("starting_after stream").note("in the query").source(BACKGROUND),
        ],
    )
    .streamed(),
    Row::new(Operation::RESPONSES_DELETE, RESPONSES, INFERENCE, &[]),
    Row::new(
        Operation::RESPONSES_INPUT_ITEMS,
        RESPONSES,
        INFERENCE,
        &[Group::always("after before limit order").note("in the query")],
    ),
    Row::new(
        Operation::RESPONSES_CANCEL,
        Dates::since(preview(2025, 4, 1)),
        BACKGROUND,
        &[],
    ),
];

/// The model of the old limit on the inputs of one request, as it is named and as its second version is.
const ADA: &str = "text-embedding-ada-002";

/// The old limit.
const ADA_INPUTS: usize = 16;

/// A notice where a request has more inputs than the REST reference allows the model that one of these names names.
///
/// The specifications allow 2,048, and the service does: it is no reason to refuse.
pub(super) fn too_many_inputs<'n>(mut models: impl Iterator<Item = &'n str>, body: &Members<'_>) -> Option<Notice> {
    if !models.any(|model| model == ADA) {
        return None;
    }
    let inputs: Vec<&RawValue> = body.read("input").ok()??;
    // Numbers are the tokens of one input.
    let is_text = inputs.first()?.get().starts_with(['"', '[']);
    (is_text && inputs.len() > ADA_INPUTS).then(|| {
        let message = format!(
            "`input` has {} inputs: the Azure REST reference allows {ADA} (version 2) up to {ADA_INPUTS}, though newer \
             documents allow more; it is sent all the same",
            inputs.len()
        );
        Notice::new(NoticeKind::Unlisted, "input", message)
    })
}
