//! One change at every place of every body: what is new survives, what is wrong is an error at that very place, and
//! the JSON Schemas judge as the types do.

use std::collections::BTreeSet;

use openai_types::schema;
use serde_json::{Value, json};

use crate::bodies;
use crate::json::{dotted, pointers, round_chat};

/// Objects whose members are data, each of the same kind.
const MAPS: [&str; 5] = [
    "metadata",
    "logit_bias",
    "categories",
    "category_scores",
    "category_applied_input_types",
];

/// Members whose every value is named, so that a new one is reported.
const ENUMS: [&str; 9] = [
    "role",
    "finish_reason",
    "service_tier",
    "severity",
    "detail",
    "reasoning_effort",
    "verbosity",
    "syntax",
    "search_context_size",
];

/// Members that hold JSON as it is.
const OPEN: [&str; 3] = ["parameters", "schema", "code"];

fn last(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}

/// Calls `visit` with the kind, the name and the whole of each body, and with each place in it.
fn everywhere(mut visit: impl FnMut(&str, &str, &Value, &str)) {
    for body in bodies::all() {
        let value: Value = serde_json::from_str(&body.text).expect("a body is JSON");
        for pointer in pointers(&value) {
            visit(&body.kind, &body.name, &value, &pointer);
        }
    }
}

fn changed(body: &Value, pointer: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut body = body.clone();
    change(body.pointer_mut(pointer).expect("the place is there"));
    body
}

/// Decodes, encodes, compares and lists what is not named.
fn survives(kind: &str, name: &str, pointer: &str, body: &Value) -> Vec<String> {
    round_chat(kind, &body.to_string()).unwrap_or_else(|error| panic!("{name} {pointer}: {error}"))
}

/// Whether a place lies in JSON that is kept as it is, so that nothing is reported from within.
fn is_open(body: &Value, pointer: &str, unknowns: &[String]) -> bool {
    let path = dotted(body, pointer);
    let within = |unknown: &String| {
        let unknown = unknown.split(" = ").next().unwrap_or_default();
        path.strip_prefix(unknown)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    pointer.split('/').any(|step| OPEN.contains(&step)) || unknowns.iter().any(within)
}

#[test]
fn an_unknown_member_in_any_object_survives_and_is_reported() {
    let mut count = 0;
    everywhere(|kind, name, body, pointer| {
        let is_object = body.pointer(pointer).is_some_and(Value::is_object);
        if !is_object || MAPS.contains(&last(pointer)) {
            return;
        }
        let before = survives(kind, name, pointer, body);
        let changed = changed(body, pointer, |object| {
            object["x-new"] = json!({"deep": [1, null, {"a": "b"}]});
        });
        let after = survives(kind, name, pointer, &changed);
        let expected = dotted(body, &format!("{pointer}/x-new"));
        assert!(
            after.contains(&expected) || is_open(body, pointer, &before),
            "{name}: {expected} is not among {after:?}"
        );
        count += 1;
    });
    assert!(count > 400, "{count} objects");
    println!("{count} objects");
}

#[test]
fn an_unknown_value_in_place_of_any_string_survives() {
    let mut count = 0;
    everywhere(|kind, name, body, pointer| {
        if !body.pointer(pointer).is_some_and(Value::is_string) {
            return;
        }
        let before = survives(kind, name, pointer, body);
        let changed = changed(body, pointer, |value| *value = json!("x-new"));
        let after = survives(kind, name, pointer, &changed);
        let reported = after.iter().any(|unknown| unknown.ends_with(" = x-new"));
        assert!(
            reported || !ENUMS.contains(&last(pointer)) || is_open(body, pointer, &before),
            "{name} {pointer}: {after:?}"
        );
        count += 1;
    });
    assert!(count > 500, "{count} strings");
    println!("{count} strings");
}

#[test]
fn an_unknown_object_in_any_tagged_list_survives() {
    let mut count = 0;
    everywhere(|kind, name, body, pointer| {
        let is_tagged = |item: &Value| item.get("type").is_some() || item.get("role").is_some();
        let is_tagged_list = |value: &Value| value.as_array().is_some_and(|items| items.iter().any(is_tagged));
        // Results have a `type`, but are all of the same one.
        if !body.pointer(pointer).is_some_and(is_tagged_list) || last(pointer) == "results" {
            return;
        }
        let new = json!({"a": [{"b": null}], "type": "x-new", "role": "x-new", "z": 1});
        let changed = changed(body, pointer, |list| {
            let items = list.as_array_mut().expect("a list");
            items.insert(0, new.clone());
            items.push(new);
        });
        survives(kind, name, pointer, &changed);
        count += 1;
    });
    assert!(count > 50, "{count} lists");
    println!("{count} lists");
}

#[test]
fn a_value_of_any_other_kind_fits_or_is_an_error_at_its_place_as_the_schema_says() {
    let schemas = schema::roots().into_iter().map(|(name, schema)| {
        let kind = name.trim_start_matches("chat.").to_lowercase();
        (kind, jsonschema::validator_for(&schema).expect("the schema is one"))
    });
    let schemas: Vec<_> = schemas.collect();
    let (mut fits, mut errors) = (0, 0);
    everywhere(|kind, name, body, pointer| {
        let (_, schema) = schemas
            .iter()
            .find(|(name, _)| name == kind)
            .expect("each kind has a schema");
        for other in [
            json!(null),
            json!(true),
            json!(-1.5),
            json!("x-new"),
            json!([]),
            json!({}),
        ] {
            let changed = changed(body, pointer, |value| *value = other.clone());
            let verdict = schema.validate(&changed);
            match round_chat(kind, &changed.to_string()) {
                Ok(_) => {
                    assert!(
                        verdict.is_ok(),
                        "{name} {pointer} = {other}: {}",
                        verdict.expect_err("refused")
                    );
                    fits += 1;
                }
                Err(error) => {
                    let place = dotted(body, pointer);
                    let expected = if place.is_empty() { "invalid type: " } else { &place };
                    assert!(
                        error
                            .strip_prefix(expected)
                            .is_some_and(|rest| place.is_empty() || rest.starts_with(": "))
                            || (place.is_empty() && error.starts_with("missing field")),
                        "{name} {pointer} = {other}: {error}"
                    );
                    assert!(verdict.is_err(), "{name} {pointer} = {other}: the schema takes it");
                    errors += 1;
                }
            }
        }
    });
    assert!(fits > 1_000 && errors > 1_000, "{fits} fit, {errors} do not");
    println!("{fits} fit, {errors} do not");
}

#[test]
fn the_bodies_reach_every_member_that_the_types_name() {
    let mut named: BTreeSet<String> = BTreeSet::new();
    for (_, schema) in schema::roots() {
        let types = schema["$defs"].as_object().expect("types").values();
        for definition in types.chain([&schema]) {
            named.extend(
                definition["properties"]
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(name, _)| name.clone()),
            );
        }
    }
    everywhere(|_, _, _, pointer| {
        named.remove(last(pointer));
    });
    assert!(named.is_empty(), "no body has {named:?}");
}
