//! What Gemini models think: how much, what they show of it, and the signatures that bring it back with the next turn.

use serde_json::{Map, Value, json};

use super::google;
use crate::chat::reasoning_tokens;
use crate::check::{At, Wrong};
use crate::conversation;
use crate::random::Random;

/// How many tokens are thought by `thinking_config`; nothing where it does not say.
pub(crate) fn tokens(body: &Map<String, Value>) -> Option<usize> {
    let config = google(body)?.get("thinking_config")?;
    if let Some(level) = config.get("thinking_level").and_then(Value::as_str) {
        return Some(reasoning_tokens(Some(&level.to_lowercase())));
    }
    let most = reasoning_tokens(Some("medium"));
    match config.get("thinking_budget").and_then(Value::as_i64) {
        Some(budget) => Some(usize::try_from(budget).map_or(most, |budget| budget.min(most))),
        None => shows(config).then_some(most),
    }
}

fn shows(config: &Value) -> bool {
    config.get("include_thoughts").is_some_and(|shown| shown == true)
}

/// Thoughts that are shown.
#[derive(Debug)]
pub(crate) struct Thoughts {
    /// What they stand between, as Google's `thought_tag_marker` names it.
    tag: Option<String>,
}

impl Thoughts {
    /// Reads whether thoughts are wanted, and between which tags.
    pub(crate) fn read(body: &Map<String, Value>) -> Option<Self> {
        let google = google(body)?;
        let tag = google.get("thought_tag_marker").and_then(Value::as_str);
        google.get("thinking_config").is_some_and(shows).then(|| Self {
            tag: tag.map(str::to_owned),
        })
    }

    /// The opening tag and the thoughts, piece by piece.
    pub(crate) fn pieces(&self) -> [String; 2] {
        let opening = self.tag.as_ref().map(|tag| format!("<{tag}>")).unwrap_or_default();
        [format!("{opening}The emulator pretends"), " to think.".to_owned()]
    }

    /// The closing tag: it comes with the first piece of the answer.
    pub(crate) fn closing(&self) -> String {
        self.tag.as_ref().map(|tag| format!("</{tag}>")).unwrap_or_default()
    }

    /// All of it, as it stands before an answer that is not streamed.
    pub(crate) fn whole(&self) -> String {
        self.pieces().concat() + &self.closing()
    }
}

/// What Google documents for calls that no Gemini 3 model has made: it stands for any signature.
const UNSIGNED: &str = "skip_thought_signature_validator";

/// The signature of the thoughts before a call: what a Gemini 3 model needs back with it.
pub(crate) fn signature(model: &str, call: &str) -> Option<String> {
    needs_signatures(model).then(|| sign(call))
}

fn needs_signatures(model: &str) -> bool {
    model.starts_with("google/gemini-3")
}

fn sign(call: &str) -> String {
    Random::from_parts(0, &[b"thought signature", call.as_bytes()]).identifier(48)
}

/// Checks that the calls of the turn that is going on are signed: of parallel ones the first is. Earlier turns are not
/// looked at, as Google's guide has it.
pub(super) fn check_signatures(body: &Map<String, Value>) -> Result<(), Wrong> {
    let model = body.get("model").and_then(Value::as_str).unwrap_or_default();
    if !needs_signatures(model) {
        return Ok(());
    }
    let messages = body
        .get("messages")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let is_asked = |message: &Value| conversation::role(message) == "user";
    let turn = messages.iter().rposition(is_asked).unwrap_or(0);
    for (index, message) in messages.iter().enumerate().skip(turn) {
        if let Some(call) = message.pointer("/tool_calls/0") {
            let list = At::Member(&At::Body, "messages");
            check_signature(call, index, &At::Item(&list, index))?;
        }
    }
    Ok(())
}

fn check_signature(call: &Value, index: usize, at: &At<'_>) -> Result<(), Wrong> {
    let at = At::Member(at, "tool_calls");
    let word = |pointer: &str| call.pointer(pointer).and_then(Value::as_str);
    match word("/extra_content/google/thought_signature") {
        Some(UNSIGNED) => Ok(()),
        Some(signature) if signature == sign(word("/id").unwrap_or_default()) => Ok(()),
        Some(_) => Err(Wrong::new(at, "Corrupted thought signature.")),
        None => {
            let name = word("/function/name").unwrap_or_default();
            let message = format!(
                "Unable to submit request because function call `{name}` in the {}. content block is missing a `thought_signature`.",
                index + 1
            );
            Err(Wrong::new(at, message))
        }
    }
}

/// `extra_content` with one member of Google's.
pub(crate) fn extra_content(name: &str, value: impl Into<Value>) -> Value {
    json!({ "google": { name: value.into() } })
}

#[cfg(test)]
mod tests {
    use super::{Thoughts, tokens};
    use serde_json::{Map, Value, json};

    fn body(config: &Value) -> Map<String, Value> {
        let google = json!({ "thinking_config": config, "thought_tag_marker": "think" });
        let body = json!({ "extra_body": { "google": google } });
        body.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn a_budget_or_a_level_says_how_much_is_thought() {
        for (config, wanted) in [
            (json!({}), None),
            (json!({ "include_thoughts": false }), None),
            (json!({ "include_thoughts": true }), Some(16)),
            (json!({ "thinking_budget": 0, "include_thoughts": true }), Some(0)),
            (json!({ "thinking_budget": 5 }), Some(5)),
            (json!({ "thinking_budget": 24576 }), Some(16)),
            (json!({ "thinking_budget": -1 }), Some(16)),
            (json!({ "thinking_level": "HIGH" }), Some(32)),
        ] {
            assert_eq!(tokens(&body(&config)), wanted, "{config}");
        }
        assert_eq!(tokens(&Map::new()), None);
    }

    #[test]
    fn thoughts_stand_between_tags() {
        let thoughts = Thoughts::read(&body(&json!({ "include_thoughts": true }))).unwrap();
        assert_eq!(thoughts.whole(), "<think>The emulator pretends to think.</think>");
        assert!(Thoughts::read(&body(&json!({}))).is_none());
    }
}
