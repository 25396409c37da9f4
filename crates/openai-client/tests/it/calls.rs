//! What is sent, what comes back, and what is refused before anything is sent.

use std::sync::Arc;

use openai_client::{Client, Connection, Options};
use openai_core::{Credential, CredentialError, ErrorKind, NoticeKind, Policy, Reaction, Transport, async_trait};
use openai_types::chat::{Message, Request, StreamOptions};
use serde_json::json;

use crate::script::{COMPLETION, Cloud, Region, Script, answer, builder, client, events, good, hello, once};

#[tokio::test(start_paused = true)]
async fn a_reply_reads_like_its_value_and_keeps_the_rest() {
    let (client, script) = client([good()
        .header("x-request-id", "r-1")
        .header("x-ratelimit-remaining-tokens", "9")]);
    let reply = client.chat(hello()).await.unwrap();
    assert_eq!((reply.text().as_ref(), reply.status().as_u16()), ("Hello", 200));
    assert_eq!(
        (reply.request_id(), reply.attempts(), reply.notices().len()),
        (Some("r-1"), 1, 0)
    );
    assert_eq!(reply.headers()["x-ratelimit-remaining-tokens"], "9");
    assert_eq!(reply.rate_limits().tokens.remaining, Some(9));
    assert_eq!(reply.raw(), COMPLETION.as_bytes());
    assert_eq!(reply.into_inner().model.as_deref(), Some("m-1"));
    let seen = &script.seen()[0];
    assert_eq!(seen.request.uri(), "https://cloud.example:8443/v1/chat/completions");
    assert_eq!(
        (seen.header("content-type"), seen.header("accept")),
        (Some("application/json"), Some("application/json"))
    );
    assert_eq!(
        seen.json(),
        json!({"model": "m", "messages": [{"role": "user", "content": "Hi"}]})
    );
}

#[tokio::test(start_paused = true)]
async fn clients_are_shared_between_tasks() {
    let (client, script) = client([good()]);
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                client.chat(hello()).await.unwrap();
                client.chat_stream(hello()).await.is_err()
            })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap());
    }
    assert_eq!(script.count(), 40);
}

#[test]
fn clients_and_streams_go_where_they_are_needed() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    fn moved<T: Send + Unpin + 'static>() {}
    shared::<Client>();
    moved::<openai_client::EventStream<openai_types::chat::Chunk>>();
    moved::<openai_client::Reply<openai_types::chat::Completion>>();
}

#[tokio::test(start_paused = true)]
async fn the_connections_model_stands_in_for_a_missing_one() {
    let script = Script::new([good()]);
    let transport: Arc<dyn Transport> = script.clone();
    let connection = Connection::new(Arc::new(Cloud::new())).model("fallback");
    let client = Client::builder(connection).transport(transport).build();
    client
        .chat(Request::without_model([Message::user("Hi")]))
        .await
        .unwrap();
    client.chat(hello()).await.unwrap();
    let models: Vec<_> = script.seen().iter().map(|seen| seen.json()["model"].clone()).collect();
    assert_eq!(models, ["fallback", "m"]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_asks_for_usage_where_the_wire_can_and_the_caller_does_not_say() {
    let done = events().text("", true).body("data: [DONE]\n\n");
    let (client, script) = client([done.clone()]);
    drop(client.chat_stream(hello()).await.unwrap());
    drop(
        client
            .chat_stream(hello().stream_options(StreamOptions::new().include_usage(false)))
            .await
            .unwrap(),
    );
    let seen = script.seen();
    assert_eq!(seen[0].json()["stream"], true);
    assert_eq!(seen[0].json()["stream_options"], json!({"include_usage": true}));
    assert_eq!(seen[0].header("accept"), Some("text/event-stream"));
    assert_eq!(seen[1].json()["stream_options"], json!({"include_usage": false}));

    let script = Script::new([done]);
    let transport: Arc<dyn Transport> = script.clone();
    let client = Client::builder(Cloud::new().without_stream_options())
        .transport(transport)
        .build();
    drop(client.chat_stream(hello()).await.unwrap());
    assert_eq!(script.seen()[0].json().get("stream_options"), None);
}

#[tokio::test(start_paused = true)]
async fn a_wire_that_does_not_stream_is_not_asked_to() {
    let script = Script::new([good()]);
    let transport: Arc<dyn Transport> = script.clone();
    let client = Client::builder(Cloud::new().without_streams())
        .transport(transport)
        .build();
    let error = client.chat_stream(hello()).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Unsupported, 0));
    assert!(client.chat(hello()).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn chat_does_not_take_a_request_for_a_stream() {
    let (client, script) = client([good()]);
    let error = client.chat(hello().stream(true)).await.unwrap_err();
    assert!(
        error.kind() == ErrorKind::Invalid && error.to_string().contains("chat_stream"),
        "{error}"
    );
    let error = client.send(hello().stream(true)).await.unwrap_err();
    assert!(
        error.kind() == ErrorKind::Invalid && error.to_string().contains("Client::stream"),
        "{error}"
    );
    assert!(client.chat(hello().stream(false)).await.is_ok());
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn options_change_one_call_and_no_other() {
    let (client, script) = client([good()]);
    let scoped = client.with(
        Options::new()
            .header("x-tenant", "a")
            .header("x-team", "t")
            .extension(Region("eu")),
    );
    scoped
        .with(Options::new().header("x-tenant", "b"))
        .chat(hello())
        .await
        .unwrap();
    scoped.chat(hello()).await.unwrap();
    client.chat(hello()).await.unwrap();
    let seen = script.seen();
    let told: Vec<_> = seen
        .iter()
        .map(|seen| {
            (
                seen.header("x-tenant"),
                seen.header("x-team"),
                seen.request.uri().query(),
            )
        })
        .collect();
    let eu = Some("region=eu");
    assert_eq!(
        told,
        [
            (Some("b"), Some("t"), eu),
            (Some("a"), Some("t"), eu),
            (None, None, None)
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_header_that_cannot_be_sent_is_refused_by_name() {
    let (client, script) = client([good()]);
    for (options, named) in [
        (Options::new().header("x-tenant", "a\r\nx-evil: b"), "x-tenant"),
        (Options::new().header("x-tenant", "a\0b"), "x-tenant"),
        (Options::new().header("x tenant", "a"), "x tenant"),
        (Options::new().header("", "a"), "``"),
        (Options::new().idempotency_key("a\nb"), "idempotency-key"),
    ] {
        for error in [
            client.with(options.clone()).chat(hello()).await.unwrap_err(),
            client
                .with(options.clone())
                .with(Options::new())
                .chat_stream(hello())
                .await
                .unwrap_err(),
        ] {
            assert!(
                error.kind() == ErrorKind::Invalid && error.to_string().contains(named),
                "{error}"
            );
            assert!(!error.to_string().contains("evil"), "{error}");
            assert_eq!(error.attempts(), 0);
        }
    }
    assert_eq!(script.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_the_wire_ignores_is_reported_and_what_it_refuses_is_not_sent() {
    let (client, script) = client([good()]);
    let reply = client.chat(hello().seed(1)).await.unwrap();
    assert_eq!(
        reply
            .notices()
            .iter()
            .map(|notice| (notice.kind, notice.parameter.as_str()))
            .collect::<Vec<_>>(),
        [(NoticeKind::Ignored, "seed")]
    );
    let biased = hello().logit_bias([("1".to_owned(), 1.0)]);
    assert_eq!(
        client.chat(biased.clone()).await.unwrap_err().kind(),
        ErrorKind::Unsupported
    );
    assert_eq!(script.count(), 1);
    let relaxed = client.with(Options::new().policy(Policy::new().rejected(Reaction::Report)));
    assert_eq!(
        relaxed.chat(biased).await.unwrap().notices()[0].kind,
        NoticeKind::Rejected
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_read_keeps_its_bytes() {
    let body = r#"{"choices":[{"message":{"content":7}}]}"#;
    let error = once(good_body(body)).chat(hello()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Decode, 200)
    );
    assert_eq!((error.request_id(), error.attempts()), (Some("r-2"), 1));
    assert_eq!(error.body(), body.as_bytes());
    assert!(error.to_string().contains("choices[0].message.content"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_error_inside_a_good_answer_is_an_error() {
    let body = r#"{"error":{"code":429,"message":"exhausted","status":"RESOURCE_EXHAUSTED"}}"#;
    let error = once(good_body(body)).chat(hello()).await.unwrap_err();
    assert!(error.to_string().contains("exhausted"), "{error}");
    assert_eq!(
        (error.request_id(), error.body().as_ref()),
        (Some("r-2"), body.as_bytes())
    );
    assert_eq!(error.api().unwrap().status_text(), Some("RESOURCE_EXHAUSTED"));
}

#[tokio::test(start_paused = true)]
async fn an_answer_may_not_be_larger_than_the_limit() {
    for step in [good().body("   "), answer(200).body("{").body(COMPLETION).body("}")] {
        let script = Script::new([step]);
        let client = builder(&script).max_body_bytes(COMPLETION.len()).build();
        let error = client.chat(hello()).await.unwrap_err();
        assert_eq!((error.kind(), script.count()), (ErrorKind::TooLarge, 1));
    }
    let exact = builder(&Script::new([good()])).max_body_bytes(COMPLETION.len()).build();
    assert!(exact.chat(hello()).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn an_error_says_what_its_body_says_even_if_that_breaks_off() {
    let step = answer(400).body(r#"{"error":{"message":"no such thing"#).then_breaks();
    let error = once(step).chat(hello()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::BadRequest, 400)
    );
    assert!(error.to_string().contains("no such thing"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_redirect_is_an_error_that_says_where_it_led() {
    for (location, place) in [
        (
            "https://user:secret@other.example/v2/chat?token=secret#secret",
            "https://other.example/v2/chat",
        ),
        ("/login?secret", "/login"),
        ("https://other.example/@scope/x", "https://other.example/@scope/x"),
        ("/a//b@c", "/a//b@c"),
        ("//user:secret@other.example/", "//other.example/"),
    ] {
        let error = once(answer(307).header("location", location))
            .chat(hello())
            .await
            .unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains(&format!("redirects to {place},")) && text.starts_with("307: "),
            "{text}"
        );
        assert!(
            !text.contains("secret") && text.contains("https://cloud.example:8443 "),
            "{text}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_travels_over_plain_http_unless_allowed() {
    #[derive(Debug)]
    struct Open;
    #[async_trait]
    impl Credential for Open {
        async fn authorize(&self, head: &mut http::request::Parts) -> Result<(), CredentialError> {
            head.headers.insert("api-key", http::HeaderValue::from_static("k"));
            Ok(())
        }
    }
    let send = async |base: &str, credential: bool, header: bool, allow: bool| {
        let script = Script::new([good()]);
        let transport: Arc<dyn Transport> = script.clone();
        let mut connection = Connection::from(Cloud::at(base));
        if credential {
            connection = connection.credential(Arc::new(Open));
        }
        let client = Client::builder(connection)
            .transport(transport)
            .allow_plain_http(allow)
            .build();
        let options = if header {
            Options::new().header("Authorization", "Bearer k")
        } else {
            Options::new()
        };
        let outcome = client.with(options).chat(hello()).await;
        (outcome.map(|_| ()), script)
    };
    for (base, credential, header, allow, sent) in [
        ("http://10.0.0.1/v1", true, false, false, false),
        ("http://10.0.0.1/v1", false, true, false, false),
        ("http://localhost.evil/v1", true, false, false, false),
        ("http://10.0.0.1/v1", true, false, true, true),
        ("http://10.0.0.1/v1", false, false, false, false),
        ("http://10.0.0.1/v1", false, false, true, true),
        ("http://127.0.0.1:8080/v1", true, true, false, true),
        ("http://[::1]:8080/v1", true, false, false, true),
        ("https://cloud.example/v1", true, true, false, true),
    ] {
        let (outcome, script) = send(base, credential, header, allow).await;
        assert_eq!((outcome.is_ok(), script.count()), (sent, usize::from(sent)), "{base}");
        if let Err(error) = outcome {
            assert_eq!(error.kind(), ErrorKind::Config);
            let text = error.to_string();
            assert!(
                text.contains("https") && text.contains("allow_plain_http") && !text.contains("/v1"),
                "{text}"
            );
        } else if credential {
            assert!(
                script.seen()[0].request.headers()["api-key"].is_sensitive(),
                "the client marks known secrets"
            );
        }
    }
}

fn good_body(body: &str) -> crate::script::Step {
    answer(200)
        .header("content-type", "application/json")
        .header("x-request-id", "r-2")
        .body(body)
}

#[tokio::test(start_paused = true)]
async fn a_parameter_is_added_to_the_address_and_takes_no_others_place() {
    let (client, script) = client([good(), answer(200).body(r#"{"data":[]}"#)]);
    let options = Options::new()
        .query("tenant", "a")
        .query("tenant", "b&c=d")
        .query("sig", "s3cret");
    assert_eq!(format!("{options:?}").matches("tenant").count(), 1);
    assert!(!format!("{options:?}").contains("s3cret"), "{options:?}");
    let signed = client.with(options);
    signed.chat(hello()).await.unwrap();
    let asked = signed.with(Options::new().query("tenant", "e"));
    asked
        .list_files(openai_types::files::ListQuery::new().limit(5_u64))
        .await
        .unwrap();
    let lines: Vec<_> = script.seen().iter().map(|seen| seen.line()).collect();
    assert_eq!(
        lines,
        [
            "POST /v1/chat/completions?tenant=b%26c%3Dd&sig=s3cret",
            "GET /v1/files?limit=5&sig=s3cret&tenant=e",
        ]
    );
    let twice = signed.with(Options::new().query("LIMIT", "9"));
    let error = twice
        .list_files(openai_types::files::ListQuery::new().limit(5_u64))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Invalid, 2));
    assert!(
        error.to_string().contains("`LIMIT`") && !error.to_string().contains("s3cret"),
        "{error}"
    );
}

/// Azure's own parameter says which wire it is.
#[tokio::test(start_paused = true)]
async fn an_api_version_is_the_providers_to_set() {
    let base = openai_core::BaseUrl::parse("the test", "https://example.openai.azure.com").unwrap();
    let azure = openai_azure::Azure::new(base, "2024-10-21".parse().unwrap());
    let script = Script::new([good()]);
    let client = Client::builder(Connection::from(azure))
        .transport(script.clone())
        .build();
    let other = client.with(Options::new().query("api-version", "2023-05-15"));
    let error = other.chat(hello()).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Invalid, 0));
    client
        .with(Options::new().query("tenant", "a"))
        .chat(hello())
        .await
        .unwrap();
    assert!(script.seen()[0].line().ends_with("?tenant=a&api-version=2024-10-21"));
}
