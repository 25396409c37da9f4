//! A client of a few lines: it writes HTTP/1.1 on a socket, reads to the end, and forgives nothing.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;

use openai_emulator::{Config, Emulator, Running};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Where each wire's requests go, with a model that it takes: OpenAI, Azure (dated, v1), Vertex (Gemini, deployed)
/// and Databricks.
pub(crate) const WIRES: [Wire; 6] = [OPENAI, AZURE, AZURE_V1, GEMINI, DEPLOYED, DATABRICKS];

pub(crate) const OPENAI: Wire = Wire {
    name: "openai",
    path: "/v1/chat/completions",
    model: "gpt-4o",
};
pub(crate) const AZURE: Wire = Wire {
    name: "azure",
    path: "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21",
    model: "my-gpt",
};
pub(crate) const AZURE_V1: Wire = Wire {
    name: "azure-v1",
    path: "/openai/v1/chat/completions",
    model: "my-gpt",
};
pub(crate) const GEMINI: Wire = Wire {
    name: "vertex",
    path: "/v1beta1/projects/p/locations/us-central1/endpoints/openapi/chat/completions",
    model: "google/gemini-2.5-flash",
};
pub(crate) const DEPLOYED: Wire = Wire {
    name: "vertex-endpoint",
    path: "/v1/projects/p/locations/us-central1/endpoints/1234/chat/completions",
    model: "llama",
};
pub(crate) const DATABRICKS: Wire = Wire {
    name: "databricks",
    path: "/serving-endpoints/chat/completions",
    model: "databricks-gpt-5",
};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Wire {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) model: &'static str,
}

impl Wire {
    /// A body with one user message, and these members besides.
    pub(crate) fn body(&self, members: Value) -> Value {
        let mut body = json!({
            "model": self.model,
            "stream": false,
            "messages": [{ "role": "user", "content": "What is a mixture of experts?" }],
        });
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    }

    pub(crate) async fn ask(&self, emulator: &Running, members: Value) -> Answer {
        post(emulator, self.path, &[], &self.body(members)).await
    }

    pub(crate) async fn ask_with(&self, emulator: &Running, headers: &[(&str, &str)], members: Value) -> Answer {
        post(emulator, self.path, headers, &self.body(members)).await
    }

    pub(crate) async fn stream(&self, emulator: &Running, members: Value) -> Vec<Value> {
        let mut body = self.body(members);
        body["stream"] = json!(true);
        let answer = post(emulator, self.path, &[], &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.events()
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
    /// The body came to its proper end.
    pub(crate) complete: bool,
    /// The HTTP chunks that the body came in.
    pub(crate) chunks: usize,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The data of each event; `[DONE]` as that string.
    pub(crate) fn events(&self) -> Vec<Value> {
        let frames = self.body.split_terminator("\n\n");
        let data = frames.map(|frame| frame.strip_prefix("data: ").unwrap_or_else(|| panic!("{frame:?}")));
        data.map(|data| serde_json::from_str(data).unwrap_or_else(|_| json!(data)))
            .collect()
    }

    /// The words of an error, wherever this wire has them.
    pub(crate) fn message(&self) -> String {
        let body = self.json();
        let found = ["/error/message", "/0/error/message", "/message"]
            .iter()
            .find_map(|at| body.pointer(at)?.as_str());
        found.unwrap_or_else(|| panic!("{body}")).to_owned()
    }
}

pub(crate) async fn start() -> Running {
    Emulator::start(Config::new()).await.unwrap()
}

/// Sends a POST with a credential that every wire takes, unless `headers` have another.
pub(crate) async fn post(emulator: &Running, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    send(emulator.address(), "POST", path, headers, body.to_string().as_bytes())
        .await
        .unwrap()
}

/// Sends one request and reads its answer to the end. A header with an empty value is left out.
pub(crate) async fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(&request(method, path, headers, body)).await?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    Ok(parse(&bytes))
}

/// The bytes of a request.
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let length = body.len().to_string();
    let defaults = [
        ("authorization", "Bearer secret"),
        ("content-type", "application/json"),
        ("content-length", length.as_str()),
        ("connection", "close"),
        ("host", "localhost"),
    ];
    let given = |name: &str| headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
    let mut text = format!("{method} {path} HTTP/1.1\r\n");
    for (name, value) in defaults.iter().filter(|(name, _)| !given(name)).chain(headers) {
        if !value.is_empty() {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    text.push_str("\r\n");
    [text.as_bytes(), body].concat()
}

pub(crate) fn parse(bytes: &[u8]) -> Answer {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (head, rest) = text
        .split_once("\r\n\r\n")
        .unwrap_or_else(|| panic!("no head: {text:?}"));
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let pairs = lines.map(|line| line.split_once(": ").unwrap());
    let headers: BTreeMap<String, String> = pairs
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let (body, complete, chunks) = match headers.get("transfer-encoding") {
        Some(_) => dechunk(rest),
        None => {
            // An answer that has no body, such as a 204, has no length either.
            let length = headers.get("content-length").map_or("0", String::as_str);
            (rest.to_owned(), length == rest.len().to_string(), 0)
        }
    };
    Answer {
        status,
        headers,
        body,
        complete,
        chunks,
    }
}

fn dechunk(mut rest: &str) -> (String, bool, usize) {
    let (mut body, mut chunks) = (String::new(), 0);
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return (body, true, chunks);
        }
        chunks += 1;
        body.push_str(&after[..size]);
        rest = after[size..].strip_prefix("\r\n").unwrap();
    }
    (body, false, chunks)
}

/// The text of a stream's choice, put together.
pub(crate) fn text(events: &[Value], choice: u64) -> String {
    let choices = events.iter().filter_map(|event| event["choices"].as_array()).flatten();
    let mine = choices.filter(|found| found["index"] == choice);
    mine.filter_map(|choice| choice["delta"]["content"].as_str()).collect()
}

/// Whether a test that needs the published specifications may run; a skip is written down.
pub(crate) fn spec_dir(test: &str) -> Option<std::path::PathBuf> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    if let Ok(given) = std::env::var("SPEC_DIR") {
        return Some(root.join(given));
    }
    let required = std::env::var("REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|name| name.trim() == "specs"),
        "{test}: REQUIRE has specs, but SPEC_DIR is not set"
    );
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root.join("target"), |target| root.join(target));
    std::fs::create_dir_all(&target).unwrap();
    let skips = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(target.join("skips"));
    io::Write::write_all(&mut skips.unwrap(), format!("{test}: SPEC_DIR is not set\n").as_bytes()).unwrap();
    None
}
