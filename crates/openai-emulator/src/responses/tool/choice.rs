//! Which of the tools an answer calls.

use serde_json::Value;

use super::super::item::{kind, text, words};
use super::Callee;
use crate::check::Wrong;

/// The tools of a request, each with what calling it means.
#[derive(Debug)]
pub(super) struct Offered {
    pub(super) list: Vec<Value>,
    pub(super) known: Vec<Callee>,
}

impl Offered {
    /// When the user spoke last: the tool that was named, else the first of the caller's own (two where parallel calls
    /// were asked for), else the first that the caller carries out. Whatever demands a call gets one, whoever spoke.
    pub(super) fn choose(&self, choice: Option<&Value>, items: &[Value], parallel: bool) -> Result<Vec<Callee>, Wrong> {
        let every: Vec<usize> = (0..self.list.len()).collect();
        let (allowed, demanded) = match choice {
            None | Some(Value::Null) => (every, false),
            Some(Value::String(word)) if word == "none" => return Ok(Vec::new()),
            Some(Value::String(word)) => (every, word == "required"),
            Some(choice) if text(choice, "type") == "allowed_tools" => {
                let tools = choice.get("tools").and_then(Value::as_array).into_iter().flatten();
                let found = tools.map(|tool| self.find(tool)).collect::<Result<Vec<_>, _>>()?;
                (found, text(choice, "mode") == "required")
            }
            Some(choice) => {
                let found = self.find(choice)?;
                return Ok(self.known.get(found).cloned().into_iter().collect());
            }
        };
        let last = items.last();
        let asked = last.is_some_and(|item| kind(item) == "message" && text(item, "role") == "user");
        if !(asked || demanded) {
            return Ok(Vec::new());
        }
        let said = last.map(words).unwrap_or_default().to_lowercase();
        let callees = || {
            allowed
                .iter()
                .filter_map(|index| Some((self.list.get(*index)?, self.known.get(*index)?)))
        };
        let usable = || callees().filter(|(_, callee)| **callee != Callee::Idle);
        if let Some((_, callee)) = usable().find(|(tool, _)| is_named(tool, &said)) {
            return Ok(vec![callee.clone()]);
        }
        let own = usable().filter(|(_, callee)| matches!(callee, Callee::Own(_)));
        let own: Vec<Callee> = own
            .take(if parallel { 2 } else { 1 })
            .map(|(_, callee)| callee.clone())
            .collect();
        if !own.is_empty() {
            return Ok(own);
        }
        let carried = |callee: &Callee| demanded || matches!(callee, Callee::ApplyPatch | Callee::Shell);
        let first = usable().find(|(_, callee)| carried(callee));
        Ok(first.map(|(_, callee)| callee.clone()).into_iter().collect())
    }

    /// The place of the tool that a choice names.
    fn find(&self, choice: &Value) -> Result<usize, Wrong> {
        let word = text(choice, "type");
        let name = match word {
            "function" | "custom" => "name",
            "mcp" => "server_label",
            _ => "type",
        };
        let wanted = text(choice, name);
        let found = self
            .list
            .iter()
            .position(|tool| text(tool, "type") == word && text(tool, name) == wanted);
        found.ok_or_else(|| {
            let message = format!("Tool choice '{wanted}' not found in 'tools' parameter.");
            Wrong::new("tool_choice", message)
        })
    }
}

/// Whether the words name the tool: a type also with spaces in it, such as "apply patch".
fn is_named(tool: &Value, said: &str) -> bool {
    let word = text(tool, "type");
    let name = match word {
        "function" | "custom" => text(tool, "name"),
        "mcp" => text(tool, "server_label"),
        _ => word,
    }
    .to_lowercase();
    let is_part = |character: char| character.is_alphanumeric() || character == '_' || character == '-';
    let one_word = said.split(|character| !is_part(character)).any(|word| word == name);
    one_word || (name.contains('_') && said.contains(&name.replace('_', " ")))
}

#[cfg(test)]
mod tests {
    use super::super::{Callee, read};
    use crate::wire::Wire;
    use serde_json::{Value, json};

    fn called(choice: Value, words: &str) -> Vec<Callee> {
        let tools = json!([
            { "type": "mcp", "server_label": "docs", "server_url": "https://mcp.example.com" },
            { "type": "shell" },
            { "type": "function", "name": "look", "parameters": { "type": "object" }, "strict": false },
            { "type": "custom", "name": "write" },
            { "type": "apply_patch" },
        ]);
        let body = json!({ "tools": tools, "tool_choice": choice });
        let items =
            [json!({ "type": "message", "role": "user", "content": [{ "type": "input_text", "text": words }] })];
        read(&Wire::OpenAi, body.as_object().unwrap(), &items).unwrap().called
    }

    #[test]
    fn a_name_then_ones_own_then_the_first() {
        assert_eq!(called(json!("auto"), "Hello"), [Callee::Own(0)]);
        assert_eq!(called(json!("auto"), "Please write it"), [Callee::Own(1)]);
        assert_eq!(called(json!("auto"), "Use the shell."), [Callee::Shell]);
        assert_eq!(called(json!("auto"), "apply patch please"), [Callee::ApplyPatch]);
        assert_eq!(called(json!("auto"), "Ask docs"), [Callee::Mcp("docs".into())]);
        assert_eq!(called(json!("none"), "Use the shell."), []);
        assert_eq!(called(json!({ "type": "shell" }), "Hello"), [Callee::Shell]);
        let mcp = json!({ "type": "mcp", "server_label": "docs" });
        assert_eq!(called(mcp.clone(), "Hello"), [Callee::Mcp("docs".into())]);
        let allowed = |mode: &str| json!({ "type": "allowed_tools", "mode": mode, "tools": [mcp] });
        assert_eq!(called(allowed("auto"), "Hello"), []);
        assert_eq!(called(allowed("required"), "Hello"), [Callee::Mcp("docs".into())]);
    }
}
