//! Which versions of the dated Azure API have what.

use std::fmt::Write as _;

use openai_azure::{ApiVersion, Azure};
use openai_core::{Operation, Profile, Provider, Rule};

use super::wires;
use crate::workspace::Failure;

pub(super) fn write() -> Result<String, Failure> {
    let mut profiles = Vec::new();
    for version in ApiVersion::KNOWN {
        let azure = Azure::new(wires::address()?, *version);
        profiles.push((*version, azure.profile().clone()));
    }
    let mut page = String::from(
        "\n## Azure api-versions\n\nWhich of the known versions have an operation:\n\n| | versions |\n|---|---|\n",
    );
    let operations = operations(&profiles);
    for operation in &operations {
        let has = |profile: &Profile| profile.operation(*operation).is_some();
        writeln!(page, "| `{operation}` | {} |", words(&profiles, has))?;
    }
    page.push_str(
        "\nParameters that not all versions of their operation take, and which ones do:\n\n| | | versions |\n|---|---|---|\n",
    );
    for operation in operations {
        for parameter in partial(&profiles, operation) {
            let takes = |profile: &Profile| {
                let profile = profile.operation(operation);
                profile.is_some_and(|profile| profile.parameter(&parameter).rule == Rule::Supported)
            };
            writeln!(page, "| `{operation}` | `{parameter}` | {} |", words(&profiles, takes))?;
        }
    }
    Ok(page)
}

type Versions = [(ApiVersion, Profile)];

fn operations(profiles: &Versions) -> Vec<Operation> {
    let mut found = Vec::new();
    for profile in profiles.iter().flat_map(|(_, profile)| &profile.operations) {
        if !found.contains(&profile.operation) {
            found.push(profile.operation);
        }
    }
    found
}

/// The parameters that some version rejects.
fn partial(profiles: &Versions, operation: Operation) -> Vec<String> {
    let mut found = Vec::new();
    for profile in profiles.iter().filter_map(|(_, profile)| profile.operation(operation)) {
        let rejected = profile.parameters.iter();
        for parameter in rejected.filter(|parameter| parameter.rule == Rule::Rejected) {
            let name = parameter.name.to_string();
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

/// The first and the last of the previews and of the stable versions.
fn words(profiles: &Versions, has: impl Fn(&Profile) -> bool) -> String {
    let range = |previews: bool| {
        let kind = |version: &ApiVersion| version.is_preview() == previews;
        let all: Vec<ApiVersion> = profiles.iter().map(|(version, _)| *version).filter(kind).collect();
        let having = profiles
            .iter()
            .filter(|(version, profile)| kind(version) && has(profile));
        let having: Vec<ApiVersion> = having.map(|(version, _)| *version).collect();
        match (having.first(), having.last()) {
            (Some(_), Some(_)) if having.len() == all.len() => Some("all".to_owned()),
            (Some(first), Some(last)) if first == last => Some(first.to_string()),
            (Some(first), last) if last == all.last() => Some(format!("from {first}")),
            (Some(first), Some(last)) => Some(format!("{first} to {last}")),
            _ => None,
        }
    };
    match (range(false), range(true)) {
        (Some(stable), Some(previews)) if stable == "all" && previews == "all" => "all".to_owned(),
        (Some(stable), Some(previews)) => format!("stable {stable}; previews {previews}"),
        (Some(stable), None) => format!("stable {stable}"),
        (None, Some(previews)) => format!("previews {previews}"),
        (None, None) => "on another path alone".to_owned(),
    }
}
