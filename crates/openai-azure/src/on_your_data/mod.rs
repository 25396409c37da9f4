//! On Your Data: chat answers that rest on the caller's own documents.
//!
//! The request has two shapes, and each api-version takes one of them: [`v2023::Request`] and [`v2024::Request`]. The
//! provider refuses the wrong one before it is sent, and names the right one. The answer has three, all of them read by
//! [`Completion`] and, streamed, by [`Chunk`]:
//!
//! | api-version | where the citations stand |
//! |---|---|
//! | 2023-06-01-preview, 2023-07-01-preview | JSON in a string: the content of a tool's message in `choices[].messages` |
//! | 2023-08-01-preview to 2023-12-01-preview | the same in `choices[].message.context.messages` |
//! | 2024-02-15-preview, 2024-02-01 and later | `choices[].message.context.citations` |
//!
//! ```
//! use openai_azure::on_your_data::{Completion, v2024};
//! use openai_types::chat;
//!
//! let search = v2024::SearchParameters::new("https://docs.search.windows.net", "manuals").top_n_documents(3);
//! let request = v2024::Request::new(chat::Request::new("gpt-4o", ["How do I reset it?".into()]), search);
//! assert_eq!(request.data_sources[0].tag(), "azure_search");
//!
//! let answer = r#"{"choices": [{"message": {"role": "assistant", "content": "Hold the button [doc1].",
//!     "context": {"citations": [{"content": "Hold it for 5 seconds.", "filepath": "manual.pdf"}]}}}]}"#;
//! let answer: Completion = openai_types::decode_str(answer)?;
//! assert_eq!(answer.citations()[0].filepath.as_deref(), Some("manual.pdf"));
//! # Ok::<(), openai_types::DecodeError>(())
//! ```

mod accumulate;
mod chunk;
mod completion;
mod context;
mod endpoint;
mod request;
pub mod v2023;
pub mod v2024;

pub use accumulate::Accumulator;
pub use chunk::{Chunk, ChunkChoice, Delta, MessageDelta};
pub use completion::{Choice, Completion, FinishDetails, MaxTokensFinish, Message, StopFinish};
pub use context::{Citation, CitationMetadata, Context, FilterReason, Intent, PassageId, RetrievedDocument};
pub use endpoint::TurnProgress;
pub use request::{Request, Source};
