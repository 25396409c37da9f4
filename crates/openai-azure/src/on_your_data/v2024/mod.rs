//! The second shape of a request: `data_sources`, names in snake case.
//!
//! `POST /openai/deployments/DEPLOYMENT/chat/completions`, from 2024-02-15-preview and the stable 2024-02-01 on. Exactly
//! one source, and no `logprobs` beside it. On Your Data is deprecated: only versions of gpt-4o and gpt-4o-mini have it,
//! and it ends with them.

mod authentication;
mod embedding;
mod parameters;
mod source;

pub use authentication::{
    AccessToken, ApiKey, Authentication, ConnectionString, EncodedApiKey, KeyAndKeyId, SystemIdentity, UserIdentity,
    UsernameAndPassword,
};
pub use embedding::{DeploymentName, EmbeddingDependency, Endpoint, Integrated, ModelId};
pub use parameters::{
    AzureMlIndexParameters, CosmosDbParameters, ElasticsearchParameters, FieldsMapping, IncludedContext,
    MongoDbParameters, PineconeParameters, QueryType, SearchParameters,
};
pub use source::{AzureMlIndex, CosmosDb, DataSource, Elasticsearch, MongoDb, Pinecone, Search};

/// A chat request with data sources in the shape of 2024.
pub type Request = super::Request<DataSource>;
