//! What Databricks' serving endpoints support, and where that is written down.

use openai_core::{Members, Operation, OperationProfile, Parameter, Profile, Rule};
use serde_json::value::RawValue;

const REFERENCE: &str = "Databricks, Foundation model REST API reference: chat completions request";
const SDK: &str = "Databricks SDK for Python, serving endpoints";
const OBSERVED: &str = "no document; official clients send it, and the service acts on it";

/// The most tools in one request.
const MOST_TOOLS: usize = 32;
/// The most properties of one function's parameters.
const MOST_PROPERTIES: usize = 15;

const CHAT: &[(&str, &str, &str)] = &[
    ("client_request_id", "kept in the inference and usage tables", SDK),
    ("extra_params", "a map of strings, for external and foundation models", SDK),
    ("logprobs", "", REFERENCE),
    ("max_tokens", "", REFERENCE),
    ("messages", "a system message only once, and first", REFERENCE),
    ("model", "the name of a serving endpoint", REFERENCE),
    ("n", "1 to 5, with provisioned throughput only", SDK),
    ("reasoning_effort", "minimal, low, medium or high, by model", REFERENCE),
    ("response_format", "", REFERENCE),
    ("service_tier", "priority or default", REFERENCE),
    ("stop", "", REFERENCE),
    ("stream", "always sent: the documents disagree on the default", REFERENCE),
    ("stream_options", "", OBSERVED),
    ("temperature", "0 to 2", REFERENCE),
    ("tool_choice", "auto, none, required or one function", REFERENCE),
    ("tools", "up to 32 functions, each with up to 15 properties", REFERENCE),
    ("top_k", "", REFERENCE),
    ("top_logprobs", "0 to 20", REFERENCE),
    ("top_p", "above 0, up to 1", REFERENCE),
    ("usage_context", "a map of strings, kept in the usage table", SDK),
];

pub(crate) fn databricks() -> Profile {
    let supported = CHAT.iter().map(|(name, note, source)| Parameter::new(*name, Rule::Supported, *note, source));
    Profile::new("Databricks", [OperationProfile::new(Operation::CHAT, REFERENCE).parameters(supported)])
}

/// What the endpoints do not take of the values of this very body.
pub(crate) fn found(body: &Members<'_>) -> Vec<Parameter> {
    let rejected = |(name, note): (String, &str)| Parameter::new(name, Rule::Rejected, note, REFERENCE);
    misplaced_system(body).chain(unfit_tools(body)).map(rejected).collect()
}
