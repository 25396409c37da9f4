//! What models and moderations must do on every wire that has them.

use openai_core::{Error, ErrorKind, Operation};
use openai_types::moderations::{Input, Request};

use crate::{Check, Outcome, Wire, checks, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "models" [whole(Operation::MODELS_LIST), whole(Operation::MODELS_RETRIEVE)] models;
    "no such model" [whole(Operation::MODELS_RETRIEVE)] no_such_model;
    "deleted model" [whole(Operation::MODELS_DELETE), whole(Operation::MODELS_LIST)] delete;
    "moderation" [whole(Operation::MODERATIONS)] moderation;
};

async fn models(wire: &Wire) -> Result<Outcome, Error> {
    let list = wire.client().list_models().await?;
    for model in &list.data {
        let alone = wire.client().retrieve_model(&model.id).await?;
        if alone.value != *model {
            return Ok(Outcome::Failed(format!("{:?} is not {model:?}", alone.value)));
        }
    }
    Ok(Outcome::that(list.data.len() > 3, format!("{:?}", list.value)))
}

async fn no_such_model(wire: &Wire) -> Outcome {
    missing(wire.client().retrieve_model("no-such/model").await)
}

async fn delete(wire: &Wire) -> Result<Outcome, Error> {
    let list = wire.client().list_models().await?;
    let Some(tuned) = list.data.iter().find(|model| model.id.starts_with("ft:")) else {
        return Ok(Outcome::Failed(
            "the server has no model that may be deleted".to_owned(),
        ));
    };
    let receipt = wire.client().delete_model(&tuned.id).await?;
    let is_gone = missing(wire.client().retrieve_model(&tuned.id).await);
    Ok(if receipt.deleted && receipt.id == tuned.id {
        is_gone
    } else {
        Outcome::Failed(format!("{:?}", receipt.value))
    })
}

async fn moderation(wire: &Wire) -> Result<Outcome, Error> {
    let request = Request::new(Input::texts(["I like trains.", "I will kill you."]));
    let reply = wire.client().moderate(request).await?;
    let flags: Vec<bool> = reply.results.iter().map(|finding| finding.flagged).collect();
    let violence = reply
        .results
        .last()
        .and_then(|finding| finding.categories.as_ref()?.violence);
    Ok(Outcome::that(
        flags == [false, true] && violence == Some(true),
        format!("{:?}", reply.value),
    ))
}

/// Whether the server says that there is no such thing.
pub fn missing<T: std::fmt::Debug>(answer: Result<T, Error>) -> Outcome {
    match answer {
        Err(error) => Outcome::that(
            error.kind() == ErrorKind::NotFound && error.api().is_some_and(|api| !api.message().is_empty()),
            format!("{error:?}"),
        ),
        Ok(found) => Outcome::Failed(format!("found what is not there: {found:?}")),
    }
}
