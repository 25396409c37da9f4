//! Moderations: words decide, so that a test can have any verdict it needs.

use serde_json::{Map, Value, json};

use crate::answered::Answered;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, optional, required};
use crate::failure::Failure;
use crate::random::Random;
use crate::state::State;

static REQUEST: &[Member] = &[required("input", &INPUT), optional("model", &MODEL)];
static INPUT: Shape = Shape::Either(&[Shape::Text, Shape::List(&Shape::Either(&[Shape::Text, PART]), 1, 2048)]);
static MODEL: Shape = Shape::Word(&[
    "omni-moderation-latest",
    "omni-moderation-2024-09-26",
    "text-moderation-latest",
    "text-moderation-stable",
]);
const PART: Shape = Shape::Tagged(
    "type",
    &[
        (
            "text",
            &[required("type", &Shape::Text), required("text", &Shape::Text)],
        ),
        (
            "image_url",
            &[required("type", &Shape::Text), required("image_url", &IMAGE_URL)],
        ),
    ],
);
static IMAGE_URL: Shape = Shape::Object(&[required("url", &Shape::FilledText)]);

/// Each category, the words that bring it about, and whether images are judged by it.
const CATEGORIES: &[(&str, &[&str], bool)] = &[
    ("harassment", &["idiot", "loser"], false),
    ("harassment/threatening", &["watch out, loser"], false),
    ("hate", &["hate them"], false),
    ("hate/threatening", &["hate them to death"], false),
    ("illicit", &["shoplift"], false),
    ("illicit/violent", &["build a bomb"], false),
    ("self-harm", &["hurt myself"], true),
    ("self-harm/instructions", &["how to hurt myself"], true),
    ("self-harm/intent", &["going to hurt myself"], true),
    ("sexual", &["explicit"], true),
    ("sexual/minors", &["explicit minor"], false),
    ("violence", &["kill", "violence"], true),
    ("violence/graphic", &["gore"], true),
];

/// One input, which gets one verdict.
#[derive(Debug, Default)]
struct Input<'a> {
    texts: Vec<&'a str>,
    images: Vec<&'a str>,
}

/// Judges what a body that has been read holds.
///
/// # Errors
/// As [`moderate`].
pub(crate) fn moderate(state: &State, body: &Map<String, Value>) -> Result<Answered, Failure> {
    check::object(REQUEST, body, &At::Body, Unknown::Refused)?;
    let model = body
        .get("model")
        .and_then(Value::as_str)
        .unwrap_or("omni-moderation-latest");
    let inputs = inputs(body.get("input").unwrap_or(&Value::Null))?;
    if model.starts_with("text-") && inputs.iter().any(|input| !input.images.is_empty()) {
        let message = format!("Invalid input: the model '{model}' does not read images; use 'omni-moderation-latest'.");
        return Err(Wrong::new("input", message).into());
    }
    let results: Value = inputs.iter().map(|input| judge(state.config.seed, input)).collect();
    let id = format!("modr-{}", state.next("moderation").identifier(32));
    Ok(Answered::json(&json!({ "id": id, "model": model, "results": results })))
}

/// What these texts are judged to be.
pub(crate) fn verdict(seed: u64, texts: Vec<&str>) -> Value {
    let images = Vec::new();
    judge(seed, &Input { texts, images })
}

/// Strings are judged one by one, parts together.
fn inputs(input: &Value) -> Result<Vec<Input<'_>>, Wrong> {
    let Value::Array(items) = input else {
        let texts = input.as_str().into_iter().collect();
        return Ok(vec![Input {
            texts,
            images: Vec::new(),
        }]);
    };
    let strings: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
    if strings.len() == items.len() {
        let alone = |text| Input {
            texts: vec![text],
            images: Vec::new(),
        };
        return Ok(strings.into_iter().map(alone).collect());
    }
    if !strings.is_empty() {
        let message = "Invalid type for 'input': expected an array of strings or an array of objects, but got both.";
        return Err(Wrong::coded("invalid_type", "input", message));
    }
    let mut together = Input::default();
    for item in items {
        let text = |at: &str| item.pointer(at).and_then(Value::as_str);
        together.texts.extend(text("/text"));
        together.images.extend(text("/image_url/url"));
    }
    Ok(vec![together])
}

fn judge(seed: u64, input: &Input<'_>) -> Value {
    let text = input.texts.join("\n").to_lowercase();
    let mut random = Random::from_parts(seed, &[b"moderation", text.as_bytes()]);
    let mut flags = Map::new();
    let mut scores = Map::new();
    let mut types = Map::new();
    for (category, words, sees_images) in CATEGORIES {
        // An image is judged by its address: there is nobody here to look at it.
        let in_image = *sees_images
            && input
                .images
                .iter()
                .any(|url| words.iter().any(|word| url.contains(word)));
        let flagged = in_image || words.iter().any(|word| text.contains(word));
        let noise = random.fraction();
        let score = if flagged { 0.8 + noise / 5.0 } else { noise / 1000.0 };
        let mut applied = Vec::new();
        if !input.texts.is_empty() {
            applied.push("text");
        }
        if *sees_images && !input.images.is_empty() {
            applied.push("image");
        }
        flags.insert((*category).into(), json!(flagged));
        scores.insert((*category).into(), json!(score));
        types.insert((*category).into(), json!(applied));
    }
    let flagged = flags.values().any(|flag| *flag == Value::Bool(true));
    json!({
        "flagged": flagged,
        "categories": flags,
        "category_scores": scores,
        "category_applied_input_types": types,
    })
}
