//! Responses: input items in, output items out, whole or as a stream of events.
//!
//! An [`Item`] is a turn of the conversation, whoever wrote it: a message, a call of a tool, its result, a stretch of
//! reasoning. What comes out as output goes back in as input unchanged.
//!
//! A [`Request`] goes to `POST …/responses`; a [`Response`] comes back, or one [`Event`] at a time when the request asks
//! for a stream. A stored response is asked for again with a [`Query`], and its input with a [`ListQuery`].

mod annotation;
mod compact;
mod content;
mod content_filter;
mod context_management;
mod conversation;
mod error;
pub mod event;
mod format;
mod include;
mod input_items;
mod input_tokens;
pub mod item;
mod moderation;
mod multi_agent;
mod prompt;
mod query;
mod reasoning;
mod request;
mod response;
pub mod tool;
mod tool_choice;
mod usage;

pub use crate::chat::{ReasoningEffort, ServiceTier, ToolChoiceMode, Verbosity};
pub use crate::list::Deleted;
pub use annotation::{Annotation, ContainerFileCitation, FileCitation, FilePath, UrlCitation};
pub use compact::{CompactRequest, CompactedConversation};
pub use content::{
    Content, ContentPart, EncryptedContent, FileDetail, ImageDetail, InputAudioPart, InputFile, InputImage, InputText,
    OutputText, PlainText, ReasoningText, Refusal, Screenshot,
};
pub use content_filter::ContentFilter;
pub use context_management::{AutoCompaction, ContextManagement};
pub use conversation::{Conversation, ConversationRef};
pub use error::{ResponseError, ResponseErrorCode, ResponseErrorName};
pub use event::Event;
pub use format::{AnyText, JsonObjectFormat, JsonSchemaFormat, TextConfig, TextFormat};
pub use include::Include;
pub use input_items::{List, ListQuery};
pub use input_tokens::{InputTokens, InputTokensRequest, Personality};
pub use item::{Input, Item, ItemStatus, Message, Phase, Role};
pub use moderation::{ModeratedInput, Moderation, ModerationFailure, ModerationReport, ModerationResult};
pub use multi_agent::MultiAgent;
pub use prompt::{Prompt, PromptVariable};
pub use query::Query;
pub use reasoning::{Reasoning, ReasoningContext, ReasoningMode, SummaryLength};
pub use request::{Request, StreamOptions, Truncation};
pub use response::{IncompleteDetails, IncompleteReason, Response, Status};
pub use tool::Tool;
pub use tool_choice::{
    AllowedTools, CustomChoice, FunctionChoice, KindChoice, McpChoice, NamedToolChoice, ToolChoice, ToolKind,
};
pub use usage::{InputTokensDetails, OutputTokensDetails, Usage};
