//! The first shape of a request: `dataSources`, names in camel case.
//!
//! `POST /openai/deployments/DEPLOYMENT/extensions/chat/completions`, from 2023-06-01-preview to 2023-12-01-preview. In
//! 2023-06-01-preview and 2023-07-01-preview the specifications leave a source's parameters open; 2023-12-01-preview
//! types them, and adds `authentication`, `embeddingDependency` and every source but Azure Cognitive Search.

mod authentication;
mod embedding;
mod parameters;
mod source;

pub use authentication::{
    AccessToken, ApiKey, Authentication, ConnectionString, EncodedApiKey, KeyAndKeyId, SystemIdentity, UserIdentity,
};
pub use embedding::{DeploymentName, EmbeddingDependency, Endpoint, ModelId};
pub use parameters::{
    AzureMlIndexParameters, ComputerVisionParameters, CosmosDbParameters, ElasticsearchParameters, FieldsMapping,
    PineconeParameters, QueryType, SearchParameters,
};
pub use source::{AzureMlIndex, ComputerVision, CosmosDb, DataSource, Elasticsearch, Pinecone, Search};

/// A chat request with data sources in the shape of 2023.
pub type Request = super::Request<DataSource>;
