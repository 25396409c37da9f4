//! Compaction: items in one, which only the service can read; here it is their JSON in base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::identity::Ids;
use super::item::{kind, text};
use crate::check::Wrong;

const MARK: &str = "openai-emulator:";

/// What stays of a conversation: what its users said, and the rest in one item.
pub(super) fn compact(items: &[Value], ids: &mut Ids) -> Vec<Value> {
    let is_users = |item: &&Value| kind(item) == "message" && text(item, "role") == "user";
    let mut kept: Vec<Value> = items.iter().filter(is_users).cloned().collect();
    let rest: Vec<&Value> = items.iter().filter(|item| !is_users(item)).collect();
    let content = STANDARD.encode(format!("{MARK}{}", json!(rest)));
    let id = ids.item("compaction");
    kept.push(json!({ "id": id, "type": "compaction", "encrypted_content": content }));
    kept
}

/// The items of a compaction.
pub(super) fn open(content: &str) -> Result<Vec<Value>, Wrong> {
    let bytes = STANDARD.decode(content).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let items = text.and_then(|text| serde_json::from_str(text.strip_prefix(MARK)?).ok());
    items.ok_or_else(|| {
        let message = "The encrypted content of a compaction could not be verified.";
        Wrong::coded("invalid_encrypted_content", "input", message)
    })
}
