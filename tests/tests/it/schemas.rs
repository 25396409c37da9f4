//! The emulator's answers held against the JSON Schemas that the types ship: two pieces that share no code.

use std::path::Path;

use conformance::KEY;
use jsonschema::Validator;
use openai_emulator::{Config, Emulator};
use openai_multicloud::chat::{Message, Request, Tool};
use openai_multicloud::{Client, Environment, connect};
use serde_json::{Value, json};

use crate::conformance::WIRES;

fn validator(name: &str) -> Validator {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates/openai-types/schemas")
        .join(name);
    let schema: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn requests() -> Vec<Request> {
    let hello = || Request::without_model([Message::user("Answer in json: what is a mixture of experts model?")]);
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    vec![
        hello(),
        hello().n(2).stop("experts"),
        hello().tools([Tool::function("weather", "Today's weather", schema.clone())]),
        hello().json_schema("city", schema).max_tokens(200),
        hello().extra("logprobs", true).extra("top_logprobs", 2),
    ]
}

#[tokio::test]
async fn every_answer_of_the_emulator_fits_the_shipped_schemas() {
    let emulator = Emulator::start(Config::new().key(KEY)).await.unwrap();
    let (completion, chunk) = (validator("chat.Completion.json"), validator("chat.Chunk.json"));
    let (mut completions, mut chunks) = (0, 0);
    for (name, uri, variable) in WIRES {
        let uri = uri.replace("{url}", &emulator.url());
        let environment = Environment::from([(variable, KEY)]);
        let client = Client::new(connect(&environment, Some(&uri)).unwrap().unwrap());
        for request in requests() {
            let Ok(reply) = client.chat(request.clone()).await else {
                // A wire may refuse what it does not have; that it answers the plain request is what matters here.
                assert!(request != requests()[0], "{name} answers nothing");
                continue;
            };
            let body: Value = serde_json::from_slice(reply.raw()).unwrap();
            assert!(
                completion.is_valid(&body),
                "{name}: {:?} in {body}",
                completion.iter_errors(&body).next()
            );
            completions += 1;
            let mut stream = client.chat_stream(request).await.unwrap();
            while let Some(event) = stream.try_next().await.unwrap() {
                let body = serde_json::to_value(&event).unwrap();
                assert!(
                    chunk.is_valid(&body),
                    "{name}: {:?} in {body}",
                    chunk.iter_errors(&body).next()
                );
                chunks += 1;
            }
        }
    }
    assert!(
        completions > 25 && chunks > 500,
        "{completions} completions and {chunks} chunks are hardly enough"
    );
    // And the schemas can refuse.
    assert!(!completion.is_valid(&json!({"choices": [{"index": "first"}]})));
    assert!(!chunk.is_valid(&json!({"choices": {}})));
}
