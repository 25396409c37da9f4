//! Our own side: one document of all our schemas, and which of them an operation has.

use openai_types::schema::{self, Operation};
use serde_json::{Map, Value, json};

use super::shape::Document;
use super::specification::Part;
use crate::workspace::Failure;

/// What the paths of the operations in question begin with; the rest of a specification is not ours to name.
const SCOPE: &[&str] = &[
    "/audio/",
    "/batches",
    "/chat/completions",
    "/completions",
    "/embeddings",
    "/extensions/",
    "/files",
    "/images/",
    "/ingestion/",
    "/models",
    "/moderations",
    "/operations/images/",
    "/responses",
    "/uploads",
];

/// What OpenAI's file puts after the path of an operation that it describes once more, as a beta has it.
const BETA: &str = "?beta=true";

/// Our schemas.
#[derive(Debug)]
pub(crate) struct Ours {
    document: Value,
}

/// Whether the operations at this path are among those to be covered.
pub(crate) fn is_in_scope(path: &str) -> bool {
    let path = below_deployment(path);
    SCOPE.iter().any(|start| path.starts_with(start))
}

impl Ours {
    /// The schemas of every crate that has wire types.
    pub(crate) fn load() -> Result<Self, Failure> {
        let roots = schema::roots().into_iter().chain(openai_azure::schema::roots());
        Ok(Self {
            document: document(roots)?,
        })
    }

    /// What our schemas refer into.
    pub(crate) fn schemas(&self) -> Document<'_> {
        Document(&self.document)
    }

    /// Our root schemas for a part of an operation; those that only Azure has are for Azure's specifications.
    pub(crate) fn roots(&self, is_azure: bool, method: &str, path: &str, part: Part) -> Vec<&Value> {
        let spelled = spelled(path);
        let same = |operation: &&Operation| operation.method == method && self::spelled(operation.path) == spelled;
        let azure = openai_azure::schema::OPERATIONS.iter().filter(|_| is_azure);
        let operations = schema::OPERATIONS.iter().chain(azure);
        let names = operations.filter(same).flat_map(|operation| match part {
            Part::Request | Part::Form => operation.requests,
            Part::Answer => operation.responses,
            Part::Event => operation.events,
        });
        names.filter_map(|name| self.document["$defs"].get(name)).collect()
    }
}

/// All schemas in one document, so that a type which two of them use is one type.
fn document(roots: impl Iterator<Item = (&'static str, Value)>) -> Result<Value, Failure> {
    let mut all = Map::new();
    for (name, mut root) in roots {
        let definitions = root["$defs"].as_object().cloned().unwrap_or_default();
        for (name, definition) in definitions.into_iter() {
            all.entry(name).or_insert(definition);
        }
        let members = root.as_object_mut().ok_or_else(|| format!("{name} is no schema"))?;
        members.remove("$defs");
        all.insert(name.to_owned(), root);
    }
    let mut document = json!({"$defs": all});
    for (name, schema) in document["$defs"].as_object_mut().into_iter().flatten() {
        name_roots(schema, name);
    }
    Ok(document)
}

/// A root that refers to itself as the whole document is no longer the whole.
fn name_roots(schema: &mut Value, name: &str) {
    match schema {
        Value::Object(members) => {
            if let Some(reference) = members.get_mut("$ref").filter(|reference| **reference == "#") {
                *reference = json!(format!("#/$defs/{name}"));
            }
            members.values_mut().for_each(|member| name_roots(member, name));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| name_roots(item, name)),
        _ => {}
    }
}

/// A path without the names of its parameters, nor Azure's deployment, nor the mark of a beta.
fn spelled(path: &str) -> String {
    let segments = below_deployment(path).trim_end_matches(BETA).split('/');
    let segments = segments.map(|segment| match segment.strip_prefix('{') {
        Some(name) if name.ends_with('}') => "{}",
        _ => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

fn below_deployment(path: &str) -> &str {
    let below = path
        .strip_prefix("/deployments/{")
        .and_then(|rest| rest.split_once('}'));
    below.map_or(path, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_the_same_whatever_their_parameters_are_called() {
        assert_eq!(
            spelled("/deployments/{deployment-id}/chat/completions"),
            "/chat/completions"
        );
        assert_eq!(spelled("/files/{file-id}/content"), spelled("/files/{file_id}/content"));
        assert!(is_in_scope("/deployments/{d}/embeddings") && is_in_scope("/images/generations:submit"));
        assert_eq!(spelled("/responses/{id}?beta=true"), spelled("/responses/{id}"));
        assert!(!is_in_scope("/threads") && !is_in_scope("/fine_tuning/jobs"));
    }

    #[test]
    fn a_root_that_holds_itself_refers_to_its_name() {
        let root = json!({"properties": {"inner": {"$ref": "#"}}, "$defs": {"b.C": {"type": "string"}}});
        let document = document([("a.B", root)].into_iter()).unwrap();
        assert_eq!(document["$defs"]["a.B"]["properties"]["inner"]["$ref"], "#/$defs/a.B");
        assert_eq!(document["$defs"]["b.C"]["type"], "string");
    }
}
