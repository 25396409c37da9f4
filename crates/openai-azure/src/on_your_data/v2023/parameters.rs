//! Where a data source's index is, and how it is searched.

use openai_types::{Address, Secret, wire};

use super::{Authentication, EmbeddingDependency};

/// Declares the parameters of one source: its own, then those that every source has.
macro_rules! parameters {
    ($($(#[doc = $doc:literal])* pub struct $name:ident { $($own:tt)* })*) => {
        wire! {
            $($(#[doc = $doc])*
            pub struct $name {
                $($own)*
                /// How the service gets at the source. Default: as the Azure OpenAI resource's own identity.
                pub authentication: Option<Authentication>,
                /// Whether answers keep to what the documents say. Default: true.
                #[name = "inScope"]
                pub in_scope: Option<bool>,
                /// How many documents the model reads. Default: 5.
                #[name = "topNDocuments"]
                pub top_n_documents: Option<u64>,
                /// How closely a document must fit, 1 to 5: more is more precise and finds less. Default: 3.
                pub strictness: Option<u64>,
                /// How the model should speak and behave. Up to 100 tokens, which count like those of the prompt.
                #[name = "roleInformation"]
                pub role_information: Option<String>,
                /// Narrows the search, in the source's own language. Azure Machine Learning: only over Azure Search.
                pub filter: Option<String>,
                /// How the index is searched. Default: `simple`. Elasticsearch has `simple` and `vector` only.
                #[name = "queryType"]
                pub query_type: Option<QueryType>,
                /// Which semantic configuration of the index is used; the two semantic query types need one.
                #[name = "semanticConfiguration"]
                pub semantic_configuration: Option<String>,
                /// Older form of `embeddingDependency`: the whole address of an embedding deployment, `api-version`
                /// included. Only the REST reference has it.
                #[name = "embeddingEndpoint"]
                pub embedding_endpoint: Option<Address>,
                /// The key to `embeddingEndpoint`.
                #[name = "embeddingKey"]
                pub embedding_key: Option<Secret>,
                /// A deployment of the same resource, in place of `embeddingEndpoint` and its key. The REST reference
                /// says in one place that it stands beside the two: nothing holds you to that.
                #[name = "embeddingDeploymentName"]
                pub embedding_deployment_name: Option<String>,
            })*
        }
    };
}

parameters! {
    /// Where an index of Azure AI Search is, and how it is searched.
    pub struct SearchParameters {
        /// The search resource's address, `https://….search.windows.net`.
        pub endpoint: Address,
        /// The index's name.
        #[name = "indexName"]
        pub index_name: String,
        /// An admin key, in the REST reference's form. `authentication` takes its place from 2023-12-01-preview.
        pub key: Option<Secret>,
        /// Which fields of the index hold what.
        #[name = "fieldsMapping"]
        pub fields_mapping: Option<FieldsMapping>,
        /// Where the embeddings of a vector search come from.
        #[name = "embeddingDependency"]
        pub embedding_dependency: Option<EmbeddingDependency>,
    }

    /// Where an index of Azure Cosmos DB for MongoDB vCore is, and how it is searched.
    pub struct CosmosDbParameters {
        /// The database's name.
        #[name = "databaseName"]
        pub database_name: String,
        /// The container's name.
        #[name = "containerName"]
        pub container_name: String,
        /// The index's name.
        #[name = "indexName"]
        pub index_name: String,
        /// Which fields of the index hold what. `vectorFields` must be there; the specification also asks for
        /// `contentFields`, which the REST reference's sample leaves out.
        #[name = "fieldsMapping"]
        pub fields_mapping: FieldsMapping,
        /// Where the embeddings come from.
        #[name = "embeddingDependency"]
        pub embedding_dependency: EmbeddingDependency,
    }

    /// Where an index of Elasticsearch is, and how it is searched.
    pub struct ElasticsearchParameters {
        /// The server's address.
        pub endpoint: Address,
        /// The index's name.
        #[name = "indexName"]
        pub index_name: String,
        /// Which fields of the index hold what.
        #[name = "fieldsMapping"]
        pub fields_mapping: Option<FieldsMapping>,
        /// Where the embeddings of a vector search come from.
        #[name = "embeddingDependency"]
        pub embedding_dependency: Option<EmbeddingDependency>,
    }

    /// Where a vector index of Azure Machine Learning is, and how it is searched.
    pub struct AzureMlIndexParameters {
        /// The project's resource id: `/subscriptions/…/workspaces/…`.
        #[name = "projectResourceId"]
        pub project_resource_id: String,
        /// The index's name. The REST reference calls it the project's.
        pub name: String,
        /// The index's version. Beside `name`, although the REST reference puts it within `authentication`.
        pub version: String,
        /// Where the embeddings of a vector search come from. The REST reference has it; the specification does not.
        #[name = "embeddingDependency"]
        pub embedding_dependency: Option<EmbeddingDependency>,
    }

    /// Where an index of Pinecone is, and how it is searched.
    pub struct PineconeParameters {
        /// The environment's name.
        pub environment: String,
        /// The index's name.
        #[name = "indexName"]
        pub index_name: String,
        /// Which fields of the index hold what. The specification asks for `contentFields`, the REST reference for all
        /// but `vectorFields`.
        #[name = "fieldsMapping"]
        pub fields_mapping: FieldsMapping,
        /// Where the embeddings come from: a deployment of the same resource.
        #[name = "embeddingDependency"]
        pub embedding_dependency: EmbeddingDependency,
    }
}

wire! {
    /// Where an Azure Computer Vision resource is.
    pub struct ComputerVisionParameters {
        /// The resource's address.
        pub endpoint: Address,
        /// The resource's key.
        pub key: Secret,
    }

    /// Which fields of an index hold what.
    pub struct FieldsMapping {
        /// The field with the title.
        #[name = "titleField"]
        pub title_field: Option<String>,
        /// The field with the address.
        #[name = "urlField"]
        pub url_field: Option<String>,
        /// The field with the file's path.
        #[name = "filepathField"]
        pub filepath_field: Option<String>,
        /// The fields with the text.
        #[name = "contentFields"]
        pub content_fields: Option<Vec<String>>,
        /// What stands between the texts of several fields. Default: a line break.
        #[name = "contentFieldsSeparator"]
        pub content_fields_separator: Option<String>,
        /// The fields with vectors of the text. The specification lacks it for Pinecone.
        #[name = "vectorFields"]
        pub vector_fields: Option<Vec<String>>,
        /// The fields with vectors of pictures. Azure Cognitive Search only.
        #[name = "imageVectorFields"]
        pub image_vector_fields: Option<Vec<String>>,
    }

    /// How an index is searched.
    pub enum QueryType {
        /// By words.
        "simple" => Simple,
        /// By words, ranked by meaning.
        "semantic" => Semantic,
        /// By vectors.
        "vector" => Vector,
        /// By words and vectors.
        "vectorSimpleHybrid" => VectorSimpleHybrid,
        /// By words and vectors, ranked by meaning.
        "vectorSemanticHybrid" => VectorSemanticHybrid,
    }
}
