//! The operation that a submission starts.

use openai_types::{Address, wire};

use crate::failure::Failure;

wire! {
    /// An operation that makes pictures. The answer to a submission has only `id` and `status`.
    pub struct Operation {
        /// The operation's id, a GUID.
        pub id: String,
        /// How far it is.
        pub status: Status,
        /// When it was submitted, in seconds since 1970; 0 in an answer to a submission.
        pub created: Option<u64>,
        /// When the pictures are deleted, in seconds since 1970: 24 hours after they were made.
        pub expires: Option<u64>,
        /// The pictures, once the operation has succeeded.
        pub result: Option<Images>,
        /// Why the operation failed.
        pub error: Option<Failure>,
    }

    /// How far an operation is. The specification of 2023-10-01-preview leaves out `canceled` and `deleted`.
    pub enum Status {
        /// It waits in a queue.
        "notRunning" => NotRunning,
        /// It is at work.
        "running" => Running,
        /// The pictures are there.
        "succeeded" => Succeeded,
        /// It took too long.
        "canceled" => Canceled,
        /// It failed.
        "failed" => Failed,
        /// It has been deleted.
        "deleted" => Deleted,
    }

    /// The pictures of an operation.
    pub struct Images {
        /// When they were made, in seconds since 1970. The REST reference's sample leaves it out.
        pub created: Option<u64>,
        /// The pictures, in order. Empty where the service sends null or leaves them out.
        #[or_default]
        pub data: Vec<Image>,
    }

    /// A picture: its address, or why there is none.
    pub struct Image {
        /// Where it can be fetched for a day. The address holds a signature: whoever has it can fetch the picture.
        pub url: Option<Address>,
        /// The picture itself in base64. A later specification has it beside `url`; no sample does.
        pub b64_json: Option<String>,
        /// Why this one failed.
        pub error: Option<Failure>,
    }
}

impl Operation {
    /// Whether it will not change any more by itself.
    #[must_use]
    pub fn is_over(&self) -> bool {
        match &self.status {
            Status::NotRunning | Status::Running => false,
            Status::Succeeded | Status::Canceled | Status::Failed | Status::Deleted => true,
            Status::Other(_) => self.result.is_some() || self.error.is_some(),
        }
    }

    /// The pictures, in order; empty until the operation has succeeded.
    #[must_use]
    pub fn images(&self) -> &[Image] {
        self.result.as_ref().map_or(&[], |result| &result.data)
    }
}
