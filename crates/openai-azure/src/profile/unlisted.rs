//! What the types of requests hold and no specification of Azure's names.

use openai_core::{Call, Contents, Notice, NoticeKind, Operation, Parameter, Profile, Rule};

/// More on a fact in words, and where it is written down.
type Words = (&'static str, &'static str);

const NOWHERE: Words = ("", "no specification of Azure OpenAI names it");

const TIER: Words = (
    "requests may ask for priority processing by it, though no specification of Azure OpenAI names it",
    "Microsoft Foundry, Enable priority processing",
);

/// What cancelling is for.
const BACKGROUND: Words = ("", "no document of a dated version; official clients send it");

/// Members of requests.
const UNLISTED: &[(Operation, &str, Words)] = &[
    (
        Operation::CHAT,
        "moderation prompt_cache_options web_search_options",
        NOWHERE,
    ),
    (Operation::CHAT, "service_tier", TIER),
    (Operation::EMBEDDINGS, "instruction", NOWHERE),
    (
        Operation::RESPONSES,
        "context_management moderation multi_agent prompt_cache_options",
        NOWHERE,
    ),
    (Operation::RESPONSES, "service_tier", TIER),
    (Operation::RESPONSES, "background", BACKGROUND),
    (Operation::IMAGES_GENERATIONS, "moderation", NOWHERE),
    (
        Operation::IMAGES_EDITS,
        "background images moderation output_compression output_format",
        NOWHERE,
    ),
    (
        Operation::AUDIO_TRANSCRIPTIONS,
        "chunking_strategy include keywords known_speaker_names known_speaker_references languages",
        NOWHERE,
    ),
    (Operation::AUDIO_SPEECH, "instructions stream_format", NOWHERE),
    (Operation::UPLOADS_CREATE, "expires_after", NOWHERE),
];

/// What no specification names of an operation, but for what is `known`.
pub(super) fn of(operation: Operation, known: &[Parameter]) -> Vec<Parameter> {
    let rows = UNLISTED.iter().filter(|(unlisted, ..)| *unlisted == operation);
    let names = rows.flat_map(|(_, names, words)| names.split_whitespace().map(move |name| (name, *words)));
    names
        .filter(|(name, _)| known.iter().all(|known| known.name != *name))
        .map(|(name, (note, source))| Parameter::new(name, Rule::Unknown, note, source))
        .collect()
}

/// A notice for each member of a body of which a fact is known, but not from the operation's specification, and not whether
/// the service takes it.
pub(super) fn found(profile: &Profile, call: &Call, body: &Contents<'_>) -> Vec<Notice> {
    let Some(operation) = profile.operation(call.operation) else {
        return Vec::new();
    };
    let present = body.names().map(|name| operation.parameter(name));
    let unlisted = present.filter(|fact| fact.rule == Rule::Unknown && fact.source != operation.source);
    unlisted
        .map(|fact| {
            let why = if fact.note.is_empty() { fact.source } else { &fact.note };
            let message = format!(
                "whether {} takes `{}` is not known: {why}; it is sent all the same",
                profile.wire, fact.name
            );
            Notice::new(NoticeKind::Unlisted, fact.name, message)
        })
        .collect()
}
