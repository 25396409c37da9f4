//! The body of a request.

use openai_core::{Payload, Spelled};
use serde_json::Value;

/// The JSON that is sent.
pub(crate) fn of(spelled: &Spelled) -> Value {
    let Payload::Json(bytes) = spelled.request.body() else {
        panic!("the body is not JSON")
    };
    serde_json::from_slice(bytes).unwrap()
}
