//! Calls and requests of one's own, with nothing but this crate.

use openai_emulator::{Config, Running};
use openai_multicloud::bytes::Bytes;
use openai_multicloud::files::Purpose;
use openai_multicloud::http::{Method, response};
use openai_multicloud::types::{files, models};
use openai_multicloud::{
    Call, Client, Endpoint, Error, ErrorKind, File, NoticeKind, Operation, Part, Segment, Target, decode_json,
};

#[path = "../../examples/cloud/mod.rs"]
#[allow(dead_code, reason = "a test starts an emulator, whatever the environment names")]
mod cloud;

/// One model by its name, as a request of one's own.
struct Model(&'static str);

impl Endpoint for Model {
    type Response = models::Model;

    fn call(&self) -> Result<Call, Error> {
        let target = Target::Path(vec![Segment::fixed("models"), Segment::new("model", self.0)?]);
        Ok(Call::new(Operation::MODELS_RETRIEVE, Method::GET, target))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<models::Model, Error> {
        decode_json(head, &body)
    }
}

async fn openai() -> (Client, Running) {
    cloud::emulated("openai+{}/v1", Config::new()).await.unwrap()
}

#[tokio::test]
async fn a_request_of_ones_own() {
    let (client, _emulator) = openai().await;
    assert_eq!(client.send(Model("gpt-4o")).await.unwrap().id, "gpt-4o");
    assert_eq!(client.send(Model("..")).await.unwrap_err().kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn a_raw_form_and_raw_paths_by_an_id() {
    let (client, _emulator) = openai().await;
    let parts = [
        Part::text("purpose", Purpose::UserData.as_str()),
        Part::file("file", File::bytes("a.txt", "Hello")),
    ];
    let form = Call::multipart(Operation::FILES_CREATE, &["files"], parts);
    let made: files::File = serde_json::from_slice(client.send_raw(form).await.unwrap().raw()).unwrap();

    let file = Segment::new("file", &made.id).unwrap();
    let path = |below: &[&'static str]| {
        let below = below.iter().map(|part| Segment::fixed(part));
        Target::Path(
            [Segment::fixed("files"), file.clone()]
                .into_iter()
                .chain(below)
                .collect(),
        )
    };
    let content = Call::new(Operation::FILES_CONTENT, Method::GET, path(&["content"]));
    assert_eq!(client.send_raw(content).await.unwrap().value, "Hello");
    let delete = || Call::new(Operation::FILES_DELETE, Method::DELETE, path(&[]));
    client.send_raw(delete()).await.unwrap();
    let error = client.send_raw(delete()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
}

/// It reaches the server, which has the last word.
#[tokio::test]
async fn a_raw_operation_that_nobody_names() {
    let (client, _emulator) = openai().await;
    let operation = Operation::new("models_once_more").without_model();
    let target = Target::Path(vec![Segment::fixed("models")]);
    let reply = client
        .send_raw(Call::new(operation, Method::GET, target))
        .await
        .unwrap();
    assert!(reply.raw().starts_with(b"{"));
    assert_eq!(reply.notices()[0].kind, NoticeKind::Unlisted);
}
