//! A whole answer, in any of its three shapes.

use std::borrow::Cow;

use openai_types::chat::{self, AssistantMessage, Content, FinishReason, FunctionCall, Logprobs, Role, ToolCall};
use openai_types::content_filter::{FilterOffsets, FilterResults, PromptFilterResults};
use openai_types::usage::Usage;
use openai_types::wire;

use super::context::find;
use super::{Citation, Context};
use crate::enhancements::Findings;

wire! {
    /// A whole answer.
    pub struct Completion {
        /// The answer's id; a GUID in 2023-06-01-preview.
        pub id: Option<String>,
        /// `chat.completion` or `extensions.chat.completion`; many published examples leave it out.
        pub object: Option<String>,
        /// When the answer was made, in seconds since 1970.
        pub created: Option<u64>,
        /// The model that answered; empty in 2023-06-01-preview.
        pub model: Option<String>,
        /// The answers. Empty where the service sends null or leaves them out.
        #[or_default]
        pub choices: Vec<Choice>,
        /// What the request cost in tokens. Not in 2023-06-01-preview.
        pub usage: Option<Usage>,
        /// The configuration that the model ran with.
        pub system_fingerprint: Option<String>,
        /// What the content filters found in the prompt.
        pub prompt_filter_results: Option<Vec<PromptFilterResults>>,
    }

    /// One answer.
    pub struct Choice {
        /// Which of the answers this is, from 0.
        pub index: Option<u64>,
        /// The message. From 2023-08-01-preview.
        pub message: Option<Message>,
        /// The messages: the tool's, then the assistant's. Up to 2023-07-01-preview.
        pub messages: Option<Vec<Message>>,
        /// Why the answer ended. Not in 2023-06-01-preview.
        pub finish_reason: Option<FinishReason>,
        /// Why the answer ended, in place of `finish_reason` for some models. 2023-12-01-preview.
        pub finish_details: Option<FinishDetails>,
        /// The tokens' log probabilities. Not beside `data_sources`.
        pub logprobs: Option<Logprobs>,
        /// What the content filters found in the answer.
        pub content_filter_results: Option<Box<FilterResults>>,
        /// The stretch of text that the results are about.
        pub content_filter_offsets: Option<FilterOffsets>,
        /// What the vision enhancements found.
        pub enhancements: Option<Findings>,
    }

    /// Why an answer ended.
    pub union FinishDetails by "type" {
        /// The model met a stop text.
        "stop" => Stop(StopFinish),
        /// The token limit was reached.
        "max_tokens" => MaxTokens(MaxTokensFinish),
    }

    /// The model met a stop text.
    pub struct StopFinish {
        /// The text.
        pub stop: String,
    }

    /// The token limit was reached.
    pub struct MaxTokensFinish {}

    /// A message of an answer.
    pub struct Message {
        /// Who speaks. The tool is the data source.
        pub role: Option<Role>,
        /// The text; a tool's is JSON in a string. The assistant's holds marks such as `[doc1]` that count the citations
        /// from 1.
        pub content: Option<Content>,
        /// What the answer rests on. From 2023-08-01-preview.
        pub context: Option<Context>,
        /// Whether the turn ends with this message.
        pub end_turn: Option<bool>,
        /// Which of the messages this is.
        pub index: Option<u64>,
        /// Whom a message to a tool is for: `NAMESPACE.OPERATION`. 2023 versions.
        pub recipient: Option<String>,
        /// The tools that the model wants called.
        pub tool_calls: Option<Vec<ToolCall>>,
        /// Deprecated form of `tool_calls`.
        pub function_call: Option<FunctionCall>,
        /// Why the model declined.
        pub refusal: Option<String>,
    }
}

impl Completion {
    /// The first answer's text; empty where it has none.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.choices.first().map(Choice::text).unwrap_or_default()
    }

    /// What the first answer rests on, wherever it stands.
    #[must_use]
    pub fn context(&self) -> Option<Cow<'_, Context>> {
        self.choices.first()?.context()
    }

    /// The passages that the first answer rests on, wherever they stand: `[doc1]` in its text is the first of them.
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
}

impl Choice {
    /// The assistant's text; empty where it has none.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        let assistant = |message: &&Message| !matches!(message.role, Some(Role::Tool));
        let messages = self.message.iter().chain(self.messages.iter().flatten());
        let contents = messages
            .filter(assistant)
            .filter_map(|message| message.content.as_ref());
        contents.map(Content::text).fold(Cow::default(), |all, text| all + text)
    }

    /// What the answer rests on, wherever it stands.
    #[must_use]
    pub fn context(&self) -> Option<Cow<'_, Context>> {
        let context = self.message.as_ref().and_then(|message| message.context.as_ref());
        find(context, self.messages.iter().flatten().filter_map(Message::tool_text))
    }
}

impl Message {
    /// The assistant's message as a turn of the next request, its context with it, so that the service knows what the
    /// talk rests on. From 2024-02-15-preview.
    #[must_use]
    pub fn into_turn(self) -> chat::Message {
        let mut turn = AssistantMessage::new();
        turn.content = self.content;
        turn.refusal = self.refusal;
        turn.tool_calls = self.tool_calls;
        turn.function_call = self.function_call;
        turn.extra = self.extra;
        if let Some(context) = self.context.and_then(|context| serde_json::to_value(context).ok()) {
            turn.extra.insert("context".to_owned(), context);
        }
        turn.into()
    }

    /// The text, where it is a tool's.
    pub(super) fn tool_text(&self) -> Option<Cow<'_, str>> {
        let content = self.content.as_ref().filter(|_| self.role == Some(Role::Tool));
        content.map(Content::text)
    }
}
