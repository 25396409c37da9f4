//! Calls of the caller's tools.

use crate::answer;
use crate::random::Random;
use crate::schema::{self, Unsatisfiable};
use crate::token;
use crate::tool_choice::Tool;
use crate::wire::Wire;

/// One call, its arguments (or its input, for a custom tool) cut into tokens.
#[derive(Debug)]
pub(crate) struct ToolCall {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) custom: bool,
    pub(crate) pieces: Vec<String>,
    /// What Gemini 3 models need back with the call.
    pub(crate) signature: Option<String>,
}

impl ToolCall {
    /// Keeps as many tokens as are left, takes them off, and says whether some were lost.
    pub(crate) fn cut(&mut self, left: &mut usize) -> bool {
        let before = self.pieces.len();
        self.pieces.truncate(*left);
        *left -= self.pieces.len();
        self.pieces.len() < before
    }

    /// The arguments, whole.
    pub(crate) fn arguments(&self) -> String {
        self.pieces.concat()
    }
}

/// Calls a tool with arguments that satisfy its schema, or its regular expression.
///
/// # Errors
/// A schema that no value satisfies.
pub(crate) fn call(wire: &Wire, tool: &Tool, random: &mut Random) -> Result<ToolCall, Unsatisfiable> {
    let (custom, input) = match tool {
        Tool::Function { parameters, .. } => (false, schema::satisfy_arguments(parameters, random)?.to_string()),
        Tool::Custom {
            pattern: Some(pattern), ..
        } => (true, schema::pattern::write(pattern, 0, random).unwrap_or_default()),
        Tool::Custom { pattern: None, .. } => {
            let (first, second) = (answer::word(random), answer::word(random));
            (true, format!("input from the openai emulator: {first} {second}"))
        }
    };
    let id = match wire {
        Wire::Gemini => format!("function-call-{}", random.next()),
        _ => format!("call_{}", random.identifier(24)),
    };
    let pieces = token::tokens(&input).into_iter().map(str::to_owned).collect();
    Ok(ToolCall {
        id,
        name: tool.name().to_owned(),
        custom,
        pieces,
        signature: None,
    })
}

/// How many tokens a tool's definition costs.
pub(crate) fn prompt_tokens(tool: &Tool) -> usize {
    let definition = match tool {
        Tool::Function { parameters, .. } => token::count(&parameters.to_string()),
        Tool::Custom { pattern, .. } => pattern.as_deref().map_or(0, token::count),
    };
    definition + token::count(tool.name())
}
