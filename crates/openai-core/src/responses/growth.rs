//! The items of a response while they grow.

use std::collections::BTreeMap;

use openai_types::Object;
use openai_types::responses::item::{ReasoningItem, ShellOutcome, ShellOutput, SummaryPart, SummaryText};
use openai_types::responses::{
    Content, ContentPart, Event, Item, ItemStatus, Message, OutputText, ReasoningText, Refusal, Role,
};

/// The items that have begun, by their places among the response's items.
#[derive(Clone, Debug, Default)]
pub(super) struct Growth {
    items: BTreeMap<u64, Item>,
    /// What the commands of an item that is not done have printed, by their places: one may have several outputs.
    printed: BTreeMap<u64, BTreeMap<u64, Vec<ShellOutput>>>,
}

impl Growth {
    /// The items in their order.
    pub(super) fn into_items(mut self) -> Vec<Item> {
        for (place, commands) in self.printed {
            if let Some(Item::ShellCallOutput(item)) = self.items.get_mut(&place) {
                item.output = commands.into_values().flatten().collect();
            }
        }
        self.items.into_values().collect()
    }

    /// Adds an event about an item. What cannot stand in an item, such as an unfinished image, is passed over: the item
    /// comes whole when it is done.
    pub(super) fn push(&mut self, event: &Event) {
        match event {
            Event::OutputItemAdded(event) | Event::OutputItemDone(event) => {
                let place = self.place(event.output_index, event.item.id());
                self.items.insert(place, (*event.item).clone());
                self.printed.remove(&place);
            }
            Event::ContentPartAdded(event) | Event::ContentPartDone(event) => {
                if let Some(parts) = self.parts(event.output_index, &event.item_id, &event.part) {
                    put(parts, event.content_index, event.part.clone());
                }
            }
            Event::OutputTextDelta(event) => {
                let place = self.place(event.output_index, Some(&event.item_id));
                let part = self.text(place, &event.item_id, event.content_index.unwrap_or(0));
                if let Some(part) = part {
                    part.text.push_str(&event.delta);
                    if let Some(more) = event.logprobs.as_ref().filter(|more| !more.is_empty()) {
                        part.logprobs.get_or_insert_default().extend(more.iter().cloned());
                    }
                }
            }
            Event::OutputTextDone(event) => {
                if let Some(part) = self.text(event.output_index, &event.item_id, event.content_index) {
                    part.text.clone_from(&event.text);
                }
            }
            Event::OutputTextAnnotationAdded(event) => {
                let place = self.place(event.output_index, Some(&event.item_id));
                let part = self.text(place, &event.item_id, event.content_index.unwrap_or(0));
                if let (Some(part), Some(annotation)) = (part, &event.annotation) {
                    put(
                        part.annotations.get_or_insert_default(),
                        event.annotation_index,
                        annotation.clone(),
                    );
                }
            }
            Event::RefusalDelta(event) => {
                if let Some(part) = self.refusal(event.output_index, &event.item_id, event.content_index) {
                    part.refusal.push_str(&event.delta);
                }
            }
            Event::RefusalDone(event) => {
                if let Some(part) = self.refusal(event.output_index, &event.item_id, event.content_index) {
                    part.refusal.clone_from(&event.refusal);
                }
            }
            Event::ReasoningTextDelta(event) => {
                if let Some(part) = self.thought(event.output_index, &event.item_id, event.content_index) {
                    part.text.push_str(&event.delta);
                }
            }
            Event::ReasoningTextDone(event) => {
                if let Some(part) = self.thought(event.output_index, &event.item_id, event.content_index) {
                    part.text.clone_from(&event.text);
                }
            }
            Event::ReasoningSummaryPartAdded(event) => {
                if let Some(item) = self.reasoning(event.output_index, &event.item_id) {
                    put(&mut item.summary, event.summary_index, event.part.clone());
                }
            }
            Event::ReasoningSummaryPartDone(event) => {
                if let Some(item) = self.reasoning(event.output_index, &event.item_id) {
                    put(&mut item.summary, event.summary_index, event.part.clone());
                }
            }
            Event::ReasoningSummaryTextDelta(event) => {
                if let Some(part) = self.summary(event.output_index, &event.item_id, event.summary_index) {
                    part.text.push_str(&event.delta);
                }
            }
            Event::ReasoningSummaryTextDone(event) => {
                if let Some(part) = self.summary(event.output_index, &event.item_id, event.summary_index) {
                    part.text.clone_from(&event.text);
                }
            }
            Event::FunctionCallArgumentsDelta(event)
            | Event::CustomToolCallInputDelta(event)
            | Event::McpCallArgumentsDelta(event)
            | Event::CodeInterpreterCallCodeDelta(event) => {
                if let Some(input) = self.input(event.output_index) {
                    input.push_str(&event.delta);
                }
            }
            Event::FunctionCallArgumentsDone(event) => self.set_input(event.output_index, &event.arguments),
            Event::CustomToolCallInputDone(event) => self.set_input(event.output_index, &event.input),
            Event::McpCallArgumentsDone(event) => self.set_input(event.output_index, &event.arguments),
            Event::CodeInterpreterCallCodeDone(event) => self.set_input(event.output_index, &event.code),
            Event::ShellCallCommandAdded(event) | Event::ShellCallCommandDone(event) => {
                if let Some(commands) = self.commands(event.output_index) {
                    put(commands, event.command_index, event.command.clone());
                }
            }
            Event::ShellCallCommandDelta(event) => {
                let commands = self.commands(event.output_index);
                if let Some(command) = commands.and_then(|commands| at(commands, event.command_index, String::new)) {
                    command.push_str(&event.delta);
                }
            }
            Event::ShellCallOutputContentDelta(event) => {
                // How the command ended is told when it is done.
                let begin = || ShellOutput::new("", "", ShellOutcome::Other(Object::new()));
                let printed = self.printed(event.output_index, event.command_index);
                if let Some(output) = at(printed, 0, begin) {
                    output
                        .stdout
                        .push_str(event.delta.stdout.as_deref().unwrap_or_default());
                    output
                        .stderr
                        .push_str(event.delta.stderr.as_deref().unwrap_or_default());
                }
            }
            Event::ShellCallOutputContentDone(event) => {
                self.printed(event.output_index, event.command_index)
                    .clone_from(&event.output);
            }
            _ => {}
        }
    }

    /// The item's place. Agents on Databricks leave it out: then it is that of the item with this id, or a new one.
    fn place(&self, index: Option<u64>, id: Option<&str>) -> u64 {
        let known = || self.items.iter().find(|(_, item)| id.is_some() && item.id() == id);
        let next = || self.items.keys().next_back().map_or(0, |last| last.saturating_add(1));
        index.or_else(|| known().map(|(place, _)| *place)).unwrap_or_else(next)
    }

    /// The parts that a part of this kind belongs to.
    fn parts(&mut self, index: u64, id: &str, part: &ContentPart) -> Option<&mut Vec<ContentPart>> {
        match part {
            ContentPart::ReasoningText(_) => self.thoughts(index, id),
            _ => self.said(index, id),
        }
    }

    /// What a message says so far. Some servers send the text of a message that they have not announced.
    fn said(&mut self, index: u64, id: &str) -> Option<&mut Vec<ContentPart>> {
        let begin = || {
            let message = Message::new(Role::Assistant, Content::Parts(Vec::new()));
            Item::Message(message.id(id).status(ItemStatus::InProgress))
        };
        let content = match self.items.entry(index).or_insert_with(begin) {
            Item::Message(message) => &mut message.content,
            Item::Reasoning(item) => return Some(item.content.get_or_insert_default()),
            _ => return None,
        };
        if let Content::Text(text) = content {
            let text = std::mem::take(text);
            let part = (!text.is_empty()).then(|| OutputText::new(text).into());
            *content = Content::Parts(part.into_iter().collect());
        }
        match content {
            Content::Parts(parts) => Some(parts),
            _ => None,
        }
    }

    fn text(&mut self, index: u64, id: &str, part: u64) -> Option<&mut OutputText> {
        match at(self.said(index, id)?, part, || OutputText::new("").into())? {
            ContentPart::OutputText(part) => Some(part),
            _ => None,
        }
    }

    fn refusal(&mut self, index: u64, id: &str, part: u64) -> Option<&mut Refusal> {
        match at(self.said(index, id)?, part, || Refusal::new("").into())? {
            ContentPart::Refusal(part) => Some(part),
            _ => None,
        }
    }

    fn reasoning(&mut self, index: u64, id: &str) -> Option<&mut ReasoningItem> {
        let begin = || {
            let item = ReasoningItem::new(Vec::new()).id(id);
            Item::Reasoning(item.status(ItemStatus::InProgress))
        };
        match self.items.entry(index).or_insert_with(begin) {
            Item::Reasoning(item) => Some(item),
            _ => None,
        }
    }

    fn thoughts(&mut self, index: u64, id: &str) -> Option<&mut Vec<ContentPart>> {
        Some(self.reasoning(index, id)?.content.get_or_insert_default())
    }

    fn thought(&mut self, index: u64, id: &str, part: u64) -> Option<&mut ReasoningText> {
        match at(self.thoughts(index, id)?, part, || ReasoningText::new("").into())? {
            ContentPart::ReasoningText(part) => Some(part),
            _ => None,
        }
    }

    fn summary(&mut self, index: u64, id: &str, part: u64) -> Option<&mut SummaryText> {
        let begin = || SummaryPart::Text(SummaryText::new(""));
        match at(&mut self.reasoning(index, id)?.summary, part, begin)? {
            SummaryPart::Text(part) => Some(part),
            _ => None,
        }
    }

    /// What goes into a call of a tool.
    fn input(&mut self, index: u64) -> Option<&mut String> {
        match self.items.get_mut(&index)? {
            Item::FunctionCall(call) => Some(&mut call.arguments),
            Item::CustomToolCall(call) => Some(&mut call.input),
            Item::McpCall(call) => Some(&mut call.arguments),
            Item::CodeInterpreterCall(call) => Some(call.code.get_or_insert_default()),
            _ => None,
        }
    }

    fn set_input(&mut self, index: u64, whole: &str) {
        if let Some(input) = self.input(index) {
            whole.clone_into(input);
        }
    }

    fn commands(&mut self, index: u64) -> Option<&mut Vec<String>> {
        match self.items.get_mut(&index)? {
            Item::ShellCall(call) => Some(&mut call.action.commands),
            _ => None,
        }
    }

    fn printed(&mut self, index: u64, command: u64) -> &mut Vec<ShellOutput> {
        self.printed.entry(index).or_default().entry(command).or_default()
    }
}

/// Sets what stands in a place, or adds it at the end: places come in their order.
fn put<T>(list: &mut Vec<T>, place: u64, item: T) {
    match usize::try_from(place).ok().and_then(|place| list.get_mut(place)) {
        Some(known) => *known = item,
        None => list.push(item),
    }
}

/// What stands in a place, begun where nothing stands there yet.
fn at<T>(list: &mut Vec<T>, place: u64, begin: impl FnOnce() -> T) -> Option<&mut T> {
    let place = usize::try_from(place).ok()?;
    if place >= list.len() {
        list.push(begin());
        return list.last_mut();
    }
    list.get_mut(place)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn items_without_a_place_are_told_apart_by_their_ids() {
        let delta = |id: &str, text: &str| {
            format!(r#"{{"type":"response.output_text.delta","item_id":"{id}","delta":"{text}"}}"#)
        };
        let done = r#"{"type":"response.output_item.done","item":{"type":"message","id":"a","role":"assistant","content":[{"type":"output_text","text":"Whole."}]}}"#;
        let mut growth = Growth::default();
        for text in [
            delta("a", "Who"),
            delta("a", "le."),
            done.to_owned(),
            delta("b", "Next"),
        ] {
            growth.push(&openai_types::decode_str(&text).unwrap());
        }
        let items = growth.into_items();
        let texts: Vec<_> = items.iter().map(Item::text).collect();
        assert_eq!(texts, ["Whole.", "Next"]);
    }

    #[test]
    fn what_a_shell_has_printed_is_there_before_it_is_done() {
        let event = |growth: &mut Growth, text: &str| growth.push(&openai_types::decode_str(text).unwrap());
        let added = r#"{"type":"response.output_item.added","output_index":1,"item":{"type":"shell_call_output","id":"sho_1","call_id":"call_1","output":[],"status":"in_progress"}}"#;
        let delta = |command: u64, delta: &str| {
            format!(
                r#"{{"type":"response.shell_call_output_content.delta","item_id":"sho_1","output_index":1,"command_index":{command},"delta":{delta}}}"#
            )
        };
        let done = r#"{"type":"response.shell_call_output_content.done","item_id":"sho_1","output_index":1,"command_index":0,"output":[{"stdout":"one\ntwo\n","stderr":"","outcome":{"type":"exit","exit_code":0}}]}"#;
        let mut growth = Growth::default();
        event(&mut growth, added);
        event(&mut growth, &delta(0, r#"{"stdout":"one\n"}"#));
        event(&mut growth, &delta(1, r#"{"stderr":"no such"}"#));
        event(&mut growth, &delta(0, r#"{"stdout":"two\n"}"#));
        event(&mut growth, &delta(1, r#"{"stderr":" file"}"#));
        let printed =
            |growth: &Growth| serde_json::to_value(&growth.clone().into_items()[0]).unwrap()["output"].clone();
        let second = json!({"stdout": "", "stderr": "no such file", "outcome": {}});
        let first = json!({"stdout": "one\ntwo\n", "stderr": "", "outcome": {}});
        assert_eq!(printed(&growth), json!([first, second]));
        event(&mut growth, done);
        let first = json!({"stdout": "one\ntwo\n", "stderr": "", "outcome": {"type": "exit", "exit_code": 0}});
        assert_eq!(printed(&growth), json!([first, second]));
    }
}
