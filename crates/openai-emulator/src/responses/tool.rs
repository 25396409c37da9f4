//! The tools of a request, and which of them the answer calls.

use serde_json::{Map, Value, json};

use super::item::{by_type, text};
use crate::check::{self, At, Unknown, Wrong};
use crate::tool_choice::Tool;
use crate::wire::openai::ANY_OBJECT;
use crate::wire::{Wire, databricks};
use crate::{images, strict_schema};

mod choice;
mod table;

use choice::Offered;
use table::{DATABRICKS, TOOLS};

/// What the answer calls.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Callee {
    /// A function or a custom tool, by its place among [`Tools::own`].
    Own(usize),
    ApplyPatch,
    Shell,
    /// A server's tool, by the server's label.
    Mcp(String),
    WebSearch,
    /// A picture is drawn, by the tool of this place.
    Draw(usize),
    /// A tool that the emulator knows and does not use.
    Idle,
}

/// The tools of a request.
#[derive(Debug)]
pub(super) struct Tools {
    /// Functions and custom tools, as chat has them.
    pub(super) own: Vec<Tool>,
    /// What is called; nothing where the answer is text.
    pub(super) called: Vec<Callee>,
}

/// Reads the tools, and which of them an answer to these items calls.
pub(super) fn read(wire: &Wire, body: &Map<String, Value>, items: &[Value]) -> Result<Tools, Wrong> {
    let list = body.get("tools").and_then(Value::as_array).cloned().unwrap_or_default();
    let at = At::Member(&At::Body, "tools");
    let (mut own, mut known) = (Vec::new(), Vec::new());
    for (index, tool) in list.iter().enumerate() {
        check_tool(wire, body, tool, &At::Item(&at, index))?;
        known.push(match text(tool, "type") {
            "function" | "custom" => {
                own.push(read_own(tool));
                Callee::Own(own.len() - 1)
            }
            "apply_patch" => Callee::ApplyPatch,
            "shell" => Callee::Shell,
            "mcp" => Callee::Mcp(text(tool, "server_label").to_owned()),
            "web_search" | "web_search_2025_08_26" => Callee::WebSearch,
            "image_generation" => Callee::Draw(index),
            _ => Callee::Idle,
        });
    }
    let offered = Offered { list, known };
    let parallel = body.get("parallel_tool_calls").is_some_and(|parallel| parallel == true);
    let called = offered.choose(body.get("tool_choice"), items, parallel)?;
    Ok(Tools { own, called })
}

fn check_tool(wire: &Wire, body: &Map<String, Value>, tool: &Value, at: &At<'_>) -> Result<(), Wrong> {
    let Value::Object(map) = tool else {
        return check::check(&ANY_OBJECT, tool, at, Unknown::Refused);
    };
    let here = At::Member(at, "type");
    if !map.contains_key("type") {
        let message = format!("Missing required parameter: '{here}'.");
        return Err(Wrong::coded("missing_required_parameter", here, message));
    }
    let word = text(tool, "type");
    if let Wire::Databricks { .. } = wire {
        let model = body.get("model").and_then(Value::as_str).unwrap_or_default();
        let own = databricks::is_pay_per_token(model);
        if own && !DATABRICKS.contains(&word) {
            return Err(check::invalid_value(word, DATABRICKS.iter().copied(), &here));
        }
        if own && word == "custom" && !model.contains("gpt-5") {
            let message = format!("Custom tools are not supported by the model '{model}': GPT-5 models take them.");
            return Err(Wrong::new(here, message));
        }
    }
    let place = if TOOLS.iter().any(|(name, _)| *name == word) {
        at
    } else {
        &here
    };
    by_type(TOOLS, word, map, place)?;
    if word == "function" && map.get("strict").is_some_and(|strict| *strict == true) {
        let parameters = map.get("parameters").unwrap_or(&Value::Null);
        strict_schema::check(parameters).map_err(|reason| {
            let message = format!("Invalid schema for function '{}': {reason}", text(tool, "name"));
            Wrong::coded("invalid_function_parameters", At::Member(at, "parameters"), message)
        })?;
    }
    if word == "image_generation" {
        images::tool_request(map, "")?;
    }
    let reached = ["server_url", "connector_id", "tunnel_id"];
    if word == "mcp" && reached.iter().filter(|name| map.contains_key(**name)).count() != 1 {
        let message = format!("Exactly one of 'server_url', 'connector_id' and 'tunnel_id' must be set in '{at}'.");
        return Err(Wrong::coded("invalid_value", at, message));
    }
    Ok(())
}

fn read_own(tool: &Value) -> Tool {
    let name = text(tool, "name").to_owned();
    if text(tool, "type") == "custom" {
        let regex = tool.pointer("/format/syntax").is_some_and(|syntax| syntax == "regex");
        let definition = tool.pointer("/format/definition").and_then(Value::as_str);
        let pattern = definition.filter(|_| regex).map(str::to_owned);
        return Tool::Custom { name, pattern };
    }
    let parameters = tool.get("parameters").filter(|parameters| !parameters.is_null());
    let parameters = parameters.cloned().unwrap_or_else(|| json!({}));
    Tool::Function { name, parameters }
}

/// A tool as the response repeats it: with its defaults, and without a server's secrets.
pub(super) fn repeated(tool: &Value) -> Value {
    let mut tool = tool.as_object().cloned().unwrap_or_default();
    tool.retain(|name, value| !value.is_null() || matches!(name.as_str(), "parameters" | "strict"));
    match tool.get("type").and_then(Value::as_str) {
        Some("function") => {
            tool.entry("parameters").or_insert(Value::Null);
            tool.entry("strict").or_insert(Value::Bool(true));
        }
        Some("custom") => {
            tool.entry("format").or_insert_with(|| json!({ "type": "text" }));
        }
        Some("mcp") => {
            tool.remove("authorization");
            tool.insert("headers".into(), Value::Null);
            tool.entry("require_approval").or_insert_with(|| json!("always"));
        }
        _ => {}
    }
    Value::Object(tool)
}
