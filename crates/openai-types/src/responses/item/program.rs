//! Programs that the model writes to call tools with (programmatic tool calling). OpenAI.

use super::ItemStatus;
use crate::wire;

wire! {
    /// A program that the model wrote to call tools with. Send it back as it came.
    pub struct Program {
        /// The item's id.
        pub id: String,
        /// The program's call id: what its calls name as their caller. Up to 64 characters.
        pub call_id: String,
        /// The program, in JavaScript.
        pub code: String,
        /// What the service needs to run the program again: send it back unchanged.
        pub fingerprint: String,
    }

    /// What a program came to.
    pub struct ProgramOutput {
        /// The item's id.
        pub id: String,
        /// The program's call id. Up to 64 characters.
        pub call_id: String,
        /// The result.
        pub result: String,
        /// How it ended: `completed` or `incomplete`.
        pub status: ItemStatus,
    }

    /// What made a call.
    pub union Caller by "type" {
        /// The model itself.
        "direct" => Direct(DirectCaller),
        /// A program that the model wrote.
        "program" => Program(ProgramCaller),
    }

    /// The model itself.
    pub struct DirectCaller {}

    /// A program that the model wrote.
    pub struct ProgramCaller {
        /// The program's call id. Up to 64 characters.
        pub caller_id: String,
    }
}
