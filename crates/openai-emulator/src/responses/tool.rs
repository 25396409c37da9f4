//! The tools of a request, and which of them the answer calls.

use serde_json::{Map, Value, json};

use super::item::{by_type, kind, text};
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};
use crate::strict_schema;
use crate::tool_choice::Tool;
use crate::wire::openai::ANY_OBJECT;
use crate::wire::{Wire, databricks};

/// The members of each type; `None` where the emulator takes any and never calls the tool.
static TOOLS: &[(&str, Option<&[Member]>)] = &[
    ("function", Some(FUNCTION)),
    ("custom", Some(CUSTOM)),
    ("apply_patch", Some(APPLY_PATCH)),
    ("shell", Some(SHELL)),
    ("mcp", Some(MCP)),
    ("web_search", Some(WEB_SEARCH)),
    ("web_search_2025_08_26", Some(WEB_SEARCH)),
    ("web_search_preview", None),
    ("web_search_preview_2025_03_11", None),
    ("image_generation", None),
    ("file_search", Some(FILE_SEARCH)),
    ("code_interpreter", Some(CODE_INTERPRETER)),
    ("computer", None),
    ("computer_use_preview", None),
    ("local_shell", None),
    ("programmatic_tool_calling", None),
    ("namespace", None),
    ("tool_search", None),
];
/// What Databricks documents for its own models.
const DATABRICKS: &[&str] = &[
    "function",
    "custom",
    "apply_patch",
    "shell",
    "image_generation",
    "mcp",
    "web_search",
];

const TYPE: Member = required("type", &Shape::Text);
const CALLERS: Member = nullable("allowed_callers", &Shape::List(&Shape::Text, 1, usize::MAX));
const LATER: Member = nullable("defer_loading", &Shape::Flag);
static FUNCTION: &[Member] = &[
    TYPE,
    required("name", &Shape::Name),
    nullable("description", &Shape::Text),
    nullable("parameters", &ANY_OBJECT),
    nullable("output_schema", &ANY_OBJECT),
    nullable("strict", &Shape::Flag),
    CALLERS,
    LATER,
];
static CUSTOM: &[Member] = &[
    TYPE,
    required("name", &Shape::Name),
    nullable("description", &Shape::Text),
    nullable("format", &FORMAT),
    CALLERS,
    LATER,
];
static FORMAT: Shape = Shape::Tagged(
    "type",
    &[
        ("text", &[required("type", &Shape::Text)]),
        (
            "grammar",
            &[
                required("type", &Shape::Text),
                required("syntax", &Shape::Word(&["lark", "regex"])),
                required("definition", &Shape::FilledText),
            ],
        ),
    ],
);
static APPLY_PATCH: &[Member] = &[TYPE, CALLERS];
static SHELL: &[Member] = &[TYPE, nullable("environment", &ANY_OBJECT), CALLERS];
static MCP: &[Member] = &[
    TYPE,
    required("server_label", &Shape::FilledText),
    optional("server_url", &Shape::FilledText),
    optional("connector_id", &Shape::FilledText),
    optional("tunnel_id", &Shape::FilledText),
    optional("authorization", &Shape::Text),
    optional("server_description", &Shape::Text),
    nullable("headers", &Shape::Map(&Shape::Text, usize::MAX, usize::MAX)),
    nullable("allowed_tools", &Shape::Either(&[NAMES, MCP_FILTER])),
    nullable(
        "require_approval",
        &Shape::Either(&[
            Shape::Word(&["always", "never"]),
            Shape::Object(&[optional("always", &MCP_FILTER), optional("never", &MCP_FILTER)]),
        ]),
    ),
    CALLERS,
    LATER,
];
const NAMES: Shape = Shape::List(&Shape::Text, 0, usize::MAX);
const MCP_FILTER: Shape = Shape::Object(&[optional("tool_names", &NAMES), optional("read_only", &Shape::Flag)]);
static WEB_SEARCH: &[Member] = &[
    TYPE,
    nullable("external_web_access", &Shape::Flag),
    nullable("filters", &ANY_OBJECT),
    nullable("user_location", &ANY_OBJECT),
    nullable("search_context_size", &Shape::Word(&["low", "medium", "high"])),
];
static FILE_SEARCH: &[Member] = &[
    TYPE,
    required("vector_store_ids", &Shape::List(&Shape::Text, 1, usize::MAX)),
    nullable("max_num_results", &Shape::Integer(1, 50)),
    nullable("ranking_options", &ANY_OBJECT),
    nullable("filters", &ANY_OBJECT),
];
static CODE_INTERPRETER: &[Member] = &[
    TYPE,
    required("container", &Shape::Either(&[Shape::Text, ANY])),
    CALLERS,
];
const ANY: Shape = Shape::Map(&Shape::Any, usize::MAX, usize::MAX);

/// What the answer calls.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Callee {
    /// A function or a custom tool, by its place among [`Tools::own`].
    Own(usize),
    ApplyPatch,
    Shell,
    /// A server's tool, by the server's label.
    Mcp(String),
    WebSearch,
    /// A tool that the emulator knows and does not use.
    Idle,
}

/// The tools of a request.
#[derive(Debug)]
pub(super) struct Tools {
    /// Functions and custom tools, as chat has them.
    pub(super) own: Vec<Tool>,
    /// What is called; nothing where the answer is text.
    pub(super) called: Vec<Callee>,
}

/// Reads the tools, and which of them an answer to these items calls.
pub(super) fn read(wire: &Wire, body: &Map<String, Value>, items: &[Value]) -> Result<Tools, Wrong> {
    let list = body.get("tools").and_then(Value::as_array).cloned().unwrap_or_default();
    let at = At::Member(&At::Body, "tools");
    let (mut own, mut known) = (Vec::new(), Vec::new());
    for (index, tool) in list.iter().enumerate() {
        check_tool(wire, body, tool, &At::Item(&at, index))?;
        known.push(match text(tool, "type") {
            "function" | "custom" => {
                own.push(read_own(tool));
                Callee::Own(own.len() - 1)
            }
            "apply_patch" => Callee::ApplyPatch,
            "shell" => Callee::Shell,
            "mcp" => Callee::Mcp(text(tool, "server_label").to_owned()),
            "web_search" | "web_search_2025_08_26" => Callee::WebSearch,
            _ => Callee::Idle,
        });
    }
    let offered = Offered { list, known };
    let parallel = body.get("parallel_tool_calls").is_some_and(|parallel| parallel == true);
    let called = offered.choose(body.get("tool_choice"), items, parallel)?;
    Ok(Tools { own, called })
}

fn check_tool(wire: &Wire, body: &Map<String, Value>, tool: &Value, at: &At<'_>) -> Result<(), Wrong> {
    let Value::Object(map) = tool else {
        return check::check(&ANY_OBJECT, tool, at, Unknown::Refused);
    };
    let here = At::Member(at, "type");
    if !map.contains_key("type") {
        let message = format!("Missing required parameter: '{here}'.");
        return Err(Wrong::coded("missing_required_parameter", here, message));
    }
    let word = text(tool, "type");
    if let Wire::Databricks { .. } = wire {
        let model = body.get("model").and_then(Value::as_str).unwrap_or_default();
        let own = databricks::is_pay_per_token(model);
        if own && !DATABRICKS.contains(&word) {
            return Err(check::invalid_value(word, DATABRICKS.iter().copied(), &here));
        }
        if own && word == "custom" && !model.contains("gpt-5") {
            let message = format!("Custom tools are not supported by the model '{model}': GPT-5 models take them.");
            return Err(Wrong::new(here, message));
        }
    }
    let place = if TOOLS.iter().any(|(name, _)| *name == word) {
        at
    } else {
        &here
    };
    by_type(TOOLS, word, map, place)?;
    if word == "function" && map.get("strict").is_some_and(|strict| *strict == true) {
        let parameters = map.get("parameters").unwrap_or(&Value::Null);
        strict_schema::check(parameters).map_err(|reason| {
            let message = format!("Invalid schema for function '{}': {reason}", text(tool, "name"));
            Wrong::coded("invalid_function_parameters", At::Member(at, "parameters"), message)
        })?;
    }
    let reached = ["server_url", "connector_id", "tunnel_id"];
    if word == "mcp" && reached.iter().filter(|name| map.contains_key(**name)).count() != 1 {
        let message = format!("Exactly one of 'server_url', 'connector_id' and 'tunnel_id' must be set in '{at}'.");
        return Err(Wrong::coded("invalid_value", at, message));
    }
    Ok(())
}

fn read_own(tool: &Value) -> Tool {
    let name = text(tool, "name").to_owned();
    if text(tool, "type") == "custom" {
        let regex = tool.pointer("/format/syntax").is_some_and(|syntax| syntax == "regex");
        let definition = tool.pointer("/format/definition").and_then(Value::as_str);
        let pattern = definition.filter(|_| regex).map(str::to_owned);
        return Tool::Custom { name, pattern };
    }
    let parameters = tool.get("parameters").filter(|parameters| !parameters.is_null());
    let parameters = parameters.cloned().unwrap_or_else(|| json!({}));
    Tool::Function { name, parameters }
}

/// A tool as the response repeats it: with its defaults, and without a server's secrets.
pub(super) fn repeated(tool: &Value) -> Value {
    let mut tool = tool.as_object().cloned().unwrap_or_default();
    tool.retain(|name, value| !value.is_null() || matches!(name.as_str(), "parameters" | "strict"));
    match tool.get("type").and_then(Value::as_str) {
        Some("function") => {
            tool.entry("parameters").or_insert(Value::Null);
            tool.entry("strict").or_insert(Value::Bool(true));
        }
        Some("custom") => {
            tool.entry("format").or_insert_with(|| json!({ "type": "text" }));
        }
        Some("mcp") => {
            tool.remove("authorization");
            tool.insert("headers".into(), Value::Null);
            tool.entry("require_approval").or_insert_with(|| json!("always"));
        }
        _ => {}
    }
    Value::Object(tool)
}

/// The tools of a request, each with what calling it means.
#[derive(Debug)]
struct Offered {
    list: Vec<Value>,
    known: Vec<Callee>,
}

impl Offered {
    /// When the user spoke last: the tool that was named, else the first of the caller's own (two where parallel calls
    /// were asked for), else the first that the caller carries out. Whatever demands a call gets one, whoever spoke.
    fn choose(&self, choice: Option<&Value>, items: &[Value], parallel: bool) -> Result<Vec<Callee>, Wrong> {
        let every: Vec<usize> = (0..self.list.len()).collect();
        let (allowed, demanded) = match choice {
            None | Some(Value::Null) => (every, false),
            Some(Value::String(word)) if word == "none" => return Ok(Vec::new()),
            Some(Value::String(word)) => (every, word == "required"),
            Some(choice) if text(choice, "type") == "allowed_tools" => {
                let tools = choice.get("tools").and_then(Value::as_array).into_iter().flatten();
                let found = tools.map(|tool| self.find(tool)).collect::<Result<Vec<_>, _>>()?;
                (found, text(choice, "mode") == "required")
            }
            Some(choice) => {
                let found = self.find(choice)?;
                return Ok(self.known.get(found).cloned().into_iter().collect());
            }
        };
        let last = items.last();
        let asked = last.is_some_and(|item| kind(item) == "message" && text(item, "role") == "user");
        if !(asked || demanded) {
            return Ok(Vec::new());
        }
        let said = last.map(said).unwrap_or_default();
        let callees = || {
            allowed
                .iter()
                .filter_map(|index| Some((self.list.get(*index)?, self.known.get(*index)?)))
        };
        let usable = || callees().filter(|(_, callee)| **callee != Callee::Idle);
        if let Some((_, callee)) = usable().find(|(tool, _)| is_named(tool, &said)) {
            return Ok(vec![callee.clone()]);
        }
        let own = usable().filter(|(_, callee)| matches!(callee, Callee::Own(_)));
        let own: Vec<Callee> = own
            .take(if parallel { 2 } else { 1 })
            .map(|(_, callee)| callee.clone())
            .collect();
        if !own.is_empty() {
            return Ok(own);
        }
        let carried = |callee: &Callee| demanded || matches!(callee, Callee::ApplyPatch | Callee::Shell);
        let first = usable().find(|(_, callee)| carried(callee));
        Ok(first.map(|(_, callee)| callee.clone()).into_iter().collect())
    }

    /// The place of the tool that a choice names.
    fn find(&self, choice: &Value) -> Result<usize, Wrong> {
        let word = text(choice, "type");
        let name = match word {
            "function" | "custom" => "name",
            "mcp" => "server_label",
            _ => "type",
        };
        let wanted = text(choice, name);
        let found = self
            .list
            .iter()
            .position(|tool| text(tool, "type") == word && text(tool, name) == wanted);
        found.ok_or_else(|| {
            let message = format!("Tool choice '{wanted}' not found in 'tools' parameter.");
            Wrong::new("tool_choice", message)
        })
    }
}

/// The words of a message, in lower case.
fn said(item: &Value) -> String {
    let parts = item.get("content").and_then(Value::as_array).into_iter().flatten();
    let texts: Vec<&str> = parts.map(|part| text(part, "text")).collect();
    texts.join(" ").to_lowercase()
}

/// Whether the words name the tool: a type also with spaces in it, such as "apply patch".
fn is_named(tool: &Value, said: &str) -> bool {
    let word = text(tool, "type");
    let name = match word {
        "function" | "custom" => text(tool, "name"),
        "mcp" => text(tool, "server_label"),
        _ => word,
    }
    .to_lowercase();
    let is_part = |character: char| character.is_alphanumeric() || character == '_' || character == '-';
    let one_word = said.split(|character| !is_part(character)).any(|word| word == name);
    one_word || (name.contains('_') && said.contains(&name.replace('_', " ")))
}

#[cfg(test)]
mod tests {
    use super::{Callee, read};
    use crate::wire::Wire;
    use serde_json::{Value, json};

    fn called(choice: Value, words: &str) -> Vec<Callee> {
        let tools = json!([
            { "type": "mcp", "server_label": "docs", "server_url": "https://mcp.example.com" },
            { "type": "shell" },
            { "type": "function", "name": "look", "parameters": { "type": "object" }, "strict": false },
            { "type": "custom", "name": "write" },
            { "type": "apply_patch" },
        ]);
        let body = json!({ "tools": tools, "tool_choice": choice });
        let items =
            [json!({ "type": "message", "role": "user", "content": [{ "type": "input_text", "text": words }] })];
        read(&Wire::OpenAi, body.as_object().unwrap(), &items).unwrap().called
    }

    #[test]
    fn a_name_then_ones_own_then_the_first() {
        assert_eq!(called(json!("auto"), "Hello"), [Callee::Own(0)]);
        assert_eq!(called(json!("auto"), "Please write it"), [Callee::Own(1)]);
        assert_eq!(called(json!("auto"), "Use the shell."), [Callee::Shell]);
        assert_eq!(called(json!("auto"), "apply patch please"), [Callee::ApplyPatch]);
        assert_eq!(called(json!("auto"), "Ask docs"), [Callee::Mcp("docs".into())]);
        assert_eq!(called(json!("none"), "Use the shell."), []);
        assert_eq!(called(json!({ "type": "shell" }), "Hello"), [Callee::Shell]);
        let mcp = json!({ "type": "mcp", "server_label": "docs" });
        assert_eq!(called(mcp.clone(), "Hello"), [Callee::Mcp("docs".into())]);
        let allowed = |mode: &str| json!({ "type": "allowed_tools", "mode": mode, "tools": [mcp] });
        assert_eq!(called(allowed("auto"), "Hello"), []);
        assert_eq!(called(allowed("required"), "Hello"), [Callee::Mcp("docs".into())]);
    }
}
