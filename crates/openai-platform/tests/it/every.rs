//! Every operation as it goes out.

use openai_core::{BaseUrl, Call, Endpoint, ErrorKind, Operation, Policy, Provider, responses};
use openai_platform::OpenAi;
use openai_types::images::GenerationRequest;
use openai_types::responses::{Prompt, Request};

use crate::spelling;

#[test]
fn openai() {
    for (name, spelled) in spelling::all("openai", &OpenAi::new()) {
        insta::assert_snapshot!(name, spelled);
    }
}

#[test]
fn a_server_of_ones_own_is_sent_everything() {
    let server = OpenAi::with_base_url(BaseUrl::parse("test", "http://127.0.0.1:8080/v1").unwrap());
    for profile in &OpenAi::new().profile().operations {
        let known = server.profile().operation(profile.operation).unwrap();
        assert_eq!(known.streaming, profile.streaming, "{}", profile.operation);
        assert!(known.parameters.is_empty());
    }
}

#[test]
fn a_model_is_needed_where_openai_has_none_of_its_own() {
    let send = |call: Call| OpenAi::new().request(&call, &Policy::new());
    send(GenerationRequest::without_model("A quince").call().unwrap()).unwrap();
    send(Request::empty().prompt(Prompt::new("pmpt_1")).call().unwrap()).unwrap();
    for nameless in [
        Request::empty().input("Hello").call().unwrap(),
        Call::raw(Operation::AUDIO_SPEECH, &["audio", "speech"], "{}"),
    ] {
        let error = send(nameless).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    }
}

#[test]
fn an_id_stays_in_its_place() {
    for id in ["..", "a/../b", "", "%2e%2e"] {
        assert_eq!(
            responses::Delete::new(id).call().unwrap_err().kind(),
            ErrorKind::Invalid,
            "{id}"
        );
    }
}
