//! `pub struct` in `wire!`.

use std::collections::BTreeMap;

use openai_types::{decode_str, unknowns, wire};
use serde_json::{Value, json};

wire! {
    /// A house.
    pub struct House {
        /// Its name.
        pub name: String,
        /// Its floors.
        pub floors: Option<u64>,
        /// Its rooms.
        pub rooms: Option<Vec<Room>>,
        /// Its kind.
        #[name = "type"]
        pub kind: Option<String>,
        /// A member that Rust spells in another way.
        #[name = "@id/häuschen"]
        pub id: Option<i64>,
        /// How many steps each stair has.
        pub steps: Option<Vec<u8>>,
        /// What things cost.
        pub prices: Option<BTreeMap<String, u64>>,
        /// Whatever there is to say of it.
        pub notes: Option<Value>,
    }

    /// A shelf.
    pub struct Shelf {
        /// What stands on it.
        #[or_default]
        pub books: Vec<String>,
    }

    /// A rack.
    pub struct Rack {
        /// How many coats hang on it.
        #[name = "coatCount"]
        #[or_default]
        pub coats: u64,
    }

    /// A room.
    pub struct Room {
        /// Its area.
        pub area: f64,
    }

    /// Nothing is required.
    #[constructor = empty]
    pub struct Plot {
        /// Its area.
        pub area: Option<f64>,
    }

    /// Nothing is named.
    pub struct Void {}
}

fn written(house: &House) -> Value {
    serde_json::to_value(house).unwrap()
}

#[test]
fn what_is_not_named_is_kept_and_written_back() {
    let text = r#"{"name":"a","rooms":[{"area":1.5,"door":null}],"garden":{"trees":[1,null,"x"]}}"#;
    let house: House = decode_str(text).unwrap();
    assert_eq!(house.extra["garden"], json!({"trees": [1, null, "x"]}));
    assert_eq!(house.rooms.as_ref().unwrap()[0].extra["door"], Value::Null);
    assert_eq!(unknowns(&house), ["rooms[0].door", "garden"]);
    assert_eq!(written(&house), serde_json::from_str::<Value>(text).unwrap());
    let void: Void = decode_str(r#"{"a":1}"#).unwrap();
    assert_eq!(serde_json::to_string(&void).unwrap(), r#"{"a":1}"#);
}

#[test]
fn null_is_absent() {
    let house: House =
        decode_str(r#"{"name":"a","floors":null,"rooms":null,"type":null,"@id/häuschen":null}"#).unwrap();
    assert_eq!(house, House::new("a"));
    assert_eq!(written(&house), json!({"name": "a"}));
}

#[test]
fn constructors_and_setters_write_what_they_say() {
    let house = House::new("a")
        .floors(2)
        .kind("hut")
        .id(-1)
        .rooms([Room::new(2.0)])
        .extra("garden", true);
    assert_eq!(
        written(&house),
        json!({"name": "a", "floors": 2, "type": "hut", "@id/häuschen": -1, "rooms": [{"area": 2.0}], "garden": true})
    );
    assert_eq!(serde_json::to_string(&Plot::empty()).unwrap(), "{}");
}

#[test]
fn members_are_written_in_the_order_of_the_declaration() {
    let text = serde_json::to_string(&House::new("a").kind("hut").floors(1)).unwrap();
    assert_eq!(text, r#"{"name":"a","floors":1,"type":"hut"}"#);
}

#[test]
fn an_extra_member_never_doubles_a_named_one() {
    let house = House::new("a").floors(2).extra("floors", 9).extra("name", "b");
    assert_eq!(serde_json::to_string(&house).unwrap(), r#"{"name":"a","floors":2}"#);
    let by_extra_alone = House::new("a").extra("floors", 9);
    assert_eq!(written(&by_extra_alone), json!({"name": "a", "floors": 9}));
}

#[test]
fn escapes_in_names_are_undone() {
    let house: House =
        decode_str(r#"{"n\u0061me":"a","@id\/h\u00e4uschen":3,"new\nline":1,"\ud83d\ude00":2}"#).unwrap();
    assert_eq!((house.name.as_str(), house.id), ("a", Some(3)));
    assert_eq!(unknowns(&house), ["new\nline", "😀"]);
    assert_eq!(
        written(&house),
        json!({"name": "a", "@id/häuschen": 3, "new\nline": 1, "😀": 2})
    );
}

#[test]
fn of_duplicates_the_last_one_counts() {
    let house: House = decode_str(r#"{"name":"a","floors":1,"x":1,"name":"b","floors":null,"x":2}"#).unwrap();
    assert_eq!(written(&house), json!({"name": "b", "x": 2}));
}

#[test]
fn every_mistake_is_an_error_at_its_place() {
    let cases = [
        (r#"{}"#, "", "missing field `name`"),
        (r#"{"name":null}"#, "name", "invalid type: null, expected a string"),
        (
            r#"{"name":"a","floors":-1}"#,
            "floors",
            "invalid value: integer, expected u64",
        ),
        (
            r#"{"name":"a","floors":"2"}"#,
            "floors",
            "invalid type: string, expected u64",
        ),
        (
            r#"{"name":"a","rooms":{}}"#,
            "rooms",
            "invalid type: map, expected a sequence",
        ),
        (
            r#"{"name":"a","rooms":[{"area":1},{}]}"#,
            "rooms[1]",
            "missing field `area`",
        ),
        (
            r#"{"name":"a","rooms":[{"area":[]}]}"#,
            "rooms[0].area",
            "invalid type: sequence, expected f64",
        ),
        (
            r#"{"name":"a","rooms":[null]}"#,
            "rooms[0]",
            "invalid type: null, expected an object",
        ),
        (r#"[]"#, "", "invalid type: sequence, expected an object"),
        (r#""a""#, "", "invalid type: string, expected an object"),
    ];
    for (text, path, message) in cases {
        let error = decode_str::<House>(text).expect_err(text);
        assert_eq!((error.path(), error.message()), (path, message), "{text}");
    }
}

#[test]
fn what_json_allows_but_cannot_be_kept_is_an_error_at_its_place() {
    let deep = |levels| {
        format!(
            r#"{{"name":"a","garden":{}{}}}"#,
            "[".repeat(levels),
            "]".repeat(levels)
        )
    };
    for (text, path, message) in [
        (
            r#"{"name":"a","rooms":[{"area":-1e400}]}"#,
            "rooms[0].area",
            "number out of range",
        ),
        (r#"{"name":"a","garden":1e400}"#, "garden", "number out of range"),
        (&deep(127), "garden", "recursion limit exceeded"),
    ] {
        let error = decode_str::<House>(text).expect_err(text);
        assert!(
            error.path().starts_with(path) && error.message().starts_with(message),
            "{text}: {error}"
        );
    }
    assert!(decode_str::<House>(&deep(126)).is_ok());
}

#[test]
fn of_a_doubled_member_the_one_that_does_not_fit_is_an_error_at_its_place() {
    let error = decode_str::<House>(r#"{"name":7,"name":"hush"}"#).expect_err("a number");
    assert_eq!(error.to_string(), "name: invalid value at line 1 column 9");
    let error = decode_str::<House>(r#"{"name":"a","rooms":[{"area":1,"area":"x","area":2}]}"#).expect_err("a text");
    assert_eq!(error.path(), "rooms[0].area");
}

#[test]
fn a_whole_number_may_have_a_fraction_of_nothing() {
    let read = |text: &str| decode_str::<House>(&format!(r#"{{"name":"a",{text}}}"#));
    for (text, written) in [
        (r#""floors":2.0"#, json!({"name": "a", "floors": 2})),
        (
            r#""floors":1e3,"@id/häuschen":-2.0"#,
            json!({"name": "a", "floors": 1000, "@id/häuschen": -2}),
        ),
        (r#""floors":-0.0"#, json!({"name": "a", "floors": 0})),
        (
            r#""@id/häuschen":-9223372036854775808.0"#,
            json!({"name": "a", "@id/häuschen": i64::MIN}),
        ),
        (
            r#""floors":18446744073709551615"#,
            json!({"name": "a", "floors": u64::MAX}),
        ),
        (
            r#""steps":[1.0,2],"prices":{"tea":3.0}"#,
            json!({"name": "a", "steps": [1, 2], "prices": {"tea": 3}}),
        ),
    ] {
        assert_eq!(self::written(&read(text).expect(text)), written);
    }
    for (text, path) in [
        (r#""floors":0.5"#, "floors"),
        (r#""floors":-1.0"#, "floors"),
        (r#""floors":18446744073709551616"#, "floors"),
        (r#""floors":1e300"#, "floors"),
        (r#""@id/häuschen":9223372036854775808.0"#, "@id/häuschen"),
        (r#""steps":[1,2.5]"#, "steps[1]"),
        (r#""steps":[256.0]"#, "steps[0]"),
        (r#""prices":{"tea":-3}"#, "prices.tea"),
    ] {
        assert_eq!(read(text).expect_err(text).path(), path, "{text}");
    }
}

#[test]
fn what_is_empty_where_it_is_absent_is_always_written() {
    for text in ["{}", r#"{"books":null}"#, r#"{"books":[]}"#] {
        let shelf: Shelf = decode_str(text).expect(text);
        assert_eq!(serde_json::to_string(&shelf).unwrap(), r#"{"books":[]}"#, "{text}");
    }
    assert_eq!(Shelf::new(["a".to_owned()]).books, ["a"]);
    for (text, coats) in [(r#"{"coatCount":null}"#, 0_u64), (r#"{"coatCount":2}"#, 2)] {
        let rack: Rack = decode_str(text).expect(text);
        assert_eq!(rack, Rack::new(coats));
        assert_eq!(serde_json::to_value(&rack).unwrap(), json!({"coatCount": coats}));
    }
    let error = decode_str::<Shelf>(r#"{"books":{}}"#).expect_err("no list");
    assert_eq!(error.path(), "books");
}

#[test]
fn an_error_never_quotes_the_value() {
    let broken = r#"{"name":"a","floors":"hush","rooms":["#;
    let quoted = r#"{"name":"a","floors":"hush\", expected \"hush"}"#;
    for text in [r#"{"name":"a","floors":"hush"}"#, quoted, r#""hush""#, broken] {
        let error = decode_str::<House>(text).expect_err(text);
        assert!(
            !format!("{error} {error:?} {}", error.message()).contains("hush"),
            "{error}"
        );
    }
    let error = decode_str::<std::net::IpAddr>(r#""hush""#).expect_err("no address");
    assert!(!error.to_string().contains("hush"), "{error}");
}

#[test]
fn what_is_unknown_is_shown_by_name_alone() {
    let house: House = decode_str(r#"{"name":"a","door":{"code":"hush"},"notes":{"safe":{"code":"hush"}}}"#).unwrap();
    let shown = format!("{house:?}");
    assert!(
        shown.contains("\"door\"") && shown.contains("Some({\"safe\"})") && !shown.contains("hush"),
        "{shown}"
    );
    let shown = format!("{:?}", House::new("a").notes("hush"));
    assert!(shown.contains("notes: Some(string)"), "{shown}");
}

#[test]
fn what_is_not_json_is_an_error_with_line_and_column() {
    for text in ["", "{", r#"{"name":"a"} x"#, r#"{"name":"a",}"#, r#"{"name":"\ud800"}"#] {
        let error = decode_str::<House>(text).expect_err(text);
        assert!(
            error.path().is_empty() && error.message().contains("line 1 column"),
            "{text}: {error}"
        );
    }
    let error = openai_types::decode::<House>(b"{\"name\":\"\xff\"}").expect_err("not UTF-8");
    assert!(error.to_string().starts_with("not UTF-8"), "{error}");
}
