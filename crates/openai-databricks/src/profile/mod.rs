//! What Databricks' serving endpoints support, and where that is written down.

mod chat;
mod responses;

use openai_core::{Contents, Notice, NoticeKind, Operation, OperationProfile, Parameter, Profile, Rule};

use crate::{Databricks, ModelKind};

const REFERENCE: &str = "Databricks, Foundation model REST API reference";
const SDK: &str = "Databricks SDK for Python, serving endpoints";
const OBSERVED: &str = "no document; official clients send it, and the service acts on it";
const CLIENTS: &str = "no document; the official clients always send it";

/// A parameter, more on it in words, and where that is written down.
type Fact = (&'static str, &'static str, &'static str);

const COMPLETIONS: &[Fact] = &[
    ("client_request_id", "kept in the inference and usage tables", SDK),
    (
        "extra_params",
        "a map of strings, for external and foundation models",
        SDK,
    ),
    ("max_tokens", "", SDK),
    ("model", "the name of a serving endpoint", REFERENCE),
    ("n", "1 to 5, with provisioned throughput only", SDK),
    ("prompt", "a text, or several", REFERENCE),
    ("stop", "", SDK),
    ("stream", "always sent: the documents disagree on the default", SDK),
    ("stream_options", "", OBSERVED),
    ("temperature", "0 to 2", SDK),
    ("usage_context", "a map of strings, kept in the usage table", SDK),
];

const EMBEDDINGS: &[Fact] = &[
    ("client_request_id", "kept in the inference and usage tables", SDK),
    (
        "extra_params",
        "a map of strings, for external and foundation models",
        SDK,
    ),
    ("encoding_format", "", CLIENTS),
    ("input", "a text, or several", REFERENCE),
    (
        "instruction",
        "what the vectors are for, for models that take it",
        REFERENCE,
    ),
    ("model", "the name of a serving endpoint", REFERENCE),
    ("usage_context", "a map of strings, kept in the usage table", SDK),
];

/// What a kind of model supports, parameter by parameter. Only responses differ.
pub(crate) fn of(kind: ModelKind) -> Profile {
    let listed = |operation, facts: &'static [Fact]| {
        let supported = |(name, note, source): &Fact| Parameter::new(*name, Rule::Supported, *note, source);
        OperationProfile::new(operation, REFERENCE).parameters(facts.iter().map(supported))
    };
    let mut embeddings = listed(Operation::EMBEDDINGS, EMBEDDINGS);
    embeddings.streaming = false;
    let (wire, responses) = match kind {
        ModelKind::PayPerToken => ("Databricks", responses::pay_per_token()),
        ModelKind::External => ("Databricks (external model)", responses::external()),
    };
    let chat = listed(Operation::CHAT, chat::PARAMETERS);
    let completions = listed(Operation::COMPLETIONS, COMPLETIONS);
    Profile::new(wire, [chat, completions, embeddings, responses])
}

/// What pay-per-token models do not take of the values of this very body.
pub(crate) fn found(databricks: &Databricks, operation: Operation, model: &str, body: &Contents<'_>) -> Vec<Parameter> {
    if databricks.kind_of(model) == ModelKind::External {
        return Vec::new();
    }
    match (operation, body.json()) {
        (Operation::CHAT, Some(members)) => chat::found(members),
        (Operation::RESPONSES, _) if databricks.is_inferred(model) => responses::found(model).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// What no document says that the endpoints take.
pub(crate) fn unlisted(operation: &OperationProfile, kind: ModelKind, model: &str, body: &Contents<'_>) -> Vec<Notice> {
    match (operation.operation, kind, body.json()) {
        (Operation::CHAT, ModelKind::External, Some(members)) => chat::unlisted(members),
        (Operation::RESPONSES, ModelKind::PayPerToken, Some(members)) => responses::unlisted(model, members),
        (Operation::RESPONSES, ..) | (_, ModelKind::External, _) => Vec::new(),
        (.., ModelKind::PayPerToken, _) => unknown(operation, body).collect(),
    }
}

/// Members that the reference does not list: Databricks' own serving is strict, unlike the external models' providers.
fn unknown(operation: &OperationProfile, body: &Contents<'_>) -> impl Iterator<Item = Notice> {
    let unknown = body
        .names()
        .filter(|name| operation.parameter(name).rule == Rule::Unknown);
    unknown.map(|name| {
        let message = format!(
            "Databricks' documents do not list `{name}`, and models that it serves itself may answer `json: unknown field \
             \"{name}\"`: it is sent all the same"
        );
        Notice::new(NoticeKind::Unlisted, name, message)
    })
}
