//! What a completion of the older kind must do on every wire that has it.

use openai_core::{Error, ErrorKind, Operation};
use openai_types::chat::FinishReason;
use openai_types::completions::Request;

use crate::chat::refused_value;
use crate::{Check, Outcome, Wire, checks, streamed, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "completion" [whole(COMPLETIONS)] plain;
    "streamed completion is the whole in pieces" [whole(COMPLETIONS), streamed(COMPLETIONS)] stream;
    "a completion for each prompt" [whole(COMPLETIONS), streamed(COMPLETIONS)] prompts;
    "stop of a completion" [whole(COMPLETIONS)] stop;
    "bad value in a completion" [whole(COMPLETIONS)] bad_value;
    "no prompt" [whole(COMPLETIONS)] no_prompt;
};

const COMPLETIONS: Operation = Operation::COMPLETIONS;

fn once_upon(wire: &Wire) -> Request {
    Request::new(wire.model(whole(COMPLETIONS)), "Once upon a time").max_tokens(20_u64)
}

async fn plain(wire: &Wire) -> Result<Outcome, Error> {
    let cut = wire.client().complete(once_upon(wire)).await?;
    let reason = cut.choices.first().and_then(|choice| choice.finish_reason.clone());
    let spent = cut.usage.as_ref().and_then(|usage| usage.completion_tokens);
    Ok(Outcome::that(
        !cut.text().is_empty() && reason == Some(FinishReason::Length) && spent == Some(20),
        format!("{:?}", cut.value),
    ))
}

async fn stream(wire: &Wire) -> Result<Outcome, Error> {
    let whole = wire.client().complete(once_upon(wire)).await?;
    let mut stream = wire.client().complete_stream(once_upon(wire)).await?;
    let (mut text, mut pieces) = (String::new(), 0);
    while let Some(piece) = stream.try_next().await? {
        text.push_str(piece.text());
        pieces += usize::from(!piece.text().is_empty());
    }
    let collected = wire.client().complete_stream(once_upon(wire)).await?.collect().await?;
    let same = text == whole.text() && collected.text() == whole.text();
    Ok(Outcome::that(
        same && pieces > 1,
        format!("{pieces} pieces: {text:?} is not {:?}", whole.text()),
    ))
}

async fn prompts(wire: &Wire) -> Result<Outcome, Error> {
    let request = || Request::new(wire.model(whole(COMPLETIONS)), ["Once upon", "Long ago"]).max_tokens(5_u64);
    let texts = |choices: &[openai_types::completions::Choice]| -> Vec<Option<String>> {
        choices.iter().map(|choice| choice.text.clone()).collect()
    };
    let whole = texts(&wire.client().complete(request()).await?.choices);
    let collected = wire.client().complete_stream(request()).await?.collect().await?;
    let collected = texts(&collected.choices);
    let differ = whole.first() != whole.last();
    Ok(Outcome::that(
        whole.len() == 2 && differ && whole == collected,
        format!("{collected:?} is not {whole:?}"),
    ))
}

async fn stop(wire: &Wire) -> Result<Outcome, Error> {
    let whole = wire.client().complete(once_upon(wire)).await?;
    let Some(word) = whole.text().split_whitespace().nth(3).map(str::to_owned) else {
        return Ok(Outcome::Failed(format!("too short to stop: {:?}", whole.text())));
    };
    let cut = wire.client().complete(once_upon(wire).stop(word.as_str())).await?;
    let text = cut.text();
    let holds = whole.text().starts_with(text) && !text.contains(&word) && text.len() < whole.text().len();
    Ok(Outcome::that(holds, format!("stopped at {word:?}: {text:?}")))
}

async fn bad_value(wire: &Wire) -> Outcome {
    let request = once_upon(wire).temperature(9.0);
    refused_value(wire.client().complete(request).await, "temperature")
}

async fn no_prompt(wire: &Wire) -> Outcome {
    let request = Request::new(wire.model(whole(COMPLETIONS)), Vec::<String>::new());
    match wire.client().complete(request).await {
        Err(error) => Outcome::that(
            error.kind() == ErrorKind::Invalid && error.attempts() == 0,
            error.to_string(),
        ),
        Ok(reply) => Outcome::Failed(format!("an empty request was sent: {:?}", reply.value)),
    }
}
