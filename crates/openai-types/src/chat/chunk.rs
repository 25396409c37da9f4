//! A piece of a streamed answer.

use std::borrow::Cow;

use super::{AudioRef, Content, FinishReason, Logprobs, Moderation, Role, ServiceTier};
use crate::content_filter::{FilterOffsets, FilterResults, PromptFilterResults};
use crate::usage::Usage;
use crate::wire;

wire! {
    /// A piece of a streamed answer.
    pub struct Chunk {
        /// The answer's id, the same in every chunk; empty in Azure's first.
        pub id: Option<String>,
        /// `chat.completion.chunk`; empty in Azure's first.
        pub object: Option<String>,
        /// When the answer was begun, in seconds since 1970; 0 in Azure's first.
        pub created: Option<u64>,
        /// The model that answers; empty in Azure's first.
        pub model: Option<String>,
        /// What is new. Empty in the chunk that brings the usage, and in Azure's first; some services then send null, or
        /// leave it out.
        #[or_default]
        pub choices: Vec<ChunkChoice>,
        /// What the request cost in tokens: in a last chunk, where the stream options asked for it.
        pub usage: Option<Usage>,
        /// The processing tier that was used.
        pub service_tier: Option<ServiceTier>,
        /// The configuration that the model runs with. Empty on Vertex.
        pub system_fingerprint: Option<String>,
        /// Padding that hides the chunk's length. No meaning.
        pub obfuscation: Option<String>,
        /// Moderation of input and output, where it was asked for.
        pub moderation: Option<Moderation>,
        /// Azure: what the content filters found in the prompt.
        pub prompt_filter_results: Option<Vec<PromptFilterResults>>,
        /// Azure: the name that `prompt_filter_results` has in older and asynchronous streams.
        pub prompt_annotations: Option<Vec<PromptFilterResults>>,
    }

    /// What is new in one of the answers.
    pub struct ChunkChoice {
        /// Which of the `n` answers this is, from 0.
        pub index: Option<u64>,
        /// What is new in the message. Missing in chunks that only bring filter results.
        pub delta: Option<Delta>,
        /// Why the answer ended: in its last chunk.
        pub finish_reason: Option<FinishReason>,
        /// The new tokens' log probabilities, where they were asked for.
        pub logprobs: Option<Logprobs>,
        /// Azure: what the content filters found so far.
        pub content_filter_results: Option<Box<FilterResults>>,
        /// Azure: the stretch of text that the results are about.
        pub content_filter_offsets: Option<FilterOffsets>,
    }

    /// What is new in a message.
    pub struct Delta {
        /// Who speaks: in the first chunk; some services repeat it.
        pub role: Option<Role>,
        /// More text; a list of parts from Databricks' reasoning models.
        pub content: Option<Content>,
        /// More of the model's thinking, in words. Azure v1 and many open models, where a model gives it.
        pub reasoning_content: Option<String>,
        /// More of a refusal.
        pub refusal: Option<String>,
        /// More of the tool calls.
        pub tool_calls: Option<Vec<ToolCallDelta>>,
        /// More of a function call. Deprecated for `tool_calls`.
        pub function_call: Option<FunctionDelta>,
        /// More of a spoken answer.
        pub audio: Option<AudioRef>,
    }

    /// More of one tool call.
    pub struct ToolCallDelta {
        /// Which of the calls this continues, from 0. Vertex may leave it out or count wrongly: trust the id then.
        pub index: Option<u64>,
        /// The call's id: in its first piece; Vertex repeats it.
        pub id: Option<String>,
        /// The tool's kind: in the call's first piece.
        #[name = "type"]
        pub kind: Option<String>,
        /// More of a function call.
        pub function: Option<FunctionDelta>,
        /// More of a custom tool's call.
        pub custom: Option<CustomDelta>,
    }

    /// More of a function call.
    pub struct FunctionDelta {
        /// The function's name: in the call's first piece.
        pub name: Option<String>,
        /// More of the arguments, as JSON text.
        pub arguments: Option<String>,
    }

    /// More of a custom tool's call.
    pub struct CustomDelta {
        /// The tool's name: in the call's first piece.
        pub name: Option<String>,
        /// More of the input.
        pub input: Option<String>,
    }
}

impl Chunk {
    /// New text of the first answer; empty where there is none, and where it is a [thought](Delta::is_thought).
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        let first = self.choices.iter().find(|choice| choice.index.unwrap_or(0) == 0);
        let delta = first.and_then(|choice| choice.delta.as_ref());
        let content = delta
            .filter(|delta| !delta.is_thought())
            .and_then(|delta| delta.content.as_ref());
        content.map(Content::text).unwrap_or_default()
    }
}

impl Delta {
    /// Whether the content is the model's thinking and not its answer, as Gemini models mark it in
    /// `extra_content.google.thought`.
    #[must_use]
    pub fn is_thought(&self) -> bool {
        let google = self.extra.get("extra_content").and_then(|extra| extra.get("google"));
        google.and_then(|google| google.get("thought")?.as_bool()) == Some(true)
    }
}
