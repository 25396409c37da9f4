//! What containers for code and for shells have in common: memory and network.

use crate::Secret;
use crate::wire;

wire! {
    /// Memory of a container.
    pub enum MemoryLimit {
        /// 1 GB: the default.
        "1g" => OneGigabyte,
        /// 4 GB.
        "4g" => FourGigabytes,
        /// 16 GB.
        "16g" => SixteenGigabytes,
        /// 64 GB.
        "64g" => SixtyFourGigabytes,
    }

    /// Which of the internet a container can reach.
    pub union NetworkPolicy by "type" {
        /// Nothing.
        "disabled" => Disabled(NoNetwork),
        /// These domains only.
        "allowlist" => Allowlist(AllowedNetwork),
    }

    /// No network.
    pub struct NoNetwork {}

    /// A network of these domains only.
    pub struct AllowedNetwork {
        /// The domains. At least one.
        pub allowed_domains: Vec<String>,
        /// Secrets that the container sees as placeholders, and that requests to a domain carry.
        pub domain_secrets: Option<Vec<DomainSecret>>,
    }

    /// A secret for one domain.
    pub struct DomainSecret {
        /// The domain, one of those allowed.
        pub domain: String,
        /// The secret's name.
        pub name: String,
        /// The secret itself, up to 10 MiB.
        pub value: Secret,
    }
}
