//! What only the service can read: it signs what it hands out, and knows it again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde_json::Value;

use super::item::{kind, text};
use crate::check::Wrong;

/// How many bytes of a seal are its signature.
const TAG: usize = 32;

/// Seals a text for an item of this type.
pub(super) fn close(seed: u64, kind: &str, content: &str) -> String {
    let tag = hmac::sign(&key(seed), &signed(kind, content.as_bytes()));
    STANDARD.encode([tag.as_ref(), content.as_bytes()].concat())
}

/// Reads what an item holds sealed.
///
/// # Errors
/// It was not sealed here, not for an item of this type, or has changed since.
pub(super) fn open(seed: u64, item: &Value) -> Result<String, Wrong> {
    let sealed = text(item, "encrypted_content");
    read(seed, kind(item), sealed).ok_or_else(|| {
        let message = format!(
            "The encrypted content for item {} could not be verified. Reason: Encrypted content could not be decrypted \
             or parsed.",
            text(item, "id")
        );
        Wrong {
            code: Some("invalid_encrypted_content"),
            ..Wrong::plain(message)
        }
    })
}

fn read(seed: u64, kind: &str, sealed: &str) -> Option<String> {
    let bytes = STANDARD.decode(sealed).ok()?;
    let (tag, content) = bytes.split_at_checked(TAG)?;
    hmac::verify(&key(seed), &signed(kind, content), tag).ok()?;
    String::from_utf8(content.to_vec()).ok()
}

fn key(seed: u64) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, &seed.to_le_bytes())
}

fn signed(kind: &str, content: &[u8]) -> Vec<u8> {
    [kind.as_bytes(), b"\n", content].concat()
}

#[cfg(test)]
mod tests {
    use super::{close, open};
    use serde_json::json;

    #[test]
    fn only_what_was_sealed_here_for_this_is_read() {
        let sealed = close(7, "reasoning", "a thought");
        let item = |kind: &str, content: &str| json!({ "type": kind, "id": "rs_1", "encrypted_content": content });
        assert_eq!(open(7, &item("reasoning", &sealed)).as_deref(), Ok("a thought"));
        let (head, tail) = sealed.split_at(sealed.len() - 4);
        let changed = format!("{head}{}", tail.chars().rev().collect::<String>());
        for (seed, kind, content) in [
            (8, "reasoning", sealed.as_str()),
            (7, "compaction", &sealed),
            (7, "reasoning", &changed),
            (7, "reasoning", "AAAA"),
            (7, "reasoning", "no base64"),
            (7, "reasoning", ""),
        ] {
            let wrong = open(seed, &item(kind, content)).unwrap_err();
            assert_eq!(wrong.code, Some("invalid_encrypted_content"), "{seed} {kind} {content}");
        }
    }
}
