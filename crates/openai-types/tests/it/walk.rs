//! One change at every place of every body: what is new survives, what is wrong is an error at that very place, and
//! the JSON Schemas judge as the types do.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::bodies::{self, Body};
use crate::json::{dotted, unescaped};
use crate::kind::round_named;
use crate::kinds::{is_own, schema};
use crate::places::{Place, places};

/// Calls `visit` with each body, its value, and each place in it.
pub(crate) fn everywhere(mut visit: impl FnMut(&Body, &Value, &Place<'_>)) {
    let schemas: BTreeMap<_, _> = schema::roots().into_iter().collect();
    for body in bodies::all() {
        let value: Value = serde_json::from_str(&body.text).expect("a body is JSON");
        for place in places(&schemas[body.kind], &value) {
            visit(&body, &value, &place);
        }
    }
}

/// A pointer's last step: a member's name.
fn last(pointer: &str) -> String {
    unescaped(pointer.rsplit('/').next().unwrap_or_default())
}

fn changed(value: &Value, place: &Place<'_>, change: impl FnOnce(&mut Value)) -> Value {
    let mut value = value.clone();
    change(value.pointer_mut(&place.pointer).expect("the place is there"));
    value
}

/// Decodes, encodes, compares and lists what is not named.
fn survives(body: &Body, place: &Place<'_>, value: &Value) -> Vec<String> {
    round_named(body.kind, &value.to_string())
        .unwrap_or_else(|error| panic!("{} {}: {error}", body.name, place.pointer))
}

/// Whether the place lies in JSON that is kept as it is, so that nothing is reported from within.
fn is_kept_whole(body: &Body, value: &Value, place: &Place<'_>) -> bool {
    let path = dotted(value, &place.pointer);
    let within = |unknown: &String| {
        let unknown = unknown.split(" = ").next().unwrap_or_default();
        path.strip_prefix(unknown)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    place.is_open || survives(body, place, value).iter().any(within)
}

#[test]
fn an_unknown_member_in_any_object_survives_and_is_reported() {
    let mut count = 0;
    everywhere(|body, value, place| {
        let is_object = value.pointer(&place.pointer).is_some_and(Value::is_object);
        if !is_object || (place.is_map && !place.is_open) {
            return;
        }
        let changed = changed(value, place, |object| {
            object["x-new"] = json!({"deep": [1, null, {"a": "b"}]});
        });
        let after = survives(body, place, &changed);
        let expected = dotted(value, &format!("{}/x-new", place.pointer));
        assert!(
            after.contains(&expected) || is_kept_whole(body, value, place),
            "{}: {expected} is not among {after:?}",
            body.name
        );
        count += 1;
    });
    assert!(count > 400, "{count} objects");
    println!("{count} objects");
}

#[test]
fn an_unknown_value_in_place_of_any_string_survives_and_is_reported_where_values_are_named() {
    let (mut count, mut named) = (0, 0);
    everywhere(|body, value, place| {
        if place.has_pattern || !value.pointer(&place.pointer).is_some_and(Value::is_string) {
            return;
        }
        let changed = changed(value, place, |value| *value = json!("x-new"));
        let after = survives(body, place, &changed);
        count += 1;
        if place.is_enum && !is_kept_whole(body, value, place) {
            let is_reported = after.iter().any(|unknown| unknown.ends_with(" = x-new"));
            assert!(is_reported, "{} {}: {after:?}", body.name, place.pointer);
            named += 1;
        }
    });
    assert!(count > 500 && named > 200, "{count} strings, {named} with named values");
    println!("{count} strings, {named} with named values");
}

#[test]
fn an_unknown_object_in_any_union_survives_and_is_reported() {
    let new = json!({"a": [{"b": null}], "type": "x-new", "role": "x-new", "z": 1});
    let mut count = 0;
    everywhere(|body, value, place| {
        if !place.is_union || !value.pointer(&place.pointer).is_some_and(Value::is_object) {
            return;
        }
        let changed = changed(value, place, |object| *object = new.clone());
        let path = dotted(value, &place.pointer);
        let after = survives(body, place, &changed);
        let is_reported = |unknown: &String| {
            let rest = unknown.strip_prefix(&path);
            rest.is_some_and(|rest| rest.starts_with(" ="))
        };
        assert!(
            after.iter().any(is_reported) || is_kept_whole(body, value, place),
            "{} {path}: {after:?}",
            body.name
        );
        count += 1;
    });
    assert!(count > 100, "{count} objects");
    println!("{count} objects");
}

#[test]
fn a_value_of_any_other_kind_fits_or_is_an_error_at_its_place_as_the_schema_says() {
    let schemas: BTreeMap<_, _> = schema::roots()
        .into_iter()
        .map(|(name, schema)| (name, jsonschema::validator_for(&schema).expect("the schema is one")))
        .collect();
    let (mut fits, mut errors) = (0, 0);
    everywhere(|body, value, place| {
        let (name, pointer) = (&body.name, &place.pointer);
        for other in [
            json!(null),
            json!(true),
            json!(-1.5),
            json!("x-new"),
            json!([]),
            json!({}),
        ] {
            let changed = changed(value, place, |value| *value = other.clone());
            let verdict = schemas[body.kind].validate(&changed);
            match round_named(body.kind, &changed.to_string()) {
                Ok(_) => {
                    assert!(
                        verdict.is_ok(),
                        "{name} {pointer} = {other}: {}",
                        verdict.expect_err("refused")
                    );
                    fits += 1;
                }
                Err(error) => {
                    let place = dotted(value, pointer);
                    let expected = if place.is_empty() { "invalid type: " } else { &place };
                    assert!(
                        error
                            .strip_prefix(expected)
                            .is_some_and(|rest| place.is_empty() || rest.starts_with(": "))
                            || (place.is_empty() && error.starts_with("missing field"))
                            // Without its tag, an object may count as another one of its union.
                            || (other.is_null() && lacks_a_member(&error, value, pointer)),
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
fn a_whole_number_may_have_a_fraction_of_nothing_and_any_other_is_an_error_at_its_place() {
    let schemas: BTreeMap<_, _> = schema::roots()
        .into_iter()
        .map(|(name, schema)| (name, jsonschema::validator_for(&schema).expect("the schema is one")))
        .collect();
    let (mut count, mut whole) = (0, 0);
    everywhere(|body, value, place| {
        let Some(number) = value
            .pointer(&place.pointer)
            .filter(|value| value.is_i64() || value.is_u64())
        else {
            return;
        };
        let number = number.as_f64().expect("a number");
        let floating = changed(value, place, |value| *value = json!(number));
        assert!(floating.to_string().contains(".0"), "{}", body.name);
        survives(body, place, &floating);
        assert!(
            schemas[body.kind].is_valid(&floating),
            "{} {}",
            body.name,
            place.pointer
        );
        count += 1;
        if !place.is_whole || place.is_open || is_kept_whole(body, value, place) {
            return;
        }
        for other in [json!(number + 0.5), json!(18_446_744_073_709_551_616_f64), json!(-1e30)] {
            let changed = changed(value, place, |value| *value = other.clone());
            let error = round_named(body.kind, &changed.to_string()).expect_err(&place.pointer);
            let path = dotted(value, &place.pointer);
            assert!(
                error.starts_with(&format!("{path}: ")),
                "{} {path} = {other}: {error}",
                body.name
            );
            assert!(!schemas[body.kind].is_valid(&changed), "{} {path} = {other}", body.name);
        }
        whole += 1;
    });
    assert!(count > 20, "{count} numbers");
    println!("{count} numbers, {whole} that must be whole");
}

/// Whether the error is that the object around the place lacks a member.
fn lacks_a_member(error: &str, value: &Value, pointer: &str) -> bool {
    let parent = pointer
        .rsplit_once('/')
        .map_or(String::new(), |(parent, _)| dotted(value, parent));
    error
        .strip_prefix(&parent)
        .is_some_and(|rest| rest.starts_with(": missing field"))
}

#[test]
fn the_bodies_reach_every_member_of_every_type() {
    let mut named: BTreeSet<(String, String)> = BTreeSet::new();
    for (root, schema) in schema::roots() {
        let types = schema["$defs"].as_object().into_iter().flatten();
        for (name, definition) in types.chain([(&root.to_owned(), &schema)]) {
            let members = definition["properties"].as_object().into_iter().flatten();
            named.extend(
                members
                    .filter(|_| is_own(name))
                    .map(|(member, _)| (name.clone(), member.clone())),
            );
        }
    }
    assert!(named.len() > 50, "{} members", named.len());
    println!("{} members", named.len());
    everywhere(|_, _, place| {
        for owner in &place.owners {
            named.remove(&((*owner).to_owned(), last(&place.pointer)));
        }
    });
    assert!(named.is_empty(), "no body has {named:#?}");
}
