//! One reading of the three shapes that an answer has.

use openai_azure::on_your_data::{Chunk, Completion, Context, TurnProgress};
use openai_core::Progress;
use openai_types::decode_str;

use crate::bodies;

fn body<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let bodies = bodies::all();
    let body = bodies.iter().find(|body| body.name == name).expect("it is there");
    decode_str(&body.text).expect("it fits")
}

#[test]
fn an_answer_is_read_the_same_in_each_shape() {
    for (name, title) in [
        ("messages", "Manual"),
        ("context_messages", "Manual"),
        ("context", "Manual"),
        ("odd_kinds", "Manual"),
    ] {
        let answer: Completion = body(&format!("on_your_data.Completion/{name}"));
        assert_eq!(answer.text(), "Hold the button [doc1].", "{name}");
        let citations = answer.citations();
        assert_eq!(citations.len(), 1, "{name}");
        assert_eq!(citations[0].title.as_deref(), Some(title), "{name}");
        assert_eq!(citations[0].content.as_deref(), Some("Hold the button."), "{name}");
        let intents = answer.context().expect("a context").intents();
        assert_eq!(intents[0], "reset pump", "{name}");
        assert!(
            answer.intent().expect("an intent").starts_with("[\"reset pump\""),
            "{name}"
        );
    }
}

#[test]
fn an_answer_without_a_source_has_no_context() {
    for name in ["context_not_json", "tools", "enhancements"] {
        let answer: Completion = body(&format!("on_your_data.Completion/{name}"));
        assert_eq!(answer.context(), None, "{name}");
        assert!(answer.citations().is_empty() && answer.intent().is_none(), "{name}");
    }
    assert_eq!(decode_str::<Completion>(r#"{"choices":[]}"#).unwrap().text(), "");
}

#[test]
fn a_stream_is_read_the_same_in_each_shape() {
    for name in ["messages_tool", "context_messages", "context", "odd_kinds"] {
        let chunk: Chunk = body(&format!("on_your_data.Chunk/{name}"));
        assert_eq!(chunk.citations()[0].filepath.as_deref(), Some("manual.pdf"), "{name}");
        assert!(chunk.intent().expect("an intent").contains("reset pump"), "{name}");
        assert_eq!(chunk.text(), "", "{name}: a tool's text is not the answer's");
        assert!(!chunk.is_end(), "{name}");
    }
    assert_eq!(body::<Chunk>("on_your_data.Chunk/messages_text").text(), "Hold");
    assert_eq!(body::<Chunk>("on_your_data.Chunk/text").text(), " the button");
}

#[test]
fn a_stream_ends_with_its_mark_or_with_a_reason() {
    for end in ["messages_end", "end"] {
        let mut progress = TurnProgress::default();
        assert!(!progress.is_complete());
        progress.observe(&body("on_your_data.Chunk/messages_text"));
        assert!(!progress.is_complete());
        let end: Chunk = body(&format!("on_your_data.Chunk/{end}"));
        assert_eq!(end.text(), "", "the mark is no text");
        assert!(end.is_end());
        progress.observe(&end);
        assert!(progress.is_complete());
        progress.observe(&body("on_your_data.Chunk/usage"));
        assert!(progress.is_complete());
    }
}

#[test]
fn an_answer_becomes_a_turn_of_the_next_request() {
    let mut answer: Completion = body("on_your_data.Completion/context");
    let message = answer.choices.remove(0).message.expect("a message");
    let turn = serde_json::to_value(message.clone().into_turn()).unwrap();
    assert_eq!(turn["role"], "assistant");
    assert_eq!(turn["content"], "Hold the button [doc1].");
    assert_eq!(turn["context"], serde_json::to_value(message.context).unwrap());
    assert_eq!(turn.as_object().map(serde_json::Map::len), Some(3), "{turn}");
}

#[test]
fn an_intent_that_is_no_list_is_one_intent() {
    let intents = |intent: &str| Context::new().intent(intent).intents();
    assert_eq!(intents("dog care"), ["dog care"]);
    assert_eq!(intents(r#"["a","b"]"#), ["a", "b"]);
    assert_eq!(intents("[1]"), ["[1]"]);
    assert!(Context::new().intents().is_empty());
    let listed = Context::new().intent(["a".to_owned(), "b".to_owned()]);
    assert_eq!(listed.intents(), ["a", "b"]);
    assert_eq!(listed.intent.expect("an intent").to_string(), r#"["a","b"]"#);
}
