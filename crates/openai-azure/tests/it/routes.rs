//! Where each operation goes, and in which versions it is there.

use openai_azure::ingestion::{v2023, v2024};
use openai_azure::{ApiVersion, Azure, dalle2};
use openai_core::{Call, Endpoint, Error, ErrorKind, Operation, Payload, Policy, Provider, Spelled, audio, batches};
use openai_types::audio::{SpeechFormat, SpeechRequest, TranscriptionRequest};
use openai_types::embeddings;
use openai_types::images::{GenerationRequest, Size};
use openai_types::responses::Request;

use crate::body;
use crate::chat::{dated, endpoint};

const PREVIEW: &str = "2025-04-01-preview";

fn send(azure: &Azure, request: &impl Endpoint) -> Result<Spelled, Error> {
    azure.request(&request.call()?, &Policy::new())
}

fn refusal(version: &str, request: &impl Endpoint) -> String {
    let error = send(&dated(version), request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    error.to_string()
}

fn speech() -> SpeechRequest {
    SpeechRequest::new("tts-1-hd", "Good morning.", "alloy")
}

fn transcription() -> audio::Transcribe {
    let recording = openai_core::File::bytes("a.wav", "RIFF");
    audio::Transcribe::new(TranscriptionRequest::new("gpt-4o-transcribe"), recording)
}

/// The first and the last version that this crate knows an operation in.
fn span(operation: Operation) -> (String, String) {
    let has = |version: &&ApiVersion| {
        let azure = dated(&version.to_string());
        azure.profile().operation(operation).is_some()
    };
    let versions: Vec<_> = ApiVersion::KNOWN.iter().filter(has).collect();
    (
        versions.first().unwrap().to_string(),
        versions.last().unwrap().to_string(),
    )
}

#[test]
fn each_operation_has_its_versions() {
    for (operation, first, last) in [
        (Operation::COMPLETIONS, "2022-12-01", PREVIEW),
        (Operation::EMBEDDINGS, "2022-12-01", PREVIEW),
        (Operation::CHAT, "2023-03-15-preview", PREVIEW),
        (Operation::RESPONSES, "2025-03-01-preview", PREVIEW),
        (Operation::RESPONSES_CANCEL, PREVIEW, PREVIEW),
        (Operation::IMAGES_GENERATIONS, "2023-12-01-preview", PREVIEW),
        (Operation::IMAGES_EDITS, PREVIEW, PREVIEW),
        (Operation::AUDIO_TRANSCRIPTIONS, "2023-09-01-preview", PREVIEW),
        (Operation::AUDIO_SPEECH, "2024-02-15-preview", PREVIEW),
        (Operation::FILES_IMPORT, "2022-12-01", PREVIEW),
        (Operation::UPLOADS_CREATE, "2024-08-01-preview", PREVIEW),
        (Operation::BATCHES_CREATE, "2024-07-01-preview", PREVIEW),
        (dalle2::SUBMIT, "2023-06-01-preview", "2023-10-01-preview"),
        (v2023::START, "2023-10-01-preview", "2023-10-01-preview"),
        (v2024::START, "2024-05-01-preview", PREVIEW),
    ] {
        assert_eq!(span(operation), (first.to_owned(), last.to_owned()), "{operation}");
    }
}

#[test]
fn what_a_version_does_not_have_is_refused_with_the_versions_that_do() {
    let generation = GenerationRequest::new("painter", "A quince");
    let refusals = [
        refusal("2024-06-01", &batches::List::new()),
        refusal("2024-10-21", &speech()),
        refusal("2024-10-21", &Request::new("gpt-5", "Hello")),
        refusal("2023-05-15", &generation),
        refusal("2024-10-21", &dalle2::Request::new("A quince")),
        refusal("2024-10-21", &v2023::List::new()),
        refusal("2024-10-21", &openai_core::models::Delete::new("m")),
        refusal("2024-02-01", &embeddings::Request::new("e", "a").dimensions(8_u64)),
        refusal("2024-10-21", &generation.clone().background("transparent")),
        refusal("2024-02-01", &generation.clone().size(Size::Square512)),
        refusal("2024-02-15-preview", &speech().response_format(SpeechFormat::Wav)),
    ];
    insta::assert_snapshot!("refusals", refusals.join("\n\n"));
    send(&dated("2024-05-01-preview"), &generation.size(Size::Square512)).unwrap();
    send(
        &dated("2024-04-01-preview"),
        &speech().response_format(SpeechFormat::Wav),
    )
    .unwrap();
}

#[test]
fn v1_says_what_its_documents_do_not_name() {
    let v1 = Azure::v1(endpoint("https://my-resource.openai.azure.com"));
    let refused = |request: &dyn Fn(&Azure) -> Result<Spelled, Error>| request(&v1).unwrap_err().to_string();
    let refusals = [
        refused(&|v1| send(v1, &speech())),
        refused(&|v1| send(v1, &dalle2::Request::new("A quince"))),
    ];
    insta::assert_snapshot!("v1_refusals", refusals.join("\n\n"));
    let spelled = send(&v1.clone().unverified().preview(), &speech()).unwrap();
    assert_eq!(spelled.request.uri().path(), "/openai/v1/audio/speech");
    assert_eq!(spelled.request.uri().query(), Some("api-version=preview"));
    assert!(send(&v1.preview(), &speech()).is_err());
    let dated = dated("2024-10-21").unverified();
    assert!(send(&dated, &speech()).is_err(), "a dated client is left as it is");
}

#[test]
fn no_single_version_has_everything_but_one_client_does() {
    let client = dated("2024-10-21")
        .api_version_for(Operation::AUDIO_SPEECH, "2024-05-01-preview".parse().unwrap())
        .api_version_for(dalle2::SUBMIT, "2023-06-01-preview".parse().unwrap())
        .api_version_for(v2023::LIST, "2023-10-01-preview".parse().unwrap())
        .api_version_for(Operation::RESPONSES, PREVIEW.parse().unwrap());
    for (spelled, version) in [
        (send(&client, &speech()), "2024-05-01-preview"),
        (send(&client, &dalle2::Request::new("A quince")), "2023-06-01-preview"),
        (send(&client, &v2023::List::new()), "2023-10-01-preview"),
        (send(&client, &Request::new("gpt-5", "Hello")), PREVIEW),
        (send(&client, &batches::List::new()), "2024-10-21"),
    ] {
        let query = spelled.unwrap().request.uri().query().unwrap().to_owned();
        assert_eq!(query, format!("api-version={version}"));
    }
}

#[test]
fn a_model_is_mapped_to_its_deployment_wherever_it_stands() {
    let client = dated(PREVIEW)
        .deployment("gpt-5", "prod 5")
        .deployment("tts-1-hd", "voice")
        .deployment("gpt-4o-transcribe", "ears");
    let responses = send(&client, &Request::new("gpt-5", "Hello")).unwrap();
    assert_eq!(responses.request.uri().path(), "/openai/responses");
    assert_eq!(body::of(&responses)["model"], "prod 5");
    let speech = send(&client, &speech()).unwrap();
    assert_eq!(speech.request.uri().path(), "/openai/deployments/voice/audio/speech");
    assert_eq!(body::of(&speech)["model"], "tts-1-hd", "the model, not the deployment");
    let transcription = send(&client, &transcription()).unwrap();
    assert!(
        transcription
            .request
            .uri()
            .path()
            .starts_with("/openai/deployments/ears/")
    );
    assert_eq!(fields(&transcription), ["model=gpt-4o-transcribe", "file"]);
    let older = client.api_version_for(Operation::AUDIO_TRANSCRIPTIONS, ApiVersion::LATEST_STABLE);
    assert_eq!(fields(&send(&older, &self::transcription()).unwrap()), ["file"]);
}

#[test]
fn a_recording_has_at_most_25_megabytes() {
    let of = |len: usize| {
        let file = openai_core::File::bytes("a.wav", vec![0; len]);
        let request = audio::Translate::new(openai_types::audio::TranslationRequest::new("whisper-1"), file);
        send(&dated("2024-10-21"), &request)
    };
    of(25 * 1024 * 1024).unwrap();
    let error = of(25 * 1024 * 1024 + 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(
        error
            .to_string()
            .contains("it has 26214401 bytes, and 26214400 are the most"),
        "{error}"
    );
}

#[test]
fn a_clients_default_model_names_the_deployment() {
    let mut call = SpeechRequest::without_model("Hi", "alloy").call().unwrap();
    call.model = Some("tts-1".to_owned());
    let spelled = dated(PREVIEW).request(&call, &Policy::new()).unwrap();
    assert!(spelled.request.uri().path().starts_with("/openai/deployments/tts-1/"));
    assert_eq!(body::of(&spelled)["model"], "tts-1");
    let nameless = Call::raw(Operation::RESPONSES, &["responses"], "{}");
    let error = dated(PREVIEW).request(&nameless, &Policy::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn an_operation_is_followed_where_the_server_says_and_nowhere_else() {
    let azure = dated("2024-10-21");
    let there =
        "https://my-resource.openai.azure.com/openai/dalle/operations/images/op-1?api-version=2023-03-15-preview";
    for spelled in [
        send(&azure, &dalle2::Retrieve::at(there)),
        send(&azure, &dalle2::Delete::at(there)),
    ] {
        assert_eq!(spelled.unwrap().request.uri().to_string(), there);
    }
    for elsewhere in [
        there.replace("my-resource", "evil"),
        there.replace("https", "http"),
        there.replace(".com", ".com:444"),
    ] {
        let error = send(&azure, &dalle2::Retrieve::at(elsewhere)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(error.to_string().contains("leads to another origin"), "{error}");
    }
    let error = dalle2::Retrieve::at("no address").call().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
}

#[test]
fn names_stay_in_their_place() {
    for name in ["..", "a/../../b", ""] {
        assert!(v2023::Retrieve::new(name).call().is_err(), "{name}");
        assert!(v2024::RetrieveRun::new("job", name).call().is_err(), "{name}");
        assert!(dalle2::Retrieve::new(name).call().is_err(), "{name}");
    }
    assert!(dalle2::Request::new(" ").call().is_err());
    let tokens = v2024::UserTokens::new().management("line\nbreak");
    let error = v2024::List::new().tokens(tokens).call().unwrap_err().to_string();
    assert!(
        error.contains("`mgmt-user-token`") && !error.contains("break"),
        "{error}"
    );
}

/// A form's fields, files by their names alone.
fn fields(spelled: &Spelled) -> Vec<String> {
    let Payload::Multipart(parts) = spelled.request.body() else {
        panic!("no form: {spelled}")
    };
    let shown = parts.iter().map(|part| match part.as_text() {
        Some(text) => format!("{}={text}", part.name),
        None => part.name.clone(),
    });
    shown.collect()
}
