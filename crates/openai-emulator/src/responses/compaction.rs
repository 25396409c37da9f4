//! Compaction: items in one, which only the service can read.

use serde_json::{Value, json};

use super::identity::Ids;
use super::item::{kind, text};
use super::seal;
use crate::check::Wrong;

const KIND: &str = "compaction";

/// What stays of a conversation: what its users said, and the rest in one item.
pub(super) fn compact(seed: u64, items: &[Value], ids: &mut Ids) -> Vec<Value> {
    let is_users = |item: &&Value| kind(item) == "message" && text(item, "role") == "user";
    let mut kept: Vec<Value> = items.iter().filter(is_users).cloned().collect();
    let rest: Vec<&Value> = items.iter().filter(|item| !is_users(item)).collect();
    let content = seal::close(seed, KIND, &json!(rest).to_string());
    let id = ids.item(KIND);
    kept.push(json!({ "id": id, "type": KIND, "encrypted_content": content }));
    kept
}

/// The items of a compaction.
///
/// # Errors
/// It is none of this emulator's.
pub(super) fn open(seed: u64, compaction: &Value) -> Result<Vec<Value>, Wrong> {
    let items = seal::open(seed, compaction)?;
    Ok(serde_json::from_str(&items).unwrap_or_default())
}
