//! The tools of a request, and which of them are called.

use serde_json::{Map, Value};

use crate::chat::is_set;
use crate::check::Wrong;
use crate::conversation;
use crate::strict_schema;
use crate::wire::Wire;

/// A tool that the model may call.
#[derive(Clone, Debug)]
pub(crate) enum Tool {
    /// Called with arguments that satisfy a JSON schema.
    Function { name: String, parameters: Value },
    /// Called with text, of a regular expression where the tool has one.
    Custom { name: String, pattern: Option<String> },
}

impl Tool {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Function { name, .. } | Self::Custom { name, .. } => name,
        }
    }
}

/// Which of the tools are called.
#[derive(Debug, PartialEq)]
pub(crate) enum Calling {
    /// The answer is text.
    Never,
    /// These tools, by index, each called once.
    Tools(Vec<usize>),
    /// One tool, in the deprecated form.
    Function(usize),
}

/// Reads the tools, and which of them the answer calls.
pub(crate) fn read(wire: &Wire, body: &Map<String, Value>, messages: &[Value]) -> Result<(Vec<Tool>, Calling), Wrong> {
    let asked = messages
        .last()
        .is_some_and(|message| conversation::role(message) == "user");
    if is_set(body, "functions") && is_set(body, "tools") {
        return Err(Wrong::new(
            "functions",
            "'functions' and 'tools' cannot be used together; 'functions' is deprecated.",
        ));
    }
    if is_set(body, "functions") {
        return read_functions(body, asked);
    }
    if is_set(body, "function_call") {
        return Err(Wrong::new(
            "function_call",
            "'function_call' is only allowed when 'functions' are specified.",
        ));
    }
    let list = body.get("tools").and_then(Value::as_array);
    for name in ["tool_choice", "parallel_tool_calls"] {
        let none = body.get(name).is_some_and(|value| value == "none");
        if list.is_none() && is_set(body, name) && !none {
            return Err(Wrong::new(
                name,
                format!("'{name}' is only allowed when 'tools' are specified."),
            ));
        }
    }
    let mut tools = Vec::new();
    for (index, tool) in list.into_iter().flatten().enumerate() {
        if wire.checks_strict_schemas() && tool.pointer("/function/strict").is_some_and(|strict| strict == true) {
            check_strict_function(index, tool)?;
        }
        tools.push(read_tool(tool));
    }
    let parallel = body.get("parallel_tool_calls").is_some_and(|parallel| parallel == true);
    let calling = read_choice(body.get("tool_choice"), &tools, asked, parallel)?;
    Ok((tools, calling))
}

fn check_strict_function(index: usize, tool: &Value) -> Result<(), Wrong> {
    let name = tool
        .pointer("/function/name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let parameters = tool.pointer("/function/parameters").unwrap_or(&Value::Null);
    strict_schema::check(parameters).map_err(|reason| {
        let message = format!("Invalid schema for function '{name}': {reason}");
        Wrong::coded(
            "invalid_function_parameters",
            format!("tools[{index}].function.parameters"),
            message,
        )
    })
}

fn read_tool(tool: &Value) -> Tool {
    let text = |pointer: &str| {
        tool.pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    if tool.get("type").is_some_and(|kind| kind == "custom") {
        let regex = tool
            .pointer("/custom/format/grammar/syntax")
            .is_some_and(|syntax| syntax == "regex");
        let pattern = regex.then(|| text("/custom/format/grammar/definition"));
        return Tool::Custom {
            name: text("/custom/name"),
            pattern,
        };
    }
    let parameters = tool
        .pointer("/function/parameters")
        .cloned()
        .unwrap_or_else(|| Value::Object(Map::new()));
    Tool::Function {
        name: text("/function/name"),
        parameters,
    }
}

/// `auto` calls the first tool when the user spoke last, and the first two where parallel calls were asked for;
/// whatever demands a call gets one, whoever spoke last.
fn read_choice(choice: Option<&Value>, tools: &[Tool], asked: bool, parallel: bool) -> Result<Calling, Wrong> {
    let every: Vec<usize> = (0..tools.len()).collect();
    let (allowed, demanded) = match choice {
        None | Some(Value::Null) => (every, false),
        Some(Value::String(word)) => match word.as_str() {
            "none" => (Vec::new(), false),
            "required" => (every, true),
            _ => (every, false),
        },
        Some(choice) => match choice.get("allowed_tools") {
            Some(allowed) => {
                let names = allowed.get("tools").and_then(Value::as_array).into_iter().flatten();
                let mut named = names
                    .map(|name| find_tool(name, tools))
                    .collect::<Result<Vec<_>, _>>()?;
                named.sort_unstable();
                named.dedup();
                (named, allowed.get("mode").is_some_and(|mode| mode == "required"))
            }
            None => return Ok(Calling::Tools(vec![find_tool(choice, tools)?])),
        },
    };
    let calls = if parallel { 2 } else { 1 };
    let called: Vec<usize> = allowed.into_iter().take(calls).collect();
    if called.is_empty() || !(asked || demanded) {
        return Ok(Calling::Never);
    }
    Ok(Calling::Tools(called))
}

/// The index of the tool that a choice names.
fn find_tool(choice: &Value, tools: &[Tool]) -> Result<usize, Wrong> {
    let custom = choice.get("type").is_some_and(|kind| kind == "custom");
    let kind = if custom { "custom" } else { "function" };
    let name = choice
        .get(kind)
        .and_then(|named| named.get("name"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    let is_named = |tool: &Tool| matches!(tool, Tool::Custom { .. }) == custom && tool.name() == name;
    tools.iter().position(is_named).ok_or_else(|| {
        let message = format!("Tool choice '{name}' not found in 'tools' parameter.");
        Wrong::new("tool_choice", message)
    })
}

fn read_functions(body: &Map<String, Value>, asked: bool) -> Result<(Vec<Tool>, Calling), Wrong> {
    let functions = body.get("functions").and_then(Value::as_array).into_iter().flatten();
    let tools: Vec<Tool> = functions
        .map(|function| Tool::Function {
            name: function
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            parameters: function
                .get("parameters")
                .cloned()
                .unwrap_or_else(|| Value::Object(Map::new())),
        })
        .collect();
    let calling = match body.get("function_call") {
        Some(Value::Object(named)) => {
            let name = named.get("name").and_then(Value::as_str).unwrap_or_default();
            let found = tools.iter().position(|tool| tool.name() == name);
            let missing = || {
                Wrong::new(
                    "function_call",
                    format!("Function '{name}' not found in 'functions' parameter."),
                )
            };
            Calling::Function(found.ok_or_else(missing)?)
        }
        Some(Value::String(word)) if word == "none" => Calling::Never,
        _ if asked => Calling::Function(0),
        _ => Calling::Never,
    };
    Ok((tools, calling))
}
