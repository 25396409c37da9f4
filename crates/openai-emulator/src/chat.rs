//! What a checked chat completion body asks for, and the rules across its parameters.

use serde_json::{Map, Value};

use crate::check::Wrong;
use crate::conversation;
use crate::strict_schema;
use crate::wire::Wire;

/// A chat completion request, read.
#[derive(Debug)]
pub(crate) struct Chat {
    /// The model as the answer names it.
    pub(crate) model: String,
    pub(crate) messages: Vec<Value>,
    pub(crate) choices: usize,
    pub(crate) stop: Vec<String>,
    /// Most tokens in an answer, reasoning included.
    pub(crate) limit: Option<usize>,
    pub(crate) stream: bool,
    pub(crate) include_usage: bool,
    pub(crate) include_obfuscation: bool,
    pub(crate) tools: Vec<Tool>,
    pub(crate) calling: Calling,
    pub(crate) format: Format,
    /// Log probabilities are wanted, with so many alternatives for each token.
    pub(crate) logprobs: Option<usize>,
    /// Tokens that the model pretends to have thought.
    pub(crate) reasoning: usize,
    pub(crate) seed: Option<i64>,
    /// Gemini's `stream_function_call_arguments`.
    pub(crate) stream_arguments: bool,
}

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

/// What the text must be.
#[derive(Debug)]
pub(crate) enum Format {
    Text,
    JsonObject,
    JsonSchema(Value),
}

impl Chat {
    /// Reads a body that has passed its wire's table.
    pub(crate) fn read(wire: &Wire, body: &Map<String, Value>) -> Result<Self, Wrong> {
        let messages = body
            .get("messages")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        conversation::check(&messages)?;
        let stream = body
            .get("stream")
            .and_then(Value::as_bool)
            .unwrap_or_else(|| wire.streams_by_default());
        let options = body.get("stream_options").filter(|options| !options.is_null());
        if options.is_some() && !stream {
            let message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
            return Err(Wrong::new("stream_options", message));
        }
        let option = |name: &str| options.and_then(|options| options.get(name)).and_then(Value::as_bool);
        refuse_audio(body)?;
        let (tools, calling) = read_tools(wire, body, &messages)?;
        Ok(Self {
            model: wire.model_name(body),
            choices: size(body, "n").unwrap_or(1),
            stop: read_stop(body),
            limit: read_limit(body)?,
            stream,
            include_usage: option("include_usage").unwrap_or(false),
            include_obfuscation: option("include_obfuscation").unwrap_or(true),
            tools,
            calling,
            format: read_format(wire, body, &messages)?,
            logprobs: read_logprobs(body)?,
            reasoning: read_reasoning(body),
            seed: body.get("seed").and_then(Value::as_i64),
            stream_arguments: wire.streams_arguments(body),
            messages,
        })
    }
}

fn size(body: &Map<String, Value>, name: &str) -> Option<usize> {
    body.get(name)
        .and_then(Value::as_u64)
        .map(|size| usize::try_from(size).unwrap_or(usize::MAX))
}

fn is_set(body: &Map<String, Value>, name: &str) -> bool {
    body.get(name).is_some_and(|value| !value.is_null())
}

fn refuse_audio(body: &Map<String, Value>) -> Result<(), Wrong> {
    let modalities = body.get("modalities").and_then(Value::as_array).into_iter().flatten();
    match modalities
        .filter_map(Value::as_str)
        .find(|modality| *modality != "text")
    {
        Some(modality) => {
            let message =
                format!("This model does not support the requested output modality '{modality}'; use ['text'].");
            Err(Wrong::coded("unsupported_value", "modalities", message))
        }
        None if is_set(body, "audio") => {
            let message = "The 'audio' parameter is only allowed when 'modalities' holds 'audio'.";
            Err(Wrong::new("audio", message))
        }
        None => Ok(()),
    }
}

fn read_stop(body: &Map<String, Value>) -> Vec<String> {
    let texts = match body.get("stop") {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

fn read_limit(body: &Map<String, Value>) -> Result<Option<usize>, Wrong> {
    match (size(body, "max_tokens"), size(body, "max_completion_tokens")) {
        (Some(_), Some(_)) => {
            let message = "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.";
            Err(Wrong::coded("invalid_parameter_combination", "max_tokens", message))
        }
        (old, new) => Ok(new.or(old)),
    }
}

fn read_logprobs(body: &Map<String, Value>) -> Result<Option<usize>, Wrong> {
    let wanted = body.get("logprobs").and_then(Value::as_bool).unwrap_or(false);
    match size(body, "top_logprobs") {
        Some(_) if !wanted => {
            let message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.";
            Err(Wrong::new("top_logprobs", message))
        }
        top => Ok(wanted.then_some(top.unwrap_or(0))),
    }
}

fn read_reasoning(body: &Map<String, Value>) -> usize {
    match body.get("reasoning_effort").and_then(Value::as_str) {
        Some("minimal") => 4,
        Some("low") => 8,
        Some("medium") => 16,
        Some("high") => 32,
        Some("xhigh") => 64,
        Some("max") => 128,
        _ => 0,
    }
}

fn read_format(wire: &Wire, body: &Map<String, Value>, messages: &[Value]) -> Result<Format, Wrong> {
    let Some(format) = body.get("response_format").filter(|format| !format.is_null()) else {
        return Ok(Format::Text);
    };
    match format.get("type").and_then(Value::as_str) {
        Some("json_object") => {
            let says_json = |text: &&str| text.to_lowercase().contains("json");
            if wire.wants_the_word_json()
                && messages
                    .iter()
                    .flat_map(conversation::texts)
                    .all(|text| !says_json(&text))
            {
                let message = "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
                return Err(Wrong::new("messages", message));
            }
            Ok(Format::JsonObject)
        }
        Some("application/json") => Ok(Format::JsonObject),
        Some("json_schema") => {
            let spec = format.get("json_schema").unwrap_or(&Value::Null);
            let schema = spec.get("schema").cloned().unwrap_or_else(|| Value::Object(Map::new()));
            if wire.checks_strict_schemas() && spec.get("strict").is_some_and(|strict| strict == true) {
                let name = spec.get("name").and_then(Value::as_str).unwrap_or_default();
                strict_schema::check(&schema).map_err(|reason| {
                    let message = format!("Invalid schema for response_format '{name}': {reason}");
                    Wrong::coded("invalid_json_schema", "response_format", message)
                })?;
            }
            Ok(Format::JsonSchema(schema))
        }
        _ => Ok(Format::Text),
    }
}

fn read_tools(wire: &Wire, body: &Map<String, Value>, messages: &[Value]) -> Result<(Vec<Tool>, Calling), Wrong> {
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
