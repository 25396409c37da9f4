//! Where a data source's index is, and how it is searched.

use openai_types::{Address, wire};

use super::{Authentication, EmbeddingDependency};

/// Declares the parameters of one source: its own, then those that every source has.
macro_rules! parameters {
    ($($(#[doc = $doc:literal])* pub struct $name:ident { $($own:tt)* })*) => {
        wire! {
            $($(#[doc = $doc])*
            pub struct $name {
                $($own)*
                /// How the service gets at the source. The specifications ask for it; examples without it stand for the
                /// Azure OpenAI resource's own identity.
                pub authentication: Option<Authentication>,
                /// Whether answers keep to what the documents say. Default: true.
                pub in_scope: Option<bool>,
                /// How many documents the model reads. Default: 5.
                pub top_n_documents: Option<u64>,
                /// How closely a document must fit, 1 to 5: more is more precise and finds less. Default: 3.
                pub strictness: Option<u64>,
                /// How the model should speak and behave. Up to 100 tokens, which count like those of the prompt. Not in
                /// previews from 2024-08-01-preview on.
                pub role_information: Option<String>,
                /// How many queries the user's message may be rewritten into. Default: the service decides. From
                /// 2024-05-01-preview.
                pub max_search_queries: Option<u64>,
                /// Whether some of those queries may fail. Default: false. From 2024-05-01-preview.
                pub allow_partial_result: Option<bool>,
                /// What the answer's context holds. Default: citations and intent. From 2024-05-01-preview.
                pub include_contexts: Option<Vec<IncludedContext>>,
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
        pub index_name: String,
        /// Which fields of the index hold what.
        pub fields_mapping: Option<FieldsMapping>,
        /// How the index is searched. Default: `simple`.
        pub query_type: Option<QueryType>,
        /// Which semantic configuration of the index is used; the two semantic query types need one.
        pub semantic_configuration: Option<String>,
        /// Narrows the search, in the search service's own language.
        pub filter: Option<String>,
        /// Where the embeddings of a vector search come from.
        pub embedding_dependency: Option<EmbeddingDependency>,
    }

    /// Where an index of Azure Cosmos DB for MongoDB vCore is, and how it is searched.
    pub struct CosmosDbParameters {
        /// The database's name.
        pub database_name: String,
        /// The container's name.
        pub container_name: String,
        /// The index's name.
        pub index_name: String,
        /// Which fields of the index hold what; `content_fields` and `vector_fields` must be there.
        pub fields_mapping: FieldsMapping,
        /// Where the embeddings come from.
        pub embedding_dependency: EmbeddingDependency,
    }

    /// Where an index of Elasticsearch is, and how it is searched.
    pub struct ElasticsearchParameters {
        /// The server's address.
        pub endpoint: Address,
        /// The index's name.
        pub index_name: String,
        /// Which fields of the index hold what.
        pub fields_mapping: Option<FieldsMapping>,
        /// How the index is searched: `simple` or `vector`. Default: `simple`.
        pub query_type: Option<QueryType>,
        /// Where the embeddings of a vector search come from.
        pub embedding_dependency: Option<EmbeddingDependency>,
    }

    /// Where a vector index of Azure Machine Learning is, and how it is searched.
    pub struct AzureMlIndexParameters {
        /// The project's resource id: `/subscriptions/…/workspaces/…`.
        pub project_resource_id: String,
        /// The index's name.
        pub name: String,
        /// The index's version.
        pub version: String,
        /// Narrows the search. Only over an index of Azure AI Search.
        pub filter: Option<String>,
    }

    /// Where an index of Pinecone is, and how it is searched.
    pub struct PineconeParameters {
        /// The environment's name.
        pub environment: String,
        /// The index's name.
        pub index_name: String,
        /// Which fields of the index hold what; `content_fields` must be there.
        pub fields_mapping: FieldsMapping,
        /// Where the embeddings come from: a deployment of the same resource.
        pub embedding_dependency: EmbeddingDependency,
    }

    /// Where an index of MongoDB is, and how it is searched.
    pub struct MongoDbParameters {
        /// The server's address.
        pub endpoint: Address,
        /// The database's name.
        pub database_name: String,
        /// The collection's name.
        pub collection_name: String,
        /// The application's name.
        pub app_name: String,
        /// The index's name.
        pub index_name: String,
        /// Which fields of the index hold what; `content_fields` and `vector_fields` must be there.
        pub fields_mapping: FieldsMapping,
        /// Where the embeddings come from.
        pub embedding_dependency: EmbeddingDependency,
    }
}

wire! {
    /// Which fields of an index hold what.
    pub struct FieldsMapping {
        /// The field with the title.
        pub title_field: Option<String>,
        /// The field with the address.
        pub url_field: Option<String>,
        /// The field with the file's path.
        pub filepath_field: Option<String>,
        /// The fields with the text.
        pub content_fields: Option<Vec<String>>,
        /// What stands between the texts of several fields. Default: a line break.
        pub content_fields_separator: Option<String>,
        /// The fields with vectors of the text.
        pub vector_fields: Option<Vec<String>>,
        /// The fields with vectors of pictures. Azure AI Search, in previews.
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
        "vector_simple_hybrid" => VectorSimpleHybrid,
        /// By words and vectors, ranked by meaning.
        "vector_semantic_hybrid" => VectorSemanticHybrid,
    }

    /// What the context of an answer holds.
    pub enum IncludedContext {
        /// The passages that the answer rests on.
        "citations" => Citations,
        /// What the service took the user to want.
        "intent" => Intent,
        /// Every document that was found, and why it was left out.
        "all_retrieved_documents" => AllRetrievedDocuments,
    }
}
