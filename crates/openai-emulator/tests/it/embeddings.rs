//! Embeddings, on each wire.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::wire::{post, start};

const OPENAI: &str = "/v1/embeddings";
const AZURE: &str = "/openai/deployments/my-embedder/embeddings?api-version=2024-10-21";
const AZURE_V1: &str = "/openai/v1/embeddings";
const GEMINI: &str = "/v1/projects/p/locations/us-central1/endpoints/openapi/embeddings";
const DEPLOYED: &str = "/v1/projects/p/locations/us-central1/endpoints/1234/embeddings";
const DATABRICKS: &str = "/serving-endpoints/embeddings";

const WIRES: [(&str, &str, usize); 6] = [
    (OPENAI, "text-embedding-3-small", 1536),
    (AZURE, "my-embedder", 1536),
    (AZURE_V1, "text-embedding-3-large", 3072),
    (GEMINI, "intfloat/multilingual-e5-small-maas", 384),
    (DEPLOYED, "1234", 1536),
    (DATABRICKS, "databricks-gte-large-en", 1024),
];

fn vector(value: &Value) -> Vec<f64> {
    let numbers = value["embedding"]
        .as_array()
        .unwrap_or_else(|| panic!("{value}"))
        .iter();
    numbers.map(|number| number.as_f64().unwrap()).collect()
}

fn cosine(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[tokio::test]
async fn closer_texts_are_closer_on_every_wire() {
    let emulator = start().await;
    for (path, model, length) in WIRES {
        let input = json!([
            "How do I reset my password?",
            "I forgot my password, how can I reset it?",
            "Tomato soup"
        ]);
        let answer = post(&emulator, path, &[], &json!({ "model": model, "input": input })).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        let answer = answer.json();
        assert_eq!((&answer["object"], &answer["model"]), (&json!("list"), &json!(model)));
        assert_eq!(answer["usage"], json!({ "prompt_tokens": 20, "total_tokens": 20 }));
        let vectors: Vec<Vec<f64>> = answer["data"].as_array().unwrap().iter().map(vector).collect();
        for (index, vector) in vectors.iter().enumerate() {
            assert_eq!(
                (vector.len(), &answer["data"][index]["index"]),
                (length, &json!(index)),
                "{path}"
            );
            assert!((cosine(vector, vector) - 1.0).abs() < 1e-5, "{path}");
        }
        let (near, far) = (cosine(&vectors[0], &vectors[1]), cosine(&vectors[0], &vectors[2]));
        assert!(near > far + 0.2, "{path}: {near} {far}");
    }
}

#[tokio::test]
async fn base64_holds_the_same_numbers() {
    let emulator = start().await;
    let mut body = json!({ "model": "text-embedding-3-small", "input": "hello", "dimensions": 64 });
    let floats = vector(&post(&emulator, OPENAI, &[], &body).await.json()["data"][0]);
    body["encoding_format"] = json!("base64");
    let answer = post(&emulator, OPENAI, &[], &body).await.json();
    let bytes = STANDARD
        .decode(answer["data"][0]["embedding"].as_str().unwrap())
        .unwrap();
    let decoded: Vec<f64> = bytes
        .chunks(4)
        .map(|four| f64::from(f32::from_le_bytes(four.try_into().unwrap())))
        .collect();
    assert_eq!(decoded.len(), 64);
    assert!(
        floats
            .iter()
            .zip(&decoded)
            .all(|(one, other)| (one - other).abs() < 1e-7)
    );
    // Older dated versions let both parameters pass unread, as their schema says.
    let old = AZURE.replace("2024-10-21", "2023-05-15");
    let answer = post(&emulator, &old, &[], &body).await.json();
    assert_eq!(vector(&answer["data"][0]).len(), 1536);
}

#[tokio::test]
async fn every_form_of_input_is_taken() {
    let emulator = start().await;
    for (input, inputs, tokens) in [
        (json!("one two"), 1, 2),
        (json!(["one", "two"]), 2, 2),
        (json!([1, 2, 3]), 1, 3),
        (json!([[1, 2], [3]]), 2, 3),
    ] {
        let body = json!({ "model": "text-embedding-ada-002", "input": input });
        let answer = post(&emulator, OPENAI, &[], &body).await.json();
        assert_eq!(answer["data"].as_array().unwrap().len(), inputs, "{input}");
        assert_eq!(answer["usage"]["total_tokens"], tokens, "{input}");
    }
}

#[tokio::test]
async fn the_old_limit_of_sixteen_inputs_is_gone() {
    let emulator = start().await;
    for version in ["2022-12-01", "2023-05-15", "2024-10-21"] {
        let path = format!("/openai/deployments/text-embedding-ada-002/embeddings?api-version={version}");
        let answer = post(&emulator, &path, &[], &json!({ "input": vec!["a"; 17] })).await;
        assert_eq!(answer.json()["data"].as_array().unwrap().len(), 17, "{version}");
    }
}

#[tokio::test]
async fn limits_are_kept() {
    let emulator = start().await;
    let large = "text-embedding-3-large";
    let wordy = "word ".repeat(8193);
    let heavy: Vec<String> = vec!["word ".repeat(8000).trim_end().to_owned(); 38];
    for (model, members, status, words) in [
        (large, json!({}), 400, "Missing required parameter: 'input'."),
        (large, json!({ "input": "" }), 400, "'$.input' is invalid"),
        (large, json!({ "input": ["a", 1] }), 400, "'$.input' is invalid"),
        (large, json!({ "input": [] }), 400, "minimum length 1"),
        (large, json!({ "input": vec!["a"; 2049] }), 400, "maximum length 2048"),
        (
            large,
            json!({ "input": wordy }),
            400,
            "maximum context length is 8192 tokens",
        ),
        (
            large,
            json!({ "input": heavy }),
            400,
            "Requested 304000 tokens, max 300000 tokens per request",
        ),
        (
            large,
            json!({ "input": "a", "dimensions": 3073 }),
            400,
            "less than or equal to 3072",
        ),
        (large, json!({ "input": "a", "dimensions": 0 }), 400, ">= 1"),
        (
            large,
            json!({ "input": "a", "encoding_format": "hex" }),
            400,
            "Invalid value: 'hex'",
        ),
        (
            large,
            json!({ "input": "a", "truncate": true }),
            400,
            "Unrecognized request argument",
        ),
        (
            "text-embedding-ada-002",
            json!({ "input": "a", "dimensions": 8 }),
            400,
            "does not support specifying",
        ),
        (
            "gpt-4o",
            json!({ "input": "a" }),
            403,
            "not allowed to generate embeddings",
        ),
    ] {
        let mut body = members;
        body["model"] = json!(model);
        let answer = post(&emulator, OPENAI, &[], &body).await;
        assert_eq!(answer.status, status, "{words}");
        assert!(answer.message().contains(words), "{words}: {}", answer.message());
    }
}

#[tokio::test]
async fn databricks_reads_an_instruction_and_little_else() {
    let emulator = start().await;
    let model = "databricks-bge-large-en";
    let body = json!({ "model": model, "input": "hello" });
    let plain = post(&emulator, DATABRICKS, &[], &body).await;
    assert_eq!(plain.headers["served-model-name"], model);
    let body = json!({ "model": model, "input": "hello", "instruction": "Represent this for retrieval:" });
    let led = post(&emulator, DATABRICKS, &[], &body).await;
    assert_ne!(vector(&plain.json()["data"][0]), vector(&led.json()["data"][0]));
    let named = "/serving-endpoints/databricks-bge-large-en/invocations";
    let invoked = post(&emulator, named, &[], &json!({ "input": "hello" })).await;
    assert_eq!(vector(&invoked.json()["data"][0]), vector(&plain.json()["data"][0]));
    for (members, words) in [
        (json!({ "input": "a", "user": "me" }), "json: unknown field \"user\""),
        (json!({ "input": [1, 2] }), "expected a string"),
    ] {
        let mut body = members;
        body["model"] = json!(model);
        let refused = post(&emulator, DATABRICKS, &[], &body).await;
        assert_eq!(refused.json()["error_code"], "BAD_REQUEST");
        assert!(refused.message().contains(words), "{refused:?}");
    }
}

#[tokio::test]
async fn vertex_names_a_publisher_and_ignores_the_rest() {
    let emulator = start().await;
    let bare = post(&emulator, GEMINI, &[], &json!({ "model": "e5", "input": "a" })).await;
    assert_eq!(bare.json()[0]["error"]["status"], "INVALID_ARGUMENT");
    let body = json!({ "model": "intfloat/e5-small", "input": "a", "truncate": "END" });
    assert_eq!(post(&emulator, GEMINI, &[], &body).await.status, 200);
}
