//! The examples of Azure's REST reference, written with the types.

use std::collections::BTreeMap;

use openai_azure::ingestion::v2023 as ingestion;
use openai_azure::on_your_data::v2023;
use openai_azure::{Azure, dalle2};
use openai_core::{Call, Endpoint, File, Part, PartContent, Payload, Policy, Provider, Spelled, audio};
use openai_types::audio::{ResponseFormat, SpeechRequest, TranscriptionRequest, TranslationRequest};
use openai_types::chat::{ContentPart, ImageDetail, ImagePart, ImageUrlObject, Message, Request};
use openai_types::images::GenerationRequest;
use openai_types::{completions, embeddings};
use serde_json::{Value, json};

use crate::chat::endpoint;
use crate::command::{self, Command};
use crate::json::normal;
use crate::samples::spell;
use crate::{body, specification};

const DEPLOYMENT: &str = "YOUR_DEPLOYMENT_NAME";

/// A conversation of four turns.
fn turns([system, question, answer, follow_up]: [&str; 4]) -> Request {
    let messages = [
        Message::system(system),
        Message::user(question),
        Message::assistant(answer),
        Message::user(follow_up),
    ];
    Request::new(DEPLOYMENT, messages)
}

/// A question about a picture, to be looked at closely.
fn picture(system: &str, question: &str, url: &str) -> Request {
    let image = ImagePart::new(ImageUrlObject::new(url).detail(ImageDetail::High));
    let parts = vec![ContentPart::text(question), image.into()];
    Request::new(DEPLOYMENT, [Message::system(system), Message::user(parts)])
}

fn ask(version: &str, request: &Request) -> Spelled {
    let azure = Azure::new(
        endpoint("https://YOUR_RESOURCE_NAME.openai.azure.com"),
        version.parse().unwrap(),
    );
    let spelled = spell(&azure, request).unwrap();
    assert_eq!(spelled.request.method(), "POST");
    assert_eq!(spelled.request.headers()["content-type"], "application/json");
    spelled
}

#[test]
fn a_conversation() {
    let spelled = ask(
        "2024-02-01",
        &turns(["Be kind.", "Do cats swim?", "Some do.", "And dogs?"]),
    );
    let expected = json!({"messages": [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Do cats swim?"},
        {"role": "assistant", "content": "Some do."},
        {"role": "user", "content": "And dogs?"},
    ]});
    assert_eq!(body::of(&spelled), expected);
}

#[test]
fn a_question_about_a_picture() {
    let spelled = ask(
        "2023-12-01-preview",
        &picture("Be kind.", "What is it?", "https://images.example/a.png"),
    );
    let expected = json!({"messages": [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": [
            {"type": "text", "text": "What is it?"},
            {"type": "image_url", "image_url": {"url": "https://images.example/a.png", "detail": "high"}},
        ]},
    ]});
    assert_eq!(body::of(&spelled), expected);
}

/// A client of the reference's resource, in a version.
fn client(version: &str) -> Azure {
    let resource = endpoint("https://YOUR_RESOURCE_NAME.openai.azure.com");
    Azure::new(resource, version.parse().unwrap()).deployment("tts-hd", DEPLOYMENT)
}

/// A body of the reference as a typed request: the type names all that is in it.
fn decoded<T: serde::de::DeserializeOwned + openai_types::Unknowns>(body: &Value) -> T {
    let request: T = openai_types::decode_str(&body.to_string()).unwrap();
    assert_eq!(openai_types::unknowns(&request), [""; 0], "{body}");
    request
}

/// A chat request with data sources, at the reference's deployment.
fn on_your_data(body: &Value) -> v2023::Request {
    let mut request: v2023::Request = decoded(body);
    request.chat.model = Some(DEPLOYMENT.to_owned());
    request
}

/// A recording of this name, as a command line names it: `@./name`.
fn recording(fields: &[(String, String)]) -> File {
    let name = fields.iter().find(|(name, _)| name == "file").unwrap();
    File::bytes(name.1.trim_start_matches("@./"), "RIFF")
}

fn field(fields: &[(String, String)], name: &str) -> String {
    let found = fields.iter().find(|(field, _)| field == name);
    found.unwrap_or_else(|| panic!("no {name}")).1.clone()
}

/// The request that a command line of the reference stands for, written with the types.
fn request(index: usize, command: &Command, body: Option<&Value>) -> Call {
    let body = || body.unwrap();
    let fields = &command.fields;
    let call = match index {
        0 => decoded::<completions::Request>(body()).model(DEPLOYMENT).call(),
        1 => decoded::<embeddings::Request>(body()).model(DEPLOYMENT).call(),
        2 | 3 => decoded::<Request>(body()).model(DEPLOYMENT).call(),
        4..=9 => on_your_data(body()).call(),
        10 => {
            let header = |name: &str| field(&command.headers, name);
            let headers = ingestion::Headers::new(
                header("searchServiceEndpoint"),
                header("storageConnectionString"),
                header("storageContainer"),
            );
            let headers = headers.search_service_admin_key(header("searchServiceAdminKey"));
            ingestion::Start::new("JOB_NAME", decoded(body()), headers).call()
        }
        11 => ingestion::List::new().call(),
        12 => ingestion::Retrieve::new("YOUR_JOB_NAME").call(),
        13 => decoded::<GenerationRequest>(body()).model(DEPLOYMENT).call(),
        14 => decoded::<dalle2::Request>(body()).call(),
        15 => dalle2::Retrieve::new("OPERATION_ID").call(),
        16 => dalle2::Delete::new("OPERATION_ID").call(),
        17 => {
            let request = TranscriptionRequest::new(DEPLOYMENT)
                .language(field(fields, "language"))
                .prompt(field(fields, "prompt"))
                .temperature(field(fields, "temperature").parse::<f64>().unwrap())
                .response_format(ResponseFormat::from(field(fields, "response_format")));
            audio::Transcribe::new(request, recording(fields)).call()
        }
        18 => {
            let request = TranslationRequest::new(DEPLOYMENT)
                .temperature(field(fields, "temperature").parse::<f64>().unwrap())
                .response_format(ResponseFormat::from(field(fields, "response_format")));
            audio::Translate::new(request, recording(fields)).call()
        }
        19 => decoded::<SpeechRequest>(body()).call(),
        _ => panic!("no such command line"),
    };
    call.unwrap()
}

/// The bodies of the reference's command lines, in its order; `None` where there is none, or a form.
const BODIES: [Option<&str>; 20] = [
    Some("azure_completions"),
    Some("azure_embeddings"),
    Some("azure_chat_text"),
    Some("azure_chat_vision"),
    Some("azure_ext_chat_vision_enhancements"),
    Some("azure_oyd_search_2023-06-01-preview"),
    Some("azure_oyd_cosmosdb"),
    Some("azure_oyd_elasticsearch"),
    Some("azure_oyd_amlindex"),
    Some("azure_oyd_pinecone"),
    Some("azure_ingestion_put"),
    None,
    None,
    Some("azure_dalle3"),
    Some("azure_dalle2_submit"),
    None,
    None,
    None,
    None,
    Some("azure_speech"),
];

#[test]
fn the_twenty_examples_of_the_reference() {
    let Some(folder) = specification::folder("openai-azure: the_twenty_examples_of_the_reference") else {
        return;
    };
    let commands = command::all(&folder, "002");
    assert_eq!(commands.len(), BODIES.len());
    for (index, (command, body)) in commands.iter().zip(BODIES).enumerate() {
        let body = body.map(|name| specification::read(&folder.join(format!("fixtures/seeds/{name}.request.json"))));
        let (_, version) = command.address.split_once("?api-version=").unwrap();
        let call = request(index, command, body.as_ref());
        let spelled = client(version).request(&call, &Policy::new()).unwrap();

        let sent = &spelled.request;
        assert_eq!(sent.method().as_str(), command.method, "{index}");
        assert_eq!(sent.uri().to_string(), address(&command.address), "{index}");
        let own = ["accept", "content-type"];
        let headers = sent.headers().iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let headers: BTreeMap<_, _> = headers
            .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap().to_owned()))
            .collect();
        let expected = command.headers.iter();
        let expected = expected.map(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
        assert_eq!(headers, expected.collect(), "{index}");
        match (&body, sent.body()) {
            (Some(body), Payload::Json(_)) => {
                assert_eq!(normal(&body::of(&spelled)), normal(body), "{index}");
            }
            (None, Payload::Multipart(parts)) => {
                let parts = parts.iter().map(|part| (part.name.as_str(), shown(part)));
                let fields = command.fields.iter();
                let fields = fields.map(|(name, value)| (name.as_str(), plain(value)));
                assert_eq!(parts.collect::<BTreeMap<_, _>>(), fields.collect(), "{index}");
            }
            (None, Payload::Empty) => assert!(command.fields.is_empty(), "{index}"),
            other => panic!("{index}: {other:?}"),
        }
    }
}

/// The address of a command line with the resource's whole name, as some lines leave it out.
fn address(printed: &str) -> String {
    let filled = printed
        .replace("{your-resource-name}", "YOUR_RESOURCE_NAME")
        .replace("{deployment-id}", DEPLOYMENT)
        .replace("{operation-id}", "OPERATION_ID");
    match filled.strip_prefix("YOUR_RESOURCE_NAME/") {
        Some(path) => format!("https://YOUR_RESOURCE_NAME.openai.azure.com/{path}"),
        None => filled,
    }
}

/// A field as a command line writes it.
fn shown(part: &Part) -> String {
    match &part.content {
        PartContent::Text(text) => plain(text),
        PartContent::File(file) => format!("@./{}", file.name()),
        other => panic!("{other:?}"),
    }
}

/// A number in one spelling, any other text as it is.
fn plain(text: &str) -> String {
    text.parse::<f64>()
        .map_or_else(|_| text.to_owned(), |number| number.to_string())
}
