//! What each version of Azure OpenAI supports, and where that is written down.

mod audio;
mod chat;
mod dates;
mod files;
mod images;
mod limits;
mod nested;
mod table;
mod text;
mod unlisted;
mod v1;

use openai_core::{Call, Contents, Error, ErrorKind, Notice, Operation, Parameter, Profile, Rule};

use crate::ApiVersion;
use crate::config::Surface;

pub(crate) use audio::names_model;
pub(crate) use nested::has_strict;

/// What a surface supports.
pub(crate) fn of(surface: Surface) -> Profile {
    match surface {
        Surface::Dated(version) => {
            let rows = rows().filter(|row| row.dates.has(version));
            let operations = rows.map(|row| match row.operation {
                Operation::CHAT => row.profile(version).parameters(chat::moved(version)),
                _ => row.profile(version),
            });
            Profile::new(format!("Azure OpenAI {version}"), operations.collect::<Vec<_>>())
        }
        Surface::V1 { preview, unverified } => {
            let operations = v1::operations(unverified, rows()).into_iter();
            let operations = operations.map(|profile| match profile.operation {
                Operation::CHAT => profile.parameters(chat::moved_on_v1()),
                _ => profile,
            });
            let name = if preview {
                "Azure OpenAI v1 (preview)"
            } else {
                "Azure OpenAI v1"
            };
            Profile::new(name, operations.collect::<Vec<_>>())
        }
    }
}

/// Whether an operation is one of the API, or of some version of Azure's alone. What is neither may be newer than this.
pub(crate) fn is_known(operation: Operation) -> bool {
    Operation::KNOWN.contains(&operation) || rows().any(|row| row.operation == operation)
}

/// Why a surface does not have an operation, and which one has it.
pub(crate) fn missing(surface: Surface, operation: Operation) -> Error {
    let row = rows().find(|row| row.operation == operation);
    let message = match (surface, row) {
        (Surface::V1 { .. }, row) if v1::is_unverified(operation) => {
            let dated = if row.is_some() {
                ", or send it in a dated version with `Azure::api_version_for`"
            } else {
                ""
            };
            format!(
                "v1's documents do not name the operation `{operation}`, though OpenAI has it: to send it all the same, make \
                 the provider with `Azure::v1(…).unverified()`{dated}"
            )
        }
        (Surface::V1 { .. }, Some(row)) => format!(
            "Azure OpenAI v1 has no operation `{operation}`; in dated versions {}: name one with `Azure::api_version_for`",
            row.dates.words(false)
        ),
        (Surface::Dated(version), Some(row)) => format!(
            "Azure OpenAI {version} has no operation `{operation}`: {}; name such a version for it with \
             `Azure::api_version_for`",
            row.dates.words(v1::has_operation(operation))
        ),
        (Surface::Dated(version), None) if v1::has_operation(operation) => {
            format!("Azure OpenAI {version} has no operation `{operation}`: no dated version has it, but v1 does")
        }
        (_, None) => format!("Azure OpenAI has no operation `{operation}`"),
    };
    Error::new(ErrorKind::Unsupported, message)
}

/// What a surface does not take of this very call: of its query, and of the values of its body.
pub(crate) fn found(surface: Surface, profile: &Profile, call: &Call, body: &Contents<'_>) -> Vec<Parameter> {
    let mut found = queried(profile, call);
    if let Surface::Dated(version) = surface {
        found.extend(valued(version, profile, call, body));
    }
    found.extend(
        body.json()
            .into_iter()
            .flat_map(|members| limits::exceeded(call, members)),
    );
    found
}

/// What no specification of the surface says that it takes of this very body, whatever the service may do with it.
///
/// `models` are the names that the model and its deployment have.
pub(crate) fn unlisted<'n>(
    surface: Surface,
    profile: &Profile,
    call: &Call,
    body: &Contents<'_>,
    models: impl Iterator<Item = &'n str>,
) -> Vec<Notice> {
    let mut notices = unlisted::found(profile, call, body);
    notices.extend(
        body.json()
            .into_iter()
            .flat_map(|members| limits::disputed(call, members)),
    );
    if let (Surface::Dated(_), Operation::EMBEDDINGS, Some(members)) = (surface, call.operation, body.json()) {
        notices.extend(text::too_many_inputs(models, members));
    }
    notices
}

fn queried(profile: &Profile, call: &Call) -> Vec<Parameter> {
    let Some(operation) = profile.operation(call.operation) else {
        return Vec::new();
    };
    let names = call.query.iter().map(|(name, _)| name.trim_end_matches("[]"));
    let facts = names.map(|name| operation.parameter(name));
    facts.filter(|fact| fact.rule == Rule::Rejected).collect()
}

fn valued(version: ApiVersion, profile: &Profile, call: &Call, body: &Contents<'_>) -> Vec<Parameter> {
    let audio = [Operation::AUDIO_TRANSCRIPTIONS, Operation::AUDIO_TRANSLATIONS];
    if audio.contains(&call.operation) {
        return audio::too_large(body.form()).into_iter().collect();
    }
    let Some(members) = body.json() else {
        return Vec::new();
    };
    match call.operation {
        Operation::CHAT => {
            let chat = profile.operation(Operation::CHAT);
            chat.map_or_else(Vec::new, |chat| chat::found(version, chat, call, members))
        }
        Operation::IMAGES_GENERATIONS => images::found(version, members).into_iter().collect(),
        Operation::AUDIO_SPEECH => audio::found(version, members).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn rows() -> impl Iterator<Item = &'static table::Row> + Clone {
    [chat::ROWS, text::ROWS, images::ROWS, audio::ROWS, files::ROWS]
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_operation_and_no_parameter_stands_twice() {
        let mut operations = HashSet::new();
        for row in rows() {
            assert!(operations.insert(row.operation), "{}", row.operation);
        }
        let v1 = Surface::V1 {
            preview: false,
            unverified: true,
        };
        let dated = ApiVersion::KNOWN.iter().map(|version| Surface::Dated(*version));
        for surface in dated.chain([v1]) {
            for operation in of(surface).operations {
                let mut names = HashSet::new();
                for parameter in operation.parameters {
                    assert!(
                        names.insert(parameter.name.clone()),
                        "{}: {}",
                        operation.operation,
                        parameter.name
                    );
                }
            }
        }
    }
}
