//! `pub struct NAME<T>` in `wire!`, and the list that is one.

use openai_types::list::List;
use openai_types::{decode_str, models, schema, unknowns, wire};
use serde_json::{Value, json};

wire! {
    /// A box.
    pub struct Crate<T> {
        /// What is in it.
        pub inside: T,
        /// What else is in it.
        pub more: Option<Vec<T>>,
    }

    /// A fruit.
    pub struct Fruit {
        /// Its name.
        pub name: String,
    }
}

#[test]
fn it_is_as_lossless_as_any_other_struct() {
    let text = r#"{"inside":{"name":"a","ripe":true},"more":[{"name":"b"}],"label":[1,null]}"#;
    let fruit: Crate<Fruit> = decode_str(text).unwrap();
    assert_eq!(fruit.inside.name, "a");
    assert_eq!(unknowns(&fruit), ["inside.ripe", "label"]);
    assert_eq!(
        serde_json::to_value(&fruit).unwrap(),
        serde_json::from_str::<Value>(text).unwrap()
    );
    let made = Crate::<Fruit>::new(Fruit::new("a")).more([Fruit::new("b")]);
    assert_eq!(
        serde_json::to_value(&made).unwrap(),
        json!({"inside": {"name": "a"}, "more": [{"name": "b"}]})
    );
}

#[test]
fn a_mistake_inside_is_an_error_at_its_place() {
    let error = decode_str::<Crate<Fruit>>(r#"{"inside":{"name":"a"},"more":[{"name":"b"},{"name":5}]}"#);
    assert_eq!(error.unwrap_err().path(), "more[1].name");
    let error = decode_str::<Crate<Fruit>>("{}").unwrap_err();
    assert!(error.to_string().contains("missing field `inside`"), "{error}");
}

#[test]
fn each_use_has_a_schema_of_its_own_named_by_its_parameter() {
    let models = schema::document::<models::List>();
    assert_eq!(models["title"], "models.ModelList");
    assert_eq!(models["properties"]["data"]["items"]["$ref"], "#/$defs/models.Model");
    let deleted = schema::document::<List<openai_types::list::Deleted>>();
    assert_eq!(deleted["properties"]["data"]["items"]["$ref"], "#/$defs/list.Deleted");
}

#[test]
fn only_a_page_that_says_so_has_a_next_one() {
    let page = |text| decode_str::<List<Fruit>>(text).unwrap();
    assert_eq!(page(r#"{"data":[],"last_id":"b","has_more":true}"#).next(), Some("b"));
    assert_eq!(page(r#"{"data":[],"last_id":"b","has_more":false}"#).next(), None);
    assert_eq!(page(r#"{"data":[],"last_id":"b"}"#).next(), None);
    assert_eq!(page(r#"{"data":[],"has_more":true}"#).next(), None);
}
