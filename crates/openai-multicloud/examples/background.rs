//! A long answer, made in the background and read as it grows: a connection that breaks costs nothing.
//!
//! `cargo run --example background "Write a story about a magic backpack."`
#![allow(clippy::print_stdout, reason = "a program talks on its standard output")]

use std::time::Duration;

use openai_multicloud::responses::{Accumulator, Request, Response};
use openai_multicloud::{Client, Error, ErrorKind};

mod cloud;

/// How often a stream that was cut is taken up again.
const TRIES: usize = 3;

/// Reads the stream of a response to its end, and answers with the response and with how often the stream was cut.
pub(crate) async fn run(client: &Client, question: &str) -> Result<(Response, usize), Error> {
    let request = Request::new("gpt-5-mini", question).background(true).store(true);
    let mut stream = client.respond_stream(request).await?;
    let (mut whole, mut cuts) = (Accumulator::new(), 0);
    loop {
        match stream.try_next().await {
            Ok(Some(event)) => {
                print!("{}", event.text_delta().unwrap_or_default());
                whole.push(&event);
            }
            Ok(None) => return Ok((whole.finish(), cuts)),
            Err(error) => match whole.rest() {
                Some(rest) if is_cut(&error) && cuts < TRIES => {
                    cuts += 1;
                    stream = client.retrieve_response_stream(rest).await?;
                }
                _ => return Err(error),
            },
        }
    }
}

/// Whether the connection broke, or the server fell silent: what was made so far is still there.
fn is_cut(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Truncated | ErrorKind::Timeout | ErrorKind::Transport
    )
}

/// The same without a stream: asked for now and then until it is done.
pub(crate) async fn wait(client: &Client, question: &str, every: Duration) -> Result<Response, Error> {
    let request = Request::new("gpt-5-mini", question).background(true).store(true);
    let mut poller = client
        .begin(request)
        .await?
        .every(every)
        .deadline(Duration::from_secs(600));
    match poller.wait().await {
        Ok(reply) => Ok(reply.into_inner()),
        Err(error) => {
            // Nobody will read it any more: stop it, so that it costs nothing more.
            if error.kind() == ErrorKind::Deadline {
                poller.cancel().await?;
            }
            Err(error)
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (client, _emulator) = match cloud::client("openai+{}/v1").await {
        Ok(reached) => reached,
        Err(error) => return Err(Error::new(ErrorKind::Config, error.to_string())),
    };
    let question = std::env::args().nth(1);
    let question = question.as_deref().unwrap_or("Write a story about a magic backpack.");
    let (response, cuts) = run(&client, question).await?;
    println!("\n{:?}, {cuts} cuts", response.status);
    let response = wait(&client, "And a shorter one.", Duration::from_secs(1)).await?;
    println!("{}", response.output_text());
    Ok(())
}
