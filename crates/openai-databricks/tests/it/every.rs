//! Every operation as it goes out.

use openai_core::{Call, Endpoint, Operation, Policy, Provider};
use openai_types::embeddings::Request;

use crate::chat::databricks;
use crate::{body, spelling};

#[test]
fn databricks_has_four() {
    for (name, spelled) in spelling::all("every", &databricks()) {
        insta::assert_snapshot!(name, spelled);
    }
}

#[test]
fn an_instruction_goes_with_an_embedding() {
    let request = Request::new("databricks-gte-large-en", "fox").instruction("Find what it is about.");
    let spelled = databricks().request(&request.call().unwrap(), &Policy::new()).unwrap();
    insta::assert_snapshot!("embeddings_instruction", spelled);
    let sent = body::of(&spelled);
    assert!(sent.get("stream").is_none(), "embeddings are not streamed: {sent}");
}

#[test]
fn whether_to_stream_is_said_wherever_it_can_be() {
    for (operation, path) in [
        (Operation::COMPLETIONS, "completions"),
        (Operation::RESPONSES, "responses"),
    ] {
        let call = Call::raw(operation, &[path], r#"{"model":"my-model"}"#);
        let spelled = databricks().request(&call, &Policy::new()).unwrap();
        assert_eq!(body::of(&spelled)["stream"], false, "{operation}");
    }
}
