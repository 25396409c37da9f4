//! What a client must make of a server that fails, on every wire.

use openai_client::{Client, Options};
use openai_core::{Error, ErrorKind, Operation};
use openai_types::chat::Completion;

use crate::chat::hello;
use crate::{Check, Outcome, Wire, checks, streamed, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "wrong key" [whole(Operation::CHAT)] wrong_key;
    "busy, then well" [whole(Operation::CHAT)] busy;
    "down" [whole(Operation::CHAT)] down;
    "cut stream" [streamed(Operation::CHAT)] cut;
    "error inside a stream" [streamed(Operation::CHAT)] error_inside;
    "reset" [whole(Operation::CHAT)] reset;
};

/// A client whose requests make the server commit a fault, counted for this key on the wire.
#[must_use]
pub fn faulty(wire: &Wire, fault: &str, key: &str) -> Client {
    let counted = format!("{key} on {}", wire.name);
    wire.client().with(
        Options::new()
            .header("x-emulator-fault", fault)
            .header("x-emulator-key", counted.as_str()),
    )
}

async fn wrong_key(wire: &Wire) -> Outcome {
    match wire.client_with("another-key").chat(hello()).await {
        Err(error) => {
            let text = format!("{error} {error:?}");
            let told = error.kind() == ErrorKind::Authentication && error.status().is_some_and(|status| status == 401);
            let says = error.api().is_some_and(|api| !api.message().is_empty()) && !error.body().is_empty();
            Outcome::that(told && says && !text.contains("another-key"), text)
        }
        Ok(_) => Outcome::Failed("a wrong key was accepted".to_owned()),
    }
}

async fn busy(wire: &Wire) -> Result<Outcome, Error> {
    let client = faulty(wire, "status=429; retry-after-ms=1; times=1", "busy");
    let reply = client.chat(hello()).await?;
    Ok(Outcome::that(
        reply.attempts() == 2 && !reply.text().is_empty(),
        format!("{} attempts", reply.attempts()),
    ))
}

async fn down(wire: &Wire) -> Outcome {
    let client = faulty(wire, "status=503; retry-after-ms=1", "down");
    match client.chat(hello()).await {
        Err(error) => {
            let told = error.kind() == ErrorKind::Server && error.attempts() == 3 && error.is_retryable();
            Outcome::that(told, format!("{error:?} after {} attempts", error.attempts()))
        }
        Ok(_) => Outcome::Failed("a server that is down answered".to_owned()),
    }
}

async fn cut(wire: &Wire) -> Result<Outcome, Error> {
    let client = faulty(wire, "cut=6", "cut");
    match client.chat_stream(hello()).await?.collect().await {
        Err(error) => {
            let broken = matches!(error.kind(), ErrorKind::Truncated | ErrorKind::Transport);
            let partial = error
                .partial::<Completion>()
                .is_some_and(|partial| !partial.text().is_empty());
            Ok(Outcome::that(
                broken && partial,
                format!("{error:?}, partial {partial}"),
            ))
        }
        Ok(reply) => Ok(Outcome::Failed(format!(
            "a cut stream passed for whole: {:?}",
            reply.text()
        ))),
    }
}

async fn error_inside(wire: &Wire) -> Result<Outcome, Error> {
    let client = faulty(wire, "error=4", "error");
    let mut stream = client.chat_stream(hello()).await?;
    loop {
        match stream.try_next().await {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(Outcome::Failed("an error inside the stream was lost".to_owned())),
            Err(error) => {
                let told = error.kind() == ErrorKind::Api && error.api().is_some_and(|api| !api.message().is_empty());
                return Ok(Outcome::that(told, format!("{error:?}")));
            }
        }
    }
}

async fn reset(wire: &Wire) -> Outcome {
    let client = faulty(wire, "reset", "reset").with(Options::new().max_retries(0));
    match client.chat(hello()).await {
        Err(error) => Outcome::that(error.kind() == ErrorKind::Transport, format!("{error:?}")),
        Ok(_) => Outcome::Failed("a reset connection answered".to_owned()),
    }
}
