//! The messages of a conversation.

use super::{AudioRef, Content, FunctionCall, ToolCall};
use crate::{Address, wire};

wire! {
    /// One message of a conversation, told apart by its `role`.
    pub union Message by "role" {
        /// Instructions by the developer; takes the place of `system` for reasoning models. Not on dated Azure versions.
        "developer" => Developer(DeveloperMessage),
        /// Instructions by the developer.
        "system" => System(SystemMessage),
        /// What the end user says.
        "user" => User(UserMessage),
        /// What the model said earlier.
        "assistant" => Assistant(AssistantMessage),
        /// The result of a tool call.
        "tool" => Tool(ToolMessage),
        /// The result of a function call. Deprecated for `tool`.
        "function" => Function(FunctionMessage),
    }

    /// Instructions by the developer, above the user's.
    pub struct DeveloperMessage {
        /// The instructions: text, or text parts.
        pub content: Content,
        /// Tells participants with the same role apart. Up to 64 characters.
        pub name: Option<String>,
    }

    /// Instructions by the developer. Databricks takes one, at the beginning.
    pub struct SystemMessage {
        /// The instructions: text, or text parts.
        pub content: Content,
        /// Tells participants with the same role apart. Up to 64 characters.
        pub name: Option<String>,
    }

    /// What the end user says.
    pub struct UserMessage {
        /// Text, or parts: text, images, audio, files.
        pub content: Content,
        /// Tells participants with the same role apart. Up to 64 characters.
        pub name: Option<String>,
    }

    /// What the model said: in a request a turn of the past, in an answer the new one.
    ///
    /// An answer's message can be sent back as it is, so that what a provider hid in it (such as Gemini's
    /// `thought_signature`) returns unchanged.
    pub struct AssistantMessage {
        /// The role as an answer spells it. In a request, [`Message`] writes the role.
        pub role: Option<Role>,
        /// The text. Absent beside tool calls; a list of parts from Databricks' reasoning models.
        pub content: Option<Content>,
        /// The model's thinking, in words. Azure v1 and many open models, where a model gives it.
        pub reasoning_content: Option<String>,
        /// Why the model declined.
        pub refusal: Option<String>,
        /// Tells participants with the same role apart.
        pub name: Option<String>,
        /// The tools that the model wants called.
        pub tool_calls: Option<Vec<ToolCall>>,
        /// Deprecated form of `tool_calls`.
        pub function_call: Option<FunctionCall>,
        /// A spoken answer; in a request, a reference to an earlier one.
        pub audio: Option<AudioRef>,
        /// Sources that the text cites.
        pub annotations: Option<Vec<Annotation>>,
    }

    /// The result of a tool call.
    pub struct ToolMessage {
        /// The call that this answers.
        pub tool_call_id: String,
        /// The result: text, or text parts.
        pub content: Content,
    }

    /// The result of a function call. Deprecated for [`ToolMessage`].
    pub struct FunctionMessage {
        /// The function's name.
        pub name: String,
        /// The result.
        pub content: Option<String>,
    }

    /// Who speaks.
    pub enum Role {
        /// The developer; takes the place of `system` for reasoning models.
        "developer" => Developer,
        /// The developer.
        "system" => System,
        /// The end user.
        "user" => User,
        /// The model.
        "assistant" => Assistant,
        /// A tool.
        "tool" => Tool,
        /// A function. Deprecated for `tool`.
        "function" => Function,
    }

    /// A source that the text cites.
    pub union Annotation by "type" {
        /// A page on the web.
        "url_citation" => UrlCitation(UrlCitationAnnotation),
    }

    /// A citation of a page on the web.
    pub struct UrlCitationAnnotation {
        /// The page, and where the text cites it.
        pub url_citation: UrlCitation,
    }

    /// A page on the web, and the stretch of text that cites it.
    pub struct UrlCitation {
        /// The page's address.
        pub url: Address,
        /// The page's title.
        pub title: Option<String>,
        /// Where the citation begins, in characters of the text.
        pub start_index: Option<u64>,
        /// Where the citation ends, in characters of the text.
        pub end_index: Option<u64>,
    }
}

impl Message {
    /// Instructions by the developer, for reasoning models.
    #[must_use]
    pub fn developer(content: impl Into<Content>) -> Self {
        DeveloperMessage::new(content).into()
    }

    /// Instructions by the developer.
    #[must_use]
    pub fn system(content: impl Into<Content>) -> Self {
        SystemMessage::new(content).into()
    }

    /// What the end user says.
    #[must_use]
    pub fn user(content: impl Into<Content>) -> Self {
        UserMessage::new(content).into()
    }

    /// What the model said earlier.
    #[must_use]
    pub fn assistant(content: impl Into<Content>) -> Self {
        AssistantMessage::new().content(content).into()
    }

    /// The result of the tool call with this id.
    #[must_use]
    pub fn tool(tool_call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        ToolMessage::new(tool_call_id, content).into()
    }

    /// The message's role; empty where it came without one.
    #[must_use]
    pub fn role(&self) -> &str {
        self.tag()
    }
}

impl AssistantMessage {
    /// The text of the message, its text parts joined; empty where it has none.
    #[must_use]
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        self.content.as_ref().map(Content::text).unwrap_or_default()
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::user(text)
    }
}
