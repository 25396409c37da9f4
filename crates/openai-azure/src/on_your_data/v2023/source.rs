//! The data sources.

use openai_types::wire;

use super::{
    AzureMlIndexParameters, ComputerVisionParameters, CosmosDbParameters, ElasticsearchParameters, PineconeParameters,
    SearchParameters,
};
use crate::on_your_data::Source;

wire! {
    /// A data source.
    pub union DataSource by "type" {
        /// Azure AI Search, then called Azure Cognitive Search.
        "AzureCognitiveSearch" => Search(Search),
        /// Azure Cosmos DB for MongoDB vCore.
        "AzureCosmosDB" => CosmosDb(CosmosDb),
        /// Elasticsearch.
        "Elasticsearch" => Elasticsearch(Elasticsearch),
        /// A vector index of Azure Machine Learning.
        "AzureMLIndex" => AzureMlIndex(AzureMlIndex),
        /// Pinecone.
        "Pinecone" => Pinecone(Pinecone),
        /// Azure Computer Vision: no data, but what vision enhancements need.
        "AzureComputerVision" => ComputerVision(ComputerVision),
    }

    /// Azure AI Search.
    pub struct Search {
        /// Where the index is, and how it is searched.
        pub parameters: SearchParameters,
    }

    /// Azure Cosmos DB for MongoDB vCore.
    pub struct CosmosDb {
        /// Where the index is, and how it is searched.
        pub parameters: CosmosDbParameters,
    }

    /// Elasticsearch.
    pub struct Elasticsearch {
        /// Where the index is, and how it is searched.
        pub parameters: ElasticsearchParameters,
    }

    /// A vector index of Azure Machine Learning.
    pub struct AzureMlIndex {
        /// Where the index is, and how it is searched.
        pub parameters: AzureMlIndexParameters,
    }

    /// Pinecone.
    pub struct Pinecone {
        /// Where the index is, and how it is searched.
        pub parameters: PineconeParameters,
    }

    /// Azure Computer Vision.
    pub struct ComputerVision {
        /// Where the resource is.
        pub parameters: ComputerVisionParameters,
    }
}

impl Source for DataSource {
    const MEMBER: &'static str = "dataSources";
    const REQUEST: &'static str = "on_your_data.v2023.Request";
    const PATH: &'static [&'static str] = &["extensions", "chat", "completions"];
}

macro_rules! from_parameters {
    ($($parameters:ident => $source:ident,)*) => {
        $(impl From<$parameters> for DataSource {
            fn from(parameters: $parameters) -> Self {
                $source::new(parameters).into()
            }
        })*
    };
}

from_parameters! {
    SearchParameters => Search,
    CosmosDbParameters => CosmosDb,
    ElasticsearchParameters => Elasticsearch,
    AzureMlIndexParameters => AzureMlIndex,
    PineconeParameters => Pinecone,
    ComputerVisionParameters => ComputerVision,
}
