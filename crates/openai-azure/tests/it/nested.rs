//! What stands within the parameters of a chat, held against Azure's published specifications.

use std::collections::{BTreeMap, BTreeSet};

use openai_azure::{Azure, STRIP_STRICT};
use openai_core::{Call, Error, Operation, Policy, Provider, Spelled};
use serde_json::{Map, Value, json};

use crate::chat::dated;
use crate::profile::versions;
use crate::specification;

/// The parameters that are looked into.
const WITHIN: [&str; 5] = ["data_sources", "messages", "response_format", "tool_choice", "tools"];

/// How many members deep that is.
const DEEPEST: usize = 5;

/// What the types hold, no specification names, and the profile does not speak of.
const UNSPOKEN: &[(&str, &str)] = &[
    (
        "messages[role:developer]",
        "newer models take it in every version, or read it as `system`",
    ),
    (
        "messages[role:user].content[file]",
        "the types are OpenAI's; of Azure nothing is known",
    ),
    (
        "messages[role:user].content[refusal]",
        "only 2024-10-21 and later answer with it",
    ),
    (
        "messages[role:user].content[reasoning]",
        "only Databricks answers with it",
    ),
    ("tool_choice = validated", "only Vertex has it"),
];

/// The ways of signing in that a source takes in any version.
const WAYS: &[(&str, &[&str])] = &[
    (
        "azure_search",
        &[
            "api_key",
            "access_token",
            "system_assigned_managed_identity",
            "user_assigned_managed_identity",
        ],
    ),
    ("azure_cosmos_db", &["connection_string"]),
    (
        "azure_ml_index",
        &[
            "access_token",
            "system_assigned_managed_identity",
            "user_assigned_managed_identity",
        ],
    ),
    ("elasticsearch", &["key_and_key_id", "encoded_api_key"]),
    ("pinecone", &["api_key"]),
    ("mongo_db", &["username_and_password"]),
];

/// The ways of signing in at an endpoint of embeddings.
const AT_ENDPOINT: &[&str] = &["api_key", "access_token"];

/// Whether no version signs in so: the service's to say.
fn is_never_taken(place: &str) -> bool {
    let Some((before, way)) = place.split_once(".authentication(") else {
        return false;
    };
    let source = WAYS
        .iter()
        .find(|(source, _)| before == format!("data_sources[{source}].parameters"));
    let ways = source.map_or(AT_ENDPOINT, |(_, ways)| *ways);
    ways.iter().all(|known| !way.starts_with(&format!("{known})")))
}

/// A schema and the file that its references lead into.
#[derive(Clone, Copy)]
struct Schema<'a> {
    file: &'a Value,
    schema: &'a Value,
}

impl<'a> Schema<'a> {
    fn of(self, schema: &'a Value) -> Self {
        match schema["$ref"].as_str() {
            Some(path) => self.of(self.file.pointer(path.trim_start_matches('#')).unwrap()),
            None => Self { schema, ..self },
        }
    }

    fn list(self, name: &str) -> impl Iterator<Item = Self> + use<'a> {
        let list = self.schema[name].as_array().into_iter().flatten();
        list.map(move |schema| self.of(schema))
    }

    fn members(self) -> BTreeMap<&'a str, Self> {
        let own = self.schema["properties"].as_object().into_iter().flatten();
        let own = own.map(|(name, schema)| (name.as_str(), self.of(schema)));
        let inherited = self.list("allOf").flat_map(Self::members);
        inherited.chain(own).collect()
    }

    fn words(self) -> impl Iterator<Item = &'a str> {
        let words = self.schema["enum"].as_array().into_iter().flatten();
        words.chain(self.schema.get("const")).filter_map(Value::as_str)
    }

    /// The shapes that a value may have, each with the member and the word that tell it from the others.
    fn shapes(self) -> Vec<(Option<(&'a str, &'a str)>, Self)> {
        let told = &self.schema["discriminator"];
        if let Some(kinds) = told["mapping"].as_object() {
            let name = told["propertyName"].as_str().unwrap();
            let kinds = kinds.iter();
            return kinds
                .map(|(kind, path)| {
                    let schema = self.file.pointer(path.as_str().unwrap().trim_start_matches('#'));
                    (Some((name, kind.as_str())), self.of(schema.unwrap()))
                })
                .collect();
        }
        let among: Vec<_> = self.list("oneOf").chain(self.list("anyOf")).collect();
        if !among.is_empty() {
            return among.into_iter().flat_map(Self::shapes).collect();
        }
        if let Some(kind) = self.schema["x-ms-discriminator-value"].as_str() {
            return vec![(Some(("type", kind)), self)];
        }
        let members = self.members();
        let words = ["type", "role"].into_iter().find_map(|name| {
            let words: Vec<_> = members.get(name)?.words().collect();
            (!words.is_empty()).then_some((name, words))
        });
        match words {
            Some((name, words)) => words.into_iter().map(|word| (Some((name, word)), self)).collect(),
            None => vec![(None, self)],
        }
    }

    /// Everything that may stand within a value at this place.
    fn places(self, at: &str, is_item: bool, found: &mut BTreeSet<String>) {
        // Messages may hold messages.
        if at.matches('.').count() > DEEPEST {
            return;
        }
        for (kind, shape) in self.shapes() {
            let kind = match kind {
                Some(("type", word)) => word.to_owned(),
                Some((name, word)) => format!("{name}:{word}"),
                None => String::new(),
            };
            let at = match is_item {
                true => format!("{at}[{kind}]"),
                false if kind.is_empty() => at.to_owned(),
                false => format!("{at}({kind})"),
            };
            found.insert(at.clone());
            found.extend(shape.words().map(|word| format!("{at} = {word}")));
            if let Some(items) = shape.schema.get("items") {
                shape.of(items).places(&at, true, found);
            }
            for (name, member) in shape.members() {
                if !["type", "role"].contains(&name) {
                    found.insert(format!("{at}.{name}"));
                    member.places(&format!("{at}.{name}"), false, found);
                }
            }
        }
    }
}

/// The places within the parameters of a body; of messages, the roles and the parts that any of them may say.
fn places(file: &Value, body: &Value) -> BTreeSet<String> {
    let members = Schema { file, schema: body }.of(body).members();
    let mut found = BTreeSet::new();
    for name in WITHIN {
        if let Some(schema) = members.get(name) {
            schema.places(name, false, &mut found);
        }
    }
    let found = found.into_iter().filter_map(|place| {
        let Some((role, rest)) = place
            .strip_prefix("messages[role:")
            .and_then(|rest| rest.split_once(']'))
        else {
            let told = !place.starts_with("messages") && !place.ends_with("[]") && !WITHIN.contains(&place.as_str());
            return told.then_some(place);
        };
        match rest.strip_prefix(".content[").and_then(|rest| rest.strip_suffix(']')) {
            Some(part) if !part.is_empty() && !part.contains(']') => {
                Some(format!("messages[role:user].content[{part}]"))
            }
            _ => rest.is_empty().then(|| format!("messages[role:{role}]")),
        }
    });
    found.collect()
}

/// A body with something at one place.
fn body(place: &str) -> Value {
    let name = place.find(['.', '[', '(', ' ']).unwrap_or(place.len());
    json!({"model": "gpt-4o", &place[..name]: value(&place[name..])})
}

fn value(rest: &str) -> Value {
    if let Some(word) = rest.strip_prefix(" = ") {
        return json!(word);
    }
    if let Some((kind, rest)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return json!([told(kind, rest)]);
    }
    if let Some((kind, rest)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        return told(kind, rest);
    }
    match rest.strip_prefix('.') {
        Some(rest) => {
            let name = rest.find(['.', '[', '(', ' ']).unwrap_or(rest.len());
            json!({&rest[..name]: value(&rest[name..])})
        }
        None => json!(true),
    }
}

fn told(kind: &str, rest: &str) -> Value {
    let mut value = match value(rest) {
        Value::Object(members) => members,
        other if !rest.is_empty() => return other,
        _ => Map::new(),
    };
    let (name, kind) = kind.split_once(':').unwrap_or(("type", kind));
    if !kind.is_empty() {
        value.insert(name.to_owned(), json!(kind));
    }
    value.into()
}

fn send(azure: &Azure, body: &Value) -> Result<Spelled, Error> {
    let call = Call::raw(Operation::CHAT, &["chat", "completions"], body.to_string());
    azure.request(&call, &Policy::new().without_fix(STRIP_STRICT))
}

/// A place in a source of any kind; any other place as it is.
fn in_any_source(place: &str) -> String {
    let within = place
        .strip_prefix("data_sources[")
        .and_then(|rest| rest.split_once("]."));
    within.map_or_else(|| place.to_owned(), |(_, rest)| format!("data_sources[].{rest}"))
}

#[test]
fn what_stands_within_parameters_is_refused_where_a_specification_lacks_it() {
    let name = "openai-azure: what_stands_within_parameters_is_refused_where_a_specification_lacks_it";
    let Some(folder) = specification::folder(name) else {
        return;
    };
    let roots = openai_azure::schema::roots();
    let (_, types) = roots
        .iter()
        .find(|(name, _)| *name == "on_your_data.v2024.Request")
        .unwrap();
    let held = places(types, types);
    let (mut taken, mut lacking, mut unspoken) = (0, 0, BTreeSet::new());
    for (version, file) in versions(&folder.join("specs/azure/inference"), "inference.json") {
        let azure = dated(&version);
        let chat = &file["paths"]["/deployments/{deployment-id}/chat/completions"]["post"];
        let specified = places(&file, &chat["requestBody"]["content"]["application/json"]["schema"]);
        let in_sources: BTreeSet<String> = specified.iter().map(|place| in_any_source(place)).collect();
        for place in &held {
            let sent = send(&azure, &body(place));
            if specified.contains(place) {
                assert!(sent.is_ok(), "{place} in {version}: {}", sent.unwrap_err());
                taken += 1;
            } else if is_never_taken(place) || in_sources.contains(&in_any_source(place)) {
                // Which source has it is the service's to say.
                continue;
            } else if sent.is_ok() {
                let known = UNSPOKEN.iter().find(|(unspoken, _)| place == unspoken);
                let (known, _) = known.unwrap_or_else(|| panic!("{version} lacks {place}, and it is sent"));
                unspoken.insert(*known);
            } else {
                lacking += 1;
            }
        }
    }
    println!("{taken} places taken, {lacking} refused");
    assert!(taken > 200 && lacking > 200, "{taken} taken, {lacking} lacking");
    assert_eq!(unspoken.len(), UNSPOKEN.len(), "{unspoken:?}");
}
