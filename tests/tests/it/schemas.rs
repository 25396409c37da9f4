//! The emulator's answers, byte for byte, held against the JSON Schemas that the types ship: two pieces that share no
//! code. Nothing of ours stands in between: the requests are written by hand, and the answers read off the socket.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use conformance::KEY;
use jsonschema::Validator;
use openai_emulator::{Config, Emulator};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The addresses of each wire's operations, where `{}` stands for an operation's path, and the paths below which it has
/// none.
const WIRES: [(&str, &[&str]); 6] = [
    ("/v1{}", &[]),
    (
        "/openai/deployments/gpt-4o{}?api-version=2025-04-01-preview",
        &["/responses", "/moderations", "/models", "/files", "/batches"],
    ),
    ("/openai/v1{}", &["/images"]),
    (
        "/v1beta1/projects/p/locations/us-central1/endpoints/openapi{}",
        GEMINI_LACKS,
    ),
    ("/v1/projects/p/locations/us-central1/endpoints/1234{}", ENDPOINTS_LACK),
    (
        "/serving-endpoints{}",
        &["/images", "/moderations", "/models", "/files", "/batches"],
    ),
];

const GEMINI_LACKS: &[&str] = &["/responses", "/images", "/moderations", "/models", "/files", "/batches"];

const ENDPOINTS_LACK: &[&str] = &["/responses", "/images", "/moderations", "/models", "/files", "/batches"];

/// What is asked of a wire, and the schemas of what comes.
struct Question {
    /// The operation's path, or the whole address where only one wire has it.
    path: &'static str,
    /// Absent: it is asked by `GET`.
    body: Option<Value>,
    /// The root type of the answer.
    answer: &'static str,
    /// The root type of the events, where the answer may be streamed.
    event: Option<&'static str>,
}

impl Question {
    fn new(path: &'static str, body: Value, answer: &'static str, event: Option<&'static str>) -> Self {
        Self {
            path,
            body: Some(body),
            answer,
            event,
        }
    }

    fn get(path: &'static str, answer: &'static str) -> Self {
        Self {
            path,
            body: None,
            answer,
            event: None,
        }
    }
}

/// What is asked of every wire; one more operation is one more line.
fn of_all() -> Vec<Question> {
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let tool = json!({"type": "function", "function": {"name": "weather", "parameters": schema}});
    let format = json!({"type": "json_schema", "json_schema": {"name": "city", "schema": schema}});
    let chat = |more: Value| {
        let mut body =
            json!({"model": "google/gemini-2.5-pro", "messages": [{"role": "user", "content": "What is it?"}]});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Question::new("/chat/completions", body, "chat.Completion", Some("chat.Chunk"))
    };
    let respond = |more: Value| {
        let mut body = json!({"model": "gpt-4o", "input": "What is it?"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Question::new("/responses", body, "responses.Response", Some("responses.Event"))
    };
    vec![
        chat(json!({})),
        chat(json!({"n": 2, "stop": "experts"})),
        chat(json!({"tools": [tool]})),
        chat(json!({"response_format": format, "max_tokens": 200})),
        chat(json!({"logprobs": true, "top_logprobs": 2})),
        Question::new(
            "/completions",
            json!({"model": "meta/llama-3.3-70b-instruct-maas", "prompt": ["One", "Two"]}),
            "completions.Completion",
            Some("completions.Completion"),
        ),
        Question::new(
            "/embeddings",
            json!({"model": "intfloat/multilingual-e5-small-maas", "input": ["One", "Two"]}),
            "embeddings.Response",
            None,
        ),
        Question::new(
            "/embeddings",
            json!({"model": "intfloat/multilingual-e5-small-maas", "input": "One", "encoding_format": "base64"}),
            "embeddings.Response",
            None,
        ),
        respond(json!({})),
        respond(json!({"tools": [{"type": "function", "name": "weather", "parameters": schema}]})),
        Question::new(
            "/images/generations",
            json!({"model": "dall-e-3", "prompt": "A chair", "response_format": "b64_json"}),
            "images.Response",
            None,
        ),
        Question::new("/moderations", json!({"input": "One"}), "moderations.Moderation", None),
        Question::get("/models", "models.List"),
        Question::get("/files", "files.List"),
        Question::get("/batches", "batches.List"),
    ]
}

/// What only dated versions of Azure have.
fn of_azure() -> Vec<Question> {
    let messages = json!([{"role": "user", "content": "What is it?"}]);
    let old = json!({"type": "AzureCognitiveSearch", "parameters": {
        "endpoint": "https://docs.search.windows.net", "indexName": "manuals", "key": "search-key",
    }});
    let new = json!({"type": "azure_search", "parameters": {
        "endpoint": "https://docs.search.windows.net", "index_name": "manuals",
        "authentication": {"type": "api_key", "key": "search-key"},
    }});
    let on_your_data = |path, body| Question::new(path, body, "on_your_data.Completion", Some("on_your_data.Chunk"));
    let extensions = |path| on_your_data(path, json!({"messages": messages, "dataSources": [old]}));
    vec![
        extensions("/openai/deployments/gpt-4o/extensions/chat/completions?api-version=2023-06-01-preview"),
        extensions("/openai/deployments/gpt-4o/extensions/chat/completions?api-version=2023-08-01-preview"),
        extensions("/openai/deployments/gpt-4o/extensions/chat/completions?api-version=2023-12-01-preview"),
        on_your_data(
            "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21",
            json!({"messages": messages, "data_sources": [new]}),
        ),
        Question::new(
            "/openai/responses?api-version=2025-04-01-preview",
            json!({"model": "gpt-4o", "input": "What is it?"}),
            "responses.Response",
            Some("responses.Event"),
        ),
        Question::get("/openai/models?api-version=2024-10-21", "models.List"),
        Question::get("/openai/files?api-version=2024-10-21", "files.List"),
        Question::new(
            "/openai/images/generations:submit?api-version=2023-06-01-preview",
            json!({"prompt": "A chair", "n": 2, "size": "256x256"}),
            "dalle2.Operation",
            None,
        ),
        Question::get(
            "/openai/extensions/on-your-data/ingestion-jobs?api-version=2023-10-01-preview",
            "ingestion.v2023.JobList",
        ),
        Question::get(
            "/openai/ingestion/jobs?api-version=2024-10-01-preview",
            "ingestion.v2024.JobList",
        ),
        Question::new(
            "/openai/files/import?api-version=2024-10-21",
            json!({
                "content_url": "https://www.contoso.com/puppy.jsonl", "filename": "puppy.jsonl", "purpose": "fine-tune",
            }),
            "files.File",
            None,
        ),
    ]
}

/// The schemas of the root types, by name, and what was found with them.
#[derive(Default)]
struct Judge {
    schemas: BTreeMap<&'static str, Validator>,
    /// How many bodies of each root type fitted.
    fitting: BTreeMap<&'static str, usize>,
    /// How many requests were refused, each by a wire that does not have the operation.
    refused: usize,
    problems: Vec<String>,
}

impl Judge {
    async fn ask(&mut self, emulator: SocketAddr, address: &str, question: &Question, stream: bool, is_there: bool) {
        let mut body = question.body.clone();
        if let (true, Some(body)) = (stream, &mut body) {
            body["stream"] = json!(true);
        }
        let Answer { status, text } = send(emulator, address, body.as_ref()).await;
        let place = format!("{address}{}", if stream { ", streamed" } else { "" });
        match (status, question.event.filter(|_| stream)) {
            (404, _) if !is_there => self.refused += 1,
            (200..=299, _) if !is_there => self.problems.push(format!("{place}: it is there after all: {text}")),
            (200..=299, None) => self.look(&place, question.answer, &text),
            (200..=299, Some(event)) => {
                let events = text.lines().filter_map(|line| line.strip_prefix("data: "));
                for data in events.filter(|data| *data != "[DONE]") {
                    self.look(&place, event, data);
                }
            }
            _ => self.problems.push(format!("{place}: {status} {text}")),
        }
    }

    fn look(&mut self, place: &str, name: &'static str, text: &str) {
        let schema = self.schemas.entry(name).or_insert_with(|| validator(name));
        match serde_json::from_str(text) {
            Err(error) => self.problems.push(format!("{place}: {error} in {text}")),
            Ok(body) => match schema.iter_errors(&body).next() {
                Some(error) => self.problems.push(format!("{place}: {error} in {text}")),
                None => *self.fitting.entry(name).or_default() += 1,
            },
        }
    }
}

/// The shipped schema of a root type of either crate.
fn validator(name: &str) -> Validator {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let of = |folder: &str| std::fs::read(crates.join(folder).join("schemas").join(format!("{name}.json")));
    let text = of("openai-types").or_else(|_| of("openai-azure")).unwrap();
    jsonschema::draft202012::new(&serde_json::from_slice(&text).unwrap()).unwrap()
}

struct Answer {
    status: u16,
    text: String,
}

/// One request on a connection of its own, and all that comes back.
async fn send(emulator: SocketAddr, address: &str, body: Option<&Value>) -> Answer {
    let method = if body.is_some() { "POST" } else { "GET" };
    let body = body.map(Value::to_string).unwrap_or_default();
    let head = format!(
        "{method} {address} HTTP/1.1\r\nhost: {emulator}\r\nauthorization: Bearer {KEY}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut socket = TcpStream::connect(emulator).await.unwrap();
    socket.write_all((head + &body).as_bytes()).await.unwrap();
    let mut said = Vec::new();
    socket.read_to_end(&mut said).await.unwrap();
    let (head, body) = split(&said, b"\r\n\r\n").expect("a head");
    let head = str::from_utf8(head).unwrap().to_ascii_lowercase();
    let status = head.split(' ').nth(1).expect("a status").parse().unwrap();
    let is_chunked = head.contains("\r\ntransfer-encoding: chunked");
    let body = if is_chunked {
        without_chunks(body)
    } else {
        body.to_owned()
    };
    Answer {
        status,
        text: String::from_utf8(body).unwrap(),
    }
}

/// A body that came in chunks, each after its length in hexadecimal (RFC 9112, section 7.1).
fn without_chunks(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let (length, piece) = split(rest, b"\r\n").expect("one more chunk");
        let length = usize::from_str_radix(str::from_utf8(length).unwrap(), 16).unwrap();
        if length == 0 {
            return body;
        }
        body.extend(&piece[..length]);
        rest = &piece[length + 2..];
    }
}

/// What stands before and after the first mark.
fn split<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(mark.len()).position(|window| window == mark)?;
    Some((&bytes[..at], &bytes[at + mark.len()..]))
}

#[tokio::test]
async fn every_answer_of_the_emulator_fits_the_shipped_schemas() {
    let emulator = Emulator::start(Config::new().key(KEY)).await.unwrap();
    let mut judge = Judge::default();
    let mut questions: Vec<_> = of_azure()
        .into_iter()
        .map(|question| (question.path.to_owned(), question, true))
        .collect();
    for (addresses, lacks) in WIRES {
        questions.extend(of_all().into_iter().map(|question| {
            let is_there = !lacks.iter().any(|path| question.path.starts_with(path));
            (addresses.replace("{}", question.path), question, is_there)
        }));
    }
    for (address, question, is_there) in &questions {
        judge.ask(emulator.address(), address, question, false, *is_there).await;
        if question.event.is_some() {
            judge.ask(emulator.address(), address, question, true, *is_there).await;
        }
    }
    println!("{} refused; fitting: {:#?}", judge.refused, judge.fitting);
    assert!(judge.problems.is_empty(), "{}", judge.problems.join("\n"));
    assert!(judge.fitting.values().sum::<usize>() > 1_000, "{:?}", judge.fitting);
}

#[test]
fn the_schemas_can_refuse() {
    assert!(!validator("chat.Completion").is_valid(&json!({"choices": [{"index": "first"}]})));
    assert!(!validator("chat.Chunk").is_valid(&json!({"choices": {}})));
    assert!(!validator("dalle2.Operation").is_valid(&json!({"status": "running"})));
}

#[test]
fn a_body_is_put_together_from_its_chunks() {
    assert_eq!(
        without_chunks(b"3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n"),
        b"abc0123456789"
    );
}
