//! Where the embeddings of a vector search come from.

use openai_types::{Address, wire};

use super::Authentication;

wire! {
    /// Where the embeddings of a vector search come from.
    pub union EmbeddingDependency by "type" {
        /// A deployment of the same resource: no key, and no public network.
        "deployment_name" => DeploymentName(DeploymentName),
        /// The embeddings of any Azure OpenAI resource, by address.
        "endpoint" => Endpoint(Endpoint),
        /// A model within the search service. Elasticsearch only.
        "model_id" => ModelId(ModelId),
        /// What the index itself is vectorized with. Azure AI Search, from 2024-08-01-preview.
        "integrated" => Integrated(Integrated),
    }

    /// A deployment of the same resource.
    pub struct DeploymentName {
        /// The deployment's name.
        pub deployment_name: String,
        /// How long the vectors are; text-embedding-3 and later. Default: as the model makes them.
        pub dimensions: Option<u64>,
    }

    /// The embeddings of any Azure OpenAI resource.
    pub struct Endpoint {
        /// The whole address, `https://…/openai/deployments/…/embeddings`, without `api-version`.
        pub endpoint: Address,
        /// How the service gets at it: with an API key or a token.
        pub authentication: Authentication,
        /// How long the vectors are; text-embedding-3 and later. Default: as the model makes them.
        pub dimensions: Option<u64>,
    }

    /// A model within the search service.
    pub struct ModelId {
        /// The model's id.
        pub model_id: String,
    }

    /// What the index itself is vectorized with.
    pub struct Integrated {}
}

impl EmbeddingDependency {
    /// A deployment of the same resource.
    #[must_use]
    pub fn deployment(name: impl Into<String>) -> Self {
        DeploymentName::new(name).into()
    }
}
