//! Where the embeddings of a vector search come from.

use openai_types::{Address, wire};

use super::Authentication;

wire! {
    /// Where the embeddings of a vector search come from. From 2023-12-01-preview.
    pub union EmbeddingDependency by "type" {
        /// A deployment of the same resource: no key, and no public network.
        "DeploymentName" => DeploymentName(DeploymentName),
        /// The embeddings of any Azure OpenAI resource, by address.
        "Endpoint" => Endpoint(Endpoint),
        /// A model within the search service. Elasticsearch only.
        "ModelId" => ModelId(ModelId),
    }

    /// A deployment of the same resource.
    pub struct DeploymentName {
        /// The deployment's name.
        #[name = "deploymentName"]
        pub deployment_name: String,
    }

    /// The embeddings of any Azure OpenAI resource.
    pub struct Endpoint {
        /// The whole address, `https://…/openai/deployments/…/embeddings`, without `api-version`.
        pub endpoint: Address,
        /// How the service gets at it: with an API key.
        pub authentication: Authentication,
    }

    /// A model within the search service.
    pub struct ModelId {
        /// The model's id.
        #[name = "modelId"]
        pub model_id: String,
    }
}

impl EmbeddingDependency {
    /// A deployment of the same resource.
    #[must_use]
    pub fn deployment(name: impl Into<String>) -> Self {
        DeploymentName::new(name).into()
    }
}
