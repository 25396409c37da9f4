//! What spoils the whole file of a batch.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::endpoint::operation;
use crate::wire::{Family, Wire};

/// The most lines of a file.
const MOST: usize = 50_000;
/// The most inputs of embeddings over all lines, which OpenAI alone tells of.
const MOST_INPUTS: usize = 50_000;

/// Looks for faults in the lines, which come with their numbers.
pub(super) fn find(wire: &Wire, endpoint: &str, lines: &[(usize, Value)]) -> Vec<Value> {
    if lines.is_empty() {
        return vec![fault("empty_batch", "The input file holds no requests.", None, None)];
    }
    if lines.len() > MOST {
        let message = format!("The input file holds {} requests, and {MOST} are allowed.", lines.len());
        return vec![fault("too_many_tasks", &message, None, None)];
    }
    if wire.family() == Family::OpenAi && operation(wire, endpoint) == Some("/embeddings") {
        let sum: usize = lines.iter().map(|(_, line)| inputs(line)).sum();
        if sum > MOST_INPUTS {
            let message = format!("The requests hold {sum} embedding inputs, and a batch may have {MOST_INPUTS}.");
            return vec![fault("too_many_inputs", &message, Some("body.input"), None)];
        }
    }
    let mut ids = HashSet::new();
    let mut model = None;
    let mut faults = Vec::new();
    for (number, line) in lines {
        let text = |name: &str| line.get(name).and_then(Value::as_str);
        let mut add = |code, message: &str, param| faults.push(fault(code, message, Some(param), Some(*number)));
        match text("custom_id") {
            None => add(
                "missing_required_parameter",
                "Missing required parameter: 'custom_id'.",
                "custom_id",
            ),
            Some(id) if !ids.insert(id) => {
                let message = format!("The custom_id '{id}' stands twice.");
                add("duplicate_custom_id", &message, "custom_id");
            }
            Some(_) => {}
        }
        if text("method") != Some("POST") {
            add("invalid_method", "The method of a request must be 'POST'.", "method");
        }
        if text("url").is_none_or(|url| operation(wire, url) != operation(wire, endpoint)) {
            let message = format!("The URL of a request must be that of the batch: '{endpoint}'.");
            add("mismatched_endpoint", &message, "url");
        }
        let Some(body) = line.get("body").filter(|body| body.is_object()) else {
            add(
                "missing_required_parameter",
                "Missing required parameter: 'body'.",
                "body",
            );
            continue;
        };
        let named = body.get("model");
        if *model.get_or_insert(named) != named {
            add(
                "mismatched_model",
                "All requests of a batch must be for the same model.",
                "body.model",
            );
        }
    }
    faults
}

/// How many texts a line wants embedded; a list of numbers is one text.
fn inputs(line: &Value) -> usize {
    match line.pointer("/body/input") {
        Some(Value::Array(items)) if !items.iter().all(Value::is_number) => items.len(),
        _ => 1,
    }
}

fn fault(code: &str, message: &str, param: Option<&str>, line: Option<usize>) -> Value {
    json!({ "code": code, "message": message, "param": param, "line": line })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{MOST_INPUTS, find};
    use crate::wire::Wire;

    #[test]
    fn the_inputs_of_all_lines_count() {
        let endpoint = "/v1/embeddings";
        let line = |number: usize, input: Value| {
            let body = json!({ "model": "m", "input": input });
            (
                number,
                json!({ "custom_id": number.to_string(), "method": "POST", "url": endpoint, "body": body }),
            )
        };
        let most = vec!["x"; MOST_INPUTS - 2];
        let lines = [line(1, json!("x")), line(2, json!([1, 2, 3])), line(3, json!(most))];
        assert_eq!(find(&Wire::OpenAi, endpoint, &lines), [] as [Value; 0]);
        let [one, two, three] = lines;
        let lines = [one, two, three, line(4, json!([[1], [2]]))];
        let faults = find(&Wire::OpenAi, endpoint, &lines);
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0]["code"], "too_many_inputs");
        assert!(faults[0]["message"].as_str().unwrap().contains("50002"), "{faults:?}");
        assert_eq!(find(&Wire::AzureV1, endpoint, &lines), [] as [Value; 0]);
    }
}
