//! Calls of tools: how far they are, and what goes into them.

use crate::wire;

wire! {
    /// How far a call of a tool is.
    pub struct ToolCallEvent {
        /// The call's id as an item.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// More of what goes into a call: arguments, input or code.
    pub struct ToolCallDelta {
        /// The call's id as an item.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// The text to append.
        pub delta: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
        /// Padding that hides the event's length. No meaning.
        pub obfuscation: Option<String>,
    }

    /// A function's arguments, whole.
    pub struct FunctionArgumentsDone {
        /// The call's id as an item.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// The arguments, as JSON text. Not checked against the function's schema.
        pub arguments: String,
        /// The function's name.
        pub name: Option<String>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// The arguments of an MCP server's tool, whole.
    pub struct ArgumentsDone {
        /// The call's id as an item.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// The arguments, as JSON text.
        pub arguments: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// A custom tool's input, whole.
    pub struct InputDone {
        /// The call's id as an item.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// The input.
        pub input: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// The code that is to run, whole.
    pub struct CodeDone {
        /// The call's id as an item.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// The code.
        pub code: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// An unfinished image.
    pub struct PartialImage {
        /// The call's id as an item.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the unfinished images it is, from 0.
        pub partial_image_index: u64,
        /// The image in base64.
        pub partial_image_b64: String,
        /// Its width and height, such as `1024x1024`.
        pub size: Option<String>,
        /// How good it is.
        pub quality: Option<String>,
        /// What is behind its motif.
        pub background: Option<String>,
        /// How it is encoded.
        pub output_format: Option<String>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }
}
