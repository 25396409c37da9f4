//! Operations: what a caller wants done, whatever the cloud.

use std::fmt;

/// What a caller wants done, such as a chat completion: one HTTP operation of the API.
///
/// Open: a provider crate names operations of its own with [`Operation::new`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operation {
    name: &'static str,
    takes_model: bool,
}

impl Operation {
    /// Chat completions, streamed or not.
    pub const CHAT: Self = Self::new("chat");
    /// Completions, the older operation, streamed or not.
    pub const COMPLETIONS: Self = Self::new("completions");
    /// Embeddings.
    pub const EMBEDDINGS: Self = Self::new("embeddings");

    /// Responses, streamed or not.
    pub const RESPONSES: Self = Self::new("responses");
    /// A stored response, streamed or not.
    pub const RESPONSES_RETRIEVE: Self = Self::new("responses_retrieve").without_model();
    /// Deletes a stored response.
    pub const RESPONSES_DELETE: Self = Self::new("responses_delete").without_model();
    /// Stops a response that is made in the background.
    pub const RESPONSES_CANCEL: Self = Self::new("responses_cancel").without_model();
    /// The items that went into a response.
    pub const RESPONSES_INPUT_ITEMS: Self = Self::new("responses_input_items").without_model();
    /// How many tokens a response's input would take.
    pub const RESPONSES_INPUT_TOKENS: Self = Self::new("responses_input_tokens");
    /// A conversation made shorter.
    pub const RESPONSES_COMPACT: Self = Self::new("responses_compact");

    /// Images by a text, streamed or not.
    pub const IMAGES_GENERATIONS: Self = Self::new("images_generations");
    /// Images changed as a text says, streamed or not.
    pub const IMAGES_EDITS: Self = Self::new("images_edits");
    /// Variations of an image.
    pub const IMAGES_VARIATIONS: Self = Self::new("images_variations");

    /// The text of a recording, streamed or not.
    pub const AUDIO_TRANSCRIPTIONS: Self = Self::new("audio_transcriptions");
    /// The text of a recording in English.
    pub const AUDIO_TRANSLATIONS: Self = Self::new("audio_translations");
    /// A text spoken, as sound or as a stream of events.
    pub const AUDIO_SPEECH: Self = Self::new("audio_speech");

    /// The models that can be used.
    pub const MODELS_LIST: Self = Self::new("models_list").without_model();
    /// One model.
    pub const MODELS_RETRIEVE: Self = Self::new("models_retrieve").without_model();
    /// Deletes a fine-tuned model.
    pub const MODELS_DELETE: Self = Self::new("models_delete").without_model();

    /// Uploads a file.
    pub const FILES_CREATE: Self = Self::new("files_create").without_model();
    /// Has the service fetch a file from an address.
    pub const FILES_IMPORT: Self = Self::new("files_import").without_model();
    /// The files that were uploaded.
    pub const FILES_LIST: Self = Self::new("files_list").without_model();
    /// What is known of a file.
    pub const FILES_RETRIEVE: Self = Self::new("files_retrieve").without_model();
    /// Deletes a file.
    pub const FILES_DELETE: Self = Self::new("files_delete").without_model();
    /// A file's bytes.
    pub const FILES_CONTENT: Self = Self::new("files_content").without_model();

    /// Begins an upload in parts.
    pub const UPLOADS_CREATE: Self = Self::new("uploads_create").without_model();
    /// Sends a part of an upload.
    pub const UPLOADS_PART: Self = Self::new("uploads_part").without_model();
    /// Puts the parts of an upload together.
    pub const UPLOADS_COMPLETE: Self = Self::new("uploads_complete").without_model();
    /// Gives an upload up.
    pub const UPLOADS_CANCEL: Self = Self::new("uploads_cancel").without_model();

    /// Begins a batch.
    pub const BATCHES_CREATE: Self = Self::new("batches_create").without_model();
    /// The batches that were begun.
    pub const BATCHES_LIST: Self = Self::new("batches_list").without_model();
    /// One batch as it stands.
    pub const BATCHES_RETRIEVE: Self = Self::new("batches_retrieve").without_model();
    /// Stops a batch.
    pub const BATCHES_CANCEL: Self = Self::new("batches_cancel").without_model();

    /// Whether content is harmful. Its models are no others' models: a client's default model is not meant for it.
    pub const MODERATIONS: Self = Self::new("moderations").without_model();

    /// The operations that are named here: those of OpenAI's API that the types know.
    ///
    /// Of each of them a wire's profile says whether the wire has it. Of any other only its own provider's does.
    pub const KNOWN: &'static [Self] = &[
        Self::CHAT,
        Self::COMPLETIONS,
        Self::EMBEDDINGS,
        Self::RESPONSES,
        Self::RESPONSES_RETRIEVE,
        Self::RESPONSES_DELETE,
        Self::RESPONSES_CANCEL,
        Self::RESPONSES_INPUT_ITEMS,
        Self::RESPONSES_INPUT_TOKENS,
        Self::RESPONSES_COMPACT,
        Self::IMAGES_GENERATIONS,
        Self::IMAGES_EDITS,
        Self::IMAGES_VARIATIONS,
        Self::AUDIO_TRANSCRIPTIONS,
        Self::AUDIO_TRANSLATIONS,
        Self::AUDIO_SPEECH,
        Self::MODELS_LIST,
        Self::MODELS_RETRIEVE,
        Self::MODELS_DELETE,
        Self::FILES_CREATE,
        Self::FILES_IMPORT,
        Self::FILES_LIST,
        Self::FILES_RETRIEVE,
        Self::FILES_DELETE,
        Self::FILES_CONTENT,
        Self::UPLOADS_CREATE,
        Self::UPLOADS_PART,
        Self::UPLOADS_COMPLETE,
        Self::UPLOADS_CANCEL,
        Self::BATCHES_CREATE,
        Self::BATCHES_LIST,
        Self::BATCHES_RETRIEVE,
        Self::BATCHES_CANCEL,
        Self::MODERATIONS,
    ];

    /// An operation by its name: lower case, words joined by `_`, unique across providers. It asks a model.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            takes_model: true,
        }
    }

    /// The same operation, which no model is named for by default.
    #[must_use]
    pub const fn without_model(mut self) -> Self {
        self.takes_model = false;
        self
    }

    /// The operation's name; `gen_ai.operation.name` in traces.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it asks a model, so that a client's default model stands in where the request names none.
    #[must_use]
    pub const fn takes_model(&self) -> bool {
        self.takes_model
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Operation({})", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_constant_is_known() {
        let source = include_str!("operation.rs");
        let named = source.lines().filter_map(|line| {
            let (name, value) = line
                .trim()
                .strip_prefix("pub const ")?
                .split_once(": Self = Self::new(\"")?;
            let value = value.split('"').next()?;
            Some((name, value))
        });
        let known = Operation::KNOWN.iter().map(Operation::name);
        assert!(named.clone().map(|(_, value)| value).eq(known));
        for (name, value) in named {
            assert_eq!(name.to_lowercase(), value);
        }
    }
}
