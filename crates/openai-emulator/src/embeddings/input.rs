//! What is embedded, in its four forms: a text, texts, tokens, and lists of tokens.

use serde_json::Value;

use crate::check::Wrong;
use crate::failure::Failure;
use crate::token;
use crate::wire::Wire;

/// One thing to embed.
#[derive(Debug, PartialEq)]
pub(super) enum Input {
    Text(String),
    Tokens(Vec<i64>),
}

impl Input {
    pub(super) fn tokens(&self) -> usize {
        match self {
            Self::Text(text) => token::count(text),
            Self::Tokens(tokens) => tokens.len(),
        }
    }
}

/// Most tokens of one input, for every embedding model.
const LONGEST: usize = 8192;
/// Most tokens of a whole request.
const MOST: usize = 300_000;

/// Reads an `input` that has passed its wire's table.
///
/// # Errors
/// Mixed items, an empty text, or too many tokens.
pub(super) fn read(wire: &Wire, input: Option<&Value>) -> Result<Vec<Input>, Failure> {
    let inputs = forms(input.unwrap_or(&Value::Null))
        .ok_or_else(|| Wrong::plain("'$.input' is invalid. Please check the API reference."))?;
    if let Some(tokens) = inputs.iter().map(Input::tokens).find(|tokens| *tokens > LONGEST) {
        let message = format!(
            "This model's maximum context length is {LONGEST} tokens, however you requested {tokens} tokens ({tokens} \
             in your prompt; 0 for the completion). Please reduce your prompt; or completion length."
        );
        return Err(Wrong::plain(message).into());
    }
    let tokens: usize = inputs.iter().map(Input::tokens).sum();
    if super::has_total_limit(wire) && tokens > MOST {
        let message = format!("Requested {tokens} tokens, max {MOST} tokens per request");
        let wrong = Wrong {
            code: Some("max_tokens_per_request"),
            ..Wrong::plain(message)
        };
        return Err(Failure::from(wrong).of_kind("max_tokens_per_request"));
    }
    Ok(inputs)
}

fn forms(input: &Value) -> Option<Vec<Input>> {
    if let Some(text) = text(input) {
        return Some(vec![text]);
    }
    let items = input.as_array()?;
    if items.iter().all(Value::is_number) {
        return Some(vec![numbers(items)?]);
    }
    let texts: Option<Vec<Input>> = items.iter().map(text).collect();
    texts.or_else(|| items.iter().map(|item| numbers(item.as_array()?)).collect())
}

fn text(value: &Value) -> Option<Input> {
    let text = value.as_str().filter(|text| !text.is_empty())?;
    Some(Input::Text(text.to_owned()))
}

fn numbers(items: &[Value]) -> Option<Input> {
    let numbers: Option<Vec<i64>> = items.iter().map(Value::as_i64).collect();
    Some(Input::Tokens(numbers.filter(|numbers| !numbers.is_empty())?))
}

#[cfg(test)]
mod tests {
    use super::{Input, forms};
    use serde_json::json;

    #[test]
    fn every_form_is_read_and_mixtures_are_not() {
        let text = |text: &str| Input::Text(text.into());
        assert_eq!(forms(&json!("a")), Some(vec![text("a")]));
        assert_eq!(forms(&json!(["a", "b"])), Some(vec![text("a"), text("b")]));
        assert_eq!(forms(&json!([1, 2])), Some(vec![Input::Tokens(vec![1, 2])]));
        assert_eq!(
            forms(&json!([[1], [2, 3]])),
            Some(vec![Input::Tokens(vec![1]), Input::Tokens(vec![2, 3])])
        );
        for wrong in [
            json!(""),
            json!(["a", ""]),
            json!([[]]),
            json!(["a", 1]),
            json!([1, "a"]),
        ] {
            assert_eq!(forms(&wrong), None, "{wrong}");
        }
    }
}
