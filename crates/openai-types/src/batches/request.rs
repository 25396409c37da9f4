//! How a batch is started, and which ones are listed.

use std::collections::BTreeMap;

use crate::files::ExpiresAfter;
use crate::{Address, wire};

wire! {
    /// A request to work through a file of requests.
    ///
    /// The requests are in an uploaded file or, on Azure, in a blob of the caller's own storage.
    #[constructor = without_input]
    pub struct Request {
        /// The id of the file of requests, uploaded for the purpose `batch`: up to 50000 lines and 200 MB.
        pub input_file_id: Option<String>,
        /// The operation that all of its requests are for.
        pub endpoint: Endpoint,
        /// Within what time the answers are due.
        pub completion_window: CompletionWindow,
        /// Up to 16 notes of the caller's own: names up to 64 characters, values up to 512. Not with a blob.
        pub metadata: Option<BTreeMap<String, String>>,
        /// When the files with the answers are deleted on their own.
        pub output_expires_after: Option<ExpiresAfter>,
        /// Azure: the address of a blob with the requests, in place of `input_file_id`.
        pub input_blob: Option<Address>,
        /// Azure: where the blobs with the answers go.
        pub output_folder: Option<OutputFolder>,
    }

    /// The operation that the requests of a batch are for.
    pub enum Endpoint {
        /// Responses.
        "/v1/responses" => Responses,
        /// Chat completions.
        "/v1/chat/completions" => ChatCompletions,
        /// Embeddings, up to 50000 inputs over all lines.
        "/v1/embeddings" => Embeddings,
        /// Legacy completions.
        "/v1/completions" => Completions,
        /// Moderations.
        "/v1/moderations" => Moderations,
        /// Images from text.
        "/v1/images/generations" => ImageGenerations,
        /// Images from images.
        "/v1/images/edits" => ImageEdits,
        /// Videos.
        "/v1/videos" => Videos,
        /// Chat completions, as Azure's guides spell it; Azure takes both.
        "/chat/completions" => ChatCompletionsOnAzure,
    }

    /// Within what time the answers of a batch are due.
    pub enum CompletionWindow {
        /// A day. Azure lets a batch go on beyond it.
        "24h" => Day,
    }

    /// Where the blobs with the answers go. Azure.
    pub struct OutputFolder {
        /// The address of a blob container.
        pub url: Address,
    }

    /// Which batches a list has: the query of `GET …/batches`.
    pub struct ListQuery {
        /// Most batches on a page, 1 to 100. Default: 20.
        pub limit: Option<u64>,
        /// The last id of the page before.
        pub after: Option<String>,
        /// Azure, previews: a condition in OData, such as `created_at gt 1728773533 and status eq 'Completed'`.
        #[name = "$filter"]
        pub filter: Option<String>,
        /// Azure, previews: an order in OData, such as `created_at asc`.
        #[name = "$orderby"]
        pub order_by: Option<String>,
    }
}

impl Request {
    /// A request to send every line of an uploaded file to `endpoint` within a day.
    ///
    /// ```
    /// use openai_types::batches::{Endpoint, Request};
    ///
    /// let request = Request::new("file-abc123", Endpoint::ChatCompletions);
    /// assert_eq!(request.completion_window.as_str(), "24h");
    /// ```
    #[must_use]
    pub fn new(input_file_id: impl Into<String>, endpoint: impl Into<Endpoint>) -> Self {
        Self::without_input(endpoint, CompletionWindow::Day).input_file_id(input_file_id)
    }

    /// The same for a blob in the caller's own storage, with the answers next to it. Azure.
    #[must_use]
    pub fn from_blob(blob: impl Into<Address>, folder: impl Into<Address>, endpoint: impl Into<Endpoint>) -> Self {
        Self::without_input(endpoint, CompletionWindow::Day)
            .input_blob(blob)
            .output_folder(OutputFolder::new(folder))
    }
}

impl ListQuery {
    /// The parameters by name, not yet escaped for an address.
    ///
    /// ```
    /// use openai_types::batches::ListQuery;
    ///
    /// let query = ListQuery::new().limit(2).after("batch_1").query();
    /// assert_eq!(query, [("after", "batch_1"), ("limit", "2")].map(|(name, value)| (name.into(), value.into())));
    /// ```
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        crate::form::fields(self)
    }
}
