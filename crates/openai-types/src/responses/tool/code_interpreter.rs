//! `code_interpreter`: Python in a container.

use super::{AllowedCaller, MemoryLimit, NetworkPolicy};
use crate::wire;

wire! {
    /// Lets the model run Python in a container at the service.
    pub struct CodeInterpreterTool {
        /// The container that the code runs in.
        pub container: Container,
        /// Who may call the tool. Default: the model itself.
        pub allowed_callers: Option<Vec<AllowedCaller>>,
    }

    /// A container for code.
    pub either Container {
        /// The id of a container made before.
        string => Id(String),
        /// A container that the service makes.
        object => New(ContainerConfig),
    }

    /// How the service makes a container for code.
    pub union ContainerConfig by "type" {
        /// By itself, or it takes one of an earlier turn.
        "auto" => Auto(AutoContainer),
    }

    /// A container that the service makes by itself.
    pub struct AutoContainer {
        /// Ids of uploaded files that the code can read, up to 50.
        pub file_ids: Option<Vec<String>>,
        /// Memory of the container. Default: `1g`.
        pub memory_limit: Option<MemoryLimit>,
        /// Which of the internet the code can reach.
        pub network_policy: Option<NetworkPolicy>,
    }
}
