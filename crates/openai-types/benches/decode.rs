//! What decoding costs beside a plain derive that forgets whatever it does not name.
//!
//! `cargo bench -p openai-types --bench decode`; the ratios are printed last. The mirror structs below name the same
//! members as ours. What the bodies leave out is a plain `Value` in them, and text is text alone: smaller than our
//! types, and so to our disadvantage.
#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program that reports")]
#![allow(dead_code, reason = "the mirrors are only ever decoded")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use divan::Bencher;
use openai_types::{chat, responses};
use serde::de::DeserializeOwned;
use serde_json::Value;

const CHUNK: &str = include_str!("../tests/bodies/chat.Chunk/text.json");
const COMPLETION: &str = include_str!("../tests/bodies/chat.Completion/tools.json");
const EVENT: &str = include_str!("../tests/bodies/responses.Event/response.output_text.delta.json");

fn main() {
    divan::main();
    let [chunk, completion, event] = [CHUNK, COMPLETION, EVENT].map(compact);
    report::<chat::Chunk, plain::Chunk, flat::Chunk>("chunk", &chunk);
    report::<chat::Completion, plain::Completion, flat::Completion>("completion", &completion);
    report::<responses::Event, plain::Event, flat::Event>("event", &event);
    report::<responses::Event, plain::TextEvent, flat::TextEvent>("event, beside a struct that is no union", &event);
}

/// As a service sends it: without white space, in the same order.
fn compact(text: &str) -> String {
    let text: String = text.lines().map(str::trim).collect();
    text.replace("\": ", "\":")
}

#[divan::bench(types = [chat::Chunk, plain::Chunk, flat::Chunk])]
fn chunk<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    let text = compact(CHUNK);
    bencher.bench_local(|| decode::<T>(black_box(&text)));
}

#[divan::bench(types = [chat::Completion, plain::Completion, flat::Completion])]
fn completion<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    let text = compact(COMPLETION);
    bencher.bench_local(|| decode::<T>(black_box(&text)));
}

#[divan::bench(types = [responses::Event, plain::Event, flat::Event])]
fn event<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    let text = compact(EVENT);
    bencher.bench_local(|| decode::<T>(black_box(&text)));
}

fn decode<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

fn by_way_of_a_value<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(serde_json::from_str::<Value>(text).unwrap()).unwrap()
}

/// Prints how many times the plain derive's time each way takes.
///
/// The ways take turns in short rounds, and each one's best round counts: whatever else the machine does then hits
/// all of them alike.
fn report<Ours: DeserializeOwned, Plain: DeserializeOwned, Flat: DeserializeOwned>(name: &str, text: &str) {
    let ways: [(&str, &dyn Fn()); 4] = [
        ("plain derive", &|| drop(black_box(decode::<Plain>(black_box(text))))),
        ("wire!", &|| drop(black_box(decode::<Ours>(black_box(text))))),
        ("flatten", &|| drop(black_box(decode::<Flat>(black_box(text))))),
        ("serde_json::Value", &|| {
            drop(black_box(by_way_of_a_value::<Plain>(black_box(text))))
        }),
    ];
    let mut best = [Duration::MAX; 4];
    for _ in 0..400 {
        for ((_, way), best) in ways.iter().zip(&mut best) {
            let start = Instant::now();
            for _ in 0..200 {
                way();
            }
            *best = start.elapsed().min(*best);
        }
    }
    println!("\n{name}, {} bytes", text.len());
    for ((way, _), time) in ways.iter().zip(&best) {
        let ratio = time.as_secs_f64() / best[0].as_secs_f64();
        println!("  {way:<18} {:>6} ns  {ratio:.2}x", time.as_nanos() / 200);
    }
}

/// Declares the same structs twice: once plain, once with a flattened map of what they do not name.
macro_rules! mirrors {
    ($($(#[$attribute:meta])* struct $name:ident { $($(#[$field_attribute:meta])* $field:ident: $type:ty,)* })*) => {
        mod plain {
            use super::shared::*;

            #[derive(serde::Deserialize)]
            #[serde(tag = "type", rename_all = "snake_case")]
            pub(super) enum ToolCall {
                Function(FunctionToolCall),
                Custom(CustomToolCall),
            }

            #[derive(serde::Deserialize)]
            #[serde(tag = "type")]
            pub(super) enum Event {
                #[serde(rename = "response.output_item.added")]
                ItemAdded(OutputItemAdded),
                #[serde(rename = "response.output_text.delta")]
                TextDelta(TextDelta),
                #[serde(rename = "response.output_text.done")]
                TextDone(TextDone),
            }

            $(
                #[derive(serde::Deserialize)]
                pub(super) struct $name { $($(#[$field_attribute])* $field: $type,)* }
            )*
        }

        mod flat {
            use super::shared::*;

            #[derive(serde::Deserialize)]
            #[serde(tag = "type", rename_all = "snake_case")]
            pub(super) enum ToolCall {
                Function(FunctionToolCall),
                Custom(CustomToolCall),
            }

            #[derive(serde::Deserialize)]
            #[serde(tag = "type")]
            pub(super) enum Event {
                #[serde(rename = "response.output_item.added")]
                ItemAdded(OutputItemAdded),
                #[serde(rename = "response.output_text.delta")]
                TextDelta(TextDelta),
                #[serde(rename = "response.output_text.done")]
                TextDone(TextDone),
            }

            $(
                #[derive(serde::Deserialize)]
                pub(super) struct $name {
                    $($(#[$field_attribute])* $field: $type,)*
                    #[serde(flatten)]
                    extra: openai_types::Object,
                }
            )*
        }
    };
}

/// What the mirrors take as it is: enums that forget, and members that the bodies leave out.
mod shared {
    pub(super) type Rest = Option<serde_json::Value>;

    #[derive(serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub(super) enum Role {
        Developer,
        System,
        User,
        Assistant,
        Tool,
        Function,
    }

    #[derive(serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub(super) enum FinishReason {
        Stop,
        Length,
        ToolCalls,
        ContentFilter,
        FunctionCall,
    }

    #[derive(serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub(super) enum ServiceTier {
        Auto,
        Default,
        Flex,
        Scale,
        Priority,
        Fast,
    }
}

mirrors! {
    struct OutputItemAdded {
        output_index: u64,
        item: Rest,
        sequence_number: Option<u64>,
    }

    struct TextDelta {
        item_id: String,
        output_index: u64,
        content_index: u64,
        delta: String,
        logprobs: Option<Vec<TokenLogprob>>,
        sequence_number: Option<u64>,
        obfuscation: Option<String>,
    }

    struct TextEvent {
        #[serde(rename = "type")]
        kind: String,
        item_id: String,
        output_index: u64,
        content_index: u64,
        delta: String,
        logprobs: Option<Vec<TokenLogprob>>,
        sequence_number: Option<u64>,
        obfuscation: Option<String>,
    }

    struct TextDone {
        item_id: String,
        output_index: u64,
        content_index: u64,
        text: String,
        logprobs: Option<Vec<TokenLogprob>>,
        sequence_number: Option<u64>,
    }

    struct Chunk {
        id: Option<String>,
        object: Option<String>,
        created: Option<u64>,
        model: Option<String>,
        choices: Vec<ChunkChoice>,
        usage: Option<Usage>,
        service_tier: Option<ServiceTier>,
        system_fingerprint: Option<String>,
        obfuscation: Option<String>,
        moderation: Rest,
        prompt_filter_results: Rest,
        prompt_annotations: Rest,
    }

    struct ChunkChoice {
        index: Option<u64>,
        delta: Option<Delta>,
        finish_reason: Option<FinishReason>,
        logprobs: Option<Logprobs>,
        content_filter_results: Rest,
        content_filter_offsets: Rest,
    }

    struct Delta {
        role: Option<Role>,
        content: Option<String>,
        reasoning_content: Option<String>,
        refusal: Option<String>,
        tool_calls: Rest,
        function_call: Rest,
        audio: Rest,
    }

    struct Completion {
        id: Option<String>,
        object: Option<String>,
        created: Option<u64>,
        model: Option<String>,
        choices: Vec<Choice>,
        usage: Option<Usage>,
        service_tier: Option<ServiceTier>,
        system_fingerprint: Option<String>,
        metadata: Rest,
        moderation: Rest,
        prompt_filter_results: Rest,
    }

    struct Choice {
        index: Option<u64>,
        message: Option<Message>,
        finish_reason: Option<FinishReason>,
        logprobs: Option<Logprobs>,
        content_filter_results: Rest,
        content_filter_offsets: Rest,
    }

    struct Message {
        role: Option<Role>,
        content: Option<String>,
        reasoning_content: Option<String>,
        refusal: Option<String>,
        name: Option<String>,
        tool_calls: Option<Vec<ToolCall>>,
        function_call: Rest,
        audio: Rest,
        annotations: Option<Vec<Annotation>>,
    }

    struct FunctionToolCall {
        id: String,
        function: FunctionCall,
    }

    struct CustomToolCall {
        id: String,
        custom: CustomCall,
    }

    struct CustomCall {
        name: String,
        input: String,
    }

    struct FunctionCall {
        name: String,
        arguments: String,
    }

    struct Annotation {
        #[serde(rename = "type")]
        kind: String,
        url_citation: UrlCitation,
    }

    struct UrlCitation {
        url: String,
        title: Option<String>,
        start_index: Option<u64>,
        end_index: Option<u64>,
    }

    struct Logprobs {
        content: Option<Vec<TokenLogprob>>,
        refusal: Option<Vec<TokenLogprob>>,
    }

    struct TokenLogprob {
        token: String,
        logprob: f64,
        bytes: Option<Vec<u8>>,
        top_logprobs: Option<Vec<TopLogprob>>,
    }

    struct TopLogprob {
        token: String,
        logprob: f64,
        bytes: Option<Vec<u8>>,
    }

    struct Usage {
        prompt_tokens: Option<u64>,
        completion_tokens: Option<u64>,
        total_tokens: Option<u64>,
        prompt_tokens_details: Option<PromptTokensDetails>,
        completion_tokens_details: Option<CompletionTokensDetails>,
        reasoning_tokens: Option<u64>,
    }

    struct PromptTokensDetails {
        cached_tokens: Option<u64>,
        cache_write_tokens: Option<u64>,
        audio_tokens: Option<u64>,
        text_tokens: Option<u64>,
        image_tokens: Option<u64>,
    }

    struct CompletionTokensDetails {
        reasoning_tokens: Option<u64>,
        audio_tokens: Option<u64>,
        text_tokens: Option<u64>,
        accepted_prediction_tokens: Option<u64>,
        rejected_prediction_tokens: Option<u64>,
    }
}
