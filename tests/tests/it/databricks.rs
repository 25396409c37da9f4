//! What only Databricks has: the name of the model that served, and agents of one's own.

use conformance::{Check, Outcome, Wire, checks, faulty, streamed, whole};
use openai_client::Options;
use openai_core::{Error, ErrorKind, Operation};
use openai_types::chat::{Message, Request as Chat};
use openai_types::embeddings;
use openai_types::responses::Request;

pub(crate) const CHECKS: &[Check] = checks! {
    "model that served" [whole(CHAT), streamed(CHAT), whole(EMBEDDINGS), whole(RESPONSES)] served;
    "stream of an agent" [whole(RESPONSES), streamed(RESPONSES)] agent;
    "cut stream of an agent" [streamed(RESPONSES)] cut_agent;
    "limit that was exceeded" [whole(CHAT)] exceeded;
    "error of the provider behind an external model" [whole(CHAT)] relayed;
};

const CHAT: Operation = Operation::CHAT;
const EMBEDDINGS: Operation = Operation::EMBEDDINGS;
const RESPONSES: Operation = Operation::RESPONSES;

async fn served(wire: &Wire) -> Result<Outcome, Error> {
    let client = wire.client();
    let chat = || Chat::without_model([Message::user("Hello")]);
    let (talker, embedder) = (wire.model(whole(CHAT)), wire.model(whole(EMBEDDINGS)));
    let told = [
        client.chat(chat()).await?.served_model().map(str::to_owned),
        client.chat_stream(chat()).await?.served_model().map(str::to_owned),
        client
            .respond(Request::new(&talker, "Hello"))
            .await?
            .served_model()
            .map(str::to_owned),
    ];
    let vector = client.embed(embeddings::Request::new(&embedder, "Hello")).await?;
    let right = told.iter().all(|told| told.as_ref() == Some(&talker));
    Ok(Outcome::that(
        right && vector.served_model() == Some(embedder.as_str()),
        format!(
            "{told:?} is not {talker}, or {:?} not {embedder}",
            vector.served_model()
        ),
    ))
}

fn asked_of_an_agent() -> Request {
    Request::new("my-agent", "What is a mixture of experts model?")
}

/// It tells no more than its items, and does not say that the response is complete.
async fn agent(wire: &Wire) -> Result<Outcome, Error> {
    let whole = wire.client().respond(asked_of_an_agent()).await?;
    let collected = wire
        .client()
        .respond_stream(asked_of_an_agent())
        .await?
        .collect()
        .await?;
    let same = collected.output_text() == whole.output_text() && !whole.output_text().is_empty();
    Ok(Outcome::that(
        same,
        format!("{:?} is not {:?}", collected.value, whole.value),
    ))
}

/// Its end must not be taken for granted, though nothing tells it but the last item.
async fn cut_agent(wire: &Wire) -> Result<Outcome, Error> {
    let client = faulty(wire, "cut=3", "cut agent");
    Ok(
        match client.respond_stream(asked_of_an_agent()).await?.collect().await {
            Err(error) => Outcome::that(
                matches!(error.kind(), ErrorKind::Truncated | ErrorKind::Transport),
                format!("{error:?}"),
            ),
            Ok(reply) => Outcome::Failed(format!("a cut stream passed for whole: {:?}", reply.value)),
        },
    )
}

/// The 429 tells which limit it is about.
async fn exceeded(wire: &Wire) -> Outcome {
    let client = faulty(wire, "status=429", "exceeded").with(Options::new().max_retries(0));
    match client.chat(Chat::without_model([Message::user("Hello")])).await {
        Err(error) => {
            let limit = error.api().and_then(|api| api.exceeded_limit().cloned());
            let told = limit.is_some_and(|limit| !limit.limit_type.is_empty() && limit.current > limit.limit);
            Outcome::that(told && error.kind() == ErrorKind::RateLimit, format!("{error:?}"))
        }
        Ok(reply) => Outcome::Failed(format!("{:?}", reply.value)),
    }
}

async fn relayed(wire: &Wire) -> Outcome {
    let request = Chat::new("gateway-gpt-5", [Message::user("Hello")]).temperature(9.0);
    match wire.client().chat(request).await {
        Err(error) => {
            let api = error.api();
            let external = api.and_then(|api| api.external_model_message());
            let says = api.is_some_and(|api| api.message().contains("temperature"));
            Outcome::that(
                external.is_some() && says && error.kind() == ErrorKind::BadRequest,
                format!("{error:?}"),
            )
        }
        Ok(reply) => Outcome::Failed(format!("{:?}", reply.value)),
    }
}
