//! What is found, in schemas made for it.

use serde_json::json;

use super::*;

fn findings(theirs: &Value, ours: &Value) -> Findings {
    compare(Document(theirs), theirs, Document(ours), &[ours])
}

#[test]
fn what_is_not_named_is_found_at_its_place() {
    let theirs = json!({"type": "object", "properties": {
        "named": {"type": "string"},
        "unnamed": {"type": "string"},
        "mode": {"type": "string", "enum": ["a", "b"]},
        "count": {"type": "number"},
        "gone": {"type": "integer", "nullable": true},
        "list": {"type": "array", "items": {"oneOf": [
            {"type": "object", "properties": {"type": {"enum": ["one"]}, "x": {}}},
            {"type": "object", "properties": {"type": {"enum": ["two"]}}},
            {"type": "string"},
        ]}},
        "map": {"type": "object", "additionalProperties": {"type": "boolean"}},
    }});
    let ours = json!({"type": "object", "properties": {
        "named": {"type": "string"},
        "mode": {"anyOf": [{"const": "a"}, {"type": "string"}]},
        "count": {"type": "integer"},
        "gone": {"type": "integer"},
        "list": {"type": "array", "items": {"type": "object", "anyOf": [
            {"properties": {"type": {"const": "one"}}},
            {"properties": {"type": {"not": {"enum": ["one"]}}}},
        ]}},
        "map": {"type": "object", "additionalProperties": {"type": "boolean"}},
    }});
    let found = findings(&theirs, &ours);
    assert_eq!(
        found.missing,
        [
            "count as number",
            "gone as null",
            "list[] as string",
            "list[]<one>.x",
            "list[]<two>",
            "mode = b",
            "unnamed"
        ]
    );
    assert_eq!(found.values, Tally { named: 2, total: 3 });
    assert_eq!(found.members, Tally { named: 1, total: 5 });
    assert_eq!(found.properties, Tally { named: 8, total: 10 });
}

#[test]
fn a_value_is_told_apart_by_what_may_stand_in_its_place() {
    let theirs = json!({"type": "object", "properties": {
        "model": {"anyOf": [{"type": "string"}, {"enum": ["a", "b"]}]},
        "object": {"enum": ["list"]},
        "mode": {"enum": ["on", "off"]},
    }});
    let any = json!({"type": "string"});
    let ours = json!({"type": "object", "properties": {"model": any, "object": any, "mode": any}});
    assert_eq!(
        findings(&theirs, &ours).missing,
        [
            "mode = off",
            "mode = on",
            "model = a (open)",
            "model = b (open)",
            "object = list (constant)"
        ]
    );
}

#[test]
fn a_schema_that_holds_itself_is_looked_at_once() {
    let tree = json!({
        "$ref": "#/tree",
        "tree": {"type": "object", "properties": {
            "left": {"$ref": "#/tree"}, "right": {"anyOf": [{"$ref": "#/tree"}, {"type": "null"}]},
        }},
    });
    let found = findings(&tree, &tree);
    assert!(found.missing.is_empty());
    assert_eq!(found.properties, Tally { named: 2, total: 2 });
}

#[test]
fn json_kept_as_it_is_names_nothing() {
    let theirs = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    assert_eq!(findings(&theirs, &json!({})).missing, ["a"]);
    assert_eq!(findings(&theirs, &json!({"type": "object"})).missing, ["a"]);
    assert_eq!(findings(&theirs, &json!({"type": "array"})).missing, [" as object"]);
}
