//! A stream of completions put together.

use openai_types::completions::{Choice, Completion, Logprobs};
use openai_types::content_filter::FilterResults;

use crate::merge::{Texts, append, merge_extra, merge_filters, merge_prompt_filters, replace, replace_text};
use crate::{Accumulate, ChoiceProgress, Error, Progress as _};

/// Puts the pieces of a stream together to the completion that would have come without a stream.
///
/// Texts and log probabilities grow; what else is told again replaces what was told before.
///
/// ```
/// use openai_core::completions::Accumulator;
/// use openai_types::completions::Completion;
///
/// let mut whole = Accumulator::new();
/// for data in [r#"{"choices":[{"text":"Once","index":0}]}"#, r#"{"choices":[{"text":" more","index":0}]}"#] {
///     let piece: Completion = openai_types::decode_str(data)?;
///     whole.push(&piece);
/// }
/// assert_eq!(whole.finish().text(), "Once more");
/// # Ok::<(), openai_types::DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Accumulator {
    whole: Completion,
    progress: ChoiceProgress,
}

impl Accumulator {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            whole: Completion::new(Vec::new()),
            progress: ChoiceProgress::default(),
        }
    }

    /// Adds a piece.
    pub fn push(&mut self, piece: &Completion) {
        self.progress.observe(piece);
        let whole = &mut self.whole;
        replace_text(&mut whole.id, &piece.id);
        replace_text(&mut whole.object, &piece.object);
        replace_text(&mut whole.model, &piece.model);
        replace_text(&mut whole.system_fingerprint, &piece.system_fingerprint);
        if piece.created.is_some_and(|created| created != 0) || whole.created.is_none() {
            whole.created = piece.created;
        }
        replace(&mut whole.usage, &piece.usage);
        merge_prompt_filters(&mut whole.prompt_filter_results, &piece.prompt_filter_results);
        merge_extra(&mut whole.extra, &piece.extra, Texts::Replace);
        for choice in &piece.choices {
            let index = choice.index.unwrap_or(0);
            match whole.choices.iter_mut().find(|known| known.index == Some(index)) {
                Some(known) => merge_choice(known, choice),
                None => {
                    let mut known = Choice::new().index(index);
                    merge_choice(&mut known, choice);
                    whole.choices.push(known);
                }
            }
        }
    }

    /// Whether every choice that has begun has its `finish_reason`. Usage may still follow.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.progress.is_complete()
    }

    /// The completion as far as it has come.
    #[must_use]
    pub fn snapshot(&self) -> Completion {
        self.clone().finish()
    }

    /// The completion.
    #[must_use]
    pub fn finish(mut self) -> Completion {
        self.whole.choices.sort_by_key(|choice| choice.index);
        self.whole
    }
}

impl Default for Accumulator {
    fn default() -> Self {
        Self::new()
    }
}

impl Accumulate<Completion> for Accumulator {
    type Whole = Completion;

    fn add(&mut self, piece: &Completion) -> Result<(), Error> {
        self.push(piece);
        Ok(())
    }

    fn whole(self) -> Completion {
        self.finish()
    }
}

fn merge_choice(whole: &mut Choice, more: &Choice) {
    append(&mut whole.text, &more.text);
    let says_something = |choice: &Choice| {
        let reason = choice.finish_reason.as_ref();
        reason.is_some_and(|reason| !reason.as_str().is_empty())
    };
    if says_something(more) || whole.finish_reason.is_none() {
        replace(&mut whole.finish_reason, &more.finish_reason);
    }
    if let Some(more) = &more.logprobs {
        merge_logprobs(whole.logprobs.get_or_insert_with(Logprobs::new), more);
    }
    if let Some(more) = &more.content_filter_results {
        let whole = whole
            .content_filter_results
            .get_or_insert_with(|| Box::new(FilterResults::new()));
        merge_filters(whole, more);
    }
    replace(&mut whole.content_filter_offsets, &more.content_filter_offsets);
    merge_extra(&mut whole.extra, &more.extra, Texts::Replace);
}

fn merge_logprobs(whole: &mut Logprobs, more: &Logprobs) {
    extend(&mut whole.tokens, &more.tokens);
    extend(&mut whole.token_logprobs, &more.token_logprobs);
    extend(&mut whole.top_logprobs, &more.top_logprobs);
    extend(&mut whole.text_offset, &more.text_offset);
    merge_extra(&mut whole.extra, &more.extra, Texts::Append);
}

fn extend<T: Clone>(whole: &mut Option<Vec<T>>, more: &Option<Vec<T>>) {
    if let Some(more) = more {
        whole.get_or_insert_default().extend_from_slice(more);
    }
}
