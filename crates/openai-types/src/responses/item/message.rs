//! Messages, from either side.

use std::borrow::Cow;

use super::ItemStatus;
use crate::responses::{Content, ContentPart};
use crate::wire;

wire! {
    /// A message, from either side.
    ///
    /// The model's own comes with an `id`, a `status` and output parts, and can be sent back as it is.
    #[constructor = untyped]
    pub struct Message {
        /// The item's type, where it is written out. OpenAI and Databricks take a message without one; Azure's v1 file
        /// requires `message`.
        #[name = "type"]
        pub kind: Option<MessageType>,
        /// The item's id. Up to 64 characters when sent; Databricks may give longer ones.
        pub id: Option<String>,
        /// Who speaks.
        pub role: Role,
        /// What is said.
        pub content: Content,
        /// Whether the model comments on its way or answers. Send it back with the message: leaving it out makes newer
        /// models worse.
        pub phase: Option<Phase>,
        /// How far the message has come.
        pub status: Option<ItemStatus>,
    }

    /// How a message spells its `type`.
    pub enum MessageType {
        /// The only value that services send and take.
        "message" => Message,
        /// What Azure's v1 file calls the model's messages.
        "output_message" => OutputMessage,
    }

    /// Who speaks.
    pub enum Role {
        /// The end user.
        "user" => User,
        /// The model.
        "assistant" => Assistant,
        /// The developer; yields to `developer` where both are given.
        "system" => System,
        /// The developer.
        "developer" => Developer,
        /// A tool. Only in answers.
        "tool" => Tool,
        /// A model that judges. Only in answers.
        "critic" => Critic,
        /// A model that tells good from bad. Only in answers.
        "discriminator" => Discriminator,
        /// The service does not say. Only in answers.
        "unknown" => Unknown,
    }

    /// What the model's message is for.
    pub enum Phase {
        /// A comment on the way, before the work is done.
        "commentary" => Commentary,
        /// The answer that closes the turn.
        "final_answer" => FinalAnswer,
    }
}

impl Message {
    /// A message of `type` `message`.
    #[must_use]
    pub fn new(role: impl Into<Role>, content: impl Into<Content>) -> Self {
        Self::untyped(role, content).kind(MessageType::Message)
    }

    /// The text of the message, its text parts joined; empty where it has none.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.content.text()
    }

    /// Why the model declined, in its own words, where it did.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        self.content.parts().iter().find_map(|part| match part {
            ContentPart::Refusal(part) => Some(part.refusal.as_str()),
            _ => None,
        })
    }
}
