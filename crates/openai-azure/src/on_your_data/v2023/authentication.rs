//! How the service gets at a data source.

use openai_types::{Secret, wire};

wire! {
    /// How the service gets at a data source or at an embedding endpoint. Each source takes some of these.
    pub union Authentication by "type" {
        /// With an API key. Azure Cognitive Search, Pinecone, embedding endpoints.
        "APIKey" => ApiKey(ApiKey),
        /// With a connection string. Azure Cosmos DB.
        "ConnectionString" => ConnectionString(ConnectionString),
        /// With a key and its id. Elasticsearch.
        "KeyAndKeyId" => KeyAndKeyId(KeyAndKeyId),
        /// With a key and its id in one. Elasticsearch.
        "EncodedAPIKey" => EncodedApiKey(EncodedApiKey),
        /// With a token. Azure Machine Learning.
        "AccessToken" => AccessToken(AccessToken),
        /// As the Azure OpenAI resource. Azure Cognitive Search, Azure Machine Learning.
        "SystemAssignedManagedIdentity" => SystemIdentity(SystemIdentity),
        /// As a managed identity of one's own. Azure Cognitive Search, Azure Machine Learning.
        "UserAssignedManagedIdentity" => UserIdentity(UserIdentity),
    }

    /// An API key.
    pub struct ApiKey {
        /// The key, under the name that the specification and its examples have.
        pub key: Option<Secret>,
        /// The key, under the name that the REST reference has for Pinecone. Read and written back, never chosen.
        #[name = "apiKey"]
        pub api_key: Option<Secret>,
    }

    /// A connection string.
    pub struct ConnectionString {
        /// The connection string, with its password.
        #[name = "connectionString"]
        pub connection_string: Secret,
    }

    /// A key and its id.
    pub struct KeyAndKeyId {
        /// The key.
        pub key: Secret,
        /// The key's id.
        #[name = "keyId"]
        pub key_id: String,
    }

    /// A key and its id in one.
    pub struct EncodedApiKey {
        /// Both, as Elasticsearch encodes them.
        #[name = "encodedApiKey"]
        pub encoded_api_key: Secret,
    }

    /// A token.
    pub struct AccessToken {
        /// The token.
        #[name = "accessToken"]
        pub access_token: Secret,
    }

    /// The Azure OpenAI resource's own identity.
    pub struct SystemIdentity {}

    /// A managed identity of one's own.
    pub struct UserIdentity {
        /// The identity's resource id: `/subscriptions/…/userAssignedIdentities/…`.
        #[name = "managedIdentityResourceId"]
        pub managed_identity_resource_id: String,
    }
}

impl Authentication {
    /// An API key, under the name that the service takes.
    #[must_use]
    pub fn api_key(key: impl Into<Secret>) -> Self {
        ApiKey::new().key(key).into()
    }
}

impl ApiKey {
    /// The key, whichever name it came under.
    #[must_use]
    pub fn secret(&self) -> Option<&Secret> {
        self.key.as_ref().or(self.api_key.as_ref())
    }
}
