//! What stands within the parameters of a chat, and in which versions.

use openai_core::{Members, OperationProfile, Parameter, Rule};
use serde_json::value::RawValue;

use super::chat::{AUDIO, FUNCTIONS, TOOLS};
use super::dates::Dates;
use super::table::INFERENCE;
use crate::ApiVersion;
use crate::version::{preview, stable};

/// Something within a parameter.
struct Nested {
    /// Where it stands: members behind dots, `[]` for each item of a list, `[KIND]` for those items whose `type` is
    /// KIND, ` = WORD` for a text. What stands there as null does not count.
    path: &'static str,
    /// The dated versions with it; `None` where only v1 has it.
    dates: Option<Dates>,
}

const fn at(path: &'static str, dates: Dates) -> Nested {
    Nested {
        path,
        dates: Some(dates),
    }
}

const fn only_v1(path: &'static str) -> Nested {
    Nested { path, dates: None }
}

/// Structured outputs.
const STRUCTURED: Dates = Dates::since(preview(2024, 8, 1)).stable(stable(2024, 10, 21));

/// Where a tool must be called.
const REQUIRED: Dates = Dates::since(preview(2024, 5, 1)).stable(stable(2024, 6, 1));

/// The first previews of `data_sources`.
const EARLY: Dates = Dates::since(preview(2024, 2, 15));

/// The previews with finer searches.
const SEARCHES: Dates = Dates::since(preview(2024, 5, 1));

/// The previews with MongoDB.
const LATE: Dates = Dates::since(preview(2024, 8, 1));

const NESTED: &[Nested] = &[
    at("messages[].content[]", TOOLS),
    at("messages[].content[input_audio]", AUDIO),
    at("messages[].role = function", FUNCTIONS),
    at("messages[].function_call", FUNCTIONS),
    at("messages[].role = tool", TOOLS),
    at("messages[].tool_calls", TOOLS),
    at("response_format.type = json_schema", STRUCTURED),
    at("tools[].function.strict", STRUCTURED),
    only_v1("tools[custom]"),
    at("tool_choice = required", REQUIRED),
    only_v1("tool_choice.type = custom"),
    only_v1("tool_choice.type = allowed_tools"),
    at(
        "dataSources[AzureComputerVision]",
        Dates::since(preview(2023, 12, 1)).until(preview(2024, 4, 1)),
    ),
    at("data_sources[azure_ml_index]", EARLY.until(preview(2024, 8, 1))),
    at("data_sources[elasticsearch]", EARLY),
    at("data_sources[pinecone]", EARLY),
    at("data_sources[mongo_db]", LATE),
    at(
        "data_sources[].parameters.role_information",
        EARLY.stable(stable(2024, 2, 1)).until_preview(preview(2024, 8, 1)),
    ),
    at("data_sources[].parameters.allow_partial_result", SEARCHES),
    at("data_sources[].parameters.include_contexts", SEARCHES),
    at("data_sources[].parameters.max_search_queries", SEARCHES),
    at(
        "data_sources[azure_search].parameters.authentication.type = access_token",
        SEARCHES,
    ),
    at("data_sources[].parameters.fields_mapping.image_vector_fields", EARLY),
    at("data_sources[].parameters.embedding_dependency.type = model_id", EARLY),
    at("data_sources[].parameters.embedding_dependency.type = integrated", LATE),
    at("data_sources[].parameters.embedding_dependency.dimensions", SEARCHES),
    at(
        "data_sources[].parameters.embedding_dependency.authentication.type = access_token",
        SEARCHES,
    ),
];

/// What of this body a version does not have within the parameters that it has: of each sort, the first.
pub(super) fn found(version: ApiVersion, chat: &OperationProfile, body: &Members<'_>) -> Vec<Parameter> {
    let lacking = NESTED
        .iter()
        .filter(|nested| nested.dates.is_none_or(|dates| !dates.has(version)));
    let facts = lacking.filter_map(|nested| {
        let (name, rest) = step(nested.path);
        if chat.parameter(name).rule == Rule::Rejected {
            return None;
        }
        let place = reach(body.raw(name)?, name.to_owned(), rest)?;
        let note = match nested.dates {
            Some(dates) => dates.words(!nested.path.starts_with("data")),
            None => "no dated version has it, but v1 does".to_owned(),
        };
        Some(Parameter::new(place, Rule::Rejected, note, INFERENCE))
    });
    facts.collect()
}

/// Whether the calls of tools may be held to their schemas.
pub(crate) fn has_strict(version: ApiVersion) -> bool {
    STRUCTURED.has(version)
}

/// The first place that a path leads to from a value, which stands `at` some place itself.
fn reach(value: &RawValue, at: String, path: &str) -> Option<String> {
    if path.is_empty() {
        return (value.get() != "null").then_some(at);
    }
    if let Some(word) = path.strip_prefix(" = ") {
        return is_text(value, word).then(|| format!("{at}: {word}"));
    }
    if let Some((kind, rest)) = path.strip_prefix('[').and_then(|path| path.split_once(']')) {
        let items: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
        return items.into_iter().enumerate().find_map(|(index, item)| {
            let at = format!("{at}[{index}]");
            if kind.is_empty() {
                return reach(item, at, rest);
            }
            let members = Members::parse(item.get().as_bytes()).ok()?;
            if !is_text(members.raw("type")?, kind) {
                return None;
            }
            match rest {
                "" => Some(format!("{at}.type: {kind}")),
                _ => reach(item, at, rest),
            }
        });
    }
    let (name, rest) = step(path.trim_start_matches('.'));
    let members = Members::parse(value.get().as_bytes()).ok()?;
    reach(members.raw(name)?, format!("{at}.{name}"), rest)
}

/// The name that a path begins with, and the rest of the path.
fn step(path: &str) -> (&str, &str) {
    path.split_at(path.find(['.', '[', ' ']).unwrap_or(path.len()))
}

fn is_text(value: &RawValue, text: &str) -> bool {
    serde_json::from_str::<String>(value.get()).is_ok_and(|value| value == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_the_first_place() {
        let body = r#"{"a": [{"type": "x", "b": {"c": null}}, {"type": "y", "b": {"c": "d"}}, 7], "e": "f"}"#;
        let body = Members::parse(body.as_bytes()).unwrap();
        let place = |path: &'static str| {
            let (name, rest) = step(path);
            reach(body.raw(name)?, name.to_owned(), rest)
        };
        for (path, expected) in [
            ("a", Some("a")),
            ("a[]", Some("a[0]")),
            ("a[y]", Some("a[1].type: y")),
            ("a[z]", None),
            ("a[].b.c", Some("a[1].b.c")),
            ("a[x].b.c", None),
            ("a[y].b.c", Some("a[1].b.c")),
            ("a[].b.c = d", Some("a[1].b.c: d")),
            ("a[].b.c = e", None),
            ("a.b", None),
            ("e = f", Some("e: f")),
            ("e.f", None),
            ("e[]", None),
            ("g", None),
        ] {
            assert_eq!(place(path).as_deref(), expected, "{path}");
        }
    }
}
