//! Conversations that the service keeps.

use crate::wire;

wire! {
    /// The conversation that a response belongs to. OpenAI and Azure v1.
    pub either ConversationRef {
        /// Its id.
        string => Id(String),
        /// Its id, in an object.
        object => Object(Conversation),
    }

    /// A conversation.
    pub struct Conversation {
        /// Its id.
        pub id: String,
    }
}

impl ConversationRef {
    /// The id, however it was written.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Object(conversation) => &conversation.id,
        }
    }
}
