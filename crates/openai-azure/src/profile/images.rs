//! Images in the dated API: at once from a deployment, and with DALL-E 2 by submission.

use openai_core::{Members, Operation, Parameter, Rule};

use super::dates::Dates;
use super::table::{AUTHORING, Group, INFERENCE, LATEST, Row};
use crate::version::{preview, stable};
use crate::{ApiVersion, dalle2};

/// When GPT image models came, and what they alone take.
const GPT_IMAGE: Dates = Dates::since(preview(2025, 4, 1));

/// When DALL-E 2 was there by submission.
const SUBMISSION: Dates = Dates::since(preview(2023, 6, 1)).until(preview(2023, 12, 1));

/// When deployments of DALL-E 2 came, and with them its small sizes.
const SMALL: Dates = Dates::since(preview(2024, 5, 1));

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Operation::IMAGES_GENERATIONS,
        Dates::since(preview(2023, 12, 1)).stable(stable(2024, 2, 1)),
        INFERENCE,
        &[
            Group::always("prompt").note("up to 4,000 characters with DALL-E 3, 32,000 with GPT image models"),
            Group::always("n").note("1 with DALL-E 3"),
            Group::always("quality response_format size style user"),
            Group::always("model").note("the deployment in the path"),
            Group::new(
                "background output_compression output_format partial_images stream",
                GPT_IMAGE,
            )
            .source(LATEST),
        ],
    )
    .streamed(),
    Row::new(
        Operation::IMAGES_EDITS,
        GPT_IMAGE,
        LATEST,
        &[
            Group::always("image input_fidelity mask n partial_images prompt quality response_format size stream user"),
            Group::always("model").note("the deployment in the path"),
        ],
    )
    .streamed(),
    Row::new(
        dalle2::SUBMIT,
        SUBMISSION,
        AUTHORING,
        &[
            Group::always("prompt").note("up to 1,000 characters"),
            Group::always("n").note("1 to 5"),
            Group::always("size user"),
            Group::always("model response_format")
                .note("neither the REST reference nor the authoring files have it")
                .source(INFERENCE),
        ],
    ),
    Row::new(dalle2::RETRIEVE, SUBMISSION, AUTHORING, &[]),
    Row::new(dalle2::DELETE, SUBMISSION, AUTHORING, &[]),
];

/// What a version does not take of the values of this body.
pub(super) fn found(version: ApiVersion, body: &Members<'_>) -> Option<Parameter> {
    let size: String = body.read("size").ok()??;
    if !matches!(size.as_str(), "256x256" | "512x512") || SMALL.has(version) {
        return None;
    }
    let note = "DALL-E 2's own sizes came with 2024-05-01-preview, and no stable version has them";
    Some(Parameter::new(format!("size: {size}"), Rule::Rejected, note, INFERENCE))
}
