//! What a version does not have: every member that the types of requests hold is spoken of in every version.

use std::collections::BTreeSet;

use openai_azure::ingestion::{v2023, v2024};
use openai_azure::{ApiVersion, Azure, dalle2};
use openai_core::{
    Call, Endpoint, Error, NoticeKind, Operation, OperationProfile, Policy, Provider, Reaction, Rule, Spelled,
    Streaming, responses,
};
use openai_types::audio::SpeechRequest;
use openai_types::images::GenerationRequest;
use openai_types::responses::{Query, Request};
use openai_types::{embeddings, files, moderations};
use serde_json::{Value, json};

use crate::chat::{dated, endpoint, hello};
use crate::samples::spell;
use crate::schema;

const NEWEST: &str = "2025-04-01-preview";

/// The types of requests, by the names of their schemas.
const REQUESTS: &[(Operation, &str)] = &[
    (Operation::CHAT, "chat.Request"),
    (Operation::CHAT, "enhancements.Request"),
    (Operation::CHAT, "on_your_data.v2023.Request"),
    (Operation::CHAT, "on_your_data.v2024.Request"),
    (Operation::COMPLETIONS, "completions.Request"),
    (Operation::EMBEDDINGS, "embeddings.Request"),
    (Operation::RESPONSES, "responses.Request"),
    (Operation::IMAGES_GENERATIONS, "images.GenerationRequest"),
    (Operation::IMAGES_EDITS, "images.EditRequest"),
    (Operation::AUDIO_TRANSCRIPTIONS, "audio.TranscriptionRequest"),
    (Operation::AUDIO_TRANSLATIONS, "audio.TranslationRequest"),
    (Operation::AUDIO_SPEECH, "audio.SpeechRequest"),
    (Operation::FILES_CREATE, "files.Form"),
    (Operation::FILES_IMPORT, "files.Import"),
    (Operation::UPLOADS_CREATE, "uploads.Request"),
    (Operation::UPLOADS_COMPLETE, "uploads.Complete"),
    (Operation::BATCHES_CREATE, "batches.Request"),
    (Operation::MODERATIONS, "moderations.Request"),
    (dalle2::SUBMIT, "dalle2.Request"),
    (v2023::START, "ingestion.v2023.Request"),
];

fn members(name: &str) -> BTreeSet<String> {
    let roots = openai_types::schema::roots().into_iter();
    let mut roots = roots.chain(openai_azure::schema::roots());
    let (_, schema) = roots.find(|(root, _)| *root == name).unwrap();
    let members: BTreeSet<String> = schema::members(&schema, &schema).into_iter().collect();
    assert!(!members.is_empty(), "{name}");
    members
}

fn unspoken(profile: &OperationProfile, members: &BTreeSet<String>) -> Vec<String> {
    let listed = |name: &&String| {
        profile
            .parameters
            .iter()
            .all(|parameter| parameter.name != name.as_str())
    };
    members.iter().filter(listed).cloned().collect()
}

fn v1() -> Azure {
    Azure::v1(endpoint("https://my-resource.openai.azure.com"))
}

fn send(azure: &Azure, request: &impl Endpoint) -> Result<Spelled, Error> {
    azure.request(&request.call()?, &Policy::new())
}

#[test]
fn no_member_of_a_request_is_left_unspoken_of() {
    let mut spoken = 0;
    for (operation, name) in REQUESTS {
        let members = members(name);
        let versions = ApiVersion::KNOWN.iter().map(|version| dated(&version.to_string()));
        for azure in versions.chain([v1()]) {
            let Some(profile) = azure.profile().operation(*operation) else {
                continue;
            };
            let wire = &azure.profile().wire;
            assert_eq!(unspoken(profile, &members), Vec::<String>::new(), "{name} in {wire}");
            spoken += members.len();
        }
    }
    assert!(spoken > 4000, "{spoken}");
}

/// The walk above would see a member that is left out.
#[test]
fn an_unspoken_member_is_found() {
    let azure = dated(NEWEST);
    let chat = azure.profile().operation(Operation::CHAT).unwrap();
    let names = ["verbosity", "not_a_parameter"].map(str::to_owned);
    assert_eq!(unspoken(chat, &names.into()), ["not_a_parameter"]);
}

/// Every request with a body that a version has is among those above.
#[test]
fn no_operation_with_a_body_is_left_out() {
    let bodies: BTreeSet<&str> = REQUESTS.iter().map(|(operation, _)| operation.name()).collect();
    for profile in dated(NEWEST)
        .profile()
        .operations
        .iter()
        .chain(&v1().profile().operations)
    {
        let in_body = |name: &str| !name.is_empty() && profile.parameter(name).rule == Rule::Supported;
        let has_body = profile.parameters.iter().any(|parameter| {
            in_body(&parameter.name) && !parameter.note.contains("in the query") && parameter.name != "data"
        });
        // A union of two kinds of jobs has no members of its own.
        let known = bodies.contains(profile.operation.name()) || profile.operation == v2024::START;
        assert!(known || !has_body, "{}", profile.operation);
    }
}

#[test]
fn what_only_v1_has_is_refused_with_its_name() {
    let mut chat = hello();
    for (name, value) in [
        ("verbosity", json!("low")),
        ("prompt_cache_key", json!("k")),
        ("safety_identifier", json!("s")),
    ] {
        chat.extra.insert(name.into(), value);
    }
    let respond = Request::new("gpt-5", "Hello").max_tool_calls(2_u64).top_logprobs(1_u64);
    let stored = responses::Retrieve::new("resp_1")
        .query(Query::new().include_obfuscation(false))
        .streamed(true);
    let list = openai_core::files::List::new().query(files::ListQuery::new().limit(2_u64));
    let refusals = [
        spell(&dated("2024-10-21"), &chat).unwrap_err(),
        send(&dated(NEWEST), &chat).unwrap_err(),
        send(&dated(NEWEST), &respond).unwrap_err(),
        send(&dated(NEWEST), &stored).unwrap_err(),
        send(&dated("2024-10-21"), &list).unwrap_err(),
    ];
    insta::assert_snapshot!("only_v1", refusals.map(|error| error.to_string()).join("\n\n"));
    for request in [chat.call(), respond.call(), stored.call(), list.call()] {
        let spelled = v1().request(&request.unwrap(), &Policy::new()).unwrap();
        assert_eq!(spelled.notices, []);
    }
    send(&dated(NEWEST), &list).unwrap();
    let policy = Policy::new().rejected(Reaction::Report);
    let spelled = dated(NEWEST).request(&respond.call().unwrap(), &policy).unwrap();
    assert_eq!(spelled.notices.len(), 2);
}

#[test]
fn what_no_specification_names_is_told_and_sent() {
    let told = |azure: &Azure, call: Result<Call, Error>| {
        let spelled = azure.request(&call.unwrap(), &Policy::new()).unwrap();
        assert!(spelled.notices.iter().all(|notice| notice.kind == NoticeKind::Unlisted));
        spelled.to_string()
    };
    let mut chat = hello();
    chat.extra.insert("service_tier".into(), json!("priority"));
    let painted = GenerationRequest::new("painter", "A quince").moderation("low");
    let speech = SpeechRequest::new("tts", "Good morning.", "alloy").instructions("Whisper.");
    let mut batch = openai_types::batches::Request::new("file-1", "/v1/responses");
    batch.metadata = Some([("team".to_owned(), "a".to_owned())].into());
    insta::assert_snapshot!(
        "unlisted",
        [
            told(&dated("2024-10-21"), chat.call()),
            told(&v1(), chat.call()),
            told(&dated(NEWEST), Request::new("gpt-5", "Hello").background(true).call()),
            told(&dated(NEWEST), painted.call()),
            told(&dated(NEWEST), speech.call()),
            told(&v1(), batch.call()),
        ]
        .join("\n\n")
    );
    let mut other = hello();
    other.extra.insert("conformance_probe".into(), json!(1));
    let spelled = send(&dated("2024-10-21"), &other).unwrap();
    assert_eq!(spelled.notices, [], "what nobody names is sent untouched");
}

#[test]
fn v1_has_uploads_and_moderations_without_a_switch() {
    let spelled = send(&v1(), &moderations::Request::new("Be nice.").model("omni")).unwrap();
    assert_eq!(spelled.request.uri().path(), "/openai/v1/moderations");
    assert_eq!(spelled.notices, []);
    for operation in [
        Operation::UPLOADS_CREATE,
        Operation::UPLOADS_PART,
        Operation::UPLOADS_COMPLETE,
        Operation::UPLOADS_CANCEL,
        Operation::MODERATIONS,
    ] {
        let azure = v1();
        let source = azure.profile().operation(operation).unwrap().source;
        assert!(source.contains("v1's specification does not name it"), "{source}");
    }
    let error = send(&dated(NEWEST), &moderations::Request::new("Be nice.")).unwrap_err();
    assert!(
        error.to_string().contains("no dated version has it, but v1 does"),
        "{error}"
    );
}

#[test]
fn more_inputs_than_the_reference_allows_are_told_and_sent() {
    let notices = |azure: &Azure, model: &str, input: Value| {
        let body: embeddings::Request = serde_json::from_value(json!({"model": model, "input": input})).unwrap();
        let spelled = send(azure, &body).unwrap();
        let messages: Vec<_> = spelled.notices.iter().map(|notice| notice.message.clone()).collect();
        (messages, spelled.notices.first().map(|notice| notice.kind))
    };
    let texts = |count: usize| json!(vec!["a"; count]);
    let ada = "text-embedding-ada-002";
    let azure = dated("2024-10-21")
        .deployment("words", ada)
        .deployment(ada, "prod-words");
    let (messages, kind) = notices(&azure, ada, texts(17));
    assert_eq!(kind, Some(NoticeKind::Unlisted));
    assert_eq!(
        messages,
        [
            "`input` has 17 inputs: the Azure REST reference allows text-embedding-ada-002 (version 2) up to 16, though newer \
          documents allow more; it is sent all the same"
        ]
    );
    assert_eq!(
        notices(&azure, "words", texts(17)).0.len(),
        1,
        "the deployment's name tells"
    );
    assert_eq!(notices(&azure, ada, json!(vec![[1, 2]; 17])).0.len(), 1);
    for (model, input) in [
        (ada, texts(16)),
        (ada, json!("a")),
        (ada, json!(vec![1; 17])),
        ("text-embedding-3-large", texts(17)),
    ] {
        assert_eq!(notices(&azure, model, input).0, Vec::<String>::new(), "{model}");
    }
    assert_eq!(
        notices(&v1(), ada, texts(17)).0,
        Vec::<String>::new(),
        "v1's documents allow more"
    );
}
