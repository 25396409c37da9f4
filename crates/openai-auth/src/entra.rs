//! Microsoft Entra's credentials, over Azure's own crate (feature `entra`).

mod chain;
mod credential;
mod identity;
mod program;
mod refusal;
mod source;
mod wire;

pub use credential::Entra;
pub use identity::ManagedIdentity;
pub use source::{AZURE_CHINA, AZURE_GOVERNMENT, AZURE_PUBLIC, Source};
