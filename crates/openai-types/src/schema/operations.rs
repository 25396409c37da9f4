//! Which schemas belong to which operation.

/// An operation of the API, and the names of the schemas in [`roots()`](super::roots) that its bodies have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path below the base URL, with parameters in braces: `/responses/{response_id}`.
    pub path: &'static str,
    /// What a request's body may be: JSON, or the fields of a form.
    pub requests: &'static [&'static str],
    /// What a JSON answer may be.
    pub responses: &'static [&'static str],
    /// What the events of a streamed answer may be.
    pub events: &'static [&'static str],
}

impl Operation {
    /// An operation; a provider's own crate lists those that only it has in the same form.
    #[must_use]
    pub const fn new(
        method: &'static str,
        path: &'static str,
        requests: &'static [&'static str],
        responses: &'static [&'static str],
        events: &'static [&'static str],
    ) -> Self {
        Self {
            method,
            path,
            requests,
            responses,
            events,
        }
    }
}

/// Every operation with bodies of its own, in order of path: method, path, requests, responses, events.
///
/// Two operations on one line's path are two lines. A path is OpenAI's; other services put their own prefix before it.
#[rustfmt::skip]
pub const OPERATIONS: &[Operation] = &[
    Operation::new("POST", "/audio/speech", &["audio.SpeechRequest"], &[], &["audio.SpeechEvent"]),
    Operation::new("POST", "/audio/transcriptions", &["audio.TranscriptionRequest"], &["audio.Transcription"], &["audio.TranscriptionEvent"]),
    Operation::new("POST", "/audio/translations", &["audio.TranslationRequest"], &["audio.Transcription"], &[]),
    Operation::new("GET", "/batches", &[], &["batches.List"], &[]),
    Operation::new("POST", "/batches", &["batches.Request"], &["batches.Batch"], &[]),
    Operation::new("GET", "/batches/{batch_id}", &[], &["batches.Batch"], &[]),
    Operation::new("POST", "/batches/{batch_id}/cancel", &[], &["batches.Batch"], &[]),
    Operation::new("GET", "/chat/completions", &[], &["chat.List"], &[]),
    Operation::new("POST", "/chat/completions", &["chat.Request"], &["chat.Completion"], &["chat.Chunk"]),
    Operation::new("DELETE", "/chat/completions/{completion_id}", &[], &["list.Deleted"], &[]),
    Operation::new("GET", "/chat/completions/{completion_id}", &[], &["chat.Completion"], &[]),
    Operation::new("POST", "/chat/completions/{completion_id}", &["chat.Update"], &["chat.Completion"], &[]),
    Operation::new("GET", "/chat/completions/{completion_id}/messages", &[], &["chat.MessageList"], &[]),
    Operation::new("POST", "/completions", &["completions.Request"], &["completions.Completion"], &["completions.Completion"]),
    Operation::new("POST", "/embeddings", &["embeddings.Request"], &["embeddings.Response"], &[]),
    Operation::new("GET", "/files", &[], &["files.List"], &[]),
    Operation::new("POST", "/files", &["files.Form"], &["files.File"], &[]),
    Operation::new("POST", "/files/import", &["files.Import"], &["files.File"], &[]),
    Operation::new("DELETE", "/files/{file_id}", &[], &["list.Deleted"], &[]),
    Operation::new("GET", "/files/{file_id}", &[], &["files.File"], &[]),
    // The lines of a batch's files.
    Operation::new("GET", "/files/{file_id}/content", &[], &["batches.Input", "batches.Output"], &[]),
    Operation::new("POST", "/images/edits", &["images.EditRequest"], &["images.Response"], &["images.EditEvent"]),
    Operation::new("POST", "/images/generations", &["images.GenerationRequest"], &["images.Response"], &["images.GenerationEvent"]),
    Operation::new("POST", "/images/variations", &["images.VariationRequest"], &["images.Response"], &[]),
    Operation::new("GET", "/models", &[], &["models.List"], &[]),
    Operation::new("DELETE", "/models/{model}", &[], &["list.Deleted"], &[]),
    Operation::new("GET", "/models/{model}", &[], &["models.Model"], &[]),
    Operation::new("POST", "/moderations", &["moderations.Request"], &["moderations.Moderation"], &[]),
    Operation::new("POST", "/responses", &["responses.Request"], &["responses.Response"], &["responses.Event"]),
    Operation::new("POST", "/responses/compact", &["responses.CompactRequest"], &["responses.CompactedConversation"], &[]),
    Operation::new("POST", "/responses/input_tokens", &["responses.InputTokensRequest"], &["responses.InputTokens"], &[]),
    Operation::new("DELETE", "/responses/{response_id}", &[], &["list.Deleted"], &[]),
    Operation::new("GET", "/responses/{response_id}", &[], &["responses.Response"], &["responses.Event"]),
    Operation::new("POST", "/responses/{response_id}/cancel", &[], &["responses.Response"], &[]),
    Operation::new("GET", "/responses/{response_id}/input_items", &[], &["responses.List"], &[]),
    Operation::new("POST", "/uploads", &["uploads.Request"], &["uploads.Upload"], &[]),
    Operation::new("POST", "/uploads/{upload_id}/cancel", &[], &["uploads.Upload"], &[]),
    Operation::new("POST", "/uploads/{upload_id}/complete", &["uploads.Complete"], &["uploads.Upload"], &[]),
    Operation::new("POST", "/uploads/{upload_id}/parts", &[], &["uploads.Part"], &[]),
];
