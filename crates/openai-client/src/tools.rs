//! Tools of the caller's own, and the loop that carries out what a model calls.

mod chat;
mod dialogue;
mod responses;
mod run;
mod tool;

pub use dialogue::{Dialogue, Wanted};
pub use run::{Called, Step, ToolRun};
pub use tool::Tool;
