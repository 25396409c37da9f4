//! Forms and files as they travel, byte by byte, over real sockets.

use std::time::Duration;

use openai_client::{Client, Connection, RetryPolicy, file};
use openai_core::{ErrorKind, File};
use openai_types::audio::TranscriptionRequest;
use openai_types::files::{Form, Purpose};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::script::Cloud;

/// A server for one connection: it reads until `ends`, answers with these bytes, and hands out what it read.
async fn server(answer: &'static [u8], ends: fn(&[u8]) -> bool) -> (Client, tokio::task::JoinHandle<String>) {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", socket.local_addr().unwrap());
    let task = tokio::spawn(async move {
        let (mut connection, _) = socket.accept().await.unwrap();
        let request = read(&mut connection, ends).await;
        connection.write_all(answer).await.unwrap();
        connection.shutdown().await.unwrap();
        request
    });
    let builder = Client::builder(Connection::from(Cloud::at(&base))).retry(RetryPolicy::never());
    (builder.build(), task)
}

async fn read(connection: &mut TcpStream, ends: fn(&[u8]) -> bool) -> String {
    let mut request = Vec::new();
    while !ends(&request) {
        let read = connection.read_buf(&mut request).await.unwrap();
        assert_ne!(read, 0, "the client has gone: {}", String::from_utf8_lossy(&request));
    }
    String::from_utf8(request).unwrap()
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 27\r\n\r\n{\"id\":\"file-1\",\"text\":\"Hi\"}";

/// The end of a form: a boundary with two dashes behind it.
fn form_ends(request: &[u8]) -> bool {
    request.ends_with(b"--\r\n")
}

/// The head, the boundary, and the form with `B` in place of it.
fn taken_apart(request: &str) -> (&str, String) {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let boundary = head
        .lines()
        .find_map(|line| line.strip_prefix("content-type: multipart/form-data; boundary="));
    (head, body.replace(boundary.unwrap(), "B"))
}

#[tokio::test]
async fn a_form_of_known_length_says_it() {
    let (client, task) = server(OK, form_ends).await;
    let file = File::bytes("a \"b\".wav", "RIFF\r\n--");
    client
        .transcribe(TranscriptionRequest::new("whisper-1").language("fr"), file)
        .await
        .unwrap();
    let request = task.await.unwrap();
    let (head, form) = taken_apart(&request);
    let body = request.split_once("\r\n\r\n").unwrap().1;
    assert!(head.starts_with("POST /v1/audio/transcriptions HTTP/1.1\r\n"), "{head}");
    assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{head}");
    assert_eq!(head.matches("content-type").count(), 1);
    let expected = [
        "--B\r\nContent-Disposition: form-data; name=\"language\"\r\n\r\nfr\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".wav\"\r\n",
        "Content-Type: audio/wav\r\n\r\nRIFF\r\n--\r\n",
        "--B--\r\n",
    ];
    assert_eq!(form, expected.concat());
}

#[tokio::test]
async fn a_form_of_unknown_length_is_sent_in_chunks() {
    let (client, task) = server(OK, |request| request.ends_with(b"\r\n0\r\n\r\n")).await;
    let reader = file::reader("a.txt", &b"12345"[..]);
    client.create_file(Form::new(Purpose::UserData), reader).await.unwrap();
    let request = task.await.unwrap();
    assert!(request.contains("\r\ntransfer-encoding: chunked\r\n"), "{request}");
    assert!(!request.contains("content-length"), "{request}");
    assert!(request.contains("12345"), "{request}");
}

#[tokio::test]
async fn a_call_without_a_body_says_so() {
    let (client, task) = server(OK, |request| request.ends_with(b"\r\n\r\n")).await;
    client.cancel_batch("b").await.unwrap();
    let request = task.await.unwrap();
    assert!(
        request.starts_with("POST /v1/batches/b/cancel HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(request.contains("content-length: 0\r\n"), "{request}");
}

#[tokio::test]
async fn a_download_that_ends_early_is_cut() {
    let answer = b"HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\ncontent-length: 10\r\n\r\n12345";
    let (client, _task) = server(answer, |request| request.ends_with(b"\r\n\r\n")).await;
    let mut file = Vec::new();
    let download = client.file_content("f").await.unwrap();
    assert_eq!(download.content_length(), Some(10));
    let error = download.write_to(&mut file).await.unwrap_err();
    assert_eq!((error.kind(), &file[..]), (ErrorKind::Truncated, &b"12345"[..]));
}

#[tokio::test]
async fn a_download_is_written_as_it_comes() {
    let answer = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    let (client, _task) = server(answer, |request| request.ends_with(b"\r\n\r\n")).await;
    let mut file = Vec::new();
    let client = client.with(openai_client::Options::new().idle_timeout(Duration::from_secs(60)));
    assert_eq!(
        client
            .file_content("f")
            .await
            .unwrap()
            .write_to(&mut file)
            .await
            .unwrap(),
        5
    );
    assert_eq!(file, b"abcde");
}
