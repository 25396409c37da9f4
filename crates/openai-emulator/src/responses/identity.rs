//! Identifiers of responses, items and calls.

use crate::check::Wrong;
use crate::random::Random;
use crate::wire::Wire;

/// A source of identifiers, in the order in which a response needs them.
#[derive(Debug)]
pub(super) struct Ids {
    random: Random,
    /// How many characters follow the prefix of an item's.
    length: usize,
}

impl Ids {
    /// Databricks makes item identifiers that it does not itself take back: more than 64 characters.
    pub(super) fn new(wire: &Wire, random: Random) -> Self {
        let length = match wire {
            Wire::Databricks { .. } => 96,
            _ => 50,
        };
        Self { random, length }
    }

    pub(super) fn response(&mut self) -> String {
        format!("resp_{}", self.hex(50))
    }

    pub(super) fn call(&mut self) -> String {
        format!("call_{}", self.random.identifier(24))
    }

    /// The identifier of an item of this type.
    pub(super) fn item(&mut self, kind: &str) -> String {
        let prefix = match kind {
            "message" => "msg",
            "reasoning" => "rs",
            "function_call" | "function_call_output" => "fc",
            "custom_tool_call" | "custom_tool_call_output" => "ctc",
            "apply_patch_call" | "apply_patch_call_output" => "apc",
            "shell_call" | "shell_call_output" => "sh",
            "mcp_list_tools" => "mcpl",
            "mcp_approval_request" => "mcpr",
            "mcp_approval_response" => "mcpa",
            "mcp_call" => "mcp",
            "web_search_call" => "ws",
            "image_generation_call" => "ig",
            "compaction" => "cmp",
            _ => "item",
        };
        format!("{prefix}_{}", self.hex(self.length))
    }

    fn hex(&mut self, length: usize) -> String {
        const DIGITS: &[u8] = b"0123456789abcdef";
        (0..length)
            .filter_map(|_| self.random.pick(DIGITS).map(|digit| char::from(*digit)))
            .collect()
    }
}

/// Checks that an identifier is one of its kind.
pub(super) fn check(id: &str, prefix: &str, param: &str) -> Result<(), Wrong> {
    if id.starts_with(prefix) {
        return Ok(());
    }
    let message = format!("Invalid '{param}': '{id}'. Expected an ID that begins with '{prefix}'.");
    Err(Wrong::coded("invalid_value", param, message))
}
