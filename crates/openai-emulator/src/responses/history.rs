//! Rules across items: who may answer whom.

use serde_json::Value;

use super::item::{kind, text};
use crate::check::Wrong;

/// Which item answers which, and what an error calls the pair.
const PAIRS: &[(&str, &str, &str)] = &[
    ("function_call", "function_call_output", "function call"),
    ("custom_tool_call", "custom_tool_call_output", "custom tool call"),
    ("apply_patch_call", "apply_patch_call_output", "apply patch call"),
    ("shell_call", "shell_call_output", "shell call"),
];

/// Checks that outputs answer calls, that calls are answered, and that no thought stands alone.
pub(super) fn check(items: &[Value]) -> Result<(), Wrong> {
    for (call, output, words) in PAIRS {
        let ids = |wanted: &'static str| items.iter().filter(move |item| kind(item) == wanted);
        let calls: Vec<&str> = ids(call).map(|item| text(item, "call_id")).collect();
        let outputs: Vec<&str> = ids(output).map(|item| text(item, "call_id")).collect();
        if let Some(id) = outputs.iter().find(|id| !calls.contains(id)) {
            let message = format!("No tool call found for {words} output with call_id {id}.");
            return Err(Wrong::new("input", message));
        }
        if let Some(id) = calls.iter().find(|id| !outputs.contains(id)) {
            return Err(Wrong::new("input", format!("No tool output found for {words} {id}.")));
        }
    }
    approvals(items)?;
    thoughts(items)
}

fn approvals(items: &[Value]) -> Result<(), Wrong> {
    let requests: Vec<&str> = items
        .iter()
        .filter(|item| kind(item) == "mcp_approval_request")
        .map(|item| text(item, "id"))
        .collect();
    let responses = items.iter().filter(|item| kind(item) == "mcp_approval_response");
    for response in responses {
        let id = text(response, "approval_request_id");
        if !requests.contains(&id) {
            let message = format!("No approval request found for mcp_approval_response with approval_request_id {id}.");
            return Err(Wrong::new("input", message));
        }
    }
    Ok(())
}

/// What the model thought is of use only with what it then did.
fn thoughts(items: &[Value]) -> Result<(), Wrong> {
    for (index, item) in items.iter().enumerate() {
        if kind(item) != "reasoning" {
            continue;
        }
        let follows = items.get(index + 1).is_some_and(|next| match kind(next) {
            "message" => text(next, "role") == "assistant",
            kind => !kind.ends_with("_output") && kind != "mcp_approval_response",
        });
        if !follows {
            let message = format!(
                "Item '{}' of type 'reasoning' was provided without its required following item.",
                text(item, "id")
            );
            return Err(Wrong::new("input", message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;
    use serde_json::{Value, json};

    fn call(id: &str) -> Value {
        json!({ "type": "function_call", "call_id": id, "name": "f", "arguments": "{}" })
    }

    fn output(id: &str) -> Value {
        json!({ "type": "function_call_output", "call_id": id, "output": "ok" })
    }

    fn thought() -> Value {
        json!({ "type": "reasoning", "id": "rs_1", "summary": [] })
    }

    #[test]
    fn calls_and_outputs_come_in_pairs() {
        let words = |items: &[Value]| check(items).unwrap_err().message;
        assert_eq!(check(&[call("a"), call("b"), output("b"), output("a")]), Ok(()));
        assert_eq!(
            words(&[output("a")]),
            "No tool call found for function call output with call_id a."
        );
        assert_eq!(words(&[call("a")]), "No tool output found for function call a.");
        let custom = json!({ "type": "custom_tool_call", "call_id": "a", "name": "f", "input": "" });
        assert_eq!(
            words(&[custom, output("a")]),
            "No tool call found for function call output with call_id a."
        );
    }

    #[test]
    fn a_thought_is_followed_by_what_came_of_it() {
        let user = json!({ "role": "user", "content": "hi" });
        let assistant = json!({ "role": "assistant", "content": "hi" });
        assert_eq!(check(&[thought(), assistant.clone(), user.clone()]), Ok(()));
        assert_eq!(check(&[thought(), call("a"), output("a")]), Ok(()));
        for items in [vec![thought()], vec![thought(), user, assistant]] {
            assert!(check(&items).unwrap_err().message.contains("required following item"));
        }
    }
}
