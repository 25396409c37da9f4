//! Chat completions: a conversation in, the next message out, whole or as a stream of chunks.
//!
//! A [`Request`] goes to `POST …/chat/completions`; a [`Completion`] comes back, or one [`Chunk`] an event when the
//! request asks for a stream.

mod audio;
mod chunk;
mod completion;
mod content;
mod format;
mod logprobs;
mod message;
mod moderation;
mod request;
mod stored;
mod tool;
mod tool_call;
mod tool_choice;
mod web_search;

pub use audio::{AudioFormat, AudioOutput, AudioRef, Voice, VoiceId, VoiceName};
pub use chunk::{Chunk, ChunkChoice, CustomDelta, Delta, FunctionDelta, ToolCallDelta};
pub use completion::{Choice, Completion, FinishReason, ServiceTier};
pub use content::{
    CacheBreakpoint, Content, ContentPart, FilePart, FileRef, ImageDetail, ImagePart, ImageUrl, ImageUrlObject,
    InputAudio, InputAudioFormat, InputAudioPart, ReasoningPart, RefusalPart, SummaryText, SummaryTextPart, TextPart,
};
pub use format::{JsonObjectFormat, JsonSchema, JsonSchemaFormat, ResponseFormat, TextFormat};
pub use logprobs::{Logprobs, TokenLogprob, TopLogprob};
pub use message::{
    Annotation, AssistantMessage, DeveloperMessage, FunctionMessage, Message, Role, SystemMessage, ToolMessage,
    UrlCitation, UrlCitationAnnotation, UserMessage,
};
pub use moderation::{
    Moderation, ModerationConfig, ModerationFailure, ModerationMode, ModerationPolicy, ModerationReport,
    ModerationResult, ModerationResults, ModerationRule,
};
pub use request::{
    Modality, Prediction, PromptCacheMode, PromptCacheOptions, PromptCacheRetention, ReasoningEffort, Request, Stop,
    StreamOptions, TextPrediction, UserSecurityContext, Verbosity,
};
pub use stored::{Deleted, List, MessageList, StoredMessage, Update};
pub use tool::{
    CustomFormat, CustomTool, CustomToolSpec, Function, FunctionTool, Grammar, GrammarFormat, GrammarSyntax, TextInput,
    Tool,
};
pub use tool_call::{CustomCall, CustomToolCall, FunctionCall, FunctionToolCall, ToolCall};
pub use tool_choice::{
    AllowedTools, AllowedToolsChoice, CustomChoice, FunctionCallChoice, FunctionCallMode, FunctionChoice, NamedTool,
    NamedToolChoice, ToolChoice, ToolChoiceMode,
};
pub use web_search::{ApproximateLocation, Location, SearchContextSize, UserLocation, WebSearchOptions};
