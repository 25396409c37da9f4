//! What traces show, and what neither they nor errors ever show.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Once};

use http::{HeaderValue, request};
use openai_client::{Client, Connection, Options};
use openai_core::{Credential, CredentialError, Error, Transport, TransportErrorKind, async_trait};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::{LookupSpan, Registry};

use crate::script::{COMPLETION, Cloud, Script, Step, answer, client, events, good, hello, no_answer};

/// What is traced on this thread: closed spans, and events, each as its fields. Every test has a thread of its own.
#[derive(Debug, Default)]
struct Traced {
    spans: Vec<Fields>,
    events: Vec<Fields>,
}

thread_local! {
    static TRACED: RefCell<Traced> = RefCell::default();
}

/// Puts what is traced where it can be looked at. Called before any client exists: places that were passed before a
/// subscriber came may stay silent.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| tracing::subscriber::set_global_default(Registry::default().with(Capture)).unwrap());
}

/// What is traced while the future runs.
async fn during<F: Future>(future: F) -> (F::Output, Traced) {
    TRACED.take();
    let output = future.await;
    (output, TRACED.take())
}

struct Capture;

#[derive(Clone, Debug, Default)]
struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Capture {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        values.record(span.extensions_mut().get_mut::<Fields>().unwrap());
    }

    fn on_event(&self, event: &tracing::Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let inside = context.event_span(event).is_some();
        fields.0.insert("inside".to_owned(), inside.to_string());
        fields
            .0
            .insert("level".to_owned(), event.metadata().level().to_string());
        TRACED.with_borrow_mut(|traced| traced.events.push(fields));
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let fields = context
            .span(&id)
            .unwrap()
            .extensions()
            .get::<Fields>()
            .cloned()
            .unwrap();
        TRACED.with_borrow_mut(|traced| traced.spans.push(fields));
    }
}

impl Fields {
    fn of<'a>(&'a self, names: &[&str]) -> Vec<&'a str> {
        names
            .iter()
            .map(|name| self.0.get(*name).map_or("-", String::as_str))
            .collect()
    }
}

const ASKED: [&str; 7] = [
    "otel.name",
    "gen_ai.operation.name",
    "gen_ai.provider.name",
    "gen_ai.request.model",
    "server.address",
    "server.port",
    "http.response.status_code",
];
const ANSWERED: [&str; 6] = [
    "gen_ai.response.id",
    "gen_ai.response.model",
    "gen_ai.response.finish_reasons",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.output_tokens",
    "error.type",
];

#[tokio::test(start_paused = true)]
async fn a_call_is_a_span_with_the_conventional_names() {
    let (client, _) = client([good()]);
    let (reply, traced) = during(client.chat(hello())).await;
    reply.unwrap();
    let [span] = &traced.spans[..] else {
        panic!("{traced:?}")
    };
    assert_eq!(
        span.of(&ASKED),
        ["chat m", "chat", "cloud", "m", "cloud.example", "8443", "200"]
    );
    assert_eq!(span.of(&ANSWERED), ["c1", "m-1", r#"["stop"]"#, "3", "1", "-"]);
}

#[tokio::test(start_paused = true)]
async fn every_attempt_is_an_event() {
    let busy = answer(429).header("retry-after", "2");
    let (client, _) = client([busy, no_answer(TransportErrorKind::Connect), good()]);
    let (reply, traced) = during(client.chat(hello().seed(1))).await;
    reply.unwrap();
    let told: Vec<_> = traced
        .events
        .iter()
        .map(|event| event.of(&["level", "inside", "attempt", "http.response.status_code", "error.type"]))
        .collect();
    assert_eq!(
        told,
        [
            ["WARN", "true", "-", "-", "-"],
            ["INFO", "true", "1", "429", "RateLimit"],
            ["INFO", "true", "2", "-", "Connect"],
            ["DEBUG", "true", "3", "200", "-"],
        ]
    );
    assert_eq!(
        traced.events[0].of(&["parameter", "message"]),
        ["seed", "`seed` is ignored by Cloud"]
    );
    assert_eq!(traced.events[1].of(&["delay_ms"]), ["2000"]);
}

#[tokio::test(start_paused = true)]
async fn a_failed_call_says_how() {
    for (step, kind, status) in [
        (answer(404), "404", "404"),
        (no_answer(TransportErrorKind::Unsendable), "Invalid", "-"),
        (answer(200).body("nonsense"), "Decode", "200"),
    ] {
        let (client, _) = client([step]);
        let (reply, traced) = during(client.chat(hello())).await;
        reply.unwrap_err();
        assert_eq!(
            traced.spans[0].of(&["error.type", "http.response.status_code"]),
            [kind, status]
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_streams_span_lives_until_the_stream_ends() {
    let usage = r#"{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":6}}"#;
    let step = events()
        .text("a", false)
        .text("b", true)
        .data(usage)
        .body("data: [DONE]\n\n");
    let (client, _) = client([step]);
    let spans = || TRACED.with_borrow(|traced| traced.spans.len());
    TRACED.take();
    let mut stream = client.chat_stream(hello()).await.unwrap();
    stream.try_next().await.unwrap();
    assert_eq!(spans(), 0);
    while stream.try_next().await.unwrap().is_some() {}
    assert_eq!(spans(), 1, "it ends with the stream, not with its last owner");
    let traced = TRACED.take();
    assert_eq!(
        traced.spans[0].of(&ANSWERED),
        ["s1", "m-1", r#"["stop"]"#, "5", "6", "-"]
    );
    assert_eq!(traced.spans[0].of(&ASKED)[6], "200");
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_breaks_off_or_is_dropped_says_so() {
    let (broken, _) = client([events().text("a", false).then_breaks()]);
    let (_, traced) = during(async { broken.chat_stream(hello()).await.unwrap().collect().await }).await;
    assert_eq!(
        traced.spans[0].of(&["error.type", "gen_ai.response.id"]),
        ["Truncated", "s1"]
    );

    let (dropped, _) = client([events().text("a", false).then_silence()]);
    let (_, traced) = during(async { dropped.chat_stream(hello()).await.unwrap().try_next().await }).await;
    assert_eq!(traced.spans[0].of(&["error.type", "gen_ai.response.id"]), ["-", "s1"]);
}

#[derive(Debug)]
struct Key;

#[async_trait]
impl Credential for Key {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        head.headers
            .insert("authorization", HeaderValue::from_static("Bearer CANARY-key"));
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn secrets_and_content_are_never_shown() {
    let mut shown = String::new();
    let steps: [Step; 8] = [
        answer(401).body(r#"{"error":{"message":"Incorrect API key provided: CANARY-key, or CANARY-option"}}"#),
        good().header("set-cookie", "session=CANARY-cookie"),
        answer(401)
            .header("set-cookie", "session=CANARY-cookie")
            .body(r#"{"error":{"message":"no"}}"#),
        answer(302).header("location", "https://CANARY:CANARY@other.example/?CANARY"),
        no_answer(TransportErrorKind::Broken),
        answer(200)
            .body(&COMPLETION.replace("Hello", "CANARY-answer"))
            .body("CANARY-rest"),
        events().text("CANARY-answer", false).then_breaks(),
        events().text("CANARY-answer", true).body("data: [DONE]\n\n"),
    ];
    for step in steps {
        let transport: Arc<dyn Transport> = Script::new([step]);
        let connection = Connection::from(Cloud::new()).credential(Arc::new(Key));
        let options = Options::new()
            .header("api-key", "CANARY-option")
            .extension(crate::script::Region("CANARY-query"));
        writeln!(shown, "{options:?}").unwrap();
        let client = Client::builder(connection).transport(transport).build().with(options);
        writeln!(shown, "{client:?}").unwrap();
        let secretive = openai_types::chat::Request::new("m", [openai_types::chat::Message::user("CANARY-prompt")]);
        let calls = async {
            let whole = client
                .chat(secretive.clone())
                .await
                .map(|reply| format!("{:?}", reply.status()))
                .map_err(explain);
            let stream = match client.chat_stream(secretive.clone()).await {
                Ok(stream) => format!("{stream:?}") + &stream.collect().await.map_or_else(explain, |_| String::new()),
                Err(error) => explain(error),
            };
            format!("{whole:?} {stream}")
        };
        let (outcome, traced) = during(calls).await;
        writeln!(shown, "{outcome} {traced:?}").unwrap();
    }
    assert!(shown.len() > 5000, "{shown}");
    let found = shown.lines().find(|line| line.contains("CANARY"));
    assert_eq!(found, None);
}

#[tokio::test(start_paused = true)]
async fn an_error_inside_a_good_answer_shows_no_secret() {
    use openai_core::ErrorKind::{Api, Decode};
    let json = || answer(200).header("content-type", "application/json");
    let said = r#"{"error":{"message":"bad key Bearer CANARY-key","code":"CANARY-key"}}"#;
    let unreadable = r#"{"id":"c1","choices":"CANARY-key"}"#;
    for (step, streamed, kind, shown) in [
        (json().body(said), false, Api, "bad key Bearer ***"),
        (json().body(said), true, Api, "bad key Bearer ***"),
        (events().data(said), true, Api, "bad key Bearer ***"),
        (
            events().body(&format!("event: error\ndata: {said}\n\n")),
            true,
            Api,
            "bad key Bearer ***",
        ),
        (json().body(unreadable), false, Decode, "cannot be read"),
        (json().body(unreadable), true, Decode, "a stream was asked for"),
        (events().data(unreadable), true, Decode, "cannot be read"),
        (json().body("CANARY-key"), false, Decode, "cannot be read"),
    ] {
        let about = format!("{step:?} {streamed}");
        let connection = Connection::from(Cloud::new()).credential(Arc::new(Key));
        let transport: Arc<dyn Transport> = Script::new([step]);
        let client = Client::builder(connection).transport(transport).build();
        let call = async {
            if streamed {
                client.chat_stream(hello()).await?.collect().await.map(drop)
            } else {
                client.chat(hello()).await.map(drop)
            }
        };
        let (outcome, traced) = during(call).await;
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, 1), "{about}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200), "{about}");
        let body = String::from_utf8_lossy(error.body()).into_owned();
        assert!(body.contains("***"), "{about}: {body}");
        let told = format!("{:?} {body} {traced:?}", error.api()) + &explain(error);
        assert!(told.contains(shown) && !told.contains("CANARY"), "{about}: {told}");
    }
}

/// All that an error prints: itself and its causes, for people and for programmers.
fn explain(error: Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&error);
    while let Some(error) = cause {
        write!(text, " {error} {error:?}").unwrap();
        cause = error.source();
    }
    text
}
