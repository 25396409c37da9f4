//! `programmatic_tool_calling`: a program of the model's that calls tools.

use crate::wire;

wire! {
    /// Lets the model write a program that calls those tools which allow it.
    pub struct ProgrammaticTool {}
}
