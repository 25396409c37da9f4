//! A thousand small questions at half the price: uploaded as a batch, waited for across a restart, read line by line.
//!
//! `cargo run --example batch`
#![allow(clippy::print_stdout, reason = "a program talks on its standard output")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use openai_multicloud::batches::{Batch, Endpoint, Input, Output, Request, decode_lines};
use openai_multicloud::chat::{self, Message};
use openai_multicloud::files::{Form, Purpose};
use openai_multicloud::{Client, file};

mod cloud;

type Failure = Box<dyn std::error::Error>;

/// Uploads the questions, begins, and leaves in `ticket` what leads back to the work.
pub(crate) async fn begin(client: &Client, reviews: &[&str], ticket: &Path) -> Result<(), Failure> {
    let mut lines = String::new();
    for (number, review) in reviews.iter().enumerate() {
        let question = [
            Message::system("Is this review friendly? One word: yes or no."),
            Message::user(*review),
        ];
        let question = chat::Request::new("gpt-5-mini", question);
        let line = Input::post(format!("review-{number}"), Endpoint::ChatCompletions, &question)?;
        lines.push_str(&serde_json::to_string(&line)?);
        lines.push('\n');
    }
    let requests = ticket.with_file_name("requests.jsonl");
    tokio::fs::write(&requests, lines).await?;
    let uploaded = client
        .create_file(Form::new(Purpose::Batch), file::open(&requests).await?)
        .await?;
    let poller = client
        .begin(Request::new(&uploaded.id, Endpoint::ChatCompletions))
        .await?;
    tokio::fs::write(ticket, serde_json::to_string(&poller.ticket())?).await?;
    Ok(())
}

/// Goes on where `begin` left off, perhaps in another process, and answers with what was said of each review.
pub(crate) async fn finish(
    client: &Client,
    ticket: &Path,
    every: Duration,
) -> Result<BTreeMap<String, String>, Failure> {
    let saved = serde_json::from_str(&tokio::fs::read_to_string(ticket).await?)?;
    let mut poller = client.resume::<Batch>(saved).await?.every(every);
    let batch = poller.wait().await?;
    if let Some(counts) = &batch.request_counts {
        println!("{counts:?}");
    }
    let answers = batch.output_file_id.as_deref().ok_or("all lines failed")?;
    let path = ticket.with_file_name("answers.jsonl");
    let mut copy = tokio::fs::File::create(&path).await?;
    client.file_content(answers).await?.write_to(&mut copy).await?;
    let mut said = BTreeMap::new();
    for line in decode_lines::<Output>(&tokio::fs::read_to_string(&path).await?) {
        let line = line?;
        let answer: chat::Completion = line.response.ok_or("a line was not carried out")?.decode_body()?;
        said.insert(line.custom_id, answer.text().into_owned());
    }
    Ok(said)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let (client, _emulator) = cloud::client("openai+{}/v1").await?;
    let folder = std::env::temp_dir().join(format!("batch-{}", std::process::id()));
    tokio::fs::create_dir_all(&folder).await?;
    let ticket = folder.join("ticket.json");
    begin(&client, &["Lovely jelly!", "The jar was broken."], &ticket).await?;
    println!("the way back to it: {}", ticket.display());
    for (review, answer) in finish(&client, &ticket, Duration::from_secs(1)).await? {
        println!("{review}: {answer}");
    }
    Ok(())
}
