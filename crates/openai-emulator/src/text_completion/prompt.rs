//! A prompt in its four forms: a text, texts, tokens, and lists of tokens.

use serde_json::Value;

use crate::answer;
use crate::check::Wrong;
use crate::random::Random;
use crate::token;

/// One prompt.
#[derive(Debug)]
pub(super) struct Prompt {
    /// Its text; made up where it came as tokens, whose vocabulary the emulator does not have.
    pub(super) text: String,
    given: Option<usize>,
}

impl Prompt {
    fn text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            given: None,
        }
    }

    /// Each token stands for a word, always the same one.
    fn numbers(numbers: &[Value]) -> Self {
        let word = |number: &Value| {
            let number = number.as_i64().unwrap_or_default().to_le_bytes();
            answer::word(&mut Random::from_parts(0, &[&number]))
        };
        let words: Vec<&str> = numbers.iter().map(word).collect();
        Self {
            text: words.join(" "),
            given: Some(numbers.len()),
        }
    }

    pub(super) fn tokens(&self) -> usize {
        self.given.unwrap_or_else(|| token::count(&self.text))
    }
}

/// Reads a `prompt`, whose items have been checked, but not that they are of one kind.
pub(super) fn read(prompt: Option<&Value>) -> Result<Vec<Prompt>, Wrong> {
    let items = match prompt {
        Some(Value::String(text)) => return Ok(vec![Prompt::text(text)]),
        Some(Value::Array(items)) => items,
        _ => return Ok(vec![Prompt::text("<|endoftext|>")]),
    };
    if items.iter().all(Value::is_number) {
        return Ok(vec![Prompt::numbers(items)]);
    }
    let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
    if let Some(texts) = texts {
        return Ok(texts.into_iter().map(Prompt::text).collect());
    }
    let lists: Option<Vec<&Vec<Value>>> = items.iter().map(Value::as_array).collect();
    match lists {
        Some(lists) => Ok(lists.into_iter().map(|list| Prompt::numbers(list)).collect()),
        None => Err(Wrong::coded(
            "invalid_type",
            "prompt",
            "Invalid type for 'prompt': expected a string, or an array of strings, of tokens or of token arrays, but \
             got a mixed array instead.",
        )),
    }
}
