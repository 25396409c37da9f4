//! The root types by name: what the tests over bodies, examples and schemas know of each one.
//!
//! A new root type takes a line in `KINDS`, one in `schema::roots()`, its name in a line of `schema::OPERATIONS`, and a
//! folder of bodies, `tests/bodies/<area>.<Type>/`. Every generic test then takes it in.

pub(crate) use openai_types::schema;

use crate::kind::Kind;

macro_rules! kinds {
    ($($area:ident :: $name:ident,)*) => {
        &[$(Kind::of::<openai_types::$area::$name>(concat!(stringify!($area), ".", stringify!($name))),)*]
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
