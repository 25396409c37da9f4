//! Nesting that an attacker chooses.

use openai_types::chat::{Request, ToolChoice};
use openai_types::{decode_str, wire};

wire! {
    /// A box in a box.
    pub union Nest by "type" {
        /// A box.
        "box" => Box(Inner),
    }

    /// What is in a box.
    pub struct Inner {
        /// Boxes.
        pub boxes: Option<Vec<Nest>>,
    }
}

fn nested(open: &str, close: &str, depth: usize) -> String {
    open.repeat(depth) + &close.repeat(depth)
}

#[test]
fn depth_is_bounded_for_known_and_unknown_members_and_late_tags() {
    let cases = [
        (r#"{"type":"box","boxes":["#, "]}"),
        (r#"{"boxes":["#, r#"],"type":"box"}"#),
        (r#"{"x":["#, "]}"),
        (r#"{"type":"ball","x":["#, "]}"),
    ];
    for (open, close) in cases {
        assert!(decode_str::<Nest>(&nested(open, close, 60)).is_ok(), "{open}");
        for depth in [64, 1_000, 200_000] {
            let error = decode_str::<Nest>(&nested(open, close, depth)).expect_err(open);
            assert!(
                error.message().starts_with("recursion limit exceeded"),
                "{open} {error}"
            );
        }
    }
}

#[test]
fn the_recursive_types_of_chat_are_bounded_too() {
    for (open, close) in [
        (
            r#"{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":["#,
            "]}}",
        ),
        (
            r#"{"allowed_tools":{"tools":["#,
            r#"],"mode":"auto"},"type":"allowed_tools"}"#,
        ),
    ] {
        assert!(decode_str::<ToolChoice>(&nested(open, close, 40)).is_ok(), "{open}");
        assert!(
            decode_str::<ToolChoice>(&nested(open, close, 100_000)).is_err(),
            "{open}"
        );
    }
    let request = format!(r#"{{"messages":[],"x":{}}}"#, nested("[", "]", 1_000_000));
    assert!(decode_str::<Request>(&request).is_err());
}

#[test]
fn late_tags_within_late_tags_take_no_more_than_their_depth_in_time() {
    let leaf = r#"{"x":"y"},"#.repeat(20_000);
    let text = nested(r#"{"boxes":["#, r#"],"type":"box"}"#, 50).replacen("[]", &format!("[{}{{}}]", leaf), 1);
    assert!(text.len() > 180_000);
    assert!(decode_str::<Nest>(&text).is_ok());
}
