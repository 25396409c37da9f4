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
        #[from = none]
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
    /// An answer's message can be sent back, so that what a provider hid in it (such as Gemini's `thought_signature`)
    /// returns unchanged. Of a spoken answer a request takes the id alone: a [`Message`] made from it says no more.
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

impl From<AssistantMessage> for Message {
    /// A turn of the past. A spoken answer that the service knows by an id is told by that id alone, without the
    /// recording; Google's, which carries `extra_content`, stays as it is.
    fn from(mut message: AssistantMessage) -> Self {
        if let Some(audio) = &mut message.audio
            && !audio.extra.contains_key("extra_content")
            && let Some(id) = audio.id.take_if(|id| !id.is_empty())
        {
            *audio = AudioRef::new().id(id);
        }
        Self::Assistant(message)
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::user(text)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn of_a_spoken_answer_a_turn_has_the_id_alone() {
        let turn = |audio: Value| -> Value {
            let answer = json!({"role": "assistant", "content": null, "audio": audio});
            let message: AssistantMessage = crate::decode_str(&answer.to_string()).unwrap();
            serde_json::to_value(Message::from(message)).unwrap()["audio"].clone()
        };
        let spoken = json!({"id": "audio_1", "data": "UklGRg==", "expires_at": 1_793_500_000, "transcript": "Hello"});
        assert_eq!(turn(spoken), json!({"id": "audio_1"}));
        for whole in [
            json!({"data": "iVBORw0K", "extra_content": {"google": {"mime_type": "image/png"}}}),
            json!({"id": "a", "data": "iVBORw0K", "extra_content": {"google": {"mime_type": "image/png"}}}),
            json!({"id": "", "data": "UklGRg=="}),
        ] {
            assert_eq!(turn(whole.clone()), whole);
        }
    }
}
