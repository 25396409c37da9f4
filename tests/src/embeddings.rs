//! What embeddings must do on every wire that has them.

use openai_core::{Error, ErrorKind, Operation};
use openai_types::embeddings::{EncodingFormat, Request};

use crate::{Check, Outcome, Wire, checks, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "closer texts have closer vectors" [whole(EMBEDDINGS)] closer;
    "both encodings are the same vector" [whole(EMBEDDINGS)] encodings;
    "dimensions" [whole(EMBEDDINGS)] dimensions;
    "no text" [whole(EMBEDDINGS)] no_text;
};

const EMBEDDINGS: Operation = Operation::EMBEDDINGS;
const TEXTS: [&str; 3] = [
    "The cat sat on the warm mat in the sun.",
    "The cat lay on the warm mat in the sun.",
    "Quarterly revenue rose by eleven percent.",
];

fn texts(wire: &Wire) -> Request {
    Request::new(wire.model(whole(EMBEDDINGS)), TEXTS)
}

async fn closer(wire: &Wire) -> Result<Outcome, Error> {
    let reply = wire.client().embed(texts(wire)).await?;
    let vectors: Vec<&[f32]> = reply.vectors().collect();
    let [cat, other_cat, revenue] = vectors.as_slice() else {
        return Ok(Outcome::Failed(format!("{} vectors for 3 texts", vectors.len())));
    };
    let in_order = reply
        .data
        .iter()
        .zip(0..)
        .all(|(item, index)| item.index.is_none_or(|own| own == index));
    let (near, far) = (cosine(cat, other_cat), cosine(cat, revenue));
    let lengths_are_one = vectors.iter().all(|vector| (cosine(vector, vector) - 1.0).abs() < 1e-3);
    let spent = reply
        .usage
        .as_ref()
        .and_then(|usage| usage.prompt_tokens)
        .unwrap_or_default();
    Ok(Outcome::that(
        in_order && lengths_are_one && near > far + 0.1 && spent > 10,
        format!("near {near}, far {far}, {spent} tokens, in order {in_order}"),
    ))
}

async fn encodings(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(EMBEDDINGS, "encoding_format") {
        return Ok(skip);
    }
    let mut vectors = Vec::new();
    for format in [EncodingFormat::Base64, EncodingFormat::Float] {
        let wanted = if format == EncodingFormat::Base64 {
            "\"embedding\":\""
        } else {
            "\"embedding\":["
        };
        let reply = wire.client().embed(texts(wire).encoding_format(format)).await?;
        let raw: String = String::from_utf8_lossy(reply.raw()).split_whitespace().collect();
        if !raw.contains(wanted) {
            return Ok(Outcome::Failed(format!("no {wanted} in the answer")));
        }
        vectors.push(reply.vectors().map(<[f32]>::to_vec).collect::<Vec<_>>());
    }
    Ok(Outcome::that(
        vectors.first() == vectors.last() && vectors.iter().all(|vectors| vectors.len() == 3),
        "the encodings differ",
    ))
}

async fn dimensions(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(EMBEDDINGS, "dimensions") {
        return Ok(skip);
    }
    let reply = wire.client().embed(texts(wire).dimensions(64_u64)).await?;
    let lengths: Vec<usize> = reply.vectors().map(<[f32]>::len).collect();
    let too_many = wire.client().embed(texts(wire).dimensions(100_000_u64)).await;
    let refused = too_many.is_err_and(|error| error.kind() == ErrorKind::BadRequest);
    Ok(Outcome::that(
        lengths == [64; 3] && refused,
        format!("lengths {lengths:?}, too many refused {refused}"),
    ))
}

async fn no_text(wire: &Wire) -> Outcome {
    let request = Request::new(wire.model(whole(EMBEDDINGS)), Vec::<String>::new());
    match wire.client().embed(request).await {
        Err(error) => Outcome::that(
            error.kind() == ErrorKind::Invalid && error.attempts() == 0,
            error.to_string(),
        ),
        Ok(_) => Outcome::Failed("an empty request was sent".to_owned()),
    }
}

fn cosine(one: &[f32], other: &[f32]) -> f64 {
    let product: f64 = one
        .iter()
        .zip(other)
        .map(|(one, other)| f64::from(*one) * f64::from(*other))
        .sum();
    let square = |vector: &[f32]| vector.iter().map(|number| f64::from(*number).powi(2)).sum::<f64>();
    product / (square(one) * square(other)).sqrt()
}
