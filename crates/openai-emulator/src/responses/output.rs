//! The output items of a response.

use serde_json::{Value, json};

use super::identity::Ids;
use super::item::{self, kind, said, text};
use super::request::Request;
use super::seal;
use super::tool::Callee;
use crate::answer::{self, Answer, Said, Token};
use crate::check::Wrong;
use crate::failure::Failure;
use crate::images;
use crate::random::Random;
use crate::tool_call::ToolCall;
use crate::wire::Wire;

/// What the model did, before it is written into a response.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) items: Vec<Value>,
    /// The limit came before the end.
    pub(super) incomplete: bool,
    /// The request asked to see a failure.
    pub(super) failed: bool,
    pub(super) input_tokens: usize,
    pub(super) output_tokens: usize,
    pub(super) reasoning_tokens: usize,
}

/// Makes the output of a request.
///
/// # Errors
/// A JSON schema that no value satisfies, or that asks for more than the generator knows.
pub(super) fn make(wire: &Wire, request: &Request, seed: u64, ids: &mut Ids) -> Result<Output, Failure> {
    let answer = answer::answer(wire, &request.chat, seed)?;
    let mut writer = Writer {
        request,
        seed,
        ids,
        random: answer.random.clone(),
        items: Vec::new(),
    };
    let reasoning = answer.reasoning_tokens();
    let incomplete = answer.choices.iter().any(|choice| choice.finish == "length");
    let failed = writer.asks_for("trigger failure");
    if !failed {
        writer.list_servers();
        if request.effort.is_some() {
            // OpenAI's file says that it seals each thought, asked to or not; Azure's says nothing.
            let sealed = *wire == Wire::OpenAi || request.includes("reasoning.encrypted_content");
            writer.think(reasoning, sealed);
        }
        writer.act(&answer, incomplete)?;
    }
    Ok(Output {
        items: writer.items,
        incomplete,
        failed,
        input_tokens: answer.prompt_tokens,
        output_tokens: if failed { 0 } else { answer.completion_tokens() },
        reasoning_tokens: if failed { 0 } else { reasoning },
    })
}

#[derive(Debug)]
struct Writer<'a> {
    request: &'a Request,
    seed: u64,
    ids: &'a mut Ids,
    random: Random,
    items: Vec<Value>,
}

impl Writer<'_> {
    fn asks_for(&self, words: &str) -> bool {
        let last = self.request.context.last();
        last.is_some_and(|item| item::words(item).to_lowercase().contains(words))
    }

    /// Each server's tools are listed once in a conversation.
    fn list_servers(&mut self) {
        for tool in self.tools("mcp") {
            let label = text(&tool, "server_label");
            let is_list = |item: &&Value| kind(item) == "mcp_list_tools" && text(item, "server_label") == label;
            if self.request.context.iter().find(is_list).is_some() {
                continue;
            }
            let listed = json!({
                "name": mcp_name(&tool),
                "description": "Searches what the server knows.",
                "input_schema": {
                    "type": "object",
                    "properties": { "query": { "type": "string" } },
                    "required": ["query"],
                    "additionalProperties": false,
                },
                "annotations": null,
            });
            let id = self.ids.item("mcp_list_tools");
            self.items
                .push(json!({ "id": id, "type": "mcp_list_tools", "server_label": label, "tools": [listed] }));
        }
    }

    fn tools(&self, wanted: &str) -> Vec<Value> {
        let tools = self
            .request
            .body
            .get("tools")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        tools.filter(|tool| text(tool, "type") == wanted).cloned().collect()
    }

    fn think(&mut self, tokens: usize, sealed: bool) {
        let asked = |name: &str| {
            let reasoning = self.request.body.get("reasoning")?;
            reasoning.get(name).filter(|summary| !summary.is_null())
        };
        let summary = if asked("summary").or_else(|| asked("generate_summary")).is_some() {
            json!([{ "type": "summary_text", "text": "The emulator pretends to think about the question." }])
        } else {
            json!([])
        };
        let mut item = json!({ "id": self.ids.item("reasoning"), "type": "reasoning", "summary": summary });
        if sealed {
            let secret = format!("{tokens} tokens of the emulator's reasoning: {}", self.random.uuid());
            if let Some(item) = item.as_object_mut() {
                item.insert(
                    "encrypted_content".into(),
                    json!(seal::close(self.seed, "reasoning", &secret)),
                );
            }
        }
        self.items.push(item);
    }

    fn act(&mut self, answer: &Answer, incomplete: bool) -> Result<(), Wrong> {
        let Some(choice) = answer.choices.first() else {
            return Ok(());
        };
        if let Said::Calls(calls) = &choice.said {
            for call in calls {
                self.call(call, incomplete);
            }
            return Ok(());
        }
        if self.answer_approval() {
            self.say(&choice.said, incomplete);
            return Ok(());
        }
        match self.request.tools.called.first() {
            Some(Callee::ApplyPatch) => self.patch(),
            Some(Callee::Shell) => self.run(),
            Some(Callee::Mcp(label)) => {
                if self.use_server(&label.clone()) {
                    self.say(&choice.said, incomplete);
                }
            }
            Some(Callee::WebSearch) => {
                self.search();
                self.say(&choice.said, incomplete);
            }
            Some(Callee::Draw(place)) => {
                self.draw(*place)?;
                self.say(&choice.said, incomplete);
            }
            Some(Callee::Own(_) | Callee::Idle) | None => self.say(&choice.said, incomplete),
        }
        Ok(())
    }

    fn call(&mut self, call: &ToolCall, incomplete: bool) {
        let status = if incomplete { "incomplete" } else { "completed" };
        let item = if call.custom {
            json!({
                "id": self.ids.item("custom_tool_call"), "type": "custom_tool_call", "status": status,
                "call_id": self.ids.call(), "input": call.arguments(), "name": call.name,
            })
        } else {
            json!({
                "id": self.ids.item("function_call"), "type": "function_call", "status": status,
                "arguments": call.arguments(), "call_id": self.ids.call(), "name": call.name,
            })
        };
        self.items.push(item);
    }

    /// What is said; nothing where thinking took every token.
    fn say(&mut self, words: &Said, incomplete: bool) {
        let Said::Text(tokens) = words else {
            return;
        };
        if incomplete && tokens.is_empty() {
            return;
        }
        let whole: String = tokens.iter().map(|token| token.text.as_str()).collect();
        let mut part = said(&whole);
        if self.request.chat.logprobs.is_some()
            && let Some(part) = part.as_object_mut()
        {
            part.insert("logprobs".into(), tokens.iter().map(logprob).collect());
        }
        let status = if incomplete { "incomplete" } else { "completed" };
        let id = self.ids.item("message");
        self.items
            .push(json!({ "id": id, "type": "message", "status": status, "content": [part], "role": "assistant" }));
    }

    fn patch(&mut self) {
        let (name, line) = (answer::word(&mut self.random), answer::word(&mut self.random));
        let operation = json!({ "type": "create_file", "path": format!("{name}.txt"), "diff": format!("+{line}\n") });
        let (id, call) = (self.ids.item("apply_patch_call"), self.ids.call());
        self.items.push(json!({
            "id": id, "type": "apply_patch_call", "status": "completed", "call_id": call, "operation": operation,
        }));
    }

    fn run(&mut self) {
        let command = format!("echo {}", answer::word(&mut self.random));
        let action = json!({ "commands": [command], "timeout_ms": 10_000, "max_output_length": null });
        let (id, call) = (self.ids.item("shell_call"), self.ids.call());
        self.items.push(json!({
            "id": id, "type": "shell_call", "status": "completed", "call_id": call, "action": action,
            "environment": null,
        }));
    }

    fn search(&mut self) {
        let query = format!("{} {}", answer::word(&mut self.random), answer::word(&mut self.random));
        let mut action = json!({ "type": "search", "query": query, "queries": [query] });
        if self.request.includes("web_search_call.action.sources")
            && let Some(action) = action.as_object_mut()
        {
            let url = format!("https://example.com/{}", query.replace(' ', "/"));
            action.insert("sources".into(), json!([{ "type": "url", "url": url }]));
        }
        let id = self.ids.item("web_search_call");
        self.items
            .push(json!({ "id": id, "type": "web_search_call", "status": "completed", "action": action }));
    }

    /// Draws what the user's last words say.
    fn draw(&mut self, place: usize) -> Result<(), Wrong> {
        let tool = self
            .request
            .body
            .get("tools")
            .and_then(|tools| tools.get(place)?.as_object());
        let users = self.request.context.iter().rev();
        let words = users
            .filter(|item| text(item, "role") == "user")
            .map(item::words)
            .next();
        let request = images::tool_request(&tool.cloned().unwrap_or_default(), &words.unwrap_or_default())?;
        let id = self.ids.item("image_generation_call");
        self.items.push(json!({
            "id": id, "type": "image_generation_call", "status": "completed",
            "result": images::drawn(&request, self.seed),
        }));
        Ok(())
    }

    /// Calls a server's tool, or asks whether it may; says whether it did.
    fn use_server(&mut self, label: &str) -> bool {
        let tools = self.tools("mcp");
        let tool = tools.iter().find(|tool| text(tool, "server_label") == label);
        let name = tool.map(mcp_name).unwrap_or_default();
        let free = tool.is_some_and(|tool| needs_no_approval(tool, &name));
        let arguments = json!({ "query": answer::word(&mut self.random) }).to_string();
        if free {
            self.served(label, &name, &arguments, None);
        } else {
            let id = self.ids.item("mcp_approval_request");
            self.items.push(json!({
                "id": id, "type": "mcp_approval_request", "arguments": arguments, "name": name, "server_label": label,
            }));
        }
        free
    }

    /// After an approval the call is made, and after a refusal it is not; says whether there was either.
    fn answer_approval(&mut self) -> bool {
        let context = &self.request.context;
        let Some(response) = context.last().filter(|item| kind(item) == "mcp_approval_response") else {
            return false;
        };
        let id = text(response, "approval_request_id");
        let request = context
            .iter()
            .find(|item| kind(item) == "mcp_approval_request" && text(item, "id") == id);
        if let Some(request) = request.filter(|_| response.get("approve").is_some_and(|approve| *approve == true)) {
            let (label, name) = (text(request, "server_label"), text(request, "name"));
            self.served(label, name, text(request, "arguments"), Some(id));
        }
        true
    }

    fn served(&mut self, label: &str, name: &str, arguments: &str, approval: Option<&str>) {
        let output = format!(
            "The emulator's server {label} found nothing but {}.",
            answer::word(&mut self.random)
        );
        let id = self.ids.item("mcp_call");
        self.items.push(json!({
            "id": id, "type": "mcp_call", "status": "completed", "approval_request_id": approval,
            "arguments": arguments, "error": null, "name": name, "output": output, "server_label": label,
        }));
    }
}

/// The tool that a server is said to have: the first that the request allows, if it names any.
fn mcp_name(tool: &Value) -> String {
    let allowed = tool.get("allowed_tools");
    let names = allowed.and_then(|allowed| allowed.as_array().or_else(|| allowed.get("tool_names")?.as_array()));
    let first = names.and_then(|names| names.first()?.as_str());
    first.unwrap_or("search").to_owned()
}

fn needs_no_approval(tool: &Value, name: &str) -> bool {
    match tool.get("require_approval") {
        Some(Value::String(word)) => word == "never",
        Some(rules) => {
            let never = rules.pointer("/never/tool_names").and_then(Value::as_array);
            never.is_some_and(|never| never.iter().any(|never| never == name))
        }
        None => false,
    }
}

fn logprob(token: &Token) -> Value {
    let entry = |text: &str, logprob: f64| json!({ "token": text, "logprob": logprob, "bytes": text.as_bytes() });
    let top: Value = token.top.iter().map(|(text, logprob)| entry(text, *logprob)).collect();
    let mut written = entry(&token.text, token.logprob);
    if let Some(written) = written.as_object_mut() {
        written.insert("top_logprobs".into(), top);
    }
    written
}
