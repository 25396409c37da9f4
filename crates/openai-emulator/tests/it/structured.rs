//! Structured answers: judged by a validator that is not our own.

use serde_json::{Value, json};

use crate::wire::{GEMINI, OPENAI, WIRES, start};

fn schemas() -> Vec<Value> {
    vec![
        json!({ "type": "object", "properties": {
            "name": { "type": "string" }, "age": { "type": "integer", "minimum": 18, "maximum": 18 },
        }, "required": ["name", "age"], "additionalProperties": false }),
        json!({ "type": "object", "properties": { "kind": { "const": "fixed" }, "pick": { "enum": [3, "x", null] } }, "required": ["kind", "pick"] }),
        json!({ "type": "object", "properties": {
            "day": { "type": "string", "format": "date" }, "at": { "type": "string", "format": "date-time" },
            "mail": { "type": "string", "format": "email" }, "id": { "type": "string", "format": "uuid" },
            "site": { "type": "string", "format": "uri" }, "v4": { "type": "string", "format": "ipv4" },
            "v6": { "type": "string", "format": "ipv6" }, "host": { "type": "string", "format": "hostname" },
            "time": { "type": "string", "format": "time" }, "long": { "type": "string", "format": "duration" },
        }, "required": ["day", "at", "mail", "id", "site", "v4", "v6", "host", "time", "long"] }),
        json!({ "type": "array", "items": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 }, "minItems": 3, "maxItems": 3 }),
        json!({ "type": "array", "items": { "type": "integer", "minimum": 1, "maximum": 5 }, "minItems": 5, "uniqueItems": true }),
        json!({ "type": "array", "prefixItems": [{ "type": "string" }, { "type": "boolean" }], "items": false, "minItems": 2 }),
        json!({ "type": "string", "minLength": 40, "maxLength": 41 }),
        json!({ "type": "string", "maxLength": 1 }),
        json!({ "type": "string", "pattern": "^(?:\\+46|0)[1-9]\\d{6,8}$", "maxLength": 10 }),
        json!({ "type": "integer", "multipleOf": 7, "minimum": 50, "exclusiveMaximum": 57 }),
        json!({ "type": "number", "multipleOf": 0.25, "minimum": 1.1, "maximum": 1.4 }),
        json!({ "type": "integer", "maximum": -1000 }),
        json!({ "type": ["null", "string"], "minLength": 2 }),
        json!({ "anyOf": [{ "type": "integer", "minimum": 5, "maximum": 1 }, { "type": "boolean" }] }),
        json!({ "oneOf": [{ "type": "integer", "minimum": 0 }, { "type": "integer", "multipleOf": 5 }], "maximum": 20 }),
        json!({ "allOf": [
            { "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] },
            { "properties": { "a": { "minLength": 30 }, "b": { "type": "integer" } }, "required": ["b"] },
        ] }),
        json!({ "type": "object", "properties": { "a": { "type": "string" } }, "not": { "required": ["a"] } }),
        json!({ "type": "object", "minProperties": 3, "additionalProperties": { "type": "integer" } }),
        json!({ "type": "object", "properties": { "card": { "type": "string" }, "address": { "type": "string" } },
            "required": ["card"], "maxProperties": 2, "dependentRequired": { "card": ["address"] } }),
        json!({ "type": "object", "properties": { "kind": { "enum": ["a"] } }, "required": ["kind"],
            "if": { "properties": { "kind": { "const": "a" } } }, "then": { "properties": { "n": { "type": "integer" } }, "required": ["n"] } }),
        json!({ "$ref": "#/$defs/node", "$defs": { "node": {
            "type": "object",
            "properties": { "value": { "type": "integer" }, "next": { "anyOf": [{ "$ref": "#/$defs/node" }, { "type": "null" }] } },
            "required": ["value", "next"], "additionalProperties": false,
        } } }),
        json!({ "type": "object", "properties": { "name": { "type": "string" }, "children": { "type": "array", "items": { "$ref": "#" } } },
            "required": ["name", "children"] }),
        json!({ "type": "object", "properties": { "left": { "$ref": "#" }, "right": { "$ref": "#" } } }),
        json!({ "type": "array", "contains": { "const": 7 }, "items": { "type": "integer" } }),
        json!({}),
        json!({ "properties": { "inferred": { "minimum": 3 } }, "required": ["inferred"] }),
    ]
}

#[tokio::test]
async fn answers_satisfy_every_schema() {
    let emulator = start().await;
    for schema in schemas() {
        let format = json!({ "type": "json_schema", "json_schema": { "name": "x", "schema": schema } });
        let answer = OPENAI
            .ask(&emulator, json!({ "response_format": format, "n": 5 }))
            .await;
        assert_eq!(answer.status, 200, "{schema}: {answer:?}");
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        for choice in answer.json()["choices"].as_array().unwrap() {
            let text = choice["message"]["content"].as_str().unwrap();
            let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{schema}: {text}: {error}"));
            assert!(validator.is_valid(&value), "{schema}: {value}");
        }
    }
}

#[tokio::test]
async fn a_recursive_schema_shows_its_recursion_and_ends() {
    let emulator = start().await;
    let schema = json!({ "$ref": "#/$defs/node", "$defs": { "node": { "type": "object", "properties": {
        "next": { "anyOf": [{ "$ref": "#/$defs/node" }, { "type": "null" }] },
    }, "required": ["next"] } } });
    let format = json!({ "type": "json_schema", "json_schema": { "name": "x", "schema": schema } });
    let body = OPENAI.ask(&emulator, json!({ "response_format": format })).await.json();
    let text = body["choices"][0]["message"]["content"].as_str().unwrap();
    assert_eq!(text, r#"{"next":{"next":{"next":{"next":null}}}}"#);
}

#[tokio::test]
async fn what_nothing_satisfies_is_refused() {
    let emulator = start().await;
    let endless = json!({ "type": "object", "properties": { "next": { "$ref": "#" } }, "required": ["next"] });
    for (schema, words) in [
        (
            json!({ "type": "integer", "minimum": 5, "maximum": 4 }),
            "no integer lies within",
        ),
        (
            json!({ "type": "number", "minimum": 5, "maximum": 4 }),
            "no number lies within",
        ),
        (json!({ "type": "string", "minLength": 5, "maxLength": 4 }), "minLength"),
        (json!({ "type": "string", "minLength": 1e12 }), "minLength"),
        (json!({ "type": "array", "minItems": 1e12 }), "minItems"),
        (
            json!({ "type": "array", "items": false, "minItems": 1 }),
            "accepts nothing",
        ),
        (
            json!({ "type": "array", "items": { "type": "boolean" }, "minItems": 3, "uniqueItems": true }),
            "different items",
        ),
        (json!({ "$ref": "#/$defs/lost" }), "leads nowhere"),
        (json!({ "$ref": "#" }), "circle"),
        (json!({ "$ref": "https://example.com/schema.json" }), "leads nowhere"),
        (json!({ "type": "colour" }), "unknown type"),
        (
            json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }),
            "exclude each other",
        ),
        (json!({ "not": {} }), "contradict"),
        (json!({ "enum": [1, 2], "type": "string" }), "enum values"),
        (endless, "without end"),
    ] {
        let format = json!({ "type": "json_schema", "json_schema": { "name": "x", "schema": schema } });
        let answer = OPENAI.ask(&emulator, json!({ "response_format": format })).await;
        assert_eq!(answer.status, 400, "{schema}: {answer:?}");
        assert!(answer.message().contains(words), "{schema}: {}", answer.message());
    }
}

#[tokio::test]
async fn json_mode_gives_an_object() {
    let emulator = start().await;
    let messages = json!([{ "role": "user", "content": "Answer in JSON, please." }]);
    for wire in WIRES {
        let members = json!({ "response_format": { "type": "json_object" }, "messages": messages });
        let body = wire.ask(&emulator, members).await.json();
        let text = body["choices"][0]["message"]["content"].as_str().unwrap();
        assert!(
            serde_json::from_str::<Value>(text).unwrap().is_object(),
            "{}: {text}",
            wire.name
        );
    }
    let mime = GEMINI
        .ask(&emulator, json!({ "response_format": { "type": "application/json" } }))
        .await
        .json();
    assert!(
        mime["choices"][0]["message"]["content"]
            .as_str()
            .unwrap()
            .starts_with('{')
    );
}
