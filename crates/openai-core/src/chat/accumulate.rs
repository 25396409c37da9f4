//! A stream of chunks put together.

use openai_types::chat::{
    AssistantMessage, Choice, Chunk, ChunkChoice, Completion, CustomCall, CustomToolCall, Delta, FunctionCall,
    FunctionDelta, FunctionToolCall, ToolCall, ToolCallDelta,
};

use super::merge::merge_chunk;
use crate::{Accumulate, ChoiceProgress, Error, Progress as _};

/// Puts the chunks of a stream together to the completion that would have come without a stream.
///
/// Texts grow; `index`, `type`, `id`, `name` and `role` are replaced; tool calls are told apart by index, and by id
/// where the index is missing or wrong; content that Gemini marks as a [thought](Delta::is_thought) becomes the message's
/// `reasoning_content`, and its text is the answer alone; the last usage and the latest findings of content filters stay. Members that
/// the types do not name follow the same rules, so that nothing a provider adds is lost.
///
/// ```
/// use openai_core::chat::Accumulator;
/// use openai_types::chat::Chunk;
///
/// let mut whole = Accumulator::new();
/// for data in [
///     r#"{"choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}"#,
///     r#"{"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}"#,
/// ] {
///     let chunk: Chunk = openai_types::decode_str(data)?;
///     whole.push(&chunk);
/// }
/// assert!(whole.is_complete());
/// assert_eq!(whole.finish().text(), "Hello");
/// # Ok::<(), openai_types::DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Accumulator {
    /// All chunks so far, as one.
    whole: Chunk,
    progress: ChoiceProgress,
}

impl Accumulator {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            whole: Chunk::new(Vec::new()),
            progress: ChoiceProgress::default(),
        }
    }

    /// Adds a chunk.
    pub fn push(&mut self, chunk: &Chunk) {
        self.progress.observe(chunk);
        merge_chunk(&mut self.whole, chunk);
    }

    /// Whether every choice that has begun has its `finish_reason`. Usage may still follow.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.progress.is_complete()
    }

    /// The completion as far as it has come.
    #[must_use]
    pub fn snapshot(&self) -> Completion {
        self.clone().finish()
    }

    /// The completion.
    #[must_use]
    pub fn finish(self) -> Completion {
        let Chunk {
            id,
            created,
            model,
            mut choices,
            usage,
            service_tier,
            system_fingerprint,
            moderation,
            ..
        } = self.whole;
        choices.sort_by_key(|choice| choice.index);
        let mut completion =
            Completion::new(choices.into_iter().map(choice).collect::<Vec<_>>()).object("chat.completion");
        completion.id = id;
        completion.created = created;
        completion.model = model;
        completion.usage = usage;
        completion.service_tier = service_tier;
        completion.system_fingerprint = system_fingerprint;
        completion.moderation = moderation;
        completion.prompt_filter_results = self.whole.prompt_filter_results.or(self.whole.prompt_annotations);
        completion.extra = self.whole.extra;
        completion
    }
}

impl Accumulate<Chunk> for Accumulator {
    type Whole = Completion;

    fn add(&mut self, chunk: &Chunk) -> Result<(), Error> {
        self.push(chunk);
        Ok(())
    }

    fn whole(self) -> Completion {
        self.finish()
    }
}

impl Default for Accumulator {
    fn default() -> Self {
        Self::new()
    }
}

fn choice(merged: ChunkChoice) -> Choice {
    let mut choice = Choice::new();
    choice.index = merged.index;
    choice.message = merged.delta.map(message);
    choice.finish_reason = merged.finish_reason;
    choice.logprobs = merged.logprobs;
    choice.content_filter_results = merged.content_filter_results;
    choice.content_filter_offsets = merged.content_filter_offsets;
    choice.extra = merged.extra;
    choice
}

fn message(delta: Delta) -> AssistantMessage {
    let mut message = AssistantMessage::new();
    message.role = delta.role;
    message.content = delta.content;
    message.reasoning_content = delta.reasoning_content;
    message.refusal = delta.refusal;
    message.tool_calls = delta.tool_calls.map(tool_calls);
    message.function_call = delta.function_call.map(function_call);
    message.audio = delta.audio;
    message.extra = delta.extra;
    message
}

/// In order of their indices, unless these are missing or repeated: then as they came.
fn tool_calls(mut calls: Vec<ToolCallDelta>) -> Vec<ToolCall> {
    let mut indices: Vec<_> = calls.iter().filter_map(|call| call.index).collect();
    indices.sort_unstable();
    indices.dedup();
    if indices.len() == calls.len() {
        calls.sort_by_key(|call| call.index);
    }
    calls.into_iter().map(tool_call).collect()
}

fn tool_call(call: ToolCallDelta) -> ToolCall {
    match call.kind.as_deref() {
        Some("custom") => custom_tool_call(call),
        None if call.custom.is_some() && call.function.is_none() => custom_tool_call(call),
        None | Some("function" | "") => {
            let function = function_call(call.function.unwrap_or_else(FunctionDelta::new));
            let mut whole = FunctionToolCall::new(call.id.unwrap_or_default(), function);
            whole.extra = call.extra;
            whole.into()
        }
        Some(_) => match serde_json::to_value(&call) {
            Ok(serde_json::Value::Object(object)) => ToolCall::Other(object),
            _ => ToolCall::Other(call.extra),
        },
    }
}

fn custom_tool_call(call: ToolCallDelta) -> ToolCall {
    let (name, input, extra) = match call.custom {
        Some(custom) => (custom.name, custom.input, custom.extra),
        None => Default::default(),
    };
    let mut custom = CustomCall::new(name.unwrap_or_default(), input.unwrap_or_default());
    custom.extra = extra;
    let mut whole = CustomToolCall::new(call.id.unwrap_or_default(), custom);
    whole.extra = call.extra;
    whole.into()
}

fn function_call(delta: FunctionDelta) -> FunctionCall {
    let mut call = FunctionCall::new(delta.name.unwrap_or_default(), delta.arguments.unwrap_or_default());
    call.extra = delta.extra;
    call
}
