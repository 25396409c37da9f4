//! How a job gets at a resource.

use openai_types::{Address, Secret, wire};

wire! {
    /// How a job gets at a resource.
    pub union Connection by "kind" {
        /// By address and key.
        "EndpointWithKey" => Key(KeyConnection),
        /// By a connection string.
        "ConnectionString" => ConnectionString(ConnectionStringConnection),
        /// By address, as a managed identity; `endpointMI` in the examples.
        "EndpointWithManagedIdentity" | "endpointMI" => ManagedIdentity(ManagedIdentityConnection),
        /// By a connection of a workspace.
        "WorkspaceConnection" => Workspace(WorkspaceConnection),
        /// The Azure OpenAI resource itself; `relativeConnection` in the examples.
        "RelativeConnection" | "relativeConnection" => Relative(RelativeConnection),
    }

    /// An address and a key.
    pub struct KeyConnection {
        /// The resource's address.
        pub endpoint: Address,
        /// The resource's key.
        pub key: Secret,
    }

    /// A connection string.
    pub struct ConnectionStringConnection {
        /// The connection string, with its key.
        #[name = "connectionString"]
        pub connection_string: Secret,
    }

    /// An address, and a managed identity to get at it.
    pub struct ManagedIdentityConnection {
        /// The resource's address.
        pub endpoint: Address,
        /// The resource's id: `ResourceId=/subscriptions/…`.
        #[name = "resourceId"]
        pub resource_id: Option<String>,
        /// The kind as it came. Absent: the specification's spelling.
        pub kind: Option<String>,
    }

    /// A connection of a workspace.
    pub struct WorkspaceConnection {
        /// The connection's id.
        #[name = "connectionId"]
        pub connection_id: String,
    }

    /// The Azure OpenAI resource itself.
    pub struct RelativeConnection {
        /// The kind as it came. Absent: the specification's spelling.
        pub kind: Option<String>,
    }
}
