//! How one piece of an answer is laid over another.

use openai_types::Object;
use openai_types::content_filter::{FilterResults, PromptFilterResults};
use serde_json::Value;
use serde_json::map::Entry;

pub(crate) fn merge_prompt_filters(
    whole: &mut Option<Vec<PromptFilterResults>>,
    more: &Option<Vec<PromptFilterResults>>,
) {
    let Some(more) = more else { return };
    let whole = whole.get_or_insert_with(Vec::new);
    for results in more {
        match whole
            .iter_mut()
            .find(|known| known.prompt_index == results.prompt_index)
        {
            Some(known) => {
                if let Some(results) = &results.content_filter_results {
                    merge_filters(
                        known.content_filter_results.get_or_insert_with(FilterResults::new),
                        results,
                    );
                }
                merge_extra(&mut known.extra, &results.extra, Texts::Replace);
            }
            None => whole.push(results.clone()),
        }
    }
}

/// The latest finding of each category stays.
pub(crate) fn merge_filters(whole: &mut FilterResults, more: &FilterResults) {
    replace(&mut whole.sexual, &more.sexual);
    replace(&mut whole.violence, &more.violence);
    replace(&mut whole.hate, &more.hate);
    replace(&mut whole.self_harm, &more.self_harm);
    replace(&mut whole.profanity, &more.profanity);
    replace(&mut whole.jailbreak, &more.jailbreak);
    replace(&mut whole.indirect_attack, &more.indirect_attack);
    replace(&mut whole.protected_material_text, &more.protected_material_text);
    replace(&mut whole.protected_material_code, &more.protected_material_code);
    replace(&mut whole.ungrounded_material, &more.ungrounded_material);
    replace(&mut whole.custom_blocklists, &more.custom_blocklists);
    replace(&mut whole.custom_topics, &more.custom_topics);
    replace(
        &mut whole.personally_identifiable_information,
        &more.personally_identifiable_information,
    );
    replace(&mut whole.task_adherence, &more.task_adherence);
    replace(&mut whole.error, &more.error);
    merge_extra(&mut whole.extra, &more.extra, Texts::Replace);
}

/// What becomes of a text that comes again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texts {
    /// It grows, as all that a message says does; lists grow too.
    Append,
    /// The latest stays, as with what is said about an answer; of lists too.
    Replace,
}

pub(crate) fn merge_extra(whole: &mut Object, more: &Object, texts: Texts) {
    for (name, more) in more {
        match whole.entry(name.as_str()) {
            Entry::Vacant(place) => {
                place.insert(more.clone());
            }
            Entry::Occupied(mut known) => merge_value(name, known.get_mut(), more, texts),
        }
    }
}

fn merge_value(name: &str, whole: &mut Value, more: &Value, texts: Texts) {
    match (whole, more) {
        (Value::Object(whole), Value::Object(more)) => merge_extra(whole, more, texts),
        (Value::String(whole), Value::String(more)) if texts == Texts::Append && !is_replaced(name) => {
            whole.push_str(more);
        }
        (Value::Array(whole), Value::Array(more)) if texts == Texts::Append => whole.extend(more.iter().cloned()),
        (_, Value::Null) => {}
        (whole, more) => *whole = more.clone(),
    }
}

/// Names, and what is one thing however often it comes.
fn is_replaced(name: &str) -> bool {
    ["index", "type", "id", "name", "role", "thought_signature"].contains(&name)
}

pub(crate) fn replace<T: Clone>(whole: &mut Option<T>, more: &Option<T>) {
    if more.is_some() {
        whole.clone_from(more);
    }
}

/// Replaces a text, but not by an empty one.
pub(crate) fn replace_text(whole: &mut Option<String>, more: &Option<String>) {
    if whole.is_none() || more.as_deref().is_some_and(|more| !more.is_empty()) {
        replace(whole, more);
    }
}

pub(crate) fn append(whole: &mut Option<String>, more: &Option<String>) {
    if let Some(more) = more {
        whole.get_or_insert_default().push_str(more);
    }
}
