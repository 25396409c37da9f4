//! Every operation as a provider spells it, or refuses it.

use openai_core::{ErrorKind, Policy, Provider};

use crate::operations;

/// The requests by the names of their snapshots, and last the refusals of what the profile does not have.
pub(crate) fn all(prefix: &str, provider: &impl Provider) -> Vec<(String, String)> {
    let mut spelled = Vec::new();
    let mut refused = String::new();
    for (name, call) in operations::all() {
        let profile = provider.profile().operation(call.operation);
        let has = profile.is_some_and(|profile| profile.streaming || !call.stream);
        match provider.request(&call, &Policy::new()) {
            Ok(request) => {
                // What no document streams may be sent, and never without a word.
                let told = profile.is_some() && !request.notices.is_empty();
                assert!(has || told, "{name}: the profile does not have what is sent");
                spelled.push((format!("{prefix}_{name}"), request.to_string()));
            }
            Err(error) => {
                assert!(!has && error.kind() == ErrorKind::Unsupported, "{name}: {error}");
                refused.push_str(&format!("{name}: {error}\n"));
            }
        }
    }
    spelled.push((format!("{prefix}_refused"), refused));
    spelled
}
