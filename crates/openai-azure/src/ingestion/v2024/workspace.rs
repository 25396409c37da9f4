//! What a job in a workspace of Azure Machine Learning runs on, reads and fills.

use openai_types::{Address, wire};

use super::{Chunking, Crawling};

wire! {
    /// What a job runs on.
    pub union Compute by "kind" {
        /// Machines that come and go; `serverless` in the examples.
        "ServerlessCompute" | "serverless" => Serverless(ServerlessCompute),
        /// Machines of one's own.
        "CustomCompute" => Custom(CustomCompute),
    }

    /// Machines that come and go.
    pub struct ServerlessCompute {
        /// Which size of machine.
        pub sku: Option<String>,
        /// How many.
        #[name = "instanceCount"]
        pub instance_count: Option<u64>,
        /// The kind as it came. Absent: the specification's spelling.
        pub kind: Option<String>,
    }

    /// Machines of one's own.
    pub struct CustomCompute {
        /// Their id.
        #[name = "computeId"]
        pub compute_id: String,
    }

    /// The index that a job fills.
    pub union Target by "kind" {
        /// Of Azure AI Search; `acs` in the examples.
        "AzureAISearch" | "acs" => AiSearch(AiSearchTarget),
        /// Of Azure Cosmos DB.
        "CosmosDB" => CosmosDb(CosmosDbTarget),
        /// Of Pinecone.
        "Pinecone" => Pinecone(PineconeTarget),
    }

    /// An index of Azure AI Search.
    pub struct AiSearchTarget {
        /// The workspace's connection to it.
        #[name = "connectionId"]
        pub connection_id: String,
        /// The kind as it came. Absent: the specification's spelling.
        pub kind: Option<String>,
    }

    /// An index of Azure Cosmos DB.
    pub struct CosmosDbTarget {
        /// The workspace's connection to it.
        #[name = "connectionId"]
        pub connection_id: String,
        /// The database's name.
        #[name = "databaseName"]
        pub database_name: Option<String>,
        /// The collection's name.
        #[name = "collectionName"]
        pub collection_name: Option<String>,
    }

    /// An index of Pinecone.
    pub struct PineconeTarget {
        /// The workspace's connection to it.
        #[name = "connectionId"]
        pub connection_id: String,
    }

    /// Where a job in a workspace finds the documents.
    pub union UserDataSource by "kind" {
        /// In a data set of the workspace; `dataset` in the examples.
        "Dataset" | "dataset" => Dataset(Dataset),
        /// On the web.
        "Urls" => Urls(UserUrls),
    }

    /// A data set of the workspace.
    pub struct Dataset {
        /// The data set's id: `azureml://locations/…/data/…/versions/…`.
        #[name = "datasetId"]
        pub dataset_id: String,
        /// What it is, such as `uri_folder`.
        #[name = "datasetType"]
        pub dataset_type: String,
        /// How documents are cut up.
        pub chunking: Option<Chunking>,
        /// What the pieces are embedded with.
        pub embeddings: Option<Vec<WorkspaceEmbedding>>,
        /// The kind as it came. Absent: the specification's spelling.
        pub kind: Option<String>,
    }

    /// Pages of the web.
    pub struct UserUrls {
        /// Where the crawl begins.
        pub urls: Vec<Address>,
        /// What the pieces are embedded with.
        pub embeddings: Vec<WorkspaceEmbedding>,
        /// How far the crawl goes.
        pub crawling: Option<Crawling>,
        /// How documents are cut up.
        pub chunking: Option<Chunking>,
    }

    /// What pieces of documents are embedded with.
    pub struct WorkspaceEmbedding {
        /// The workspace's connection to the model's resource.
        #[name = "connectionId"]
        pub connection_id: Option<String>,
        /// The deployment's name.
        #[name = "deploymentName"]
        pub deployment_name: Option<String>,
        /// The model's name.
        #[name = "modelName"]
        pub model_name: Option<String>,
    }
}
