//! Completions that the service keeps, because the request said `store`: listed, read, labelled and deleted. OpenAI.

use std::collections::BTreeMap;

use super::{Annotation, AudioRef, Completion, Content, ContentPart, FunctionCall, Role, ToolCall};
use crate::wire;

/// One page of the completions that the service keeps: what `GET …/chat/completions` answers.
pub type List = crate::list::List<Completion>;

/// One page of the messages that led to a completion: what `GET …/chat/completions/{completion_id}/messages` answers.
pub type MessageList = crate::list::List<StoredMessage>;

pub use crate::list::Deleted;

wire! {
    /// New labels for a completion that the service keeps: the body of `POST …/chat/completions/{completion_id}`.
    pub struct Update {
        /// The labels that take the place of the present ones: up to 16, names up to 64 characters, values up to 512.
        /// Null, which is read as absent, takes them all away, and so does an empty object.
        pub metadata: Option<BTreeMap<String, String>>,
    }

    /// A message as the service keeps it.
    pub struct StoredMessage {
        /// The message's id: that of the completion, then its place.
        pub id: String,
        /// Who said it.
        pub role: Option<Role>,
        /// What was said, if it was text.
        pub content: Option<Content>,
        /// What was said, if it was a list of text and image parts.
        pub content_parts: Option<Vec<ContentPart>>,
        /// Tells participants with the same role apart.
        pub name: Option<String>,
        /// Why the model declined.
        pub refusal: Option<String>,
        /// The tools that the model wanted called.
        pub tool_calls: Option<Vec<ToolCall>>,
        /// Deprecated form of `tool_calls`.
        pub function_call: Option<FunctionCall>,
        /// A spoken answer.
        pub audio: Option<AudioRef>,
        /// Sources that the text cites.
        pub annotations: Option<Vec<Annotation>>,
    }
}
