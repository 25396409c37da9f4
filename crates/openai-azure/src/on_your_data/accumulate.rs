//! A stream of an answer with data sources, put together.

use openai_core::{Accumulate, Error};
use openai_types::chat::{self, Content, FinishReason, Role};

use super::{Choice, Chunk, ChunkChoice, Completion, Context, Message};
use crate::enhancements::Findings;

/// Puts the chunks of a stream together to an answer in the newest shape: a message with its context, whichever shape
/// the chunks have.
///
/// ```
/// use openai_azure::on_your_data::{Accumulator, Chunk};
///
/// let mut whole = Accumulator::new();
/// for data in [
///     r#"{"choices":[{"index":0,"delta":{"role":"assistant","context":{"citations":[{"filepath":"manual.pdf"}]}}}]}"#,
///     r#"{"choices":[{"index":0,"delta":{"content":"Hold the button [doc1]."},"end_turn":true}]}"#,
/// ] {
///     let chunk: Chunk = openai_types::decode_str(data)?;
///     whole.push(&chunk);
/// }
/// let answer = whole.finish();
/// assert_eq!(answer.text(), "Hold the button [doc1].");
/// assert_eq!(answer.citations()[0].filepath.as_deref(), Some("manual.pdf"));
/// # Ok::<(), openai_types::DecodeError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Accumulator {
    /// The last chunk's members around the choices, and those of earlier ones that it lacks.
    around: Option<Chunk>,
    answers: Vec<Answer>,
    /// Calls of tools and what content filters found, which come as they do without data sources.
    plain: openai_core::chat::Accumulator,
}

/// One answer so far.
#[derive(Clone, Debug, Default)]
struct Answer {
    index: u64,
    text: String,
    refusal: Option<String>,
    context: Option<Context>,
    ended: bool,
    finish_reason: Option<FinishReason>,
    enhancements: Option<Findings>,
}

impl Accumulator {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a chunk.
    pub fn push(&mut self, chunk: &Chunk) {
        for choice in &chunk.choices {
            self.answer(choice.index.unwrap_or(0)).grow(choice);
        }
        self.plain.push(&plain(chunk));
        let mut around = chunk.clone();
        around.choices = Vec::new();
        if let Some(earlier) = self.around.take() {
            // The chunks that bring filters' findings alone have empty texts, and 0 for a time.
            around.id = around.id.filter(|id| !id.is_empty()).or(earlier.id);
            around.created = around.created.filter(|created| *created > 0).or(earlier.created);
            around.model = around.model.filter(|model| !model.is_empty()).or(earlier.model);
            around.usage = around.usage.or(earlier.usage);
            around.system_fingerprint = around.system_fingerprint.or(earlier.system_fingerprint);
            for (name, value) in earlier.extra {
                around.extra.entry(name).or_insert(value);
            }
        }
        self.around = Some(around);
    }

    /// The answer.
    #[must_use]
    pub fn finish(mut self) -> Completion {
        self.answers.sort_by_key(|answer| answer.index);
        let mut choices: Vec<_> = self.answers.into_iter().map(Answer::into_choice).collect();
        let plain = self.plain.finish();
        for plain in plain.choices {
            let index = Some(plain.index.unwrap_or(0));
            let Some(answer) = choices.iter_mut().find(|choice| choice.index == index) else {
                continue;
            };
            answer.content_filter_results = plain.content_filter_results;
            answer.content_filter_offsets = plain.content_filter_offsets;
            if let (Some(message), Some(called)) = (&mut answer.message, plain.message) {
                message.tool_calls = called.tool_calls;
                message.function_call = called.function_call;
            }
        }
        let mut completion = Completion::new(choices);
        if let Some(around) = self.around {
            completion.object = Some("chat.completion".to_owned());
            completion.id = around.id;
            completion.created = around.created;
            completion.model = around.model;
            completion.usage = around.usage;
            completion.system_fingerprint = around.system_fingerprint;
            completion.prompt_filter_results = plain.prompt_filter_results;
            completion.extra = around.extra;
        }
        completion
    }

    fn answer(&mut self, index: u64) -> &mut Answer {
        let place = self.answers.iter().position(|answer| answer.index == index);
        let place = place.unwrap_or_else(|| {
            self.answers.push(Answer {
                index,
                ..Answer::default()
            });
            self.answers.len() - 1
        });
        &mut self.answers[place]
    }
}

impl Answer {
    fn grow(&mut self, choice: &ChunkChoice) {
        self.text.push_str(&choice.text());
        if let Some(refusal) = choice.delta.as_ref().and_then(|delta| delta.refusal.as_deref()) {
            self.refusal.get_or_insert_default().push_str(refusal);
        }
        if let Some(context) = choice.context().map(std::borrow::Cow::into_owned) {
            self.context = Some(match self.context.take() {
                Some(earlier) => joined(earlier, context),
                None => context,
            });
        }
        self.ended |= choice.is_end();
        if let Some(reason) = choice
            .finish_reason
            .as_ref()
            .filter(|reason| !reason.as_str().is_empty())
        {
            self.finish_reason = Some(reason.clone());
        }
        if choice.enhancements.is_some() {
            self.enhancements.clone_from(&choice.enhancements);
        }
    }

    fn into_choice(self) -> Choice {
        let mut message = Message::new().role(Role::Assistant).content(Content::from(self.text));
        message.refusal = self.refusal;
        message.context = self.context;
        message.end_turn = self.ended.then_some(true);
        let mut choice = Choice::new().index(self.index).message(message);
        choice.finish_reason = self.finish_reason;
        choice.enhancements = self.enhancements;
        choice
    }
}

/// What the chunks have told so far of what an answer rests on; what one leaves out stays.
fn joined(earlier: Context, mut later: Context) -> Context {
    later.citations = later.citations.or(earlier.citations);
    later.intent = later.intent.or(earlier.intent);
    later.all_retrieved_documents = later.all_retrieved_documents.or(earlier.all_retrieved_documents);
    later.messages = later.messages.or(earlier.messages);
    for (name, value) in earlier.extra {
        later.extra.entry(name).or_insert(value);
    }
    later
}

/// What a chunk has as it would without data sources: the pieces of tool calls, and what content filters found.
fn plain(chunk: &Chunk) -> chat::Chunk {
    let choice = |choice: &ChunkChoice| {
        let mut plain = chat::ChunkChoice::new().index(choice.index.unwrap_or(0));
        plain.content_filter_results.clone_from(&choice.content_filter_results);
        plain.content_filter_offsets.clone_from(&choice.content_filter_offsets);
        let called = choice.delta.as_ref();
        plain.delta = called
            .filter(|delta| delta.tool_calls.is_some() || delta.function_call.is_some())
            .map(|delta| {
                let mut piece = chat::Delta::new();
                piece.tool_calls.clone_from(&delta.tool_calls);
                piece.function_call.clone_from(&delta.function_call);
                piece
            });
        plain
    };
    let mut plain = chat::Chunk::new(chunk.choices.iter().map(choice).collect::<Vec<_>>());
    plain.prompt_filter_results.clone_from(&chunk.prompt_filter_results);
    plain
}

impl Accumulate<Chunk> for Accumulator {
    type Whole = Completion;

    fn add(&mut self, chunk: &Chunk) -> Result<(), Error> {
        self.push(chunk);
        Ok(())
    }

    fn whole(self) -> Completion {
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(chunks: &[&str]) -> Completion {
        let mut whole = Accumulator::new();
        for chunk in chunks {
            whole.push(&openai_types::decode_str(chunk).unwrap());
        }
        whole.finish()
    }

    #[test]
    fn the_oldest_shape_becomes_the_newest() {
        let answer = whole(&[
            r#"{"id":"1","model":"","choices":[{"index":0,"messages":[{"index":0,"delta":{"role":"tool",
                "content":"{\"citations\":[{\"filepath\":\"a.md\"}],\"intent\":\"[\\\"reset\\\"]\"}"}}]}]}"#,
            r#"{"id":"1","choices":[{"index":0,"messages":[{"index":1,"delta":{"role":"assistant"}}]}]}"#,
            r#"{"id":"1","choices":[{"index":0,"messages":[{"index":1,"delta":{"content":"Hold it "}}]}]}"#,
            r#"{"id":"1","choices":[{"index":0,"messages":[{"index":1,"delta":{"content":"[doc1]."}}]}]}"#,
            r#"{"id":"1","choices":[{"index":0,"messages":[{"index":2,"delta":{"content":"[DONE]"},"end_turn":true}]}]}"#,
        ]);
        assert_eq!(answer.text(), "Hold it [doc1].");
        assert_eq!(answer.citations()[0].filepath.as_deref(), Some("a.md"));
        let message = answer.choices[0].message.as_ref().unwrap();
        assert_eq!((message.end_turn, answer.id.as_deref()), (Some(true), Some("1")));
    }

    #[test]
    fn a_chunk_that_says_less_takes_nothing_back() {
        let answer = whole(&[
            r#"{"id":"1","created":7,"model":"m","choices":[{"index":0,"delta":{"context":{"intent":"reset"}}}]}"#,
            r#"{"id":"1","choices":[{"index":0,"delta":{"context":{"citations":[{"filepath":"a.md"}]}}}]}"#,
            r#"{"id":"1","choices":[{"index":0,"delta":{"content":"x","context":{}},"finish_reason":"stop"}]}"#,
            r#"{"id":"","created":0,"model":"","choices":[{"index":0,"delta":{},"finish_reason":"",
                "content_filter_results":{}}]}"#,
        ]);
        assert_eq!(
            (answer.id.as_deref(), answer.created, answer.model.as_deref()),
            (Some("1"), Some(7), Some("m"))
        );
        assert_eq!(answer.citations()[0].filepath.as_deref(), Some("a.md"));
        assert!(answer.context().unwrap().intent.is_some());
        assert_eq!(answer.choices[0].finish_reason, Some(FinishReason::Stop));
    }

    #[test]
    fn calls_of_tools_grow() {
        let answer = whole(&[
            r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function",
                "function":{"name":"f","arguments":"{\"a\""}}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]},
                "finish_reason":"tool_calls"}]}"#,
        ]);
        let calls = answer.choices[0].message.as_ref().unwrap().tool_calls.as_ref().unwrap();
        let call = serde_json::to_value(calls).unwrap();
        assert_eq!(call[0]["function"]["arguments"], r#"{"a":1}"#);
    }

    #[test]
    fn the_latest_finding_of_each_category_stays() {
        let safe = r#"{"filtered":false,"severity":"safe"}"#;
        let high = r#"{"filtered":true,"severity":"high"}"#;
        let answer = whole(&[
            &format!(
                r#"{{"choices":[],"prompt_filter_results":[{{"prompt_index":0,"content_filter_results":{{"hate":{safe}}}}}]}}"#
            ),
            &format!(
                r#"{{"choices":[{{"index":0,"delta":{{"content":"x"}},"content_filter_results":{{"hate":{safe},"sexual":{safe}}},
                    "content_filter_offsets":{{"check_offset":0,"start_offset":0,"end_offset":1}}}}],
                    "prompt_filter_results":[{{"prompt_index":0,"content_filter_results":{{"violence":{safe}}}}}]}}"#
            ),
            &format!(r#"{{"choices":[{{"index":0,"content_filter_results":{{"hate":{high},"new":{safe}}}}}]}}"#),
        ]);
        let answer = serde_json::to_value(answer).unwrap();
        let (safe, high): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(safe).unwrap(), serde_json::from_str(high).unwrap());
        assert_eq!(
            answer["choices"][0]["content_filter_results"],
            serde_json::json!({"hate": high, "sexual": safe, "new": safe})
        );
        assert_eq!(answer["choices"][0]["content_filter_offsets"]["end_offset"], 1);
        assert_eq!(
            answer["prompt_filter_results"],
            serde_json::json!([{"prompt_index": 0, "content_filter_results": {"hate": safe, "violence": safe}}])
        );
    }

    #[test]
    fn usage_and_findings_of_any_chunk_stay() {
        let answer = whole(&[
            r#"{"prompt_filter_results":[{"prompt_index":0}],"choices":[]}"#,
            r#"{"model":"m","choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}"#,
            r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop","content_filter_results":{}}]}"#,
            r#"{"choices":[],"usage":{"prompt_tokens":3},"new":1}"#,
        ]);
        let texts: Vec<_> = answer.choices.iter().map(Choice::text).collect();
        assert_eq!(texts, ["a", "b"]);
        assert_eq!(answer.choices[0].finish_reason, Some(FinishReason::Stop));
        assert!(answer.choices[0].content_filter_results.is_some() && answer.prompt_filter_results.is_some());
        assert_eq!(
            (answer.model.as_deref(), answer.extra.get("new").is_some()),
            (Some("m"), true)
        );
    }
}
