//! Items and their parts, begun and done.

use crate::responses::{ContentPart, Item};
use crate::wire;

wire! {
    /// An item that has begun or is done.
    pub struct ItemEvent {
        /// Which of the response's items it is, from 0. Agents on Databricks may leave it out: the id tells.
        pub output_index: Option<u64>,
        /// The item as it stands.
        pub item: Box<Item>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// A part of an item that has begun or is done.
    pub struct ContentPartEvent {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the item's parts it is, from 0.
        pub content_index: u64,
        /// The part as it stands.
        pub part: ContentPart,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }
}
