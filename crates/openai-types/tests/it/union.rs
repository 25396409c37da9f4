//! `pub union` in `wire!`.

use openai_types::chat::{Completion, Message, Request};
use openai_types::{Object, decode_str, schema, unknowns, wire};
use serde_json::{Value, json};

wire! {
    /// An animal.
    pub union Animal by "type" {
        /// A cat.
        "cat" => Cat(Cat),
        /// A pack, which holds animals.
        "pack" => Pack(Pack),
    }

    /// A cat.
    pub struct Cat {
        /// Its name.
        pub name: String,
        /// Its lives.
        pub lives: Option<u64>,
        /// What it would be called if it had a tag of its own.
        #[name = "type"]
        pub kind: Option<String>,
    }

    /// A pack.
    pub struct Pack {
        /// Who belongs to it.
        pub members: Vec<Animal>,
    }
}

fn same(text: &str) -> Animal {
    let animal: Animal = decode_str(text).expect(text);
    assert_eq!(
        serde_json::to_value(&animal).unwrap(),
        serde_json::from_str::<Value>(text).unwrap(),
        "{text}"
    );
    animal
}

#[test]
fn a_tag_may_come_first_or_last_or_between() {
    let cat = Animal::Cat(Cat::new("Tom").lives(9).extra("tail", json!({"long": [true]})));
    for text in [
        r#"{"type":"cat","name":"Tom","lives":9,"tail":{"long":[true]}}"#,
        r#"{"name":"Tom","type":"cat","tail":{"long":[true]},"lives":9}"#,
        r#"{"tail":{"long":[true]},"lives":9,"name":"Tom","type":"cat"}"#,
        r#"{"tail":{"long":[true]},"liv\u0065s":9,"name":"T\u006fm","t\u0079pe":"cat"}"#,
    ] {
        assert_eq!(same(text), cat);
    }
    assert_eq!(
        serde_json::to_string(&cat).unwrap(),
        r#"{"type":"cat","name":"Tom","lives":9,"tail":{"long":[true]}}"#
    );
}

#[test]
fn late_tags_nest() {
    let text = r#"{"members":[{"members":[{"name":"Tom","type":"cat"},{"wings":2,"type":"bird"}],"type":"pack"}],"type":"pack"}"#;
    assert_eq!(unknowns(&same(text)), ["members[0].members[1] = bird"]);
}

#[test]
fn an_unknown_tag_keeps_the_object_whole() {
    for text in [
        r#"{"type":"bird","wings":2,"nest":{"eggs":[1,null]}}"#,
        r#"{"wings":2,"nest":{"eggs":[1,null]},"type":"bird"}"#,
        r#"{"type":"CAT"}"#,
        r#"{"type":""}"#,
    ] {
        let bird = same(text);
        assert!(
            matches!(&bird, Animal::Other(object) if object["type"] == bird.tag()),
            "{text}"
        );
        assert_eq!(unknowns(&bird), [format!(" = {}", bird.tag())]);
    }
}

#[test]
fn a_missing_or_null_tag_keeps_the_object_whole() {
    for text in [
        r#"{}"#,
        r#"{"name":"Tom"}"#,
        r#"{"type":null,"name":"Tom"}"#,
        r#"{"name":"Tom","type":null}"#,
    ] {
        let animal = same(text);
        assert_eq!(animal.tag(), "");
        assert!(matches!(animal, Animal::Other(_)), "{text}");
    }
}

#[test]
fn the_first_of_two_tags_counts_and_is_written_once() {
    let animal: Animal = decode_str(r#"{"type":"cat","name":"Tom","type":"bird"}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&animal).unwrap(),
        r#"{"type":"cat","name":"Tom"}"#
    );
    let hidden = Animal::Cat(Cat::new("Tom").kind("bird").extra("type", "fish"));
    assert_eq!(
        serde_json::to_string(&hidden).unwrap(),
        r#"{"type":"cat","name":"Tom"}"#
    );
    let pack: Animal = decode_str(r#"{"type":"pack","members":[],"type":"bird"}"#).unwrap();
    assert_eq!(serde_json::to_string(&pack).unwrap(), r#"{"type":"pack","members":[]}"#);
    let unknown: Animal = decode_str(r#"{"x":1,"type":"bird","x":2}"#).unwrap();
    assert_eq!(serde_json::to_value(&unknown).unwrap(), json!({"type": "bird", "x": 2}));
}

#[test]
fn a_malformed_known_object_is_an_error_at_its_place() {
    let cases = [
        (r#"{"type":"cat"}"#, "", "missing field `name`"),
        (
            r#"{"type":"cat","name":1}"#,
            "name",
            "invalid type: integer, expected a string",
        ),
        (
            r#"{"name":1,"type":"cat"}"#,
            "name",
            "invalid type: integer, expected a string",
        ),
        (
            r#"{"lives":true,"name":"Tom","type":"cat"}"#,
            "lives",
            "invalid type: boolean, expected u64",
        ),
        (
            r#"{"members":[{"name":"a","type":"cat"},{"lives":"x","name":"b","type":"cat"}],"type":"pack"}"#,
            "members[1].lives",
            "invalid type: string, expected u64",
        ),
        (
            r#"{"type":"pack","members":[{"type":7}]}"#,
            "members[0].type",
            "invalid type: integer, expected a string",
        ),
        (
            r#"{"type":"pack","members":["cat"]}"#,
            "members[0]",
            "invalid type: string, expected an object with a `type`",
        ),
        (r#"[]"#, "", "invalid type: sequence, expected an object with a `type`"),
    ];
    for (text, path, message) in cases {
        let error = decode_str::<Animal>(text).expect_err(text);
        assert_eq!((error.path(), error.message()), (path, message), "{text}");
    }
}

#[test]
fn the_path_reaches_into_a_tool_call_wherever_the_tag_stands() {
    let good = r#"{"id":"a","type":"function","function":{"name":"f","arguments":""}}"#;
    for bad in [
        r#"{"type":"function","id":"b","function":"f"}"#,
        r#"{"function":"f","id":"b","type":"function"}"#,
    ] {
        let text = format!(r#"{{"choices":[{{"message":{{"tool_calls":[{good},{good},{bad}]}}}}]}}"#);
        let error = decode_str::<Completion>(&text).expect_err("a function is an object");
        assert_eq!(error.path(), "choices[0].message.tool_calls[2].function");
        assert_eq!(
            error.to_string(),
            "choices[0].message.tool_calls[2].function: invalid type: string, expected an object"
        );
    }
}

#[test]
fn plain_serde_reads_the_same() {
    let value = json!({"role": "user", "content": "Hi", "name": "anna"});
    let message: Message = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(message, serde_json::from_reader(value.to_string().as_bytes()).unwrap());
    assert_eq!(serde_json::to_value(&message).unwrap(), value);
}

#[test]
fn an_object_of_ones_own_can_be_sent() {
    let object: Object = [("type".to_owned(), json!("bird"))].into_iter().collect();
    assert_eq!(
        serde_json::to_string(&Animal::Other(object)).unwrap(),
        r#"{"type":"bird"}"#
    );
}

#[test]
fn the_schema_refuses_malformed_known_objects_and_takes_unknown_ones() {
    let schema = schema::document::<Request>();
    let request = jsonschema::draft202012::new(&schema).expect("a schema");
    let fits = |message: Value| request.is_valid(&json!({"messages": [message]}));
    assert!(fits(json!({"role": "user", "content": "Hi", "mood": "calm"})));
    assert!(fits(json!({"role": "oracle", "content": 1})));
    assert!(fits(json!({"content": 1})));
    assert!(fits(json!({"role": null})));
    assert!(!fits(json!({"role": "user"})));
    assert!(!fits(json!({"role": "user", "content": 1})));
    assert!(!fits(json!({"role": 1, "content": "Hi"})));
    assert!(!fits(
        json!({"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": "f"}]})
    ));
    assert!(!request.is_valid(&json!({"model": "gpt-4o"})), "messages are required");
    assert!(request.is_valid(&json!({"messages": [], "model": null, "service_tier": "gold", "n": null})));
    assert!(!request.is_valid(&json!({"messages": [], "n": -1})));
}
