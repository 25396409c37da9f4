//! The errors of Azure's own operations: the shape of Microsoft's REST guidelines, with the codes of the authoring
//! specification. Those of the models have OpenAI's shape.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::check::Wrong;
use crate::operation::Operation;
use crate::wire::Wire;

const CODES: [&str; 14] = [
    "conflict",
    "invalidPayload",
    "forbidden",
    "notFound",
    "unexpectedEntityState",
    "itemDoesAlreadyExist",
    "serviceUnavailable",
    "internalFailure",
    "quotaExceeded",
    "jsonlValidationFailed",
    "fileImportFailed",
    "tooManyRequests",
    "unauthorized",
    "contentFilter",
];

/// Whether an operation is one of Azure's own, of the resource instead of a model. Version v1 writes as OpenAI does.
pub(crate) fn owns(wire: &Wire, operation: &Operation) -> bool {
    let model = matches!(
        operation,
        Operation::CreateResponse
            | Operation::RetrieveResponse(_)
            | Operation::DeleteResponse(_)
            | Operation::CancelResponse(_)
            | Operation::ListInputItems(_)
    );
    matches!(wire, Wire::AzureDated { deployment: None, .. }) && !model
}

/// The code of a refusal: its own where the specification has it, else that of its status.
pub(crate) fn code(status: StatusCode, wrong: &Wrong) -> &'static str {
    match wrong.code {
        Some(code) if CODES.contains(&code) => code,
        _ if status == StatusCode::NOT_FOUND => "notFound",
        _ if status == StatusCode::CONFLICT => "conflict",
        _ => "invalidPayload",
    }
}

/// The error object of a refusal.
pub(crate) fn error(status: StatusCode, wrong: &Wrong) -> Value {
    let mut error = Map::new();
    error.insert("code".into(), json!(code(status, wrong)));
    error.insert("message".into(), json!(wrong.message));
    if let Some(param) = &wrong.param {
        error.insert("target".into(), json!(param));
    }
    json!({ "error": error })
}
