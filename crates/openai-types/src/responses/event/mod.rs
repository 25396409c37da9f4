//! The events of a streamed response.
//!
//! A stream begins with `response.created` and ends with one of `response.completed`, `response.incomplete`,
//! `response.failed` and `error`. In between, items come one by one: each is added, grows by deltas, and is done; the
//! `…done` events repeat what the deltas brought.

mod audio;
mod error;
mod item;
mod lifecycle;
mod reasoning;
mod shell;
mod text;
mod tool_call;

pub use audio::{AudioDelta, AudioDone, TranscriptDelta};
pub use error::{ErrorEvent, StreamError};
pub use item::{ContentPartEvent, ItemEvent};
pub use lifecycle::ResponseEvent;
pub use reasoning::{
    ReasoningTextDelta, ReasoningTextDone, SummaryPartAdded, SummaryPartDone, SummaryPartStatus, SummaryTextDelta,
    SummaryTextDone,
};
pub use shell::{ShellCommandDelta, ShellCommandEvent, ShellOutputChunk, ShellOutputDelta, ShellOutputDone};
pub use text::{AnnotationAdded, RefusalDelta, RefusalDone, TextDelta, TextDone};
pub use tool_call::{
    ArgumentsDone, CodeDone, FunctionArgumentsDone, InputDone, PartialImage, ToolCallDelta, ToolCallEvent,
};

use super::Response;
use crate::wire;

wire! {
    /// An event of a streamed response.
    pub union Event by "type" {
        /// The response has begun.
        #[from = none]
        "response.created" => Created(ResponseEvent),
        /// The response waits for its turn.
        #[from = none]
        "response.queued" => Queued(ResponseEvent),
        /// The response is at work.
        #[from = none]
        "response.in_progress" => InProgress(ResponseEvent),
        /// The response is done. The last event.
        #[from = none]
        "response.completed" => Completed(ResponseEvent),
        /// The response ended early. The last event.
        #[from = none]
        "response.incomplete" => Incomplete(ResponseEvent),
        /// The response failed. The last event.
        #[from = none]
        "response.failed" => Failed(ResponseEvent),
        /// The stream failed. The last event.
        "error" => Error(ErrorEvent),

        /// An item has begun.
        #[from = none]
        "response.output_item.added" => OutputItemAdded(ItemEvent),
        /// An item is done.
        #[from = none]
        "response.output_item.done" => OutputItemDone(ItemEvent),
        /// A part of a message or of reasoning has begun.
        #[from = none]
        "response.content_part.added" => ContentPartAdded(ContentPartEvent),
        /// A part of a message or of reasoning is done.
        #[from = none]
        "response.content_part.done" => ContentPartDone(ContentPartEvent),

        /// More text.
        "response.output_text.delta" => OutputTextDelta(TextDelta),
        /// A part's text is done.
        "response.output_text.done" => OutputTextDone(TextDone),
        /// The text cites a source.
        "response.output_text.annotation.added" => OutputTextAnnotationAdded(AnnotationAdded),
        /// More of a refusal.
        "response.refusal.delta" => RefusalDelta(RefusalDelta),
        /// A refusal is done.
        "response.refusal.done" => RefusalDone(RefusalDone),

        /// More of the model's thinking, in full.
        "response.reasoning_text.delta" => ReasoningTextDelta(ReasoningTextDelta),
        /// A part of the model's thinking is done.
        "response.reasoning_text.done" => ReasoningTextDone(ReasoningTextDone),
        /// A part of a summary has begun.
        "response.reasoning_summary_part.added" => ReasoningSummaryPartAdded(SummaryPartAdded),
        /// A part of a summary is done.
        "response.reasoning_summary_part.done" => ReasoningSummaryPartDone(SummaryPartDone),
        /// More of a summary.
        "response.reasoning_summary_text.delta" => ReasoningSummaryTextDelta(SummaryTextDelta),
        /// A summary's text is done.
        "response.reasoning_summary_text.done" => ReasoningSummaryTextDone(SummaryTextDone),

        /// More of a function's arguments.
        #[from = none]
        "response.function_call_arguments.delta" => FunctionCallArgumentsDelta(ToolCallDelta),
        /// A function's arguments are done.
        "response.function_call_arguments.done" => FunctionCallArgumentsDone(FunctionArgumentsDone),
        /// More of a custom tool's input.
        #[from = none]
        "response.custom_tool_call_input.delta" => CustomToolCallInputDelta(ToolCallDelta),
        /// A custom tool's input is done.
        "response.custom_tool_call_input.done" => CustomToolCallInputDone(InputDone),

        /// A search of files has begun.
        #[from = none]
        "response.file_search_call.in_progress" => FileSearchCallInProgress(ToolCallEvent),
        /// Files are searched.
        #[from = none]
        "response.file_search_call.searching" => FileSearchCallSearching(ToolCallEvent),
        /// A search of files is done.
        #[from = none]
        "response.file_search_call.completed" => FileSearchCallCompleted(ToolCallEvent),
        /// A search of the web has begun.
        #[from = none]
        "response.web_search_call.in_progress" => WebSearchCallInProgress(ToolCallEvent),
        /// The web is searched.
        #[from = none]
        "response.web_search_call.searching" => WebSearchCallSearching(ToolCallEvent),
        /// A search of the web is done.
        #[from = none]
        "response.web_search_call.completed" => WebSearchCallCompleted(ToolCallEvent),

        /// A run of code has begun.
        #[from = none]
        "response.code_interpreter_call.in_progress" => CodeInterpreterCallInProgress(ToolCallEvent),
        /// Code runs.
        #[from = none]
        "response.code_interpreter_call.interpreting" => CodeInterpreterCallInterpreting(ToolCallEvent),
        /// A run of code is done.
        #[from = none]
        "response.code_interpreter_call.completed" => CodeInterpreterCallCompleted(ToolCallEvent),
        /// More of the code that is to run.
        #[from = none]
        "response.code_interpreter_call_code.delta" => CodeInterpreterCallCodeDelta(ToolCallDelta),
        /// The code that is to run is done.
        "response.code_interpreter_call_code.done" => CodeInterpreterCallCodeDone(CodeDone),

        /// An image has been begun.
        #[from = none]
        "response.image_generation_call.in_progress" => ImageGenerationCallInProgress(ToolCallEvent),
        /// An image is being made.
        #[from = none]
        "response.image_generation_call.generating" => ImageGenerationCallGenerating(ToolCallEvent),
        /// An unfinished image.
        "response.image_generation_call.partial_image" => ImageGenerationCallPartialImage(PartialImage),
        /// An image is done.
        #[from = none]
        "response.image_generation_call.completed" => ImageGenerationCallCompleted(ToolCallEvent),

        /// A call of an MCP server's tool has begun.
        #[from = none]
        "response.mcp_call.in_progress" => McpCallInProgress(ToolCallEvent),
        /// A call of an MCP server's tool is done.
        #[from = none]
        "response.mcp_call.completed" => McpCallCompleted(ToolCallEvent),
        /// A call of an MCP server's tool failed.
        #[from = none]
        "response.mcp_call.failed" => McpCallFailed(ToolCallEvent),
        /// More of the arguments of an MCP server's tool.
        #[from = none]
        "response.mcp_call_arguments.delta" => McpCallArgumentsDelta(ToolCallDelta),
        /// The arguments of an MCP server's tool are done.
        "response.mcp_call_arguments.done" => McpCallArgumentsDone(ArgumentsDone),
        /// An MCP server is asked for its tools.
        #[from = none]
        "response.mcp_list_tools.in_progress" => McpListToolsInProgress(ToolCallEvent),
        /// An MCP server has told its tools.
        #[from = none]
        "response.mcp_list_tools.completed" => McpListToolsCompleted(ToolCallEvent),
        /// An MCP server has not told its tools.
        #[from = none]
        "response.mcp_list_tools.failed" => McpListToolsFailed(ToolCallEvent),

        /// A shell command has begun.
        #[from = none]
        "response.shell_call_command.added" => ShellCallCommandAdded(ShellCommandEvent),
        /// More of a shell command.
        "response.shell_call_command.delta" => ShellCallCommandDelta(ShellCommandDelta),
        /// A shell command is done, though not yet run.
        #[from = none]
        "response.shell_call_command.done" => ShellCallCommandDone(ShellCommandEvent),
        /// More of what a shell command printed.
        "response.shell_call_output_content.delta" => ShellCallOutputContentDelta(ShellOutputDelta),
        /// What a shell command printed, whole.
        "response.shell_call_output_content.done" => ShellCallOutputContentDone(ShellOutputDone),

        /// More of a recording.
        "response.audio.delta" => AudioDelta(AudioDelta),
        /// A recording is done.
        #[from = none]
        "response.audio.done" => AudioDone(AudioDone),
        /// More of what a recording says.
        "response.audio.transcript.delta" => AudioTranscriptDelta(TranscriptDelta),
        /// What a recording says is done.
        #[from = none]
        "response.audio.transcript.done" => AudioTranscriptDone(AudioDone),
    }
}

impl Event {
    /// More of the answer's text, where this event brings it.
    #[must_use]
    pub fn text_delta(&self) -> Option<&str> {
        match self {
            Self::OutputTextDelta(event) => Some(&event.delta),
            _ => None,
        }
    }

    /// The response as it stands, where this event brings it.
    #[must_use]
    pub fn response(&self) -> Option<&Response> {
        match self {
            Self::Created(event)
            | Self::Queued(event)
            | Self::InProgress(event)
            | Self::Completed(event)
            | Self::Incomplete(event)
            | Self::Failed(event) => Some(&event.response),
            _ => None,
        }
    }

    /// Whether this is the last event of a stream.
    #[must_use]
    pub fn is_last(&self) -> bool {
        matches!(
            self,
            Self::Completed(_) | Self::Incomplete(_) | Self::Failed(_) | Self::Error(_)
        )
    }

    /// The event's place in the stream, from 0. A stream that was cut can be taken up again after it.
    #[must_use]
    pub fn sequence_number(&self) -> Option<u64> {
        match self {
            Self::Created(event)
            | Self::Queued(event)
            | Self::InProgress(event)
            | Self::Completed(event)
            | Self::Incomplete(event)
            | Self::Failed(event) => event.sequence_number,
            Self::Error(event) => event.sequence_number,
            Self::OutputItemAdded(event) | Self::OutputItemDone(event) => event.sequence_number,
            Self::ContentPartAdded(event) | Self::ContentPartDone(event) => event.sequence_number,
            Self::OutputTextDelta(event) => event.sequence_number,
            Self::OutputTextDone(event) => event.sequence_number,
            Self::OutputTextAnnotationAdded(event) => event.sequence_number,
            Self::RefusalDelta(event) => event.sequence_number,
            Self::RefusalDone(event) => event.sequence_number,
            Self::ReasoningTextDelta(event) => event.sequence_number,
            Self::ReasoningTextDone(event) => event.sequence_number,
            Self::ReasoningSummaryPartAdded(event) => event.sequence_number,
            Self::ReasoningSummaryPartDone(event) => event.sequence_number,
            Self::ReasoningSummaryTextDelta(event) => event.sequence_number,
            Self::ReasoningSummaryTextDone(event) => event.sequence_number,
            Self::FunctionCallArgumentsDelta(event)
            | Self::CustomToolCallInputDelta(event)
            | Self::CodeInterpreterCallCodeDelta(event)
            | Self::McpCallArgumentsDelta(event) => event.sequence_number,
            Self::FunctionCallArgumentsDone(event) => event.sequence_number,
            Self::CustomToolCallInputDone(event) => event.sequence_number,
            Self::FileSearchCallInProgress(event)
            | Self::FileSearchCallSearching(event)
            | Self::FileSearchCallCompleted(event)
            | Self::WebSearchCallInProgress(event)
            | Self::WebSearchCallSearching(event)
            | Self::WebSearchCallCompleted(event)
            | Self::CodeInterpreterCallInProgress(event)
            | Self::CodeInterpreterCallInterpreting(event)
            | Self::CodeInterpreterCallCompleted(event)
            | Self::ImageGenerationCallInProgress(event)
            | Self::ImageGenerationCallGenerating(event)
            | Self::ImageGenerationCallCompleted(event)
            | Self::McpCallInProgress(event)
            | Self::McpCallCompleted(event)
            | Self::McpCallFailed(event)
            | Self::McpListToolsInProgress(event)
            | Self::McpListToolsCompleted(event)
            | Self::McpListToolsFailed(event) => event.sequence_number,
            Self::CodeInterpreterCallCodeDone(event) => event.sequence_number,
            Self::ImageGenerationCallPartialImage(event) => event.sequence_number,
            Self::McpCallArgumentsDone(event) => event.sequence_number,
            Self::ShellCallCommandAdded(event) | Self::ShellCallCommandDone(event) => event.sequence_number,
            Self::ShellCallCommandDelta(event) => event.sequence_number,
            Self::ShellCallOutputContentDelta(event) => event.sequence_number,
            Self::ShellCallOutputContentDone(event) => event.sequence_number,
            Self::AudioDelta(event) => event.sequence_number,
            Self::AudioDone(event) | Self::AudioTranscriptDone(event) => event.sequence_number,
            Self::AudioTranscriptDelta(event) => event.sequence_number,
            Self::Other(event) => event.get("sequence_number").and_then(serde_json::Value::as_u64),
        }
    }
}
