//! The examples of Azure's REST reference, written with the types.

use openai_azure::Azure;
use openai_core::Spelled;
use openai_types::chat::{ContentPart, ImageDetail, ImagePart, ImageUrlObject, Message, Request};
use serde_json::json;

use crate::chat::endpoint;
use crate::samples::spell;
use crate::{example, specification};

/// A conversation of four turns.
fn turns([system, question, answer, follow_up]: [&str; 4]) -> Request {
    let messages = [
        Message::system(system),
        Message::user(question),
        Message::assistant(answer),
        Message::user(follow_up),
    ];
    Request::new("YOUR_DEPLOYMENT_NAME", messages)
}

/// A question about a picture, to be looked at closely.
fn picture(system: &str, question: &str, url: &str) -> Request {
    let image = ImagePart::new(ImageUrlObject::new(url).detail(ImageDetail::High));
    let parts = vec![ContentPart::text(question), image.into()];
    Request::new("YOUR_DEPLOYMENT_NAME", [Message::system(system), Message::user(parts)])
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
    assert_eq!(example::body(&spelled), expected);
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
    assert_eq!(example::body(&spelled), expected);
}

#[test]
fn the_examples_of_the_reference() {
    let Some(folder) = specification::folder("openai-azure: the_examples_of_the_reference") else {
        return;
    };
    let fixture = |name: &str| specification::read(&folder.join("fixtures/seeds").join(name));
    let chat = |address: &String| address.contains("/deployments/YOUR_DEPLOYMENT_NAME/chat/completions?");
    let addresses: Vec<_> = example::addresses(&folder, "002").into_iter().filter(chat).collect();
    assert_eq!(addresses.len(), 2, "{addresses:?}");

    let expected = fixture("azure_chat_text.request.json");
    let at = |index: usize| example::text(&expected, &format!("/messages/{index}/content")).to_owned();
    let (system, question, answer, follow_up) = (at(0), at(1), at(2), at(3));
    let spelled = ask("2024-02-01", &turns([&system, &question, &answer, &follow_up]));
    assert_eq!(example::body(&spelled), expected);
    assert_eq!(spelled.request.uri().to_string(), addresses[0].to_owned());

    let expected = fixture("azure_chat_vision.request.json");
    let at = |place: &str| example::text(&expected, place);
    let url = at("/messages/1/content/1/image_url/url");
    let request = picture(at("/messages/0/content"), at("/messages/1/content/0/text"), url);
    let spelled = ask("2023-12-01-preview", &request);
    assert_eq!(example::body(&spelled), expected);
    assert_eq!(spelled.request.uri().to_string(), addresses[1]);
}
