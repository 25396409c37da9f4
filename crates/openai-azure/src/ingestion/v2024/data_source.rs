//! Where a job on the service's own machines finds the documents.

use openai_types::{Address, wire};

use super::Connection;

wire! {
    /// Where a job on the service's own machines finds the documents.
    pub union SystemDataSource by "kind" {
        /// In a storage account; `storage` in the examples.
        "Storage" | "storage" => Storage(Storage),
        /// On the web.
        "Urls" => Urls(SystemUrls),
    }

    /// A storage account.
    pub struct Storage {
        /// The container with the documents.
        #[name = "containerName"]
        pub container_name: String,
        /// How the job gets at the account.
        pub connection: Option<Connection>,
        /// How documents are cut up.
        pub chunking: Option<Chunking>,
        /// What the pieces are embedded with.
        pub embeddings: Option<Vec<Embedding>>,
        /// `connection`, as the examples call it.
        #[name = "storageAccountConnection"]
        pub storage_account_connection: Option<Connection>,
        /// `chunking`, as the examples call it.
        #[name = "chunkingSettings"]
        pub chunking_settings: Option<Chunking>,
        /// `embeddings`, as the examples call it.
        #[name = "embeddingsSettings"]
        pub embeddings_settings: Option<Vec<Embedding>>,
        /// The kind as it came. Absent: the specification's spelling.
        pub kind: Option<String>,
    }

    /// Pages of the web, which are copied into a storage account first.
    pub struct SystemUrls {
        /// Where the crawl begins.
        pub urls: Vec<Address>,
        /// How the job gets at the account that takes the pages.
        pub connection: Connection,
        /// The container that takes the pages.
        #[name = "containerName"]
        pub container_name: String,
        /// How far the crawl goes.
        pub crawling: Option<Crawling>,
        /// How documents are cut up.
        pub chunking: Option<Chunking>,
        /// What the pieces are embedded with.
        pub embeddings: Option<Vec<Embedding>>,
    }

    /// How documents are cut up.
    pub struct Chunking {
        /// Most tokens in a piece.
        #[name = "maxChunkSizeInTokens"]
        pub max_chunk_size_in_tokens: Option<u64>,
    }

    /// How far a crawl goes.
    pub struct Crawling {
        /// Most links in a row.
        #[name = "maxCrawlDepth"]
        pub max_crawl_depth: Option<u64>,
        /// Most minutes for the whole crawl.
        #[name = "maxCrawlTimeInMins"]
        pub max_crawl_time_in_mins: Option<u64>,
        /// Most minutes for the downloads.
        #[name = "maxDownloadTimeInMins"]
        pub max_download_time_in_mins: Option<u64>,
        /// Largest file. The specification does not tell the unit.
        #[name = "maxFileSize"]
        pub max_file_size: Option<u64>,
        /// Most redirections of one page.
        #[name = "maxRedirects"]
        pub max_redirects: Option<u64>,
        /// Most files.
        #[name = "maxFiles"]
        pub max_files: Option<u64>,
    }

    /// What pieces of documents are embedded with.
    pub struct Embedding {
        /// How the job gets at the model's resource.
        pub connection: Option<Connection>,
        /// The deployment's name.
        #[name = "deploymentName"]
        pub deployment_name: Option<String>,
        /// The model's name.
        #[name = "modelName"]
        pub model_name: Option<String>,
        /// `connection`, as the examples call it.
        #[name = "embeddingResourceConnection"]
        pub embedding_resource_connection: Option<Connection>,
        /// Whose model it is, such as `AOAI`. The examples have it; the specification does not.
        #[name = "modelProvider"]
        pub model_provider: Option<String>,
    }
}
