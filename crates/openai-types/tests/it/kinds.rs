//! The root types by name: what the tests over bodies, examples and schemas know of each one.
//!
//! A new root type takes a line in `KINDS`, one in `schema::roots()`, its name in a line of `schema::OPERATIONS`, and a
//! folder of bodies, `tests/bodies/<area>.<Type>/`. Every generic test then takes it in.

use std::collections::BTreeSet;

pub(crate) use openai_types::schema;

use crate::json::round;

/// A root type.
pub(crate) struct Kind {
    /// Its name among the schemas, and the name of its folder of bodies.
    pub(crate) name: &'static str,
    /// Decodes, writes back, compares, and lists what is not named.
    pub(crate) round: fn(&str) -> Result<Vec<String>, String>,
}

macro_rules! kinds {
    ($($area:ident :: $name:ident,)*) => {
        &[$(Kind {
            name: concat!(stringify!($area), ".", stringify!($name)),
            round: round::<openai_types::$area::$name>,
        },)*]
    };
}

/// Every root type.
pub(crate) const KINDS: &[Kind] = kinds! {
    audio::SpeechEvent,
    audio::SpeechRequest,
    audio::Transcription,
    audio::TranscriptionEvent,
    audio::TranscriptionRequest,
    audio::TranslationRequest,
    batches::Batch,
    batches::Input,
    batches::List,
    batches::Output,
    batches::Request,
    chat::Chunk,
    chat::Completion,
    chat::List,
    chat::MessageList,
    chat::Request,
    chat::Update,
    completions::Completion,
    completions::Request,
    embeddings::Request,
    embeddings::Response,
    files::File,
    files::Form,
    files::Import,
    files::List,
    images::EditEvent,
    images::EditRequest,
    images::GenerationEvent,
    images::GenerationRequest,
    images::Response,
    images::VariationRequest,
    list::Deleted,
    models::List,
    models::Model,
    moderations::Moderation,
    moderations::Request,
    responses::CompactRequest,
    responses::CompactedConversation,
    responses::Event,
    responses::InputTokens,
    responses::InputTokensRequest,
    responses::List,
    responses::Request,
    responses::Response,
    uploads::Complete,
    uploads::Part,
    uploads::Request,
    uploads::Upload,
};

/// Whether a type is one of this crate's, by its name among the schemas: here, every one.
pub(crate) fn is_own(_: &str) -> bool {
    true
}

/// [`Kind::round`] of the type with this name.
pub(crate) fn round_named(name: &str, text: &str) -> Result<Vec<String>, String> {
    let kind = KINDS.iter().find(|kind| kind.name == name);
    let kind = kind.unwrap_or_else(|| panic!("kinds.rs has no line for {name}"));
    (kind.round)(text)
}

#[test]
fn every_root_has_a_line_and_every_operation_names_roots() {
    let kinds: BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
    let roots: BTreeSet<_> = schema::roots().into_iter().map(|(name, _)| name).collect();
    assert_eq!(kinds, roots, "kinds.rs and schema::roots()");
    let operations = schema::OPERATIONS.iter();
    let used: BTreeSet<_> = operations
        .flat_map(|operation| [operation.requests, operation.responses, operation.events].concat())
        .collect();
    assert_eq!(used, roots, "schema::OPERATIONS and schema::roots()");
}
