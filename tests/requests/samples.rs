//! The sample requests that every provider's snapshots are taken of.

use openai_core::{Endpoint, Error, Policy, Provider, Spelled, Streaming};
use openai_types::chat::Request;

/// The request as a provider spells it under the default policy.
pub(crate) fn spell(provider: &impl Provider, request: &Request) -> Result<Spelled, Error> {
    provider.request(&request.call()?, &Policy::new())
}

/// Every sample, whole and streamed, with a name for its snapshot.
pub(crate) fn all() -> impl Iterator<Item = (String, Request)> {
    SAMPLES.into_iter().flat_map(|(name, json)| {
        let request: Request = openai_types::decode_str(json).unwrap();
        [
            (name.to_owned(), request.clone()),
            (format!("{name}_stream"), request.streamed(true)),
        ]
    })
}

const SAMPLES: [(&str, &str); 4] = [
    ("plain", include_str!("plain.json")),
    ("tools", include_str!("tools.json")),
    ("json_schema", include_str!("json_schema.json")),
    ("vision", include_str!("vision.json")),
];
