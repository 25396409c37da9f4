//! Why an operation or a job failed, as its own object tells it.
//!
//! The shape is that of Microsoft's REST guidelines. It stands inside good answers about operations that went wrong; the
//! errors of requests themselves are read by [`openai_core::ApiError`].

use openai_core::ApiError;
use openai_types::wire;

wire! {
    /// Why an operation or a job failed.
    pub struct Failure {
        /// A code for programs.
        pub code: Option<FailureCode>,
        /// What happened, in words.
        pub message: Option<String>,
        /// What the failure is about.
        pub target: Option<String>,
        /// The single failures that make up this one.
        pub details: Option<Vec<Failure>>,
        /// More precisely what happened.
        pub innererror: Option<InnerFailure>,
    }

    /// More precisely what happened.
    pub struct InnerFailure {
        /// A code for programs.
        pub code: Option<FailureCode>,
        /// Still more precisely.
        pub innererror: Option<Box<InnerFailure>>,
    }

    /// A code for programs. The specifications list the first ones; the REST reference's samples have `BadRequest`.
    pub enum FailureCode {
        /// It contradicts what is there.
        "conflict" => Conflict,
        /// The request is wrong.
        "invalidPayload" => InvalidPayload,
        /// Not allowed.
        "forbidden" => Forbidden,
        /// It is not there.
        "notFound" => NotFound,
        /// Not possible in the state that it is in.
        "unexpectedEntityState" => UnexpectedEntityState,
        /// It is there already.
        "itemDoesAlreadyExist" => AlreadyExists,
        /// The service is not available.
        "serviceUnavailable" => ServiceUnavailable,
        /// The service failed.
        "internalFailure" => InternalFailure,
        /// The quota is used up.
        "quotaExceeded" => QuotaExceeded,
        /// A file of lines of JSON is wrong.
        "jsonlValidationFailed" => JsonlValidationFailed,
        /// A file could not be fetched.
        "fileImportFailed" => FileImportFailed,
        /// Too many requests in too short a time.
        "tooManyRequests" => TooManyRequests,
        /// The credentials are missing or wrong.
        "unauthorized" => Unauthorized,
        /// A content filter held it back.
        "contentFilter" => ContentFilter,
        /// The request to one of the services behind is wrong.
        "BadRequest" => BadRequest,
    }
}

impl Failure {
    /// Why something failed, in words, whether or not the service says so.
    pub(crate) fn words(failure: Option<&Self>) -> String {
        let words = |failure: &Self| match (&failure.message, &failure.code) {
            (Some(message), _) => Some(message.clone()),
            (None, Some(code)) => Some(code.to_string()),
            (None, None) => None,
        };
        failure
            .and_then(words)
            .unwrap_or_else(|| "the service does not say why".to_owned())
    }

    /// The same with its code, for programs.
    pub(crate) fn told(why: String, failure: Option<&Self>) -> ApiError {
        let error = ApiError::new(why);
        match failure.and_then(|failure| failure.code.as_ref()) {
            Some(code) => error.with_code(code.to_string()),
            None => error,
        }
    }
}
