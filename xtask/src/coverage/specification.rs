//! A published specification: its name, and what its operations take and answer.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::dialect;
use super::shape::Document;
use crate::workspace::Failure;

/// A specification, whatever its dialect was.
#[derive(Debug)]
pub(crate) struct Specification {
    /// What the public calls it: title, version and file.
    pub(crate) name: String,
    document: Value,
}

/// An operation as a specification describes it.
#[derive(Debug)]
pub(crate) struct Described<'a> {
    /// In capitals.
    pub(crate) method: String,
    /// The path below the base URL, as the specification spells it.
    pub(crate) path: &'a str,
    /// What it takes and answers.
    pub(crate) bodies: Vec<(Part, &'a Value)>,
}

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// A JSON request.
    Request,
    /// The fields of a form.
    Form,
    /// A JSON answer.
    Answer,
    /// An event of a streamed answer.
    Event,
}

impl Part {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Form => "form",
            Self::Answer => "answer",
            Self::Event => "event",
        }
    }
}

impl Specification {
    /// Reads a file. Another JSON file than a specification is `None`.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, Failure> {
        let trouble = |error: &dyn std::error::Error| format!("{}: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| trouble(&error))?;
        let document: Value =
            serde_json::from_str(&text).map_err(|error| format!("{}: is no JSON: {error}", path.display()))?;
        if !document["paths"].is_object() {
            return Ok(None);
        }
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Some(Self::new(&file, document)))
    }

    fn new(file: &str, mut document: Value) -> Self {
        dialect::unify(&mut document);
        let say = |name: &str| document["info"][name].as_str().unwrap_or_default().trim();
        Self {
            name: format!("{} {} ({file})", say("title"), say("version")),
            document,
        }
    }

    /// Whether it describes Azure's service.
    pub(crate) fn is_azure(&self) -> bool {
        self.name.contains("Azure")
    }

    /// What its schemas refer into.
    pub(crate) fn schemas(&self) -> Document<'_> {
        Document(&self.document)
    }

    /// Its operations, in order of path and method.
    pub(crate) fn operations(&self) -> Vec<Described<'_>> {
        let paths = self.document["paths"].as_object().into_iter().flatten();
        let operations = paths.flat_map(|(path, operations)| {
            let operations = operations.as_object().into_iter().flatten();
            operations.map(move |(method, operation)| (path, method, operation))
        });
        let mut described: Vec<_> = operations
            .filter(|(.., operation)| operation.get("responses").is_some())
            .map(|(path, method, operation)| Described {
                method: method.to_uppercase(),
                path,
                bodies: self.bodies(operation),
            })
            .collect();
        described.sort_by(|a, b| (a.path, &a.method).cmp(&(b.path, &b.method)));
        described
    }

    fn bodies<'a>(&'a self, operation: &'a Value) -> Vec<(Part, &'a Value)> {
        let schemas = self.schemas();
        let mut bodies = Vec::new();
        for (kind, schema) in contents(schemas.resolved(&operation["requestBody"])) {
            match kind {
                "application/json" => bodies.push((Part::Request, schema)),
                "multipart/form-data" => bodies.push((Part::Form, schema)),
                _ => {}
            }
        }
        let answers = operation["responses"].as_object().into_iter().flatten();
        for (_, answer) in answers.filter(|(status, _)| status.starts_with('2')) {
            for (kind, schema) in contents(schemas.resolved(answer)) {
                match kind {
                    "application/json" => bodies.extend(self.answers(schema)),
                    "text/event-stream" => bodies.push((Part::Event, schema)),
                    _ => {}
                }
            }
        }
        bodies
    }

    /// Azure's files describe a chat's whole answer and its chunks as one union.
    fn answers<'a>(&'a self, schema: &'a Value) -> Vec<(Part, &'a Value)> {
        let kinds = ["anyOf", "oneOf"].iter().find_map(|name| schema[name].as_array());
        let Some(kinds) = kinds else {
            return vec![(Part::Answer, schema)];
        };
        let is_chunk = |kind: &Value| {
            let object = &self.schemas().resolved(kind)["properties"]["object"];
            object["enum"][0] == "chat.completion.chunk"
        };
        if !kinds.iter().any(is_chunk) {
            return vec![(Part::Answer, schema)];
        }
        let part = |kind| if is_chunk(kind) { Part::Event } else { Part::Answer };
        kinds.iter().map(|kind| (part(kind), kind)).collect()
    }
}

fn contents(body: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let contents = body["content"].as_object().into_iter().flatten();
    contents.filter_map(|(kind, content)| Some((kind.as_str(), content.get("schema")?)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_operation_has_its_successful_bodies() {
        let schema = |kind: &str| json!({"schema": {"title": kind}});
        let chunk = json!({"properties": {"object": {"enum": ["chat.completion.chunk"]}}});
        let specification = Specification::new(
            "a.json",
            json!({
                "openapi": "3.1.0",
                "info": {"title": "A ", "version": "1"},
                "components": {"schemas": {}, "responses": {
                    "Both": {"content": {"application/json": {"schema": {"anyOf": [{"title": "whole"}, chunk]}}}},
                }},
                "paths": {"/a": {
                    "parameters": [],
                    "post": {
                        "requestBody": {"content": {
                            "application/json": schema("json"), "multipart/form-data": schema("form"),
                        }},
                        "responses": {
                            "200": {"content": {"text/event-stream": schema("event"), "text/plain": schema("text")}},
                            "201": {"$ref": "#/components/responses/Both"},
                            "default": {"content": {"application/json": schema("error")}},
                        },
                    },
                }},
            }),
        );
        assert_eq!(specification.name, "A 1 (a.json)");
        let operations = specification.operations();
        let [operation] = operations.as_slice() else {
            panic!("one operation")
        };
        assert_eq!((operation.method.as_str(), operation.path), ("POST", "/a"));
        let parts: Vec<_> = operation
            .bodies
            .iter()
            .map(|(part, schema)| (part.name(), schema["title"].as_str().unwrap_or_default()))
            .collect();
        assert_eq!(
            parts,
            [
                ("request", "json"),
                ("form", "form"),
                ("event", "event"),
                ("answer", "whole"),
                ("event", "")
            ]
        );
    }
}
