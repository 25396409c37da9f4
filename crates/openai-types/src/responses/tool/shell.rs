//! `shell`: shell commands, at the caller's or in a container.

use super::{AllowedCaller, LocalSkill, MemoryLimit, NetworkPolicy, Skill};
use crate::wire;

wire! {
    /// Lets the model run shell commands. Without an environment the caller runs them.
    pub struct ShellTool {
        /// Where the commands run. OpenAI; the Azure v1 file does not list it.
        pub environment: Option<ShellEnvironment>,
        /// Who may call the tool. Default: the model itself.
        pub allowed_callers: Option<Vec<AllowedCaller>>,
    }

    /// Where shell commands run.
    pub union ShellEnvironment by "type" {
        /// In a container that the service makes.
        "container_auto" => Hosted(HostedShell),
        /// At the caller's.
        "local" => Local(LocalShell),
        /// In a container made before.
        "container_reference" => Container(ContainerReference),
    }

    /// A container that the service makes for shell commands.
    pub struct HostedShell {
        /// Ids of uploaded files that the commands can read, up to 50.
        pub file_ids: Option<Vec<String>>,
        /// Memory of the container. Default: `1g`.
        pub memory_limit: Option<MemoryLimit>,
        /// Which of the internet the commands can reach.
        pub network_policy: Option<NetworkPolicy>,
        /// Skills that the container holds, up to 200.
        pub skills: Option<Vec<Skill>>,
    }

    /// The caller's own computer.
    pub struct LocalShell {
        /// Skills that it holds, up to 200.
        pub skills: Option<Vec<LocalSkill>>,
    }

    /// A container made before.
    pub struct ContainerReference {
        /// Its id.
        pub container_id: String,
    }
}
