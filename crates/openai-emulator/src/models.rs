//! Models: the ones that this emulator names, though it takes any name.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use http::StatusCode;
use serde_json::{Value, json};

use crate::answered::Answered;
use crate::check::Wrong;
use crate::failure::Failure;
use crate::state::State;
use crate::wire::Wire;

/// A name, when it was made, and who made it.
type Model = (&'static str, u64, &'static str);

const MODELS: &[Model] = &[
    ("dall-e-2", 1_698_798_177, "system"),
    ("dall-e-3", 1_698_785_189, "system"),
    ("gpt-4o", 1_715_367_049, "system"),
    ("gpt-4o-mini", 1_721_172_741, "system"),
    ("gpt-4o-mini-tts", 1_742_403_959, "system"),
    ("gpt-4o-transcribe", 1_742_068_463, "system"),
    ("gpt-5", 1_754_425_777, "system"),
    ("gpt-image-1", 1_745_517_030, "system"),
    ("omni-moderation-latest", 1_731_689_265, "system"),
    ("text-embedding-3-large", 1_705_953_180, "system"),
    ("text-embedding-3-small", 1_705_948_997, "system"),
    ("tts-1", 1_681_940_951, "openai-internal"),
    ("whisper-1", 1_677_532_384, "openai-internal"),
    (FINE_TUNED, 1_721_764_800, "emulator"),
];

/// The one model that may be deleted.
const FINE_TUNED: &str = "ft:gpt-4o-mini-2024-07-18:emulator::9abcdefg";

/// Which models were deleted.
#[derive(Debug, Default)]
pub(crate) struct Models {
    deleted: Mutex<BTreeSet<&'static str>>,
}

impl Models {
    fn all(&self) -> Vec<Model> {
        let deleted = self.deleted.lock().unwrap_or_else(PoisonError::into_inner);
        MODELS
            .iter()
            .filter(|(name, ..)| !deleted.contains(name))
            .copied()
            .collect()
    }

    fn find(&self, name: &str) -> Option<Model> {
        self.all().into_iter().find(|(known, ..)| *known == name)
    }
}

/// Lists every model.
pub(crate) fn list(state: &State, wire: &Wire) -> Answered {
    let data: Value = state
        .models
        .all()
        .into_iter()
        .map(|model| describe(wire, model))
        .collect();
    Answered::json(&json!({ "object": "list", "data": data }))
}

/// Describes one model.
///
/// # Errors
/// No model of this name.
pub(crate) fn retrieve(state: &State, wire: &Wire, name: &str) -> Result<Answered, Failure> {
    let model = state.models.find(name).ok_or_else(|| missing(name))?;
    Ok(Answered::json(&describe(wire, model)))
}

/// Deletes a model.
///
/// # Errors
/// No model of this name, or one that is not the caller's.
pub(crate) fn delete(state: &State, name: &str) -> Result<Answered, Failure> {
    let (name, ..) = state.models.find(name).ok_or_else(|| missing(name))?;
    if name != FINE_TUNED {
        let message =
            format!("You have insufficient permissions to delete the model '{name}': it is not fine-tuned by you.");
        return Err(Failure::coded(
            StatusCode::FORBIDDEN,
            "insufficient_permissions",
            message,
        ));
    }
    let mut deleted = state.models.deleted.lock().unwrap_or_else(PoisonError::into_inner);
    deleted.insert(name);
    Ok(Answered::json(
        &json!({ "id": name, "object": "model", "deleted": true }),
    ))
}

fn describe(wire: &Wire, (name, created, owner): Model) -> Value {
    match wire {
        Wire::AzureDated { .. } => {
            let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
            let chats = has(&["gpt-4o", "gpt-5"]) && !has(&["tts", "transcribe"]);
            json!({
                "id": name,
                "object": "model",
                "status": "succeeded",
                "created_at": created,
                "updated_at": created,
                "capabilities": {
                    "fine_tune": name == "gpt-4o-mini",
                    "inference": true,
                    "completion": chats,
                    "chat_completion": chats,
                    "embeddings": has(&["embedding"]),
                },
                "lifecycle_status": "generally-available",
                "deprecation": { "fine_tune": 1_893_456_000, "inference": 1_924_992_000 },
            })
        }
        _ => json!({ "id": name, "object": "model", "created": created, "owned_by": owner }),
    }
}

fn missing(name: &str) -> Failure {
    let message = format!("The model '{name}' does not exist");
    Failure::not_found(Wrong::coded("model_not_found", "model", message))
}
