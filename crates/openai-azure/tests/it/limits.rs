//! Limits of values that Azure's documents state, and what a version lacks within a parameter.

use openai_azure::{Azure, STRIP_STRICT, dalle2};
use openai_core::{Endpoint, Error, ErrorKind, NoticeKind, Operation, Policy, Provider, Spelled, Streaming};
use openai_types::audio::SpeechRequest;
use openai_types::chat::{FunctionTool, Tool};
use openai_types::completions;
use serde_json::{Value, json};

use crate::body;
use crate::chat::{dated, endpoint, hello};
use crate::samples::spell;

fn send(azure: &Azure, request: &impl Endpoint) -> Result<Spelled, Error> {
    azure.request(&request.call()?, &Policy::new())
}

fn both() -> [Azure; 2] {
    [dated("2024-02-01"), Azure::v1(endpoint("https://r.openai.azure.com"))]
}

fn completion() -> completions::Request {
    completions::Request::new("gpt-instruct", "Once upon")
}

fn texts(count: usize) -> Vec<String> {
    (0..count).map(|index| index.to_string()).collect()
}

fn refusal<T: std::fmt::Debug>(sent: Result<T, Error>) -> String {
    let error = sent.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    error.to_string()
}

/// The one notice of what is sent all the same.
fn told(sent: Result<Spelled, Error>) -> String {
    let notices = sent.unwrap().notices;
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(notices[0].kind, NoticeKind::Unlisted);
    notices[0].message.clone()
}

fn silent(sent: Result<Spelled, Error>) {
    assert_eq!(sent.unwrap().notices, []);
}

#[test]
fn an_answer_stops_at_four_texts_at_most() {
    for azure in both() {
        silent(send(&azure, &completion().stop(texts(4))));
        silent(spell(&azure, &hello().stop(texts(4))));
        for error in [
            refusal(send(&azure, &completion().stop(texts(5)))),
            refusal(spell(&azure, &hello().stop(texts(5)))),
        ] {
            assert!(error.contains("`stop` is refused by"), "{error}");
            assert!(error.contains("it has 5 texts, and 4 are the most"), "{error}");
        }
    }
}

#[test]
fn beside_data_documents_differ_on_the_texts_to_stop_at() {
    use openai_azure::on_your_data::{v2023, v2024};

    let old = |count| {
        let source = v2023::SearchParameters::new("https://s.search.windows.net", "manuals");
        v2023::Request::new(hello().stop(texts(count)), source)
    };
    let new = |count| {
        let source = v2024::SearchParameters::new("https://s.search.windows.net", "manuals");
        v2024::Request::new(hello().stop(texts(count)), source)
    };
    let (before, after) = (dated("2023-12-01-preview"), dated("2024-10-21"));
    silent(send(&before, &old(2)));
    silent(send(&after, &new(2)));
    for message in [told(send(&before, &old(3))), told(send(&after, &new(4)))] {
        assert!(message.contains("allows up to 2 beside data sources"), "{message}");
        assert!(message.ends_with("it is sent all the same"), "{message}");
    }
    let error = refusal(send(&after, &new(5)));
    assert!(error.contains("it has 5 texts"), "{error}");
}

#[test]
fn the_best_are_no_fewer_than_those_asked_for_and_come_at_once() {
    for azure in both() {
        silent(send(&azure, &completion().best_of(2_u64).n(2_u64)));
        silent(send(&azure, &completion().best_of(3_u64)));
        silent(send(&azure, &completion().best_of(1_u64).streamed(false)));
        let error = refusal(send(&azure, &completion().best_of(1_u64).n(2_u64)));
        assert!(
            error.contains("it is 1, and must not be less than `n`, which is 2"),
            "{error}"
        );
        let error = refusal(send(&azure, &completion().best_of(2_u64).streamed(false)));
        assert!(error.contains("`best_of` is refused"), "{error}");
        assert!(error.contains("cannot be streamed"), "{error}");
    }
}

#[test]
fn more_log_probabilities_than_the_specifications_allow_are_told_and_sent() {
    for azure in both() {
        silent(send(&azure, &completion().logprobs(5_u64)));
        let message = told(send(&azure, &completion().logprobs(9_u64)));
        assert!(
            message.starts_with("`logprobs` is 9: the specifications allow up to 5"),
            "{message}"
        );
    }
}

#[test]
fn texts_have_their_longest() {
    let azure = dated("2024-02-15-preview");
    let speech = |count| SpeechRequest::new("tts-1", "ž".repeat(count), "alloy");
    silent(send(&azure, &speech(4096)));
    let error = refusal(send(&azure, &speech(4097)));
    assert!(
        error.contains("it has 4097 characters, and 4096 are the most"),
        "{error}"
    );
    let azure = dated("2023-06-01-preview");
    let quince = |count| dalle2::Request::new("q".repeat(count));
    silent(send(&azure, &quince(1000)));
    let error = refusal(send(&azure, &quince(1001)));
    assert!(error.contains("it has 1001 characters"), "{error}");
    let message = told(send(&azure, &quince(1).n(6_u64)));
    assert!(message.starts_with("`n` is 6: "), "{message}");
}

#[test]
fn the_profile_tells_of_limits() {
    for (operation, name, words) in [
        (
            Operation::CHAT,
            "stop",
            "up to 4 texts; up to 2 with GPT-4 Turbo with Vision",
        ),
        (
            Operation::COMPLETIONS,
            "stop",
            "up to 4 texts; up to 2 with GPT-4 Turbo with Vision",
        ),
        (
            Operation::COMPLETIONS,
            "best_of",
            "not less than `n`, and not streamed; not with gpt-35-turbo",
        ),
        (Operation::COMPLETIONS, "logprobs", "up to 5"),
        (Operation::COMPLETIONS, "echo", "not with gpt-35-turbo"),
        (Operation::EMBEDDINGS, "input", "under 8,191 tokens"),
        (Operation::CHAT, "functions", "deprecated from 2023-12-01-preview on"),
    ] {
        let azure = dated("2024-02-01");
        let fact = azure.profile().operation(operation).unwrap().parameter(name);
        assert!(fact.note.contains(words), "{operation} {name}: {}", fact.note);
    }
}

fn weather() -> Tool {
    let Tool::Function(FunctionTool { function, .. }) = Tool::function("weather", "Today's", json!({"type": "object"}))
    else {
        panic!("a function")
    };
    FunctionTool::new(function.strict(true)).into()
}

#[test]
fn a_strict_tool_goes_without_strict_where_the_version_lacks_it() {
    let request = || hello().tools([weather(), weather()]);
    let sent = spell(&dated("2024-02-01"), &request()).unwrap();
    assert_eq!(sent.notices.len(), 1);
    assert_eq!(sent.notices[0].kind, NoticeKind::Fixed);
    insta::assert_snapshot!("strict_tools", sent);
    for azure in [dated("2024-10-21"), dated("2024-08-01-preview"), both()[1].clone()] {
        let sent = spell(&azure, &request()).unwrap();
        assert_eq!(body::of(&sent)["tools"][1]["function"]["strict"], true);
        assert_eq!(sent.notices, []);
    }
    let policy = Policy::new().without_fix(STRIP_STRICT);
    let error = refusal(dated("2024-06-01").request(&request().call().unwrap(), &policy));
    assert!(
        error.contains(
            "`tools[0].function.strict` is refused by Azure OpenAI 2024-06-01: it came with 2024-08-01-preview and the \
             stable 2024-10-21"
        ),
        "{error}"
    );
}

/// The rest of a tool keeps its bytes.
#[test]
fn a_tool_without_strict_is_otherwise_as_it_was() {
    let body = r#"{"model":"m","tools":[7, {"type":"function","function":{"name":"f","strict":true,"parameters":{"x":1e400}}}]}"#;
    let call = openai_core::Call::raw(Operation::CHAT, &["chat", "completions"], body);
    let sent = dated("2024-02-01").request(&call, &Policy::new()).unwrap();
    let openai_core::Payload::Json(text) = sent.request.body() else {
        panic!("no JSON")
    };
    let expected = r#"{"tools":[7,{"type":"function","function":{"name":"f","parameters":{"x":1e400}}}]}"#;
    assert_eq!(std::str::from_utf8(text).unwrap(), expected);
}

#[test]
fn what_a_version_lacks_within_a_parameter_is_refused_at_its_place() {
    let search = |parameters: Value| {
        let mut source = json!({"type": "azure_search", "parameters": {"endpoint": "https://s", "index_name": "i"}});
        source["parameters"]
            .as_object_mut()
            .unwrap()
            .extend(parameters.as_object().unwrap().clone());
        json!({"data_sources": [source]})
    };
    let token = json!({"type": "access_token", "access_token": "secret-token"});
    let dependency = json!({"type": "endpoint", "endpoint": "https://e", "authentication": token, "dimensions": 8});
    let seen = json!({"messages": [{"role": "user", "content": "a"}, {"role": "user", "content":
        [{"type": "text", "text": "b"}, {"type": "image_url", "image_url": {"url": "https://i"}}]}]});
    let refusals: Vec<String> = [
        (
            "2024-10-21",
            json!({"data_sources": [{"type": "mongo_db", "parameters": {}}]}),
        ),
        (
            "2024-10-21",
            json!({"data_sources": [{"type": "azure_ml_index", "parameters": {}}]}),
        ),
        (
            "2024-02-01",
            search(json!({"include_contexts": ["intent"], "allow_partial_result": true, "max_search_queries": 2})),
        ),
        ("2024-08-01-preview", search(json!({"role_information": "Be brief."}))),
        ("2024-02-01", search(json!({"authentication": token}))),
        ("2024-02-01", search(json!({"embedding_dependency": dependency}))),
        (
            "2024-07-01-preview",
            search(json!({"embedding_dependency": {"type": "integrated"}})),
        ),
        (
            "2024-02-01",
            search(json!({"fields_mapping": {"image_vector_fields": ["v"]}})),
        ),
        ("2024-02-01", json!({"tool_choice": "required"})),
        (
            "2024-10-21",
            json!({"tools": [{"type": "custom", "custom": {"name": "t"}}]}),
        ),
        ("2023-10-01-preview", seen),
    ]
    .into_iter()
    .map(|(version, mut body)| {
        body["model"] = json!("gpt-4o");
        let call = openai_core::Call::raw(Operation::CHAT, &["chat", "completions"], body.to_string());
        refusal(dated(version).request(&call, &Policy::new()))
    })
    .collect();
    let refusals = refusals.join("\n");
    assert!(!refusals.contains("secret-token"), "{refusals}");
    insta::assert_snapshot!("within_a_parameter", refusals);
}

#[test]
fn what_a_version_has_within_a_parameter_goes_out_without_a_word() {
    for (version, body) in [
        (
            "2024-10-21",
            json!({"data_sources": [{"type": "azure_search", "parameters": {"role_information": "r"}}]}),
        ),
        (
            "2024-07-01-preview",
            json!({"data_sources": [{"type": "azure_ml_index", "parameters": {
            "role_information": "r", "authentication": {"type": "access_token", "access_token": "t"}}}]}),
        ),
        (
            "2025-04-01-preview",
            json!({"data_sources": [{"type": "mongo_db", "parameters": {"include_contexts": ["intent"]}}]}),
        ),
        (
            "2024-02-15-preview",
            json!({"data_sources": [{"type": "azure_ml_index", "parameters": {
            "authentication": {"type": "access_token", "access_token": "t"}}}]}),
        ),
        (
            "2024-06-01",
            json!({"tool_choice": "required", "response_format": {"type": "json_object"}}),
        ),
        (
            "2024-02-01",
            json!({"data_sources": [{"type": "azure_search", "parameters": {"include_contexts": null}}]}),
        ),
    ] {
        let mut body = body;
        body["model"] = json!("gpt-4o");
        let call = openai_core::Call::raw(Operation::CHAT, &["chat", "completions"], body.to_string());
        silent(dated(version).request(&call, &Policy::new()));
    }
}
