//! `pub enum` in `wire!`.

use openai_types::{decode_str, unknowns, wire};

wire! {
    /// A colour.
    pub enum Colour {
        /// Red.
        "red" => Red,
        /// Blue; the wire has a dash.
        "dark-blue" => DarkBlue,
    }

    /// A pot of paint.
    pub struct Paint {
        /// Its colours.
        pub colours: Vec<Colour>,
    }
}

#[test]
fn known_and_unknown_values_come_back_as_they_were() {
    let text = r#"{"colours":["red","dark-blue","green","","RED","r\u0065d","a\"b"]}"#;
    let paint: Paint = decode_str(text).unwrap();
    let other = |value: &str| Colour::Other(value.to_owned());
    assert_eq!(
        paint.colours,
        [
            Colour::Red,
            Colour::DarkBlue,
            other("green"),
            other(""),
            other("RED"),
            Colour::Red,
            other("a\"b")
        ]
    );
    assert_eq!(
        unknowns(&paint),
        [
            "colours[2] = green",
            "colours[3] = ",
            "colours[4] = RED",
            "colours[6] = a\"b"
        ]
    );
    assert_eq!(
        serde_json::to_string(&paint).unwrap(),
        r#"{"colours":["red","dark-blue","green","","RED","red","a\"b"]}"#
    );
}

#[test]
fn a_known_value_never_hides_in_other() {
    assert_eq!(Colour::from("red"), Colour::Red);
    assert_eq!(Colour::from("dark-blue".to_owned()), Colour::DarkBlue);
    assert_eq!(Colour::from("green").as_str(), "green");
    assert_eq!(Colour::DarkBlue.to_string(), "dark-blue");
}

#[test]
fn only_a_string_will_do() {
    for (value, kind) in [("1", "integer"), ("null", "null"), ("{}", "map"), ("true", "boolean")] {
        let error = decode_str::<Paint>(&format!(r#"{{"colours":["red",{value}]}}"#)).expect_err(value);
        assert_eq!(
            error.to_string(),
            format!("colours[1]: invalid type: {kind}, expected a string")
        );
    }
}
