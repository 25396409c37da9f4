//! The lines of a batch's files, and what is read from a batch.

use openai_types::batches::{Batch, Output, Time, decode_lines};
use openai_types::chat::Completion;
use openai_types::decode_str;

#[test]
fn a_line_that_does_not_fit_is_an_error_and_the_others_are_read() {
    let file = "{\"custom_id\":\"a\"}\r\n\n  \n{\"custom_id\":5}\nnonsense\n{\"custom_id\":\"b\"}";
    let lines: Vec<_> = decode_lines::<Output>(file).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0].as_ref().unwrap().custom_id, "a");
    assert_eq!(lines[1].as_ref().unwrap_err().path(), "custom_id");
    assert_eq!(lines[2].as_ref().unwrap_err().path(), "");
    assert_eq!(lines[3].as_ref().unwrap().custom_id, "b");
}

#[test]
fn a_body_is_decoded_as_its_operation_s_answer_or_says_where_it_is_none() {
    let line = |body: &str| {
        let text = format!(r#"{{"custom_id":"a","response":{{"status_code":200,"body":{body}}}}}"#);
        let line: Output = decode_str(&text).unwrap();
        line.response.unwrap().decode_body::<Completion>()
    };
    assert_eq!(
        line(r#"{"choices":[{"message":{"role":"assistant","content":"4"}}]}"#)
            .unwrap()
            .text(),
        "4"
    );
    let error = line(r#"{"choices":[{"message":{"role":"assistant","content":4}}]}"#).unwrap_err();
    assert_eq!(error.path(), "choices[0].message.content");
    let error = line(r#"{"error":{"message":"no"}}"#).unwrap_err();
    assert_eq!(error.to_string(), "error: the body is an error, not an answer");
    assert!(line("null").is_err());
}

#[test]
fn a_batch_says_whether_it_has_ended_and_when() {
    let batch = |status| decode_str::<Batch>(&format!(r#"{{"id":"b","status":"{status}","created_at":7}}"#)).unwrap();
    for status in ["failed", "completed", "expired", "cancelled"] {
        assert!(batch(status).status.unwrap().is_final(), "{status}");
    }
    for status in ["validating", "in_progress", "finalizing", "cancelling", "new"] {
        assert!(!batch(status).status.unwrap().is_final(), "{status}");
    }
    assert_eq!(batch("failed").created_at.unwrap().seconds(), Some(7));
    assert_eq!(Time::from("2024-07-19T17:13:57Z").seconds(), None);
}

#[test]
fn a_signed_address_is_not_in_debug_but_on_the_wire() {
    use openai_types::files::{Import, Purpose};
    let import = Import::new(Purpose::FineTune, "a.jsonl", "https://example.com/a?sig=s3cr3t");
    assert!(!format!("{import:?}").contains("s3cr3t"));
    assert!(serde_json::to_string(&import).unwrap().contains("sig=s3cr3t"));
}
