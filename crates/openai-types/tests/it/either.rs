//! `pub either` in `wire!`.

use openai_types::{Object, decode_str, unknowns, wire};
use serde_json::{Value, json};

wire! {
    /// Any kind at all.
    pub either Any {
        /// A flag.
        bool => Flag(bool),
        /// A number.
        number => Number(f64),
        /// A word.
        string => Word(Word),
        /// A list.
        array => List(Vec<Any>),
        /// An object.
        object => Object(Sign),
    }

    /// A word.
    pub enum Word {
        /// Yes.
        "yes" => Yes,
    }

    /// A sign.
    pub union Sign by "type" {
        /// An arrow.
        "arrow" => Arrow(Arrow),
    }

    /// An arrow.
    pub struct Arrow {
        /// Where it points, in degrees.
        pub angle: u64,
    }

    /// Whole numbers and text.
    pub either Code {
        /// A number.
        integer => Number(i64),
        /// A text.
        string => Text(String),
    }

    /// Holds them.
    pub struct Holder {
        /// A thing.
        pub any: Option<Any>,
        /// A code.
        pub code: Option<Code>,
        /// An object as it is.
        pub object: Option<Object>,
    }
}

#[test]
fn the_kind_chooses_the_type() {
    let text = r#"{"any":[true,1,-2,0.5,"yes","no",[],{"type":"arrow","angle":90,"long":1},{"x":1,"type":"stop"}],"code":7,"object":{"a":null}}"#;
    let holder: Holder = decode_str(text).unwrap();
    assert_eq!(unknowns(&holder), ["any[5] = no", "any[7].long", "any[8] = stop"]);
    let mut expected: Value = serde_json::from_str(text).unwrap();
    expected["any"][1] = json!(1.0);
    expected["any"][2] = json!(-2.0);
    assert_eq!(serde_json::to_value(&holder).unwrap(), expected);
    assert_eq!(
        decode_str::<Holder>(r#"{"code":"7"}"#).unwrap().code,
        Some(Code::Text("7".to_owned()))
    );
}

#[test]
fn null_is_absent_and_another_kind_is_an_error_that_lists_the_kinds() {
    assert_eq!(
        decode_str::<Holder>(r#"{"any":null,"code":null}"#).unwrap(),
        Holder::new()
    );
    let cases = [
        (
            r#"{"code":true}"#,
            "code",
            "invalid type: boolean, expected integer or string",
        ),
        (r#"{"code":1.5}"#, "code", "invalid value: floating point, expected i64"),
        (
            r#"{"code":18446744073709551615}"#,
            "code",
            "invalid value: integer, expected i64",
        ),
        (
            r#"{"any":[null]}"#,
            "any[0]",
            "invalid type: null, expected bool or number or string or array or object",
        ),
        (
            r#"{"any":[{"type":"arrow","angle":"up"}]}"#,
            "any[0].angle",
            "invalid type: string, expected u64",
        ),
        (
            r#"{"any":[{"angle":"up","type":"arrow"}]}"#,
            "any[0].angle",
            "invalid type: string, expected u64",
        ),
        (
            r#"{"any":[[[{"type":"arrow"}]]]}"#,
            "any[0][0][0]",
            "missing field `angle`",
        ),
    ];
    for (text, path, message) in cases {
        let error = decode_str::<Holder>(text).expect_err(text);
        assert_eq!((error.path(), error.message()), (path, message), "{text}");
    }
}

#[test]
fn values_convert_into_it() {
    assert_eq!(Code::from("a"), Code::Text("a".to_owned()));
    assert_eq!(Code::from(3), Code::Number(3));
    assert_eq!(Any::from("yes"), Any::Word(Word::Yes));
    assert_eq!(Any::from([Any::from(true)]), Any::List(vec![Any::Flag(true)]));
}
