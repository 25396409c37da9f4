//! The data sources.

use openai_types::wire;

use super::{
    AzureMlIndexParameters, CosmosDbParameters, ElasticsearchParameters, MongoDbParameters, PineconeParameters,
    SearchParameters,
};
use crate::on_your_data::Source;

wire! {
    /// A data source.
    pub union DataSource by "type" {
        /// Azure AI Search. Also in stable versions.
        "azure_search" => Search(Search),
        /// Azure Cosmos DB for MongoDB vCore. Also in stable versions.
        "azure_cosmos_db" => CosmosDb(CosmosDb),
        /// Elasticsearch. In previews.
        "elasticsearch" => Elasticsearch(Elasticsearch),
        /// A vector index of Azure Machine Learning. In previews, up to 2024-07-01-preview.
        "azure_ml_index" => AzureMlIndex(AzureMlIndex),
        /// Pinecone. In previews.
        "pinecone" => Pinecone(Pinecone),
        /// MongoDB. In previews, from 2024-08-01-preview.
        "mongo_db" => MongoDb(MongoDb),
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

    /// MongoDB.
    pub struct MongoDb {
        /// Where the index is, and how it is searched.
        pub parameters: MongoDbParameters,
    }
}

impl Source for DataSource {
    const MEMBER: &'static str = "data_sources";
    const REQUEST: &'static str = "on_your_data.v2024.Request";
    const PATH: &'static [&'static str] = &["chat", "completions"];
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
    MongoDbParameters => MongoDb,
}
