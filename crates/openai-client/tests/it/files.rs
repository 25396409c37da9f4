//! Files that are sent: from disk, from readers, again, slowly, and not at all.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{Request, Response, StatusCode};
use openai_client::{Client, Connection, InParts, file};
use openai_core::{
    ErrorKind, File, Incoming, PartContent, Payload, Transport, TransportError, TransportErrorKind, async_trait,
};
use openai_types::files::{ExpiresAfter, Form, Purpose};
use tokio::io::AsyncWriteExt as _;
use tokio::time::sleep;

use crate::script::Cloud;

/// A server that takes the first file of each request, a piece now and then, and answers with these statuses in order.
#[derive(Debug)]
struct Taker {
    pause: Duration,
    statuses: Mutex<Vec<u16>>,
    taken: Mutex<Vec<Vec<u8>>>,
}

#[async_trait]
impl Transport for Taker {
    async fn send(&self, request: Request<Payload>) -> Result<Response<Incoming>, TransportError> {
        let Payload::Multipart(parts) = request.into_body() else {
            panic!("no form")
        };
        let broken = |error: std::io::Error| {
            TransportError::new(TransportErrorKind::Broken, "the body broke").with_source(error)
        };
        let status = match self.statuses.lock().unwrap().pop() {
            None => 200,
            Some(0) => return Err(TransportError::new(TransportErrorKind::Connect, "no connection")),
            Some(status) => status,
        };
        let mut taken = Vec::new();
        for part in &parts {
            if let PartContent::File(file) = &part.content {
                let mut pieces = file.open().map_err(broken)?;
                while let Some(piece) = pieces.next().await {
                    taken.extend_from_slice(&piece.map_err(broken)?);
                    sleep(self.pause).await;
                }
            }
        }
        self.taken.lock().unwrap().push(taken);
        let body = Bytes::from_static(br#"{"id":"file-1"}"#);
        let mut response = Response::new(Incoming::new(futures_util::stream::iter([Ok(body)])));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        Ok(response)
    }
}

/// A client of a server with these statuses; 0 is no connection.
fn client<const N: usize>(mut statuses: [u16; N], pause: Duration) -> (Client, Arc<Taker>) {
    statuses.reverse();
    let taker = Arc::new(Taker {
        pause,
        statuses: Mutex::new(statuses.to_vec()),
        taken: Mutex::default(),
    });
    let transport: Arc<dyn Transport> = taker.clone();
    let builder = Client::builder(Connection::from(Cloud::new())).transport(transport);
    (builder.idle_timeout(Duration::from_secs(5)).build(), taker)
}

fn form() -> Form {
    Form::new(Purpose::Batch)
}

/// A file of this many bytes in a directory of its own, which goes with the guard.
fn on_disk(name: &str, bytes: usize) -> (tempfile::TempDir, std::path::PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    std::fs::write(&path, vec![b'x'; bytes]).unwrap();
    (directory, path)
}

#[tokio::test]
async fn a_file_on_disk_is_read_in_pieces_and_again_for_a_retry() {
    let (_directory, path) = on_disk("retried.jsonl", 200_000);
    let file = file::open(&path).await.unwrap();
    assert_eq!((file.name(), file.len()), ("retried.jsonl", Some(200_000)));
    assert_eq!(file.as_media_type(), Some("text/jsonl"));
    let mut pieces = file.open().unwrap();
    let largest = async {
        let mut largest = 0;
        while let Some(piece) = pieces.next().await {
            largest = largest.max(piece.unwrap().len());
        }
        largest
    };
    assert!(largest.await <= 64 * 1024, "never whole in memory");
    let (client, taker) = client([503], Duration::ZERO);
    let client = client.with(openai_client::Options::new().max_retries(1));
    let reply = client.create_file(form(), file).await.unwrap();
    assert_eq!(reply.attempts(), 2);
    let taken: Vec<_> = taker.taken.lock().unwrap().iter().map(Vec::len).collect();
    assert_eq!(taken, [200_000, 200_000]);
}

#[tokio::test]
async fn what_is_no_file_is_refused_at_once() {
    let missing = file::open("/no/such/file.wav").await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Io);
    assert!(missing.to_string().contains("/no/such/file.wav"), "{missing}");
    let directory = file::open(std::env::temp_dir()).await.unwrap_err();
    assert!(directory.to_string().contains("no file"), "{directory}");
}

#[tokio::test]
async fn a_file_that_changes_on_the_way_is_not_sent() {
    let (_directory, path) = on_disk("changing.txt", 100);
    for (bytes, word) in [(50, "shorter"), (150, "longer")] {
        std::fs::write(&path, vec![b'x'; 100]).unwrap();
        let file = file::open(&path).await.unwrap();
        std::fs::write(&path, vec![b'x'; bytes]).unwrap();
        let (client, taker) = client([], Duration::ZERO);
        let error = client.create_file(form(), file).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Io, 1), "{error}");
        assert!(error.to_string().contains(word), "{error}");
        assert!(taker.taken.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_not_the_servers_fault() {
    let (_directory, path) = on_disk("gone.txt", 1);
    let file = file::open(&path).await.unwrap();
    std::fs::remove_file(&path).unwrap();
    let error = client([], Duration::ZERO)
        .0
        .create_file(form(), file)
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Io, 1), "{error}");
    assert!(error.to_string().contains("gone.txt"), "{error}");
}

/// The idle timeout is 5 s, and the whole takes 40.
#[tokio::test(start_paused = true)]
async fn an_upload_that_makes_progress_is_not_idle() {
    let (mut writer, reader) = tokio::io::duplex(16);
    tokio::spawn(async move {
        for _ in 0..10 {
            sleep(Duration::from_secs(4)).await;
            writer.write_all(b"0123456789").await.unwrap();
        }
    });
    let (client, taker) = client([], Duration::ZERO);
    client
        .create_file(form(), file::reader("slow.txt", reader))
        .await
        .unwrap();
    assert_eq!(taker.taken.lock().unwrap()[0].len(), 100);
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_nobody_takes_is() {
    let (client, _) = client([], Duration::from_secs(6));
    let client = client.with(openai_client::Options::new().max_retries(0));
    let error = client.create_file(form(), File::bytes("a", "1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn a_reader_is_sent_once() {
    let (client, taker) = client([503, 200], Duration::ZERO);
    let file = file::reader("once.txt", &b"12345"[..]);
    assert_eq!((file.len(), file.is_available()), (None, true));
    let error = client.create_file(form(), file.clone()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Server, 1),
        "no retry without the bytes"
    );
    let error = client.create_file(form(), file).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Io, 0));
    assert!(error.to_string().contains("reader"), "{error}");
    assert_eq!(taker.taken.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_was_not_read_is_sent_after_all() {
    let (client, taker) = client([0, 200], Duration::ZERO);
    let reply = client
        .create_file(form(), file::reader("late.txt", &b"12345"[..]))
        .await
        .unwrap();
    assert_eq!(reply.attempts(), 2);
    assert_eq!(*taker.taken.lock().unwrap(), [b"12345"]);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_fails_says_so() {
    struct Broken;
    impl tokio::io::AsyncRead for Broken {
        fn poll_read(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            _: &mut tokio::io::ReadBuf<'_>,
        ) -> std::task::Poll<std::io::Result<()>> {
            std::task::Poll::Ready(Err(std::io::Error::other("the tape is torn")))
        }
    }
    let reader = tokio::io::AsyncReadExt::chain(&b"123"[..], Broken);
    let (client, _) = client([], Duration::ZERO);
    let error = client
        .create_file(form(), file::reader("tape", reader))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Io, 1));
    assert_eq!(error.to_string(), "the file \"tape\" cannot be sent: the tape is torn");
}

/// A server of uploads that counts the bytes of each part, and refuses the part that begins at `refused`.
#[derive(Debug, Default)]
struct Counter {
    refused: Option<u64>,
    seen: Mutex<Vec<String>>,
}

#[async_trait]
impl Transport for Counter {
    async fn send(&self, request: Request<Payload>) -> Result<Response<Incoming>, TransportError> {
        let path = request.uri().path().to_owned();
        let (mut status, mut answer) = (200, r#"{"id":"u"}"#.to_owned());
        let seen = match request.into_body() {
            Payload::Multipart(parts) => {
                let PartContent::File(file) = &parts[0].content else {
                    panic!("no file")
                };
                let mut pieces = file.open().unwrap();
                let mut bytes = 0;
                while let Some(piece) = pieces.next().await {
                    bytes += piece.unwrap().len();
                }
                answer = format!(r#"{{"id":"{}"}}"#, file.name());
                if self
                    .refused
                    .is_some_and(|start| file.name().ends_with(&format!("from {start}")))
                {
                    status = 400;
                }
                format!("{path}: {bytes} {}", file.name())
            }
            Payload::Json(body) => format!("{path}: {}", String::from_utf8_lossy(&body)),
            _ => path,
        };
        self.seen.lock().unwrap().push(seen);
        let mut response = Response::new(Incoming::new(futures_util::stream::iter([Ok(answer.into())])));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        Ok(response)
    }
}

#[tokio::test]
async fn a_large_file_goes_up_in_parts() {
    let (_directory, path) = on_disk("large.jsonl", 0);
    // No more than its size is on the disk.
    std::fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len(130_000_000)
        .unwrap();
    for refused in [None, Some(64_000_000)] {
        let counter = Arc::new(Counter {
            refused,
            ..Counter::default()
        });
        let transport: Arc<dyn Transport> = counter.clone();
        let client = Client::builder(Connection::from(Cloud::new()))
            .transport(transport)
            .build();
        let how = InParts::new(Form::new(Purpose::Batch).expires_after(ExpiresAfter::days(14))).md5("900150983cd24fb0");
        let requests = file::open(&path).await.unwrap().media_type("application/jsonl");
        let outcome = client.upload_in_parts(how, requests).await;
        let mut seen = counter.seen.lock().unwrap().clone();
        assert_eq!(
            seen.remove(0),
            r#"/v1/uploads: {"filename":"large.jsonl","purpose":"batch","bytes":130000000,"mime_type":"application/jsonl","expires_after":{"anchor":"created_at","seconds":1209600}}"#
        );
        let last = seen.pop().unwrap();
        if refused.is_some() {
            assert_eq!(outcome.unwrap_err().kind(), ErrorKind::BadRequest);
            assert_eq!(last, "/v1/uploads/u/cancel");
            continue;
        }
        outcome.unwrap();
        let ids = r#"["large.jsonl from 0","large.jsonl from 64000000","large.jsonl from 128000000"]"#;
        let complete = format!(r#"/v1/uploads/u/complete: {{"part_ids":{ids},"md5":"900150983cd24fb0"}}"#);
        assert_eq!(last, complete);
        seen.sort();
        assert_eq!(
            seen,
            [
                "/v1/uploads/u/parts: 2000000 large.jsonl from 128000000",
                "/v1/uploads/u/parts: 64000000 large.jsonl from 0",
                "/v1/uploads/u/parts: 64000000 large.jsonl from 64000000",
            ]
        );
    }
}

#[tokio::test]
async fn a_file_in_memory_goes_up_in_parts_of_any_size_and_one_of_no_known_length_does_not() {
    let counter = Arc::new(Counter::default());
    let transport: Arc<dyn Transport> = counter.clone();
    let client = Client::builder(Connection::from(Cloud::new()))
        .transport(transport)
        .build();
    let how = |bytes: u64| InParts::new(form()).part_bytes(bytes);
    let reader = client.upload_in_parts(how(4), file::reader("tape", &b"abc"[..])).await;
    let error = reader.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().contains("add_upload_part"), "{error}");
    for bytes in [0, 64_000_001] {
        let outcome = client.upload_in_parts(how(bytes), File::bytes("a", "abc")).await;
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Invalid);
    }
    assert!(counter.seen.lock().unwrap().is_empty());
    client
        .upload_in_parts(how(4), File::bytes("a", "0123456789"))
        .await
        .unwrap();
    let mut seen = counter.seen.lock().unwrap().clone();
    seen[1..4].sort();
    assert_eq!(
        seen[1..],
        [
            "/v1/uploads/u/parts: 2 a from 8",
            "/v1/uploads/u/parts: 4 a from 0",
            "/v1/uploads/u/parts: 4 a from 4",
            r#"/v1/uploads/u/complete: {"part_ids":["a from 0","a from 4","a from 8"]}"#,
        ]
    );
}
