//! What a checked chat completion body asks for, and the rules across its parameters.

use http::HeaderMap;
use serde_json::{Map, Value};

use crate::answered::Answered;
use crate::check::Wrong;
use crate::failure::Failure;
use crate::state::State;
use crate::tool_choice::{self, Calling, Tool};
use crate::wire::vertex::thought::{self, Thoughts};
use crate::wire::{Wire, content_filter};
use crate::{answer, completion, conversation, on_your_data, stream, strict_schema};

/// Answers a chat completion.
///
/// # Errors
/// What the wire refuses, and a JSON schema that the emulator cannot answer by.
pub(crate) fn answer(
    state: &State,
    wire: &Wire,
    headers: &HeaderMap,
    body: &Map<String, Value>,
) -> Result<Answered, Failure> {
    if on_your_data::is_asked(wire, body) {
        return on_your_data::answer(state, wire, headers, body);
    }
    let wire = &*wire.of_model(body);
    let chat = wire.read(body)?;
    content_filter::screen(wire.family(), headers, conversation::user_texts(&chat.messages))?;
    let answer = answer::answer(wire, &chat, state.config.seed)?;
    let answered = if chat.stream {
        Answered::events(stream::events(wire, &chat, &answer))
    } else {
        Answered::json(&completion::completion(wire, &chat, &answer))
    };
    Ok(wire.served_by(&chat.model, answered))
}

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
    /// What is shown of Gemini's thoughts.
    pub(crate) thoughts: Option<Thoughts>,
    pub(crate) seed: Option<i64>,
    /// The content filter cuts the first choice.
    pub(crate) cut: bool,
    /// Gemini's `stream_function_call_arguments`.
    pub(crate) stream_arguments: bool,
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
        let stream = body.get("stream").and_then(Value::as_bool).unwrap_or(false);
        let options = body.get("stream_options").filter(|options| !options.is_null());
        if options.is_some() && !stream {
            let message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
            return Err(Wrong::new("stream_options", message));
        }
        let option = |name: &str| options.and_then(|options| options.get(name)).and_then(Value::as_bool);
        refuse_audio(body)?;
        let (tools, calling) = tool_choice::read(wire, body, &messages)?;
        let effort = reasoning_tokens(body.get("reasoning_effort").and_then(Value::as_str));
        let is_gemini = *wire == Wire::Gemini;
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
            reasoning: thought::tokens(body).filter(|_| is_gemini).unwrap_or(effort),
            thoughts: Thoughts::read(body).filter(|_| is_gemini),
            seed: body.get("seed").and_then(Value::as_i64),
            cut: content_filter::cuts(wire.family(), conversation::user_texts(&messages)),
            stream_arguments: wire.streams_arguments(body),
            messages,
        })
    }
}

/// A count among the parameters; none where it is absent or null.
pub(crate) fn size(body: &Map<String, Value>, name: &str) -> Option<usize> {
    body.get(name)
        .and_then(Value::as_u64)
        .map(|size| usize::try_from(size).unwrap_or(usize::MAX))
}

/// Whether a parameter is there and not null.
pub(crate) fn is_set(body: &Map<String, Value>, name: &str) -> bool {
    body.get(name).is_some_and(|value| !value.is_null())
}

/// Whether OpenAI has a chat model of this name, so that it completes no prompts and embeds nothing.
pub(crate) fn is_chat_model(model: &str) -> bool {
    let families = ["gpt-5", "gpt-4", "gpt-3.5-turbo", "chatgpt-", "o1", "o3", "o4"];
    families.iter().any(|family| model.starts_with(family)) && !model.contains("instruct")
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

/// The stop sequences, of one or several.
pub(crate) fn read_stop(body: &Map<String, Value>) -> Vec<String> {
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

/// How many tokens an effort spends on thinking.
pub(crate) fn reasoning_tokens(effort: Option<&str>) -> usize {
    match effort {
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
