//! What a checked body asks for, and the rules across its parameters.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::identity::Ids;
use super::item::{self, kind, text};
use super::tool::{self, Tools};
use super::{context, history};
use crate::chat::{self, Chat, Format};
use crate::check::{At, Wrong};
use crate::failure::Failure;
use crate::state::State;
use crate::strict_schema;
use crate::tool_choice::Calling;
use crate::wire::{Family, Wire};

/// A request for a response, read.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) body: Map<String, Value>,
    pub(super) model: String,
    /// The items of this request.
    pub(super) input: Vec<Value>,
    /// Those that came before, then those of this request.
    pub(super) context: Vec<Value>,
    pub(super) tools: Tools,
    /// The same request, as chat would have it.
    pub(super) chat: Chat,
    pub(super) stream: bool,
    pub(super) background: bool,
    pub(super) store: bool,
    /// The effort that the model makes where it reasons.
    pub(super) effort: Option<String>,
}

impl Request {
    /// Reads a body that has passed its wire's table.
    pub(super) fn read(state: &State, wire: &Wire, body: Map<String, Value>, ids: &mut Ids) -> Result<Self, Failure> {
        let flag = |name: &str| body.get(name).and_then(Value::as_bool);
        let model = model(wire, &body)?;
        let (background, stored) = (flag("background").unwrap_or(false), flag("store").unwrap_or(true));
        if background && !stored {
            let message = "Background mode requires 'store' to be true.";
            return Err(Wrong::new("background", message).into());
        }
        let effort = effort(&model, &body)?;
        let input = read_input(&body, ids)?;
        let context = context::read(state, wire, &body, &input)?;
        history::check(&context)?;
        let tools = tool::read(wire, &body, &context)?;
        let chat = chat(wire, &body, &model, &context, &tools, effort.as_deref())?;
        let mut request = Self {
            model,
            input,
            context,
            tools,
            chat,
            stream: flag("stream").unwrap_or(false),
            background,
            store: stored && context::is_kept(wire),
            effort,
            body,
        };
        request.fit()?;
        Ok(request)
    }

    /// Whether the caller wants what a response leaves out by itself.
    pub(super) fn includes(&self, what: &str) -> bool {
        let include = self.body.get("include").and_then(Value::as_array);
        include.is_some_and(|include| include.iter().any(|included| included == what))
    }

    /// The model that the caller wants input and output moderated by.
    pub(super) fn moderation(&self) -> Option<&str> {
        self.body.get("moderation")?.get("model")?.as_str()
    }

    /// Drops the oldest messages, or refuses, where there is more than the model reads. The instructions stay: they are
    /// no item of the conversation.
    fn fit(&mut self) -> Result<(), Wrong> {
        let most = if self.effort.is_some() { 272_000 } else { 128_000 };
        let truncates = self
            .body
            .get("truncation")
            .is_some_and(|truncation| truncation == "auto");
        let instructions = usize::from(self.body.get("instructions").is_some_and(Value::is_string));
        while crate::answer::prompt_tokens(&self.chat) > most {
            if !truncates || self.chat.messages.len() <= instructions + 1 {
                let message =
                    "Your input exceeds the context window of this model. Please adjust your input and try again.";
                return Err(Wrong::coded("context_length_exceeded", "input", message));
            }
            self.chat.messages.remove(instructions);
        }
        Ok(())
    }
}

fn model(wire: &Wire, body: &Map<String, Value>) -> Result<String, Failure> {
    if let Some(prompt) = body.get("prompt").filter(|prompt| !prompt.is_null()) {
        let message = format!("Prompt with id '{}' not found.", text(prompt, "id"));
        return Err(Failure::new(StatusCode::NOT_FOUND, message));
    }
    let model = wire.model_name(body);
    if model.is_empty() {
        let message = "Missing required parameter: 'model'.";
        return Err(Wrong::coded("missing_required_parameter", "model", message).into());
    }
    Ok(model)
}

/// OpenAI's reasoning models by name, whatever Databricks puts in front; of a deployment's name nothing is known.
fn reasons(model: &str) -> bool {
    let bare = model.trim_start_matches("system.ai.").trim_start_matches("databricks-");
    let reasoning = ["gpt-5", "o1", "o3", "o4", "codex"];
    reasoning.iter().any(|name| bare.starts_with(name)) && !bare.contains("chat")
}

/// How hard the model thinks, with what its kind of model does not take.
fn effort(model: &str, body: &Map<String, Value>) -> Result<Option<String>, Wrong> {
    let asked = body
        .get("reasoning")
        .and_then(|reasoning| reasoning.get("effort")?.as_str());
    let unsupported = |name: &str| {
        let message = format!("Unsupported parameter: '{name}' is not supported with this model.");
        Err(Wrong::coded("unsupported_parameter", name, message))
    };
    if !reasons(model) {
        if chat::is_chat_model(model) && asked.is_some() {
            return unsupported("reasoning.effort");
        }
        return Ok(asked.filter(|effort| *effort != "none").map(str::to_owned));
    }
    let effort = asked.unwrap_or("medium");
    for name in ["temperature", "top_p", "top_logprobs"] {
        if effort != "none" && chat::is_set(body, name) {
            return unsupported(name);
        }
    }
    Ok((effort != "none").then(|| effort.to_owned()))
}

/// The items of a request, as they are kept.
pub(super) fn read_input(body: &Map<String, Value>, ids: &mut Ids) -> Result<Vec<Value>, Failure> {
    let at = At::Member(&At::Body, "input");
    match body.get("input") {
        Some(Value::String(text)) => {
            let message = json!({ "role": "user", "content": text });
            Ok(vec![item::kept(&message, ids)])
        }
        Some(Value::Array(items)) => {
            let mut kept = Vec::new();
            for (index, item) in items.iter().enumerate() {
                item::check(item, &At::Item(&at, index))?;
                kept.push(item::kept(item, ids));
            }
            Ok(kept)
        }
        _ if chat::is_set(body, "previous_response_id") || chat::is_set(body, "conversation") => Ok(Vec::new()),
        _ => {
            let message = "One of 'input', 'previous_response_id', 'prompt' or 'conversation' must be provided.";
            Err(Wrong::coded("missing_required_parameter", "input", message).into())
        }
    }
}

fn chat(
    wire: &Wire,
    body: &Map<String, Value>,
    model: &str,
    context: &[Value],
    tools: &Tools,
    effort: Option<&str>,
) -> Result<Chat, Wrong> {
    let mut messages = Vec::new();
    if let Some(instructions) = body.get("instructions").and_then(Value::as_str) {
        messages.push(json!({ "role": "system", "content": instructions }));
    }
    messages.extend(context.iter().filter_map(message));
    let top = chat::size(body, "top_logprobs");
    let included = body.get("include").and_then(Value::as_array).into_iter().flatten();
    let wants = included.into_iter().any(|what| what == "message.output_text.logprobs");
    let own: Vec<usize> = tools
        .called
        .iter()
        .filter_map(|callee| match callee {
            tool::Callee::Own(index) => Some(*index),
            _ => None,
        })
        .collect();
    Ok(Chat {
        model: model.to_owned(),
        choices: 1,
        stop: Vec::new(),
        limit: chat::size(body, "max_output_tokens"),
        stream: false,
        include_usage: false,
        include_obfuscation: false,
        tools: tools.own.clone(),
        calling: if own.is_empty() {
            Calling::Never
        } else {
            Calling::Tools(own)
        },
        format: format(wire, body, &messages)?,
        logprobs: (wants || top.is_some_and(|top| top > 0)).then_some(top.unwrap_or(0)),
        reasoning: chat::reasoning_tokens(effort),
        thoughts: None,
        seed: None,
        cut: false,
        stream_arguments: true,
        messages,
    })
}

/// An item as a chat message; thoughts are none.
fn message(item: &Value) -> Option<Value> {
    let call = |name: &str, arguments: &str| {
        let function = json!({ "name": name, "arguments": arguments });
        let call = json!({ "id": text(item, "call_id"), "type": "function", "function": function });
        json!({ "role": "assistant", "content": null, "tool_calls": [call] })
    };
    Some(match kind(item) {
        "message" => {
            let parts = item.get("content").and_then(Value::as_array).into_iter().flatten();
            let parts: Vec<Value> = parts.map(part).collect();
            json!({ "role": text(item, "role"), "content": parts })
        }
        "function_call" => call(text(item, "name"), text(item, "arguments")),
        "custom_tool_call" => call(text(item, "name"), text(item, "input")),
        "mcp_approval_response" => {
            let approve = item.get("approve").is_some_and(|approve| *approve == true);
            let words = if approve { "approved" } else { "not approved" };
            json!({ "role": "tool", "tool_call_id": text(item, "approval_request_id"), "content": words })
        }
        kind if kind.ends_with("_output") => {
            json!({ "role": "tool", "tool_call_id": text(item, "call_id"), "content": outputs(item) })
        }
        kind if kind.ends_with("_call") => call(kind, ""),
        _ => return None,
    })
}

fn part(part: &Value) -> Value {
    match text(part, "type") {
        "input_image" => json!({ "type": "image_url" }),
        "input_file" => json!({ "type": "file" }),
        "refusal" => json!({ "type": "text", "text": text(part, "refusal") }),
        _ => json!({ "type": "text", "text": text(part, "text") }),
    }
}

/// What a tool answered: its text, or the texts of its parts, or what a command wrote.
fn outputs(item: &Value) -> String {
    match item.get("output") {
        Some(Value::String(output)) => output.clone(),
        Some(Value::Array(parts)) => {
            let texts = parts
                .iter()
                .flat_map(|part| [text(part, "text"), text(part, "stdout"), text(part, "stderr")]);
            let texts: Vec<&str> = texts.map(str::trim).filter(|text| !text.is_empty()).collect();
            texts.join(" ")
        }
        _ => text(item, "status").to_owned(),
    }
}

fn format(wire: &Wire, body: &Map<String, Value>, messages: &[Value]) -> Result<Format, Wrong> {
    let none = Value::Null;
    let format = body.get("text").and_then(|text| text.get("format")).unwrap_or(&none);
    match text(format, "type") {
        "json_object" => {
            let says_json = |text: &str| text.to_lowercase().contains("json");
            let texts = messages.iter().flat_map(crate::conversation::texts);
            if !texts.into_iter().any(says_json) {
                let message = "Response input messages must contain the word 'json' in some form to use 'text.format' \
                               of type 'json_object'.";
                return Err(Wrong::new("input", message));
            }
            Ok(Format::JsonObject)
        }
        "json_schema" => {
            let schema = format.get("schema").cloned().unwrap_or_else(|| json!({}));
            let strict = format.get("strict").is_some_and(|strict| *strict == true);
            if strict && (wire.checks_strict_schemas() || wire.family() == Family::Databricks) {
                strict_schema::check(&schema).map_err(|reason| {
                    let message = format!(
                        "Invalid schema for response_format '{}': {reason}",
                        text(format, "name")
                    );
                    Wrong::coded("invalid_json_schema", "text.format.schema", message)
                })?;
            }
            Ok(Format::JsonSchema(schema))
        }
        _ => Ok(Format::Text),
    }
}
