//! A piece of a streamed answer, in any of its three shapes.

use std::borrow::Cow;

use openai_types::chat::{Content, FinishReason, FunctionDelta, Logprobs, Role, ToolCallDelta};
use openai_types::content_filter::{FilterOffsets, FilterResults, PromptFilterResults};
use openai_types::usage::Usage;
use openai_types::wire;

use super::context::find;
use super::{Citation, Context};
use crate::enhancements::Findings;

/// What stands in place of text where a stream of 2023-06-01-preview ends.
const DONE: &str = "[DONE]";

wire! {
    /// A piece of a streamed answer.
    pub struct Chunk {
        /// The answer's id, the same in every chunk.
        pub id: Option<String>,
        /// `chat.completion.chunk` or `extensions.chat.completion.chunk`.
        pub object: Option<String>,
        /// When the answer was begun, in seconds since 1970.
        pub created: Option<u64>,
        /// The model that answers.
        pub model: Option<String>,
        /// What is new. Empty where the service sends null or leaves it out.
        #[or_default]
        pub choices: Vec<ChunkChoice>,
        /// What the request cost in tokens: in a last chunk, where the stream options asked for it.
        pub usage: Option<Usage>,
        /// The configuration that the model runs with.
        pub system_fingerprint: Option<String>,
        /// What the content filters found in the prompt.
        pub prompt_filter_results: Option<Vec<PromptFilterResults>>,
    }

    /// What is new in one of the answers.
    pub struct ChunkChoice {
        /// Which of the answers this is, from 0.
        pub index: Option<u64>,
        /// What is new in the message. From 2023-08-01-preview.
        pub delta: Option<Delta>,
        /// What is new in the messages. Up to 2023-07-01-preview.
        pub messages: Option<Vec<MessageDelta>>,
        /// Whether the turn ends here.
        pub end_turn: Option<bool>,
        /// Why the answer ended: in its last chunk.
        pub finish_reason: Option<FinishReason>,
        /// The new tokens' log probabilities. Not beside `data_sources`.
        pub logprobs: Option<Logprobs>,
        /// What the content filters found so far.
        pub content_filter_results: Option<Box<FilterResults>>,
        /// The stretch of text that the results are about.
        pub content_filter_offsets: Option<FilterOffsets>,
        /// What the vision enhancements found.
        pub enhancements: Option<Findings>,
    }

    /// What is new in one of the messages.
    pub struct MessageDelta {
        /// What is new.
        pub delta: Option<Delta>,
        /// Which of the messages this is: 0 the tool's, 1 the assistant's; 2 in the end mark.
        pub index: Option<u64>,
        /// Whether the turn ends here.
        pub end_turn: Option<bool>,
    }

    /// What is new in a message.
    pub struct Delta {
        /// Who speaks: in the message's first chunk.
        pub role: Option<Role>,
        /// More text; a tool's is JSON in a string, and comes whole. `[DONE]` in the end mark of 2023-06-01-preview.
        pub content: Option<Content>,
        /// What the answer rests on: in the first chunk.
        pub context: Option<Context>,
        /// Whether the turn ends here.
        pub end_turn: Option<bool>,
        /// More of the tool calls.
        pub tool_calls: Option<Vec<ToolCallDelta>>,
        /// More of a function call. Deprecated for `tool_calls`.
        pub function_call: Option<FunctionDelta>,
        /// More of a refusal.
        pub refusal: Option<String>,
    }
}

impl Chunk {
    /// New text of the first answer; empty where there is none, and in the end mark.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.first().map(ChunkChoice::text).unwrap_or_default()
    }

    /// What the first answer rests on, wherever it stands: in one of the stream's first chunks.
    #[must_use]
    pub fn context(&self) -> Option<Cow<'_, Context>> {
        self.first()?.context()
    }

    /// The passages that the first answer rests on, wherever they stand: in one of the stream's first chunks.
    #[must_use]
    pub fn citations(&self) -> Vec<Citation> {
        self.context()
            .and_then(|context| context.into_owned().citations)
            .unwrap_or_default()
    }

    /// What the service took the user to want, as text, wherever it stands. [`Context::intents`] takes it apart.
    #[must_use]
    pub fn intent(&self) -> Option<String> {
        self.context()?.intent.as_ref().map(ToString::to_string)
    }

    /// Whether the first answer ends with this chunk.
    #[must_use]
    pub fn is_end(&self) -> bool {
        self.first().is_some_and(ChunkChoice::is_end)
    }

    fn first(&self) -> Option<&ChunkChoice> {
        self.choices.iter().find(|choice| choice.index.unwrap_or(0) == 0)
    }
}

impl ChunkChoice {
    /// New text of the assistant; empty where there is none, and in the end mark.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        let messages = self.messages.iter().flatten().filter(|message| !message.is_end_mark());
        let deltas = self
            .delta
            .iter()
            .chain(messages.filter_map(|message| message.delta.as_ref()));
        let deltas = deltas.filter(|delta| delta.role != Some(Role::Tool));
        let contents = deltas.filter_map(|delta| delta.content.as_ref());
        contents.map(Content::text).fold(Cow::default(), |all, text| all + text)
    }

    /// What the answer rests on, wherever it stands.
    #[must_use]
    pub fn context(&self) -> Option<Cow<'_, Context>> {
        let deltas = || {
            self.messages
                .iter()
                .flatten()
                .filter_map(|message| message.delta.as_ref())
        };
        let context = self
            .delta
            .iter()
            .chain(deltas())
            .find_map(|delta| delta.context.as_ref());
        let tools = deltas().filter(|delta| delta.role == Some(Role::Tool));
        let contents = tools.filter_map(|delta| delta.content.as_ref());
        find(context, contents.map(Content::text))
    }

    /// Whether the answer ends here: by a reason, by `end_turn`, or by the end mark.
    #[must_use]
    pub fn is_end(&self) -> bool {
        let by_reason = self
            .finish_reason
            .as_ref()
            .is_some_and(|reason| !reason.as_str().is_empty());
        let by_delta = self.delta.as_ref().and_then(|delta| delta.end_turn);
        let by_mark = || {
            self.messages
                .iter()
                .flatten()
                .any(|message| message.end_turn == Some(true))
        };
        by_reason || self.end_turn == Some(true) || by_delta == Some(true) || by_mark()
    }
}

impl MessageDelta {
    /// Whether this is no text but the mark at the end of a stream of 2023-06-01-preview.
    #[must_use]
    pub fn is_end_mark(&self) -> bool {
        let content = self.delta.as_ref().and_then(|delta| delta.content.as_ref());
        self.end_turn == Some(true) && content.is_some_and(|content| content.text() == DONE)
    }
}
