//! Requests held against a published specification: path, method, parameters and body.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

use openai_core::{Part, PartContent, Payload};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::recorder::Sent;
use crate::{dialect, specification};

/// A published specification, in one dialect.
pub(crate) struct Judge {
    document: Value,
    /// What stands before its paths.
    base: &'static str,
    /// Whether it is of another version, and so knows other versions' names.
    is_neighbours: bool,
    validators: RefCell<HashMap<String, jsonschema::Validator>>,
}

/// What came of a request.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It is as this path of the specification says.
    Right(String),
    /// This is wrong with it.
    Wrong(Vec<String>),
    /// The specification has no such path, or not with this method.
    Unknown,
}

impl Judge {
    pub(crate) fn read(file: &Path, base: &'static str) -> Self {
        let mut document = specification::read(file);
        dialect::unify(&mut document);
        // The names that this has made have a blank, which no reference may have.
        let text = document.to_string().replace(" itself\"", "-itself\"");
        let mut document = serde_json::from_str(&text).unwrap();
        translate(&mut document);
        Self {
            document,
            base,
            is_neighbours: false,
            validators: RefCell::default(),
        }
    }

    /// The specification of another version, for what both have: it does not judge the version's name.
    pub(crate) fn neighbour(file: &Path, base: &'static str) -> Self {
        Self {
            is_neighbours: true,
            ..Self::read(file, base)
        }
    }

    /// Holds a request against the specification.
    pub(crate) fn judge(&self, sent: &Sent) -> Verdict {
        let method = sent.method.as_str().to_lowercase();
        let Some(path) = self.path(sent.uri.path(), &method) else {
            return Verdict::Unknown;
        };
        let place = format!("/paths/{}/{method}", escape(&path));
        let operation = &self.document["paths"][&path][&method];
        let mut faults = Vec::new();
        self.parameters(&path, &place, operation, sent, &mut faults);
        self.body(&place, operation, sent, &mut faults);
        match faults.is_empty() {
            true => Verdict::Right(format!("{} {path}", sent.method)),
            false => Verdict::Wrong(
                faults
                    .into_iter()
                    .map(|fault| format!("{} {path}: {fault}", sent.method))
                    .collect(),
            ),
        }
    }

    /// The specification's path for an address and a method: the one with the fewest places to fill.
    fn path(&self, address: &str, method: &str) -> Option<String> {
        let rest = address.strip_prefix(self.base)?;
        let wanted: Vec<&str> = rest.split('/').collect();
        let is_open = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
        let fits = |path: &&String| {
            let own: Vec<&str> = path.split('/').collect();
            own.len() == wanted.len()
                && own
                    .iter()
                    .zip(&wanted)
                    .all(|(own, wanted)| is_open(own) || own == wanted)
        };
        let paths = self.document["paths"].as_object()?.iter();
        let paths = paths
            .filter(|(_, own)| own.get(method).is_some())
            .map(|(path, _)| path)
            .filter(fits);
        paths.min_by_key(|path| path.matches('{').count()).cloned()
    }

    /// Every parameter of the query is one of the operation's and of its type, and those that must be there are.
    fn parameters(&self, path: &str, place: &str, operation: &Value, sent: &Sent, faults: &mut Vec<String>) {
        let shared = self.document["paths"][path]["parameters"]
            .as_array()
            .into_iter()
            .flatten();
        let own = operation["parameters"].as_array().into_iter().flatten().enumerate();
        let known: Vec<(String, &Value)> = own
            .map(|(index, parameter)| (format!("{place}/parameters/{index}"), parameter))
            .chain(shared.map(|parameter| (String::new(), parameter)))
            .map(|(place, parameter)| match parameter["$ref"].as_str() {
                Some(reference) => (
                    reference[1..].to_owned(),
                    self.document.pointer(&reference[1..]).unwrap(),
                ),
                None => (place, parameter),
            })
            .collect();
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let query = sent
            .uri
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty());
        let mut given = Vec::new();
        for pair in query {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name).trim_end_matches("[]").to_owned();
            let named = known
                .iter()
                .find(|(_, known)| known["in"] == "query" && known["name"] == name.as_str());
            match named {
                _ if self.is_neighbours && name == "api-version" => {}
                None => faults.push(format!("no parameter `{name}` in the query")),
                Some((place, known)) => {
                    let at = if known.get("schema").is_some() {
                        format!("{place}/schema")
                    } else {
                        place.clone()
                    };
                    self.text(&at, &name, &decode(value), faults);
                }
            }
            given.push(name);
        }
        for (_, parameter) in known.iter().filter(|(_, parameter)| parameter["required"] == true) {
            let name = parameter["name"].as_str().unwrap_or_default();
            let is_there = match parameter["in"].as_str() {
                Some("query") => given.iter().any(|given| given == name),
                Some("header") => sent.headers.contains_key(name),
                _ => true,
            };
            if !is_there {
                faults.push(format!("`{name}` is missing"));
            }
        }
    }

    fn body(&self, place: &str, operation: &Value, sent: &Sent, faults: &mut Vec<String>) {
        let content = &operation["requestBody"]["content"];
        let schema = |kind: &str| format!("{place}/requestBody/content/{}/schema", escape(kind));
        match &sent.payload {
            Payload::Empty if operation["requestBody"]["required"] == true => faults.push("no body".to_owned()),
            Payload::Empty => {}
            Payload::Json(bytes) if content.get("application/json").is_some() => {
                let body = serde_json::from_slice(bytes).unwrap_or_default();
                self.validate(&schema("application/json"), &body, faults);
            }
            Payload::Multipart(parts) if content.get("multipart/form-data").is_some() => {
                self.form(&schema("multipart/form-data"), parts, faults);
            }
            other => faults.push(format!("{other:?} where it takes {content}")),
        }
    }

    /// A form's texts are read as what the schema wants them to be.
    fn form(&self, schema: &str, parts: &[Part], faults: &mut Vec<String>) {
        let at = self.resolved(schema);
        let properties = &self.document.pointer(&at).unwrap()["properties"];
        for name in self.document.pointer(&at).unwrap()["required"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let name = name.as_str().unwrap_or_default();
            if parts.iter().all(|part| part.parameter() != name) {
                faults.push(format!("the form lacks `{name}`"));
            }
        }
        let mut read: Map<String, Value> = Map::new();
        for part in parts {
            let name = part.parameter();
            if properties.get(name).is_none() {
                faults.push(format!("the form has no field `{name}`"));
                continue;
            }
            let value = match &part.content {
                PartContent::File(_) => json!("a file"),
                PartContent::Text(text) => json!(text),
                other => panic!("{other:?}"),
            };
            let inner = part.name.strip_prefix(name).unwrap_or_default();
            match inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
                None => {
                    read.insert(name.to_owned(), value);
                }
                Some("") => {
                    let list = read.entry(name).or_insert_with(|| json!([]));
                    list.as_array_mut().unwrap().push(value);
                }
                Some(member) => {
                    read.entry(name).or_insert_with(|| json!({}))[member] = value;
                }
            }
        }
        for (name, value) in read {
            self.fits(&format!("{at}/properties/{name}"), &name, &value, faults);
        }
    }

    fn text(&self, at: &str, name: &str, text: &str, faults: &mut Vec<String>) {
        self.fits(at, name, &json!(text), faults);
    }

    /// Whether a value of texts fits, as it stands or with its texts read as numbers and the like.
    fn fits(&self, at: &str, name: &str, value: &Value, faults: &mut Vec<String>) {
        let (mut plain, mut parsed, mut listed) = (Vec::new(), Vec::new(), Vec::new());
        self.validate(at, value, &mut plain);
        self.validate(at, &untexted(value), &mut parsed);
        self.validate(at, &json!([value]), &mut listed);
        if ![&plain, &parsed, &listed].iter().any(|faults| faults.is_empty()) {
            faults.push(format!("`{name}`: {}", plain.join("; ")));
        }
    }

    fn validate(&self, at: &str, value: &Value, faults: &mut Vec<String>) {
        let mut validators = self.validators.borrow_mut();
        let validator = validators.entry(at.to_owned()).or_insert_with(|| {
            let schema = self.document.pointer(at);
            let mut schema = schema.unwrap_or_else(|| panic!("nothing is at {at}")).clone();
            if schema["required"].is_boolean() {
                // Swagger has a parameter and its schema in one.
                schema.as_object_mut().unwrap().remove("required");
            }
            let mut schema = json!({"allOf": [schema]});
            for name in ["components", "definitions"] {
                if let Some(part) = self.document.get(name) {
                    schema[name] = part.clone();
                }
            }
            jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{at}: {error}"))
        });
        faults.extend(validator.iter_errors(value).map(|error| deepest(&error)));
    }

    /// Where a schema stands once its references are followed.
    fn resolved(&self, at: &str) -> String {
        match self.document.pointer(at).and_then(|schema| schema["$ref"].as_str()) {
            Some(reference) => self.resolved(&reference[1..]),
            None => at.to_owned(),
        }
    }
}

/// `nullable` is no word of JSON Schema, and neither are the bare `required` and `file` of forms: without this, a
/// validator takes or refuses anything.
fn translate(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(translate),
        Value::Object(members) => {
            members.values_mut().for_each(translate);
            let form = members.get("properties").and_then(Value::as_object);
            let musts = form
                .into_iter()
                .flatten()
                .filter(|(_, field)| field["required"] == true);
            let musts: Vec<Value> = musts.map(|(name, _)| json!(name)).collect();
            if !musts.is_empty() {
                members.insert("required".to_owned(), Value::Array(musts));
            }
            if members.get("type") == Some(&json!("file")) {
                members.insert("type".to_owned(), json!("string"));
            }
            if members.get("exclusiveMinimum") == Some(&Value::Bool(true)) {
                let bound = members.remove("minimum").unwrap_or_default();
                members.insert("exclusiveMinimum".to_owned(), bound);
            }
            // That a file's own alternatives overlap is no fault of a request.
            if let Some(alternatives) = members.remove("oneOf") {
                members.insert("anyOf".to_owned(), alternatives);
            }
            let nullable = ["nullable", "x-nullable"].map(|word| members.remove(word) == Some(Value::Bool(true)));
            if nullable.contains(&true) {
                let schema = Value::Object(std::mem::take(members));
                members.insert("anyOf".to_owned(), json!([schema, {"type": "null"}]));
            }
        }
        _ => {}
    }
}

/// The same value with its texts read as JSON where they are.
fn untexted(value: &Value) -> Value {
    match value {
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| value.clone()),
        Value::Array(items) => items.iter().map(untexted).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), untexted(value)))
            .collect(),
        other => other.clone(),
    }
}

/// Of a value that fits none of several schemas: what is wrong by the one that it comes closest to.
fn deepest(error: &jsonschema::ValidationError<'_>) -> String {
    use jsonschema::error::ValidationErrorKind as Kind;
    let branches = match error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => context,
        _ => return format!("{}: {error}", error.instance_path()),
    };
    let is_other = |inner: &jsonschema::ValidationError<'_>| {
        let at = inner.instance_path().to_string();
        let is_type = matches!(inner.kind(), Kind::Type { .. }) && inner.instance_path() == error.instance_path();
        is_type || at.ends_with("/type") || at.ends_with("/role")
    };
    let distance = |branch: &&Vec<jsonschema::ValidationError<'_>>| (branch.iter().any(is_other), branch.len());
    let closest = branches.iter().min_by_key(distance).into_iter().flatten();
    closest.map(deepest).collect::<Vec<_>>().join(", ")
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
