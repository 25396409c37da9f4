//! Responses: OpenAI's models alone, and pay-per-token models with limits.

use openai_core::{Members, Notice, NoticeKind, Operation, OperationProfile, Parameter, Rule};
use serde_json::value::Value;

use super::REFERENCE;

const PAGE: &str = "Databricks, Query with the OpenAI Responses API";

/// The members that the page's samples have.
const SUPPORTED: [(&str, &str); 4] = [
    ("input", "texts and images"),
    ("max_output_tokens", ""),
    ("model", "the name of a serving endpoint"),
    ("stream", "always sent: the documents disagree on the default"),
];

/// What pay-per-token models answer with 400.
const REJECTED: [(&str, &str, &str); 5] = [
    ("background", "nothing is made in the background", PAGE),
    ("conversation", "nothing is stored", REFERENCE),
    (
        "previous_response_id",
        "nothing is stored: send the earlier items as input",
        PAGE,
    ),
    ("service_tier", "Databricks chooses the tier", PAGE),
    ("store", "nothing is stored", PAGE),
];

/// The types of tools that the page lists for pay-per-token models.
const TOOLS: [&str; 7] = [
    "function",
    "custom",
    "apply_patch",
    "shell",
    "image_generation",
    "mcp",
    "web_search",
];

/// The models that the page lists for custom tools, without `databricks-` or `system.ai.` before them.
const CUSTOM: [&str; 6] = ["gpt-5", "gpt-5-1", "gpt-5-2", "gpt-5-4", "gpt-5-5", "gpt-5-5-pro"];

pub(super) fn pay_per_token() -> OperationProfile {
    let rejected = REJECTED.iter().map(|(name, why, source)| {
        let note = format!("{why} with pay-per-token models; external models take it");
        Parameter::new(*name, Rule::Rejected, note, source)
    });
    listed(&TOOLS.join(", ")).parameters(rejected)
}

/// External models take every parameter and every tool of OpenAI's.
pub(super) fn external() -> OperationProfile {
    listed("every tool of OpenAI's").others(Rule::Supported)
}

fn listed(tools: &str) -> OperationProfile {
    let supported = SUPPORTED.into_iter().chain([("tools", tools)]);
    let supported = supported.map(|(name, note)| Parameter::new(name, Rule::Supported, note, PAGE));
    OperationProfile::new(Operation::RESPONSES, PAGE).parameters(supported)
}

/// A pay-per-token model that does not speak the operation at all.
pub(super) fn found(model: &str) -> Option<Parameter> {
    let is_openai = model.to_ascii_lowercase().contains("gpt");
    (!is_openai).then(|| {
        let note = format!(
            "only OpenAI's pay-per-token models and external models answer responses: ask \"{model}\" for chat completions"
        );
        Parameter::new("model", Rule::Rejected, note, PAGE)
    })
}

/// Tools outside the page's lists: how they are refused, or whether, it does not say.
pub(super) fn unlisted(model: &str, body: &Members<'_>) -> Vec<Notice> {
    let tools = body.read::<Vec<Value>>("tools").ok().flatten().unwrap_or_default();
    let notice = |message: String| Notice::new(NoticeKind::Unlisted, "tools", message);
    let mut notices = Vec::new();
    for (index, tool) in tools.iter().enumerate() {
        match tool["type"].as_str() {
            Some("custom") if !CUSTOM.contains(&family(model)) => notices.push(notice(format!(
                "`tools[{index}]` is a custom tool, which Databricks lists for {} only",
                CUSTOM.map(|model| format!("databricks-{model}")).join(", ")
            ))),
            Some(kind) if !TOOLS.contains(&kind) => notices.push(notice(format!(
                "`tools[{index}]` is of type `{kind}`, which Databricks does not list for pay-per-token models: it lists {}",
                TOOLS.join(", ")
            ))),
            _ => {}
        }
    }
    notices
}

/// A model's name without what stands before it.
fn family(model: &str) -> &str {
    let prefixes = crate::config::PAY_PER_TOKEN.iter();
    prefixes
        .filter_map(|prefix| model.strip_prefix(prefix))
        .next()
        .unwrap_or(model)
}
