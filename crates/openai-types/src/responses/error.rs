//! Why a response failed.

use crate::wire;

wire! {
    /// Why a response failed.
    pub struct ResponseError {
        /// A code for programs.
        pub code: Option<ResponseErrorCode>,
        /// What happened, in words.
        pub message: Option<String>,
    }

    /// Why a response failed, for programs.
    ///
    /// OpenAI's file has names; Vertex AI's errors have the HTTP status as a number.
    pub either ResponseErrorCode {
        /// A name.
        string => Name(ResponseErrorName),
        /// A number, such as 500.
        integer => Number(i64),
    }

    /// Why a response failed, by name.
    pub enum ResponseErrorName {
        /// The service failed.
        "server_error" => ServerError,
        /// Too many requests or tokens at a time.
        "rate_limit_exceeded" => RateLimitExceeded,
        /// The prompt is not allowed.
        "invalid_prompt" => InvalidPrompt,
        /// The request and the project's data residency do not go together.
        "data_residency_mismatch" => DataResidencyMismatch,
        /// The request touches on biology that may do harm.
        "bio_policy" => BioPolicy,
        /// A vector store did not answer in time.
        "vector_store_timeout" => VectorStoreTimeout,
        /// An image cannot be used.
        "invalid_image" => InvalidImage,
        /// An image is of a format that cannot be used.
        "invalid_image_format" => InvalidImageFormat,
        /// An image is not base64.
        "invalid_base64_image" => InvalidBase64Image,
        /// An image's address is none.
        "invalid_image_url" => InvalidImageUrl,
        /// An image has too many pixels.
        "image_too_large" => ImageTooLarge,
        /// An image has too few pixels.
        "image_too_small" => ImageTooSmall,
        /// An image cannot be read.
        "image_parse_error" => ImageParseError,
        /// An image is not allowed.
        "image_content_policy_violation" => ImageContentPolicyViolation,
        /// An image's colours are stored in a way that cannot be used.
        "invalid_image_mode" => InvalidImageMode,
        /// An image has too many bytes.
        "image_file_too_large" => ImageFileTooLarge,
        /// An image is of a media type that cannot be used.
        "unsupported_image_media_type" => UnsupportedImageMediaType,
        /// An image has no bytes.
        "empty_image_file" => EmptyImageFile,
        /// An image cannot be fetched.
        "failed_to_download_image" => FailedToDownloadImage,
        /// An image is not there.
        "image_file_not_found" => ImageFileNotFound,
    }
}
