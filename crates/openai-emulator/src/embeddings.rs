//! Embeddings: a direction for each text, closer for closer texts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::answered::Answered;
use crate::chat;
use crate::check::Wrong;
use crate::failure::Failure;
use crate::random::Random;
use crate::state::State;
use crate::wire::{Family, Wire};

mod input;
mod table;
mod vector;

use input::Input;

/// Answers a request for embeddings.
///
/// # Errors
/// What the wire refuses.
pub(crate) fn answer(state: &State, wire: &Wire, body: &Map<String, Value>) -> Result<Answered, Failure> {
    table::check(wire, body)?;
    let model = wire.model_name(body);
    refuse_chat_model(wire, &model)?;
    let inputs = input::read(wire, body.get("input"))?;
    let dimensions = dimensions(wire, &model, body)?;
    let instruction = body.get("instruction").and_then(Value::as_str);
    let base64 = table::has_formats(wire) && body.get("encoding_format").is_some_and(|format| format == "base64");
    let data = inputs.iter().enumerate().map(|(index, input)| {
        let vector = vector::embed(&model, instruction, input, dimensions);
        json!({ "object": "embedding", "index": index, "embedding": write(&vector, base64) })
    });
    let tokens: usize = inputs.iter().map(Input::tokens).sum();
    let mut response = Map::new();
    response.insert("object".into(), json!("list"));
    response.insert("data".into(), data.collect());
    response.insert("model".into(), json!(model));
    response.insert(
        "usage".into(),
        json!({ "prompt_tokens": tokens, "total_tokens": tokens }),
    );
    let text = body.get("input").unwrap_or(&Value::Null).to_string();
    let mut random = Random::from_parts(state.config.seed, &[b"embeddings", model.as_bytes(), text.as_bytes()]);
    match wire {
        Wire::Databricks { .. } => {
            response.insert("id".into(), json!(random.uuid()));
        }
        Wire::Deployed { .. } => {
            let id = format!("embd-{}", random.uuid().replace('-', ""));
            response.insert("id".into(), json!(id));
        }
        _ => {}
    }
    Ok(wire.served_by(&model, Answered::json(&Value::Object(response))))
}

/// OpenAI tells its chat models by name; an Azure deployment's name says nothing.
fn refuse_chat_model(wire: &Wire, model: &str) -> Result<(), Failure> {
    if *wire == Wire::OpenAi && chat::is_chat_model(model) {
        let message = "You are not allowed to generate embeddings from this model";
        return Err(Failure::new(StatusCode::FORBIDDEN, message));
    }
    Ok(())
}

/// How long the vectors are: as long as the model makes them, or as short as was asked.
fn dimensions(wire: &Wire, model: &str, body: &Map<String, Value>) -> Result<usize, Wrong> {
    let longest = longest(model);
    let asked = match chat::size(body, "dimensions") {
        Some(asked) if table::has_formats(wire) => asked,
        _ => return Ok(longest),
    };
    if model.contains("ada-002") {
        let message = "This model does not support specifying dimensions.";
        return Err(Wrong::plain(message));
    }
    if asked > longest {
        let message = format!("Invalid value for 'dimensions' = {asked}. Must be less than or equal to {longest}.");
        return Err(Wrong::new("dimensions", message));
    }
    Ok(asked)
}

/// The length of a model's vectors, by its name; a deployment of any name counts as the smaller of OpenAI's models.
fn longest(model: &str) -> usize {
    const LENGTHS: &[(&str, usize)] = &[
        ("embedding-3-large", 3072),
        ("gemini-embedding", 3072),
        ("text-embedding-004", 768),
        ("text-embedding-005", 768),
        ("text-multilingual-embedding", 768),
        ("e5-small", 384),
        ("e5-large", 1024),
        ("gte-large", 1024),
        ("bge-large", 1024),
    ];
    LENGTHS
        .iter()
        .find(|(name, _)| model.contains(name))
        .map_or(1536, |(_, length)| *length)
}

fn write(vector: &[f32], base64: bool) -> Value {
    if base64 {
        let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
        return json!(STANDARD.encode(bytes));
    }
    // The shortest decimal of the 32-bit number, not the long one of its 64-bit neighbour.
    let short = |number: &f32| number.to_string().parse::<f64>().unwrap_or_default();
    vector.iter().map(short).collect()
}

/// Databricks and containers have no limit for a whole request that is documented.
fn has_total_limit(wire: &Wire) -> bool {
    matches!(wire.family(), Family::OpenAi | Family::Azure)
}
