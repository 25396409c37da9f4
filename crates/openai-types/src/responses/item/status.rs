//! How far an item has come.

use crate::wire;

wire! {
    /// How far an item has come. Each kind of item has some of these.
    pub enum ItemStatus {
        /// Being made.
        "in_progress" => InProgress,
        /// Done.
        "completed" => Completed,
        /// Cut off, such as by the limit of output tokens.
        "incomplete" => Incomplete,
        /// It went wrong. File search, web search, code interpreter, image generation, MCP calls, and results of
        /// apply patch and computer calls.
        "failed" => Failed,
        /// Looking. File search and web search.
        "searching" => Searching,
        /// Running code. Code interpreter.
        "interpreting" => Interpreting,
        /// Drawing. Image generation.
        "generating" => Generating,
        /// Waiting for the server. MCP calls.
        "calling" => Calling,
    }
}
