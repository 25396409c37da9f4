//! How the service gets at a data source.

use openai_types::{Secret, wire};

wire! {
    /// How the service gets at a data source or at an embedding endpoint. Each source takes some of these.
    pub union Authentication by "type" {
        /// With an API key. Azure AI Search, Pinecone, embedding endpoints.
        "api_key" => ApiKey(ApiKey),
        /// With a connection string. Azure Cosmos DB.
        "connection_string" => ConnectionString(ConnectionString),
        /// With a key and its id. Elasticsearch.
        "key_and_key_id" => KeyAndKeyId(KeyAndKeyId),
        /// With a key and its id in one. Elasticsearch.
        "encoded_api_key" => EncodedApiKey(EncodedApiKey),
        /// With a token. Azure Machine Learning; Azure AI Search and embedding endpoints from 2024-05-01-preview.
        "access_token" => AccessToken(AccessToken),
        /// As the Azure OpenAI resource. Azure AI Search, Azure Machine Learning.
        "system_assigned_managed_identity" => SystemIdentity(SystemIdentity),
        /// As a managed identity of one's own. Azure AI Search, Azure Machine Learning.
        "user_assigned_managed_identity" => UserIdentity(UserIdentity),
        /// With a name and a password. MongoDB.
        "username_and_password" => UsernameAndPassword(UsernameAndPassword),
    }

    /// An API key.
    pub struct ApiKey {
        /// The key.
        pub key: Secret,
    }

    /// A connection string.
    pub struct ConnectionString {
        /// The connection string, with its password.
        pub connection_string: Secret,
    }

    /// A key and its id.
    pub struct KeyAndKeyId {
        /// The key.
        pub key: Secret,
        /// The key's id.
        pub key_id: String,
    }

    /// A key and its id in one.
    pub struct EncodedApiKey {
        /// Both, as Elasticsearch encodes them.
        pub encoded_api_key: Secret,
    }

    /// A token.
    pub struct AccessToken {
        /// The token.
        pub access_token: Secret,
    }

    /// The Azure OpenAI resource's own identity.
    pub struct SystemIdentity {}

    /// A managed identity of one's own.
    pub struct UserIdentity {
        /// The identity's resource id: `/subscriptions/…/userAssignedIdentities/…`.
        pub managed_identity_resource_id: String,
    }

    /// A name and a password.
    pub struct UsernameAndPassword {
        /// The name.
        pub username: String,
        /// The password.
        pub password: Secret,
    }
}

impl Authentication {
    /// An API key.
    #[must_use]
    pub fn api_key(key: impl Into<Secret>) -> Self {
        ApiKey::new(key).into()
    }
}
