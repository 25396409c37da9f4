//! An answer of Azure OpenAI that rests on documents in a search index, with its marks resolved to their sources.
//!
//! `cargo run --example on_your_data "How do I care for a parrot?"`, with `SEARCH_ENDPOINT`, `SEARCH_INDEX` and
//! `SEARCH_KEY` for an index of one's own.
#![allow(clippy::print_stdout, reason = "a program talks on its standard output")]

use std::env;

use openai_multicloud::chat::{Message, Request};
use openai_multicloud::wires::azure::on_your_data::{Citation, Completion, v2024};
use openai_multicloud::{Client, Error};

mod cloud;

/// An answer, and the passages that it points to, in the order of its marks.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) sources: Vec<(usize, Citation)>,
    /// What a follow-up question says before itself, so that the service knows what the talk rests on.
    pub(crate) turn: Option<Message>,
}

/// Asks a question that is answered from an index alone.
pub(crate) async fn run(
    client: &Client,
    earlier: &[Message],
    question: &str,
    index: v2024::SearchParameters,
) -> Result<Answer, Error> {
    let messages = [earlier, &[Message::user(question)]].concat();
    let request = v2024::Request::new(
        Request::new("gpt-4o", messages),
        index.in_scope(true).top_n_documents(3),
    );
    let reply = client.send(request).await?;
    let citations = reply.citations();
    let sources = marks(&reply.text()).into_iter().filter_map(|number| {
        let citation = citations.get(number.checked_sub(1)?)?;
        Some((number, citation.clone()))
    });
    Ok(Answer {
        text: reply.text().into_owned(),
        sources: sources.collect(),
        turn: turn(reply.into_inner()),
    })
}

/// The numbers of the marks `[doc1]`, `[doc2]` in a text, each once, in the order in which they come.
fn marks(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    for rest in text.split("[doc").skip(1) {
        let number = rest.split_once(']').and_then(|(number, _)| number.parse().ok());
        numbers.extend(number.filter(|number| !numbers.contains(number)));
    }
    numbers
}

fn turn(completion: Completion) -> Option<Message> {
    let choice = completion.choices.into_iter().next()?;
    Some(choice.message?.into_turn())
}

/// The index that the environment names; the emulator makes its documents up.
fn index() -> v2024::SearchParameters {
    let name = |variable: &str, default: &str| env::var(variable).unwrap_or_else(|_| default.to_owned());
    let key = v2024::Authentication::api_key(name("SEARCH_KEY", "any"));
    v2024::SearchParameters::new(
        name("SEARCH_ENDPOINT", "https://example.search.windows.net"),
        name("SEARCH_INDEX", "manuals"),
    )
    .authentication(key)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, _emulator) = cloud::client("azure+{}?api-version=2024-10-21").await?;
    let question = env::args().nth(1);
    let question = question.as_deref().unwrap_or("How do I care for a parrot?");
    let answer = run(&client, &[], question, index()).await?;
    println!("{}", answer.text);
    for (number, source) in &answer.sources {
        let name = source.title.as_deref().or(source.filepath.as_deref());
        println!("[doc{number}] {}", name.unwrap_or("without a title"));
    }
    let earlier: Vec<_> = [Message::user(question)].into_iter().chain(answer.turn).collect();
    let more = run(&client, &earlier, "And in winter?", index()).await?;
    println!("{}", more.text);
    Ok(())
}
