//! A response as a stream: each item opened, filled piece by piece, and closed.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::item::{kind, text};
use super::write;
use crate::{stream, token};

/// The events of a response, in order and numbered from 0.
pub(super) fn events(whole: &Map<String, Value>, queued: bool, obfuscate: bool) -> Vec<Value> {
    let mut events = Events {
        events: Vec::new(),
        obfuscate,
        partial_images: partial_images(whole),
    };
    let whole_value = Value::Object(whole.clone());
    let first = if queued { "queued" } else { "in_progress" };
    events.push("response.created", json!({ "response": write::early(whole, first) }));
    if queued {
        events.push("response.queued", json!({ "response": write::early(whole, first) }));
    }
    events.push(
        "response.in_progress",
        json!({ "response": write::early(whole, "in_progress") }),
    );
    let items = whole.get("output").and_then(Value::as_array).into_iter().flatten();
    for (index, item) in items.enumerate() {
        events.item(index, item);
    }
    let last = format!("response.{}", text(&whole_value, "status"));
    events.push(&last, json!({ "response": whole_value }));
    events.events
}

fn partial_images(whole: &Map<String, Value>) -> u64 {
    let mut tools = whole.get("tools").and_then(Value::as_array).into_iter().flatten();
    let tool = tools.find(|tool| kind(tool) == "image_generation");
    tool.and_then(|tool| tool.get("partial_images")?.as_u64()).unwrap_or(0)
}

/// The framed events of an agent that answers through MLflow, as its guide writes them: texts in pieces and each item
/// when it is done, without names, numbers or a last word on the whole.
pub(super) fn of_an_agent(whole: &Map<String, Value>) -> Vec<Bytes> {
    let mut frames = Vec::new();
    for item in whole.get("output").and_then(Value::as_array).into_iter().flatten() {
        let parts = item.get("content").and_then(Value::as_array).into_iter().flatten();
        for piece in parts.flat_map(|part| token::tokens(text(part, "text"))) {
            let delta = json!({ "type": "response.output_text.delta", "item_id": text(item, "id"), "delta": piece });
            frames.push(stream::frame(&delta));
        }
        let done = json!({ "type": "response.output_item.done", "item": item });
        frames.push(stream::frame(&done));
    }
    frames.push(stream::done());
    frames
}

/// One event with its name.
pub(super) fn frame(event: &Value) -> Bytes {
    Bytes::from(format!("event: {}\ndata: {event}\n\n", text(event, "type")))
}

#[derive(Debug)]
struct Events {
    events: Vec<Value>,
    obfuscate: bool,
    /// How often a picture shows before it is finished.
    partial_images: u64,
}

impl Events {
    fn push(&mut self, kind: &str, members: Value) {
        let mut event = members;
        if let Some(event) = event.as_object_mut() {
            event.insert("type".into(), json!(kind));
            event.insert("sequence_number".into(), json!(self.events.len()));
        }
        self.events.push(event);
    }

    fn item(&mut self, index: usize, item: &Value) {
        let id = text(item, "id");
        self.push(
            "response.output_item.added",
            json!({ "output_index": index, "item": opened(item) }),
        );
        let place = json!({ "output_index": index, "item_id": id });
        match kind(item) {
            "message" => self.message(&place, item),
            "reasoning" => self.summaries(&place, item),
            "function_call" => {
                let name = json!({ "name": text(item, "name") });
                self.text(
                    "response.function_call_arguments",
                    &place,
                    "arguments",
                    text(item, "arguments"),
                    name,
                );
            }
            "custom_tool_call" => {
                let input = text(item, "input");
                self.text("response.custom_tool_call_input", &place, "input", input, json!({}));
            }
            "shell_call" => self.commands(index, item),
            "mcp_list_tools" => self.steps("response.mcp_list_tools", &place, &["in_progress", "completed"]),
            "mcp_call" => {
                self.steps("response.mcp_call", &place, &["in_progress"]);
                let arguments = text(item, "arguments");
                self.text("response.mcp_call_arguments", &place, "arguments", arguments, json!({}));
                self.steps("response.mcp_call", &place, &["completed"]);
            }
            "web_search_call" => {
                self.steps(
                    "response.web_search_call",
                    &place,
                    &["in_progress", "searching", "completed"],
                );
            }
            "image_generation_call" => self.picture(&place, item),
            _ => {}
        }
        self.push(
            "response.output_item.done",
            json!({ "output_index": index, "item": item }),
        );
    }

    fn message(&mut self, place: &Value, item: &Value) {
        let parts = item.get("content").and_then(Value::as_array).into_iter().flatten();
        for (index, part) in parts.enumerate() {
            let place = with(place, &json!({ "content_index": index }));
            let empty = with(part, &json!({ "text": "", "logprobs": [] }));
            self.push("response.content_part.added", with(&place, &json!({ "part": empty })));
            let logprobs = part
                .get("logprobs")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            for (number, piece) in token::tokens(text(part, "text")).into_iter().enumerate() {
                let logprobs: Vec<&Value> = logprobs.get(number).into_iter().collect();
                self.delta(
                    "response.output_text",
                    &with(&place, &json!({ "logprobs": logprobs })),
                    piece,
                );
            }
            let done = json!({ "text": text(part, "text"), "logprobs": logprobs });
            self.push("response.output_text.done", with(&place, &done));
            self.push("response.content_part.done", with(&place, &json!({ "part": part })));
        }
    }

    fn summaries(&mut self, place: &Value, item: &Value) {
        let parts = item.get("summary").and_then(Value::as_array).into_iter().flatten();
        for (index, part) in parts.enumerate() {
            let place = with(place, &json!({ "summary_index": index }));
            let empty = with(part, &json!({ "text": "" }));
            self.push(
                "response.reasoning_summary_part.added",
                with(&place, &json!({ "part": empty })),
            );
            self.text(
                "response.reasoning_summary_text",
                &place,
                "text",
                text(part, "text"),
                json!({}),
            );
            self.push(
                "response.reasoning_summary_part.done",
                with(&place, &json!({ "part": part })),
            );
        }
    }

    /// The picture while it comes to be; unfinished, it looks as it will.
    fn picture(&mut self, place: &Value, item: &Value) {
        const NAME: &str = "response.image_generation_call";
        self.steps(NAME, place, &["in_progress", "generating"]);
        for index in 0..self.partial_images {
            let partial = json!({ "partial_image_index": index, "partial_image_b64": text(item, "result") });
            self.push(&format!("{NAME}.partial_image"), with(place, &partial));
        }
        self.steps(NAME, place, &["completed"]);
    }

    fn commands(&mut self, index: usize, item: &Value) {
        let commands = item
            .pointer("/action/commands")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        for (number, command) in commands.filter_map(Value::as_str).enumerate() {
            let place = json!({ "output_index": index, "command_index": number });
            self.push(
                "response.shell_call_command.added",
                with(&place, &json!({ "command": "" })),
            );
            self.text("response.shell_call_command", &place, "command", command, json!({}));
        }
    }

    fn steps(&mut self, name: &str, place: &Value, steps: &[&str]) {
        for step in steps {
            self.push(&format!("{name}.{step}"), place.clone());
        }
    }

    /// A text in pieces, and then whole under this member, with what else the last event has.
    fn text(&mut self, name: &str, place: &Value, member: &str, whole: &str, more: Value) {
        for piece in token::tokens(whole) {
            self.delta(name, place, piece);
        }
        let done = with(&with(place, &json!({ member: whole })), &more);
        self.push(&format!("{name}.done"), done);
    }

    fn delta(&mut self, name: &str, place: &Value, piece: &str) {
        let mut delta = with(place, &json!({ "delta": piece }));
        if self.obfuscate
            && let Some(delta) = delta.as_object_mut()
        {
            // Padding that hides how long each piece is.
            delta.insert(
                "obfuscation".into(),
                json!("0".repeat(16_usize.saturating_sub(piece.len()))),
            );
        }
        self.push(&format!("{name}.delta"), delta);
    }
}

/// The members of both, the second's where both have one.
fn with(one: &Value, other: &Value) -> Value {
    let mut both = one.as_object().cloned().unwrap_or_default();
    for (name, value) in other.as_object().into_iter().flatten() {
        both.insert(name.clone(), value.clone());
    }
    Value::Object(both)
}

/// An item when it begins: under way, and empty where it is filled later.
fn opened(item: &Value) -> Value {
    let mut opened = item.as_object().cloned().unwrap_or_default();
    if opened.contains_key("status") {
        opened.insert("status".into(), json!("in_progress"));
    }
    let empty: &[(&str, Value)] = match kind(item) {
        "message" => &[("content", json!([]))],
        "reasoning" => &[("summary", json!([]))],
        "function_call" => &[("arguments", json!(""))],
        "custom_tool_call" => &[("input", json!(""))],
        "image_generation_call" => &[("result", Value::Null)],
        "mcp_list_tools" => &[("tools", json!([]))],
        "mcp_call" => &[("arguments", json!("")), ("output", Value::Null)],
        "shell_call" => &[(
            "action",
            json!({ "commands": [], "timeout_ms": null, "max_output_length": null }),
        )],
        _ => &[],
    };
    for (name, value) in empty {
        opened.insert((*name).to_owned(), value.clone());
    }
    Value::Object(opened)
}
