//! The batch as the service knows it.

use std::collections::BTreeMap;

use super::{CompletionWindow, Endpoint};
use crate::{Address, ErrorCode, wire};

wire! {
    /// A batch and how far it has come.
    pub struct Batch {
        /// The id. Opaque; OpenAI and Azure begin it with `batch_`.
        pub id: String,
        /// `batch`.
        pub object: Option<String>,
        /// The operation that the requests are for.
        pub endpoint: Option<Endpoint>,
        /// The model that answers.
        pub model: Option<String>,
        /// What is wrong with the file of requests.
        pub errors: Option<Errors>,
        /// The id of the file of requests. Absent on Azure where they are in a blob.
        pub input_file_id: Option<String>,
        /// Within what time the answers are due.
        pub completion_window: Option<CompletionWindow>,
        /// How far it has come.
        pub status: Option<Status>,
        /// The id of the file with the answers of the requests that were carried out.
        pub output_file_id: Option<String>,
        /// The id of the file with the answers of the requests that failed.
        pub error_file_id: Option<String>,
        /// When it was made.
        pub created_at: Option<Time>,
        /// When work on it began.
        pub in_progress_at: Option<Time>,
        /// When it expires.
        pub expires_at: Option<Time>,
        /// When the last request was answered.
        pub finalizing_at: Option<Time>,
        /// When it was complete.
        pub completed_at: Option<Time>,
        /// When it failed.
        pub failed_at: Option<Time>,
        /// When it expired.
        pub expired_at: Option<Time>,
        /// When it was asked to stop.
        pub cancelling_at: Option<Time>,
        /// When it had stopped.
        pub cancelled_at: Option<Time>,
        /// Its requests by how they fared.
        pub request_counts: Option<RequestCounts>,
        /// What it cost in tokens. Only batches made after 7 September 2025 have it.
        pub usage: Option<Usage>,
        /// The caller's own notes.
        pub metadata: Option<BTreeMap<String, String>>,
        /// Azure: the address of the blob with the requests.
        pub input_blob: Option<Address>,
        /// Azure: the address of the blob with the answers; empty at first, and given even where no such blob is.
        pub output_blob: Option<Address>,
        /// Azure: the address of the blob with the failures; empty at first, and given even where no such blob is.
        pub error_blob: Option<Address>,
    }

    /// How far a batch has come. Examples of Azure's guides begin the words with a capital.
    pub enum Status {
        /// Its file is being checked.
        "validating" => Validating,
        /// Its file was refused.
        "failed" => Failed,
        /// It is at work.
        "in_progress" => InProgress,
        /// All is answered, the files are being written.
        "finalizing" => Finalizing,
        /// The files are there.
        "completed" => Completed,
        /// Time ran out; what was answered is in the files.
        "expired" => Expired,
        /// It stops, which takes up to 10 minutes.
        "cancelling" => Cancelling,
        /// It has stopped; what was answered is in the files.
        "cancelled" => Cancelled,
    }

    /// A moment.
    ///
    /// The specifications and the services have the number. Examples of Azure's guides have a text: both are read.
    pub either Time {
        /// Seconds since 1970.
        integer => Seconds(u64),
        /// Date and time as in RFC 3339: `2024-07-19T17:13:57.2491382+00:00`.
        string => Text(String),
    }

    /// What is wrong with a file of requests.
    pub struct Errors {
        /// `list`.
        pub object: Option<String>,
        /// The faults.
        pub data: Option<Vec<BatchError>>,
    }

    /// A fault in a file of requests.
    pub struct BatchError {
        /// A code for programs.
        pub code: Option<ErrorCode>,
        /// What is wrong, in words.
        pub message: Option<String>,
        /// The parameter that is at fault.
        pub param: Option<String>,
        /// The line of the file.
        pub line: Option<u64>,
    }

    /// Requests by how they fared. Azure's guides have each of them null at first.
    pub struct RequestCounts {
        /// All.
        pub total: Option<u64>,
        /// Those that were carried out.
        pub completed: Option<u64>,
        /// Those that failed.
        pub failed: Option<u64>,
    }

    /// What a batch cost in tokens.
    pub struct Usage {
        /// Tokens of the requests.
        pub input_tokens: Option<u64>,
        /// The same by kind.
        pub input_tokens_details: Option<InputTokensDetails>,
        /// Tokens of the answers.
        pub output_tokens: Option<u64>,
        /// The same by kind.
        pub output_tokens_details: Option<OutputTokensDetails>,
        /// All tokens.
        pub total_tokens: Option<u64>,
    }

    /// Tokens of requests by kind.
    pub struct InputTokensDetails {
        /// Read from a cache, and cheaper.
        pub cached_tokens: Option<u64>,
    }

    /// Tokens of answers by kind.
    pub struct OutputTokensDetails {
        /// Of thinking.
        pub reasoning_tokens: Option<u64>,
    }
}

impl Status {
    /// Whether the batch has ended, well or not.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Failed | Self::Completed | Self::Expired | Self::Cancelled)
    }
}

impl Time {
    /// The seconds since 1970, where the service gave a number.
    #[must_use]
    pub fn seconds(&self) -> Option<u64> {
        match self {
            Self::Seconds(seconds) => Some(*seconds),
            Self::Text(_) => None,
        }
    }
}
