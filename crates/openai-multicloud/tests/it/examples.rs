//! The larger programs below `examples`, run against the emulator.

use std::time::Duration;

use openai_emulator::{Clock, Config, Running};
use openai_multicloud::Client;
use openai_multicloud::chat::Message;
use openai_multicloud::responses::Status;
use openai_multicloud::wires::azure::on_your_data::v2024;

#[path = "../../examples/background.rs"]
#[allow(dead_code, reason = "a test runs what a program would")]
mod background;
#[path = "../../examples/batch.rs"]
#[allow(dead_code, reason = "a test runs what a program would")]
mod batch;
#[path = "../../examples/on_your_data.rs"]
#[allow(dead_code, reason = "a test runs what a program would")]
mod on_your_data;
#[path = "../../examples/structured.rs"]
#[allow(dead_code, reason = "a test runs what a program would")]
mod structured;
#[path = "../../examples/subtitles.rs"]
#[allow(dead_code, reason = "a test runs what a program would")]
mod subtitles;
#[path = "../../examples/tools.rs"]
#[allow(dead_code, reason = "a test runs what a program would")]
mod tools;

const OPENAI: &str = "openai+{}/v1";

/// How often work is asked for: time passes by requests here, not by waiting.
const AT_ONCE: Duration = Duration::from_millis(1);

async fn emulated(uri: &str, config: Config) -> (Client, Running) {
    tools::cloud::emulated(uri, config).await.unwrap()
}

/// Does a program's work while a second passes over there with each request.
async fn while_time_passes<T>(clock: &Clock, emulator: &Running, work: impl Future<Output = T>) -> T {
    let passing = async {
        let mut seen = 0;
        loop {
            if emulator.requests() > seen {
                seen += 1;
                clock.advance(Duration::from_secs(1));
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        result = work => result,
        () = passing => unreachable!("time goes on"),
    }
}

#[tokio::test]
async fn tools_are_called_and_told_to_the_model() {
    let (client, emulator) = emulated(OPENAI, Config::new()).await;
    let (called, answer) = tools::run(&client, "Where is order 4711?").await.unwrap();
    assert_eq!(called, ["track_order", "open_ticket"]);
    assert!(!answer.is_empty());
    assert_eq!(emulator.requests(), 2);
}

#[tokio::test]
async fn an_invoice_is_a_value() {
    let (client, _emulator) = emulated(OPENAI, Config::new()).await;
    let (invoice, sum) = structured::run(&client, "12 jars at 4.50 EUR").await.unwrap();
    let expected: f64 = invoice.lines.iter().map(|line| line.quantity * line.unit_price).sum();
    assert_eq!(sum, expected);
    assert!(!invoice.seller.is_empty(), "{invoice:?}");
}

#[tokio::test]
async fn a_batch_is_finished_by_another_process() {
    let clock = Clock::manual();
    let (client, emulator) = emulated(OPENAI, Config::new().clock(clock.clone())).await;
    let folder = tempfile::tempdir().unwrap();
    let ticket = folder.path().join("ticket.json");
    batch::begin(&client, &["Lovely jelly!", "The jar was broken."], &ticket)
        .await
        .unwrap();
    drop(client);
    let another = reached(&emulator);
    let finishing = batch::finish(&another, &ticket, AT_ONCE);
    let said = while_time_passes(&clock, &emulator, finishing).await.unwrap();
    assert_eq!(said.keys().collect::<Vec<_>>(), ["review-0", "review-1"]);
    assert!(said["review-1"].contains("The jar was broken."), "{said:?}");
}

/// A second client of the same emulator.
fn reached(emulator: &Running) -> Client {
    let keys = openai_multicloud::Environment::from([("OPENAI_API_KEY", "any")]);
    let uri = OPENAI.replace("{}", &emulator.url());
    Client::new(openai_multicloud::connect(&keys, Some(&uri)).unwrap().unwrap())
}

#[tokio::test]
async fn an_answer_leads_to_its_documents() {
    let (client, _emulator) = emulated("azure+{}?api-version=2024-10-21", Config::new()).await;
    let index = || {
        v2024::SearchParameters::new("https://example.search.windows.net", "manuals")
            .authentication(v2024::Authentication::api_key("any"))
    };
    let question = "How do I care for a parrot?";
    let answer = on_your_data::run(&client, &[], question, index()).await.unwrap();
    assert!(!answer.sources.is_empty());
    for (number, source) in &answer.sources {
        assert!(answer.text.contains(&format!("[doc{number}]")));
        let passage = source.content.as_deref().unwrap();
        assert!(answer.text.contains(passage.trim_end_matches('.')), "{passage}");
    }
    let earlier = [Message::user(question), answer.turn.unwrap()];
    let more = on_your_data::run(&client, &earlier, "And in winter?", index())
        .await
        .unwrap();
    assert!(!more.sources.is_empty());
}

#[tokio::test]
async fn speech_becomes_subtitles() {
    let (client, _emulator) = emulated(OPENAI, Config::new()).await;
    let folder = tempfile::tempdir().unwrap();
    let talk = folder.path().join("talk.wav");
    let bytes = subtitles::speak(&client, "Quinces ripen late.", &talk).await.unwrap();
    assert_eq!(bytes, std::fs::metadata(&talk).unwrap().len());
    let seconds = subtitles::run(&client, &talk).await.unwrap();
    assert!(seconds.is_some_and(|seconds| seconds > 0.5), "{seconds:?}");
    for name in ["talk.srt", "talk.en.srt"] {
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.starts_with("1\n00:00:00,000 --> 00:00:"), "{name}: {text}");
    }
}

#[tokio::test]
async fn a_cut_stream_goes_on_in_the_background() {
    let cuts = Config::new().fault("cut=6; times=2".parse().unwrap());
    let (client, emulator) = emulated(OPENAI, cuts).await;
    let (response, times) = background::run(&client, "Write a story.").await.unwrap();
    assert_eq!((times, emulator.requests()), (2, 3));
    let id = response.id.clone().unwrap();
    let whole = client.retrieve_response(id).await.unwrap();
    assert_eq!(response.output_text(), whole.output_text());
    assert_eq!(response.status, Some(Status::Completed));
}

#[tokio::test]
async fn work_in_the_background_is_asked_for() {
    let clock = Clock::manual();
    let (client, emulator) = emulated(OPENAI, Config::new().clock(clock.clone())).await;
    let waiting = background::wait(&client, "Write a story.", AT_ONCE);
    let response = while_time_passes(&clock, &emulator, waiting).await.unwrap();
    assert_eq!(response.status, Some(Status::Completed));
    assert!(!response.output_text().is_empty());
}
