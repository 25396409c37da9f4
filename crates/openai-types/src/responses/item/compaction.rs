//! Long conversations, made short by the service.

use crate::wire;

wire! {
    /// What stands in for the conversation so far. Send it back as it came, in place of what it replaces.
    pub struct Compaction {
        /// The item's id.
        pub id: Option<String>,
        /// The conversation in a form that only the service can read. Up to 20,971,520 characters.
        pub encrypted_content: String,
        /// Who made the item.
        pub created_by: Option<String>,
    }

    /// Asks the service to compact the conversation now. The last item of the input. OpenAI.
    pub struct CompactionTrigger {}
}
