//! A whole answer, written down in a wire's JSON.

use serde_json::{Map, Value, json};

use crate::answer::{Answer, Choice, Said, Token};
use crate::chat::Chat;
use crate::random::Random;
use crate::tool_call::ToolCall;
use crate::wire::vertex::thought::{self, Thoughts};
use crate::wire::{Family, Wire, content_filter};

/// What an answer says about itself, the same in every chunk of a stream. There is no clock in it: the same request
/// gets the same time.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) id: String,
    pub(crate) created: u64,
    pub(crate) fingerprint: Option<String>,
}

impl Identity {
    pub(crate) fn new(wire: &Wire, answer: &Answer) -> Self {
        Self::of(wire, "chatcmpl", &answer.random)
    }

    /// The identity of an answer whose id begins with this word.
    pub(crate) fn of(wire: &Wire, word: &str, random: &Random) -> Self {
        const EPOCH: u64 = 1_700_000_000;
        const YEAR: u64 = 31_536_000;
        let mut random = random.clone();
        let id = match wire {
            Wire::Gemini => random.identifier(22),
            Wire::Deployed { .. } => format!("{word}-{}", random.uuid().replace('-', "")),
            Wire::Databricks { .. } => format!("{word}_{}", random.uuid()),
            _ => format!("{word}-{}", random.identifier(29)),
        };
        let created = EPOCH + random.below(YEAR);
        let fingerprint = match wire.family() {
            Family::OpenAi | Family::Azure => Some(format!("fp_{:010x}", random.below(1 << 40))),
            Family::Vertex if *wire == Wire::Gemini => Some(String::new()),
            _ => None,
        };
        Self {
            id,
            created,
            fingerprint,
        }
    }
}

/// The response to a request that does not stream.
pub(crate) fn completion(wire: &Wire, chat: &Chat, answer: &Answer) -> Value {
    let identity = Identity::new(wire, answer);
    let choices = answer
        .choices
        .iter()
        .enumerate()
        .map(|(index, choice)| whole_choice(wire, chat, index, choice));
    let mut completion = Map::new();
    completion.insert("id".into(), json!(identity.id));
    completion.insert("object".into(), json!("chat.completion"));
    completion.insert("created".into(), json!(identity.created));
    completion.insert("model".into(), json!(chat.model));
    completion.insert("choices".into(), choices.collect());
    completion.insert("usage".into(), usage(wire, answer));
    if let Some(fingerprint) = identity.fingerprint {
        completion.insert("system_fingerprint".into(), json!(fingerprint));
    }
    match wire {
        Wire::OpenAi => {
            completion.insert("service_tier".into(), json!("default"));
        }
        Wire::AzureDated { .. } | Wire::AzureV1 => {
            completion.insert(
                "prompt_filter_results".into(),
                content_filter::prompt_filter_results(wire),
            );
        }
        Wire::Deployed { .. } => {
            completion.insert("prompt_logprobs".into(), Value::Null);
        }
        Wire::Gemini | Wire::Databricks { .. } => {}
    }
    Value::Object(completion)
}

fn whole_choice(wire: &Wire, chat: &Chat, index: usize, choice: &Choice) -> Value {
    let mut written = Map::new();
    written.insert("index".into(), json!(index));
    written.insert("finish_reason".into(), json!(choice.finish));
    written.insert("logprobs".into(), logprobs(wire, chat, choice));
    match wire.family() {
        Family::Azure => {
            let verdict = content_filter::choice_verdict(content_filter::blocked(choice.finish));
            written.insert("content_filter_results".into(), verdict);
        }
        Family::Vertex if *wire != Wire::Gemini => {
            written.insert("stop_reason".into(), Value::Null);
        }
        _ => {}
    }
    // Gemini leaves the message out where thinking took every token.
    if !(*wire == Wire::Gemini && is_all_thought(choice)) {
        written.insert("message".into(), message(wire, chat, choice));
    }
    Value::Object(written)
}

fn message(wire: &Wire, chat: &Chat, choice: &Choice) -> Value {
    let mut message = Map::new();
    message.insert("role".into(), json!("assistant"));
    let thoughts = shown_thoughts(chat, choice).map(Thoughts::whole);
    match &choice.said {
        // What was cut is not shown, but for a stream's beginning, which is out already.
        Said::Text(_) if !content_filter::blocked(choice.finish).is_empty() => {}
        Said::Text(tokens) => {
            let said = tokens.iter().map(|token| token.text.as_str());
            let text: String = thoughts.as_deref().into_iter().chain(said).collect();
            let content = match reasoning_item(wire, chat, choice) {
                Some(item) => json!([item, { "type": "text", "text": text }]),
                None => json!(text),
            };
            message.insert("content".into(), content);
        }
        Said::Calls(calls) => {
            message.insert("content".into(), json!(thoughts));
            message.insert("tool_calls".into(), calls.iter().map(whole_call).collect());
        }
        Said::Function(call) => {
            message.insert("content".into(), Value::Null);
            message.insert(
                "function_call".into(),
                json!({ "name": call.name, "arguments": call.arguments() }),
            );
        }
    }
    if matches!(wire.family(), Family::OpenAi | Family::Azure) {
        message.insert("refusal".into(), Value::Null);
        message.insert("annotations".into(), json!([]));
    }
    Value::Object(message)
}

fn whole_call(call: &ToolCall) -> Value {
    let written = if call.custom {
        json!({ "id": call.id, "type": "custom", "custom": { "name": call.name, "input": call.arguments() } })
    } else {
        json!({ "id": call.id, "type": "function", "function": { "name": call.name, "arguments": call.arguments() } })
    };
    signed(written, call)
}

/// A call, or the first piece of one, with its signature where it has one.
pub(crate) fn signed(mut written: Value, call: &ToolCall) -> Value {
    if let (Some(signature), Some(written)) = (&call.signature, written.as_object_mut()) {
        let extra = thought::extra_content("thought_signature", signature.as_str());
        written.insert("extra_content".into(), extra);
    }
    written
}

/// The thoughts that an answer shows, where there were any.
pub(crate) fn shown_thoughts<'a>(chat: &'a Chat, choice: &Choice) -> Option<&'a Thoughts> {
    chat.thoughts.as_ref().filter(|_| choice.reasoning > 0)
}

/// Whether no word is left after the thinking.
pub(crate) fn is_all_thought(choice: &Choice) -> bool {
    choice.reasoning > 0 && matches!(&choice.said, Said::Text(tokens) if tokens.is_empty())
}

/// Claude on Databricks answers with a list: what it thought, then what it says.
pub(crate) fn reasoning_item(wire: &Wire, chat: &Chat, choice: &Choice) -> Option<Value> {
    let thinks = wire.family() == Family::Databricks && chat.model.contains("claude") && choice.reasoning > 0;
    let summary = json!([{ "type": "summary_text", "text": "The emulator pretends to think." }]);
    thinks.then(|| json!({ "type": "reasoning", "summary": summary }))
}

fn logprobs(wire: &Wire, chat: &Chat, choice: &Choice) -> Value {
    match &choice.said {
        Said::Text(tokens) if chat.logprobs.is_some() && *wire != Wire::Gemini => token_logprobs(tokens),
        _ => Value::Null,
    }
}

/// The log probabilities of these tokens.
pub(crate) fn token_logprobs(tokens: &[Token]) -> Value {
    let entry = |text: &str, logprob: f64| json!({ "token": text, "logprob": logprob, "bytes": text.as_bytes() });
    let content = tokens.iter().map(|token| {
        let mut written = entry(&token.text, token.logprob);
        let top: Value = token.top.iter().map(|(text, logprob)| entry(text, *logprob)).collect();
        if let Some(written) = written.as_object_mut() {
            written.insert("top_logprobs".into(), top);
        }
        written
    });
    json!({ "content": content.collect::<Value>(), "refusal": Value::Null })
}

/// What the request cost.
pub(crate) fn usage(wire: &Wire, answer: &Answer) -> Value {
    let (prompt, completion) = (answer.prompt_tokens, answer.completion_tokens());
    let reasoning = answer.reasoning_tokens();
    let mut usage = Map::new();
    usage.insert("prompt_tokens".into(), json!(prompt));
    usage.insert("completion_tokens".into(), json!(completion));
    usage.insert("total_tokens".into(), json!(prompt + completion));
    match wire {
        Wire::OpenAi | Wire::AzureDated { .. } | Wire::AzureV1 => {
            let details = json!({
                "reasoning_tokens": reasoning,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            });
            usage.insert("completion_tokens_details".into(), details);
            usage.insert(
                "prompt_tokens_details".into(),
                json!({ "audio_tokens": 0, "cached_tokens": 0 }),
            );
        }
        Wire::Gemini => {
            // Google counts thoughts apart, and leaves the count of words out where there are none.
            usage.insert("completion_tokens".into(), json!(completion - reasoning));
            if completion == reasoning {
                usage.remove("completion_tokens");
            }
            if reasoning > 0 {
                usage.insert(
                    "completion_tokens_details".into(),
                    json!({ "reasoning_tokens": reasoning }),
                );
            }
            usage.insert(
                "extra_properties".into(),
                json!({ "google": { "traffic_type": "ON_DEMAND" } }),
            );
        }
        Wire::Deployed { .. } => {
            usage.insert("prompt_tokens_details".into(), Value::Null);
        }
        Wire::Databricks { .. } if reasoning > 0 => {
            usage.insert("reasoning_tokens".into(), json!(reasoning));
        }
        Wire::Databricks { .. } => {}
    }
    Value::Object(usage)
}
