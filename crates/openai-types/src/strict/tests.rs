use schemars::JsonSchema;
use serde_json::{Value, json};

use super::*;

/// A dish.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
struct Recipe {
    /// What it is called.
    title: String,
    minutes: u32,
    note: Option<String>,
    #[serde(default)]
    servings: u8,
    steps: Vec<Step>,
    /// How hard it is.
    level: Level,
    after: Option<Box<Recipe>>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Step {
    Cut { what: String },
    Wait { minutes: f64 },
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
struct Plan {
    first: Action,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Action {
    Cut(Cut),
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
struct Cut {
    what: String,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
struct Flat {
    note: String,
    #[serde(flatten)]
    step: Step,
}

/// Closed apart, the tag's object and the struct's would leave no room for each other.
#[test]
fn a_tag_and_its_struct_become_one_object() {
    let schema = of::<Plan>().unwrap();
    let cut = &schema["$defs"]["Action"]["anyOf"][0];
    assert_eq!(cut["additionalProperties"], false, "{cut}");
    let mut required: Vec<_> = cut["required"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    required.sort_unstable();
    assert_eq!(required, ["kind", "what"], "{cut}");
    assert!(cut.get("$ref").is_none() && cut.get("anyOf").is_none(), "{cut}");
}

#[test]
fn members_beside_a_choice_are_refused() {
    let error = of::<Flat>().unwrap_err();
    assert!(error.to_string().contains("a member of its own"), "{error}");
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
#[serde(rename_all = "lowercase")]
enum Level {
    Easy,
    Hard,
}

#[test]
fn a_type_becomes_a_strict_schema() {
    let schema = of::<Recipe>().unwrap();
    assert_eq!(schema["type"], "object");
    assert_eq!(schema["additionalProperties"], false);
    let mut required: Vec<_> = schema["required"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    required.sort_unstable();
    assert_eq!(
        required,
        ["after", "level", "minutes", "note", "servings", "steps", "title"]
    );
    let properties = &schema["properties"];
    assert_eq!(
        properties["title"],
        json!({"type": "string", "description": "What it is called."})
    );
    assert_eq!(properties["minutes"], json!({"type": "integer", "minimum": 0}));
    assert_eq!(properties["note"], json!({"type": ["string", "null"]}));
    let level = json!({"anyOf": [{"$ref": "#/$defs/Level"}], "description": "How hard it is."});
    assert_eq!(properties["level"], level);
    assert_eq!(properties["after"], json!({"anyOf": [{"$ref": "#"}, {"type": "null"}]}));
    let cut = &schema["$defs"]["Step"]["anyOf"][0];
    assert_eq!(cut["additionalProperties"], false);
    assert_eq!(cut["required"], json!(["kind", "what"]));
    for keyword in ["$schema", "title", "default"] {
        assert!(schema.get(keyword).is_none(), "{keyword}");
    }
    assert_eq!(make(schema.clone()).unwrap(), schema, "a strict schema stays as it is");
}

#[test]
fn names_are_what_the_services_take() {
    assert_eq!(name_of::<Recipe>(), "Recipe");
    assert_eq!(name_of::<Option<Vec<Recipe>>>(), "Nullable_Array_of_Recipe");
}

#[test]
fn what_cannot_be_strict_is_refused_at_its_place() {
    let object = |inner: Value| json!({"type": "object", "properties": {"a": inner}});
    for (schema, path, words) in [
        (json!(true), "$", "anything is allowed"),
        (json!({"type": "string"}), "$", "not one object"),
        (
            json!({"anyOf": [object(json!({"type": "string"}))]}),
            "$",
            "not one object",
        ),
        (object(json!({})), "$.properties.a", "give it a type"),
        (object(json!({"type": "array"})), "$.properties.a", "no `items`"),
        (
            object(json!({"type": "object", "additionalProperties": {"type": "string"}})),
            "$.properties.a",
            "open keys",
        ),
        (
            object(json!({"type": "object", "additionalProperties": true})),
            "$.properties.a",
            "open keys",
        ),
        (
            object(json!({"$ref": "#/$defs/B"})),
            "$.properties.a",
            "leads to nothing",
        ),
        (
            object(json!({"$ref": "https://example.com/b.json"})),
            "$.properties.a",
            "leads to nothing",
        ),
        (
            object(json!({"type": "array", "items": {"type": "array", "prefixItems": [], "items": false}})),
            "$.properties.a.items",
            "`prefixItems` is not taken",
        ),
        (
            object(json!({"anyOf": [{"type": "null"}, {"not": {}}]})),
            "$.properties.a.anyOf.1",
            "`not`",
        ),
        (
            object(json!({"allOf": [{"type": "object"}, {"type": "object"}]})),
            "$.properties.a",
            "`allOf` is not taken",
        ),
    ] {
        let error = make(schema.clone()).unwrap_err();
        assert_eq!(error.path(), path, "{schema}");
        assert!(error.to_string().contains(words), "{error}");
    }
    // A lone `oneOf` becomes `anyOf`; beside one it cannot.
    let both = json!({"anyOf": [{"type": "string"}], "oneOf": [{"type": "string"}]});
    assert_eq!(make(object(both)).unwrap_err().path(), "$.properties.a");
    for keyword in REFUSED.iter().filter(|keyword| **keyword != "oneOf") {
        let error = make(object(json!({"type": "string", *keyword: [{}, {}]}))).unwrap_err();
        assert_eq!(error.path(), "$.properties.a", "{keyword}");
    }
}

#[test]
fn a_lone_allof_is_unfolded() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"description": "A.", "allOf": [{"$ref": "#/$defs/B"}]}},
        "$defs": {"B": {"type": "string", "format": "uuid"}},
    });
    let strict = make(schema).unwrap();
    assert_eq!(
        strict["properties"]["a"],
        json!({"description": "A.", "anyOf": [{"$ref": "#/$defs/B"}]})
    );
    assert_eq!(strict["$defs"]["B"], json!({"type": "string", "format": "uuid"}));
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
struct Größe {
    höhe: f64,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
#[schemars(rename = "My Type~/%")]
struct Mine {
    size: Größe,
    inner: Option<Box<Mine>>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
struct Holder {
    mine: Mine,
    size: Option<Größe>,
}

/// References are percent-encoded, names are not.
#[test]
fn a_definition_of_any_name_is_found_and_gets_a_plain_one() {
    let schema = of::<Holder>().unwrap();
    let names: Vec<_> = schema["$defs"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["Gr__e", "My_Type___"]);
    assert_eq!(schema["properties"]["mine"], json!({"$ref": "#/$defs/My_Type___"}));
    assert_eq!(
        schema["properties"]["size"]["anyOf"][0],
        json!({"$ref": "#/$defs/Gr__e"})
    );
    let mine = &schema["$defs"]["My_Type___"]["properties"];
    assert_eq!(mine["size"], json!({"$ref": "#/$defs/Gr__e"}));
    assert_eq!(mine["inner"]["anyOf"][0], json!({"$ref": "#/$defs/My_Type___"}));
    assert_eq!(make(schema.clone()).unwrap(), schema, "a strict schema stays as it is");
}

#[test]
fn plain_names_stay_apart() {
    let string = json!({"type": "string"});
    let number = json!({"type": "number"});
    let schema = json!({
        "type": "object",
        "properties": {
            "a": {"$ref": "#/$defs/a%20b"},
            "b": {"$ref": "#/$defs/a_b"},
            "c": {"$ref": "#/$defs/a.b"},
            "d": {"$ref": "#/$defs/100%"},
        },
        "$defs": {"a b": string, "a_b": number, "a.b": {"type": "boolean"}, "100%": string},
    });
    let strict = make(schema).unwrap();
    let of = |name: &str| {
        let target = strict["properties"][name]["$ref"].as_str().unwrap();
        strict["$defs"][target.strip_prefix("#/$defs/").unwrap()]["type"].clone()
    };
    assert_eq!(["a", "b", "c", "d"].map(of), ["string", "number", "boolean", "string"]);
    assert_eq!(strict["properties"]["b"]["$ref"], "#/$defs/a_b");
    assert_eq!(strict["$defs"].as_object().unwrap().len(), 4);
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
struct Wrapper(Cut);

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
struct Twice(Wrapper);

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
struct Chosen(Level);

/// A type that wraps an object is one object all the same.
#[test]
fn a_reference_at_the_root_is_resolved() {
    for schema in [of::<Wrapper>().unwrap(), of::<Twice>().unwrap()] {
        assert_eq!(schema["type"], "object", "{schema}");
        assert_eq!(schema["required"], json!(["what"]), "{schema}");
        assert_eq!(schema["additionalProperties"], false, "{schema}");
        assert!(schema.get("$ref").is_none(), "{schema}");
    }
    let error = of::<Chosen>().unwrap_err();
    assert!(error.to_string().contains("not one object"), "{error}");
    let round = json!({"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/A"}}});
    assert!(make(round).unwrap_err().to_string().contains("not one object"));
}

#[test]
fn a_reference_into_a_definition_is_refused_for_what_it_is() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/B/properties/q"}},
        "$defs": {"B": {"type": "object", "properties": {"q": {"type": "string"}}}},
    });
    let error = make(schema).unwrap_err();
    assert_eq!(error.path(), "$.properties.a");
    assert!(error.to_string().contains("a definition of its own"), "{error}");
}
