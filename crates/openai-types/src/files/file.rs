//! The file as the service knows it.

use crate::wire;

wire! {
    /// A file that was uploaded, or that the service made.
    pub struct File {
        /// The id that requests call it by. Opaque; OpenAI and Azure begin it with `file-`.
        pub id: String,
        /// `file`.
        pub object: Option<String>,
        /// Its size. Azure's dated api-versions leave it out until it is known.
        pub bytes: Option<u64>,
        /// When it was uploaded, in seconds since 1970.
        pub created_at: Option<u64>,
        /// When it is deleted on its own, in seconds since 1970. Absent where it stays until it is deleted.
        pub expires_at: Option<u64>,
        /// Its name.
        pub filename: Option<String>,
        /// What it is for.
        pub purpose: Option<Purpose>,
        /// Whether it is ready. OpenAI calls it deprecated, and its examples leave it out.
        pub status: Option<Status>,
        /// What is wrong with it, in words. OpenAI calls it deprecated.
        pub status_details: Option<String>,
        /// Azure, dated: when it was last changed, in seconds since 1970.
        pub updated_at: Option<u64>,
        /// Azure, dated: what was counted in it once it had been checked.
        pub statistics: Option<Statistics>,
        /// Azure, 2023-06-01-preview: why it was refused; later versions put it into `status_details`.
        pub error: Option<FileError>,
    }

    /// What a file is for. The service checks the contents against it.
    pub enum Purpose {
        /// Reading matter of assistants.
        "assistants" => Assistants,
        /// Made by an assistant.
        "assistants_output" => AssistantsOutput,
        /// The requests of a batch.
        "batch" => Batch,
        /// The answers of a batch, made by the service.
        "batch_output" => BatchOutput,
        /// Training data.
        "fine-tune" => FineTune,
        /// How a fine-tuning went, made by the service.
        "fine-tune-results" => FineTuneResults,
        /// Images to fine-tune with.
        "vision" => Vision,
        /// Anything that requests refer to.
        "user_data" => UserData,
        /// The data of evaluations. OpenAI's file names it for uploads only, Azure v1 for answers too.
        "evals" => Evals,
    }

    /// Whether a file is ready.
    pub enum Status {
        /// It has arrived.
        "uploaded" => Uploaded,
        /// It waits to be checked. Azure.
        "pending" => Pending,
        /// It is being checked. Azure.
        "running" => Running,
        /// It is ready.
        "processed" => Processed,
        /// It was refused.
        "error" => Error,
        /// It is being deleted. Azure.
        "deleting" => Deleting,
        /// It is gone, though other objects may still name it. Azure.
        "deleted" => Deleted,
        /// It waits to be checked. Azure, 2023-06-01-preview.
        "notRunning" => NotRunning,
        /// It is ready. Azure, 2023-06-01-preview; the examples of 2023-10-01-preview still have it.
        "succeeded" => Succeeded,
        /// The check was given up. Azure, 2023-06-01-preview.
        "canceled" => Canceled,
        /// It was refused. Azure, 2023-06-01-preview.
        "failed" => Failed,
    }

    /// What was counted in a file of training data. Azure.
    pub struct Statistics {
        /// Tokens of all prompts and completions.
        pub tokens: Option<u64>,
        /// Examples.
        pub examples: Option<u64>,
    }

    /// Why a file was refused. Azure.
    pub struct FileError {
        /// A code for programs.
        pub code: FileErrorCode,
        /// What happened, in words.
        pub message: String,
        /// Where it happened.
        pub target: Option<String>,
        /// The single faults behind it.
        pub details: Option<Vec<FileError>>,
        /// More codes, from the general to the particular.
        pub innererror: Option<InnerError>,
    }

    /// What went wrong with a file, for programs. Azure.
    pub enum FileErrorCode {
        /// It clashes with the state of the resource.
        "conflict" => Conflict,
        /// The request is malformed.
        "invalidPayload" => InvalidPayload,
        /// The caller may not.
        "forbidden" => Forbidden,
        /// It is not there.
        "notFound" => NotFound,
        /// It is not in a state for this.
        "unexpectedEntityState" => UnexpectedEntityState,
        /// It is there already.
        "itemDoesAlreadyExist" => ItemDoesAlreadyExist,
        /// The service is down.
        "serviceUnavailable" => ServiceUnavailable,
        /// The service failed: try again.
        "internalFailure" => InternalFailure,
        /// The quota is used up.
        "quotaExceeded" => QuotaExceeded,
        /// A line is not as it should be.
        "jsonlValidationFailed" => JsonlValidationFailed,
        /// It could not be fetched from its address.
        "fileImportFailed" => FileImportFailed,
        /// Too many requests: try again later.
        "tooManyRequests" => TooManyRequests,
        /// The caller is not known.
        "unauthorized" => Unauthorized,
        /// A content filter stopped it.
        "contentFilter" => ContentFilter,
    }

    /// A more particular code. Azure.
    pub struct InnerError {
        /// The code.
        pub code: Option<InnerErrorCode>,
        /// A yet more particular one.
        pub innererror: Option<Box<InnerError>>,
    }

    /// A more particular code, for programs. Azure.
    pub enum InnerErrorCode {
        /// The request is malformed.
        "invalidPayload" => InvalidPayload,
    }
}
