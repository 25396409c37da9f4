//! How one chunk is laid over another.

use openai_types::Object;
use openai_types::chat::{
    AudioRef, Chunk, ChunkChoice, Content, ContentPart, CustomDelta, Delta, FunctionDelta, Logprobs, ReasoningPart,
    SummaryText, TextPart, ToolCallDelta,
};
use openai_types::content_filter::FilterResults;

use serde_json::Value;

use crate::merge::{Texts, append, merge_extra, merge_filters, merge_prompt_filters, replace, replace_text};

/// Lays a chunk over all that came before it.
pub(super) fn merge_chunk(whole: &mut Chunk, chunk: &Chunk) {
    replace_text(&mut whole.id, &chunk.id);
    replace_text(&mut whole.object, &chunk.object);
    replace_text(&mut whole.model, &chunk.model);
    replace_text(&mut whole.system_fingerprint, &chunk.system_fingerprint);
    if chunk.created.is_some_and(|created| created != 0) || whole.created.is_none() {
        whole.created = chunk.created;
    }
    replace(&mut whole.usage, &chunk.usage);
    replace(&mut whole.service_tier, &chunk.service_tier);
    replace(&mut whole.moderation, &chunk.moderation);
    merge_prompt_filters(&mut whole.prompt_filter_results, &chunk.prompt_filter_results);
    merge_prompt_filters(&mut whole.prompt_annotations, &chunk.prompt_annotations);
    merge_extra(&mut whole.extra, &chunk.extra, Texts::Replace);
    for choice in &chunk.choices {
        let index = choice.index.unwrap_or(0);
        match whole.choices.iter_mut().find(|known| known.index.unwrap_or(0) == index) {
            Some(known) => merge_choice(known, choice),
            None => {
                let mut known = ChunkChoice::new();
                known.index = Some(index);
                merge_choice(&mut known, choice);
                whole.choices.push(known);
            }
        }
    }
}

fn merge_choice(whole: &mut ChunkChoice, choice: &ChunkChoice) {
    if let Some(delta) = &choice.delta {
        merge_delta(whole.delta.get_or_insert_with(Delta::new), delta);
    }
    if choice
        .finish_reason
        .as_ref()
        .is_some_and(|reason| !reason.as_str().is_empty())
        || whole.finish_reason.is_none()
    {
        replace(&mut whole.finish_reason, &choice.finish_reason);
    }
    if let Some(logprobs) = &choice.logprobs {
        merge_logprobs(whole.logprobs.get_or_insert_with(Logprobs::new), logprobs);
    }
    if let Some(results) = &choice.content_filter_results {
        merge_filters(
            whole
                .content_filter_results
                .get_or_insert_with(|| Box::new(FilterResults::new())),
            results,
        );
    }
    replace(&mut whole.content_filter_offsets, &choice.content_filter_offsets);
    merge_extra(&mut whole.extra, &choice.extra, Texts::Replace);
}

fn merge_delta(whole: &mut Delta, delta: &Delta) {
    replace(&mut whole.role, &delta.role);
    let is_thought = delta.is_thought() && !matches!(delta.content, Some(Content::Parts(_)));
    match &delta.content {
        Some(Content::Text(text)) => merge_text(whole, text, is_thought),
        Some(content) => merge_content(&mut whole.content, content),
        None => {}
    }
    append(&mut whole.reasoning_content, &delta.reasoning_content);
    append(&mut whole.refusal, &delta.refusal);
    if let Some(calls) = &delta.tool_calls {
        let known = whole.tool_calls.get_or_insert_with(Vec::new);
        for call in calls {
            merge_tool_call(known, call);
        }
    }
    if let Some(call) = &delta.function_call {
        merge_function(whole.function_call.get_or_insert_with(FunctionDelta::new), call);
    }
    if let Some(audio) = &delta.audio {
        merge_audio(whole.audio.get_or_insert_with(AudioRef::new), audio);
    }
    match is_thought {
        true => merge_extra(&mut whole.extra, &without_mark(&delta.extra), Texts::Append),
        false => merge_extra(&mut whole.extra, &delta.extra, Texts::Append),
    }
}

/// Thoughts are kept apart from the answer. Where Google puts them between tags as well, the closing tag comes with the
/// answer's first piece: it goes to the thoughts, which begin with the opening one.
fn merge_text(whole: &mut Delta, text: &str, is_thought: bool) {
    if is_thought {
        if !text.is_empty() {
            whole.reasoning_content.get_or_insert_default().push_str(text);
        }
        return;
    }
    let mut answer = text;
    if whole.content.as_ref().is_none_or(|content| content.text().is_empty())
        && let Some(thoughts) = &mut whole.reasoning_content
        && let Some((tag, _)) = thoughts.strip_prefix('<').and_then(|rest| rest.split_once('>'))
    {
        let closing = format!("</{tag}>");
        if let Some(rest) = text.strip_prefix(closing.as_str()) {
            thoughts.push_str(&closing);
            answer = rest;
        }
    }
    merge_content(&mut whole.content, &Content::from(answer));
}

/// What else a thought's delta brings. The mark would call the whole message a thought.
fn without_mark(extra: &Object) -> Object {
    let mut extra = extra.clone();
    if let Some(Value::Object(content)) = extra.get_mut("extra_content") {
        if let Some(Value::Object(google)) = content.get_mut("google") {
            google.remove("thought");
            if google.is_empty() {
                content.remove("google");
            }
        }
        if content.is_empty() {
            extra.remove("extra_content");
        }
    }
    extra
}

/// Text grows. Once one side comes in parts, all of it is parts.
fn merge_content(whole: &mut Option<Content>, more: &Content) {
    match (whole.as_mut(), more) {
        (Some(Content::Text(text)), Content::Text(more)) => text.push_str(more),
        (Some(Content::Text(text)), Content::Parts(more)) => {
            let mut parts = Vec::new();
            if !text.is_empty() {
                parts.push(ContentPart::text(std::mem::take(text)));
            }
            more.iter().for_each(|part| merge_part(&mut parts, part));
            *whole = Some(Content::Parts(parts));
        }
        (Some(Content::Parts(parts)), Content::Text(more)) => {
            if !more.is_empty() {
                merge_part(parts, &ContentPart::text(more.as_str()));
            }
        }
        (Some(Content::Parts(parts)), Content::Parts(more)) => more.iter().for_each(|part| merge_part(parts, part)),
        _ => *whole = Some(more.clone()),
    }
}

/// A part continues the one before it if both are of the same kind and hold text.
fn merge_part(parts: &mut Vec<ContentPart>, more: &ContentPart) {
    match (parts.last_mut(), more) {
        (Some(ContentPart::Text(part)), ContentPart::Text(more)) => {
            let TextPart {
                text,
                prompt_cache_breakpoint,
                extra,
                ..
            } = more;
            part.text.push_str(text);
            replace(&mut part.prompt_cache_breakpoint, prompt_cache_breakpoint);
            merge_extra(&mut part.extra, extra, Texts::Append);
        }
        (Some(ContentPart::Refusal(part)), ContentPart::Refusal(more)) => {
            part.refusal.push_str(&more.refusal);
            merge_extra(&mut part.extra, &more.extra, Texts::Append);
        }
        (Some(ContentPart::Reasoning(part)), ContentPart::Reasoning(more)) => merge_reasoning(part, more),
        _ => parts.push(more.clone()),
    }
}

fn merge_reasoning(part: &mut ReasoningPart, more: &ReasoningPart) {
    for summary in more.summary.iter().flatten() {
        let summaries = part.summary.get_or_insert_with(Vec::new);
        match (summaries.last_mut(), summary) {
            (Some(SummaryText::Text(part)), SummaryText::Text(more)) => {
                part.text.push_str(&more.text);
                merge_extra(&mut part.extra, &more.extra, Texts::Append);
            }
            _ => summaries.push(summary.clone()),
        }
    }
    merge_extra(&mut part.extra, &more.extra, Texts::Append);
}

fn merge_tool_call(calls: &mut Vec<ToolCallDelta>, more: &ToolCallDelta) {
    let Some(call) = continued(calls, more).and_then(|place| calls.get_mut(place)) else {
        calls.push(more.clone());
        return;
    };
    // An index that changes within a call is worth nothing.
    call.index = call.index.filter(|index| more.index.is_none_or(|more| more == *index));
    replace_text(&mut call.id, &more.id);
    replace_text(&mut call.kind, &more.kind);
    if let Some(function) = &more.function {
        merge_function(call.function.get_or_insert_with(FunctionDelta::new), function);
    }
    if let Some(custom) = &more.custom {
        let known = call.custom.get_or_insert_with(CustomDelta::new);
        replace_text(&mut known.name, &custom.name);
        append(&mut known.input, &custom.input);
        merge_extra(&mut known.extra, &custom.extra, Texts::Append);
    }
    merge_extra(&mut call.extra, &more.extra, Texts::Append);
}

/// The call that a piece continues; `None` where it begins one.
fn continued(calls: &[ToolCallDelta], more: &ToolCallDelta) -> Option<usize> {
    if let Some(id) = id(more) {
        let same_id = calls.iter().rposition(|call| self::id(call) == Some(id));
        // An id that comes late belongs to the call of its index, if that has none yet.
        return same_id.or_else(|| {
            calls
                .iter()
                .rposition(|call| self::id(call).is_none() && call.index == more.index)
        });
    }
    let same_index = match more.index {
        Some(index) => calls.iter().rposition(|call| call.index == Some(index)),
        None => calls.len().checked_sub(1),
    };
    match (same_index, name(more)) {
        (Some(place), Some(new)) => calls
            .get(place)
            .and_then(name)
            .is_none_or(|old| old == new)
            .then_some(place),
        (Some(place), None) => Some(place),
        (None, Some(_)) => None,
        // Every call begins with an id or a name: what has neither continues the last one, whatever its index says.
        (None, None) => calls.len().checked_sub(1),
    }
}

fn id(call: &ToolCallDelta) -> Option<&str> {
    call.id.as_deref().filter(|id| !id.is_empty())
}

fn name(call: &ToolCallDelta) -> Option<&str> {
    let function = call.function.as_ref().and_then(|function| function.name.as_deref());
    let custom = || call.custom.as_ref().and_then(|custom| custom.name.as_deref());
    function.or_else(custom).filter(|name| !name.is_empty())
}

fn merge_function(whole: &mut FunctionDelta, more: &FunctionDelta) {
    replace_text(&mut whole.name, &more.name);
    append(&mut whole.arguments, &more.arguments);
    merge_extra(&mut whole.extra, &more.extra, Texts::Append);
}

fn merge_audio(whole: &mut AudioRef, more: &AudioRef) {
    replace_text(&mut whole.id, &more.id);
    append(&mut whole.data, &more.data);
    append(&mut whole.transcript, &more.transcript);
    replace(&mut whole.expires_at, &more.expires_at);
    merge_extra(&mut whole.extra, &more.extra, Texts::Append);
}

fn merge_logprobs(whole: &mut Logprobs, more: &Logprobs) {
    for (whole, more) in [(&mut whole.content, &more.content), (&mut whole.refusal, &more.refusal)] {
        if let Some(more) = more {
            whole.get_or_insert_with(Vec::new).extend(more.iter().cloned());
        }
    }
    merge_extra(&mut whole.extra, &more.extra, Texts::Append);
}
