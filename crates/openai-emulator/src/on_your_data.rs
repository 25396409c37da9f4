//! Chat on one's own data (Azure): which version has which form, and how each is read.

use http::HeaderMap;
use serde_json::{Map, Value};

use crate::answered::Answered;
use crate::check::{self, At, Wrong};
use crate::failure::Failure;
use crate::state::State;
use crate::wire::{Wire, content_filter};
use crate::{conversation, token};

mod document;
mod enhancement;
mod source_2023;
mod source_2024;
mod write;

use document::Document;

/// The forms that an answer has had.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    /// `choices[].messages`: the tool's, then the assistant's.
    Messages,
    /// `choices[].message`, the tool's in its `context.messages`.
    ContextMessages,
    /// `choices[].message`, with citations and intent in its `context`.
    Context,
}

/// A request, read.
#[derive(Debug)]
struct Request {
    form: Form,
    model: String,
    question: String,
    documents: Vec<Document>,
    limit: usize,
    stream: bool,
    include_usage: bool,
    /// Which members the context has.
    contexts: Vec<String>,
    /// What was found in an image, where that was asked for.
    grounding: Option<Value>,
    prompt_tokens: usize,
}

/// Answers at the address of the 2023 previews, below `extensions`.
///
/// # Errors
/// A body that the tables do not allow, and a prompt that the filter blocks.
pub(crate) fn answer_extension(
    state: &State,
    wire: &Wire,
    headers: &HeaderMap,
    body: &Map<String, Value>,
) -> Result<Answered, Failure> {
    let form = match wire {
        Wire::AzureDated { version, .. } if version.is_preview_within("2023-06-01", "2023-07-01") => Form::Messages,
        _ => Form::ContextMessages,
    };
    source_2023::check(wire, body)?;
    let found = source_2023::documents(body);
    let request = Request::read(wire, form, body, found, 1000)?;
    request.answer(state, wire, headers)
}

/// Whether a chat completion asks for data: then its answer is made here.
pub(crate) fn is_asked(wire: &Wire, body: &Map<String, Value>) -> bool {
    match wire {
        Wire::AzureDated { version, .. } => {
            let grounded = version.is_preview_within("2024-02-15", "2024-03-01") && body.contains_key("enhancements");
            grounded || (source_2024::is_known(*version) && body.contains_key("data_sources"))
        }
        _ => false,
    }
}

/// Answers a chat completion with `data_sources`, or with the vision enhancements of early 2024.
///
/// # Errors
/// What a chat completion is refused for, and sources that the version's table does not allow.
pub(crate) fn answer(
    state: &State,
    wire: &Wire,
    headers: &HeaderMap,
    body: &Map<String, Value>,
) -> Result<Answered, Failure> {
    let mut plain = body.clone();
    let found = if plain.contains_key("data_sources") {
        let sources = plain.remove("data_sources").unwrap_or_default();
        source_2024::check(wire, &sources)?;
        for name in ["logprobs", "top_logprobs"] {
            if plain.get(name).is_some_and(|value| !value.is_null()) {
                let message = format!("'{name}' is not supported together with 'data_sources'.");
                return Err(Wrong::new(name, message).into());
            }
        }
        source_2024::documents(wire, &sources)
    } else {
        enhancement::check(&plain)?;
        plain.remove("enhancements");
        plain.remove("dataSources");
        Found::default()
    };
    let chat = wire.read(&plain)?;
    let mut request = Request::read(wire, Form::Context, body, found, chat.limit.unwrap_or(usize::MAX))?;
    request.include_usage = chat.include_usage;
    request.answer(state, wire, headers)
}

/// What the sources hold for a question.
#[derive(Debug, Default)]
struct Found {
    documents: usize,
    source: String,
    /// What `include_contexts` asks for; nothing stands for the default.
    contexts: Vec<String>,
    /// The search orders its results anew, and the version says how well they fit.
    reranked: bool,
}

impl Request {
    fn read(wire: &Wire, form: Form, body: &Map<String, Value>, found: Found, limit: usize) -> Result<Self, Wrong> {
        let messages = body
            .get("messages")
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let said = messages
            .iter()
            .rev()
            .find(|message| conversation::role(message) == "user");
        let Some(said) = said else {
            return Err(Wrong::new(
                "messages",
                "There must be at least one message with role 'user'.",
            ));
        };
        let question = conversation::texts(said).join(" ");
        let size = |name: &str| {
            body.get(name)
                .and_then(Value::as_u64)
                .and_then(|size| usize::try_from(size).ok())
        };
        let texts = messages.iter().flat_map(conversation::texts);
        Ok(Self {
            form,
            model: match form {
                Form::Messages => String::new(),
                _ => wire.model_name(body),
            },
            documents: document::search(&question, &found),
            limit: size("max_tokens").unwrap_or(limit),
            stream: body.get("stream").and_then(Value::as_bool).unwrap_or(false),
            include_usage: false,
            contexts: if found.contexts.is_empty() {
                vec!["citations".to_owned(), "intent".to_owned()]
            } else {
                found.contexts
            },
            grounding: enhancement::grounding(body),
            prompt_tokens: texts.map(|text| token::count(text) + 4).sum(),
            question,
        })
    }

    fn answer(&self, state: &State, wire: &Wire, headers: &HeaderMap) -> Result<Answered, Failure> {
        content_filter::screen(wire.family(), headers, [self.question.as_str()].into_iter())?;
        let writer = write::Writer::new(self, state.config.seed);
        Ok(if self.stream {
            Answered::events(writer.events())
        } else {
            Answered::json(&writer.whole())
        })
    }
}

/// The refusal of a member that stands where its table does not have it.
fn unknown(at: &At<'_>) -> Wrong {
    Wrong::coded("unknown_parameter", at, format!("Unknown parameter: '{at}'."))
}

/// Checks the condition that semantic search needs the name of its configuration.
fn check_semantic(
    parameters: &Map<String, Value>,
    (query_type, configuration): (&str, &'static str),
    at: &At<'_>,
) -> Result<(), Wrong> {
    let semantic = ["semantic", "vectorSemanticHybrid", "vector_semantic_hybrid"];
    let query = parameters.get(query_type).and_then(Value::as_str).unwrap_or("simple");
    if semantic.contains(&query) && !parameters.contains_key(configuration) {
        let here = At::Member(at, configuration);
        let message = format!("Missing required parameter: '{here}' is needed with the query type '{query}'.");
        return Err(Wrong::coded("missing_required_parameter", here, message));
    }
    Ok(())
}

/// The first source of a list, with its kind and parameters.
fn first(sources: Option<&Value>) -> (&str, Option<&Map<String, Value>>) {
    let source = sources.and_then(Value::as_array).and_then(|sources| sources.first());
    let kind = source.and_then(|source| source.get("type")).and_then(Value::as_str);
    let parameters = source
        .and_then(|source| source.get("parameters"))
        .and_then(Value::as_object);
    (kind.unwrap_or_default(), parameters)
}

/// Checks an object that must be there against a table.
fn check_object(members: &'static [check::Member], value: &Value, at: &At<'_>) -> Result<(), Wrong> {
    match value {
        Value::Object(object) => check::object(members, object, at, check::Unknown::Refused),
        _ => Err(Wrong::coded(
            "invalid_type",
            at,
            format!("Invalid type for '{at}': expected an object."),
        )),
    }
}
