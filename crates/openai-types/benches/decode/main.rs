//! What decoding costs beside a plain serde derive that forgets whatever it does not name.
//!
//! `cargo bench -p openai-types --bench decode`; the ratios come last, and one above [`BAR`] fails the run. The structs
//! in `plain` name the same members as ours; a member that the bodies leave out is a `Value` there, and text is text
//! alone: smaller than our types, and so to our disadvantage. An event has two plain rivals: serde's own tagged enum,
//! which buffers the event, and one by hand that looks for the `type` first and then decodes the struct.
#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program that reports")]

mod plain;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use divan::Bencher;
use openai_types::{chat, responses};
use serde::de::DeserializeOwned;

/// How many times the plain derive's time ours may take.
const BAR: f64 = 1.25;

/// The bodies by name.
const BODIES: [(&str, &str); 6] = [
    (CHUNK, include_str!("../../tests/bodies/chat.Chunk/text.json")),
    (TOOL_CHUNK, include_str!("../../tests/bodies/chat.Chunk/tool_call.json")),
    (
        COMPLETION,
        include_str!("../../tests/bodies/chat.Completion/tools.json"),
    ),
    (
        EVENT,
        include_str!("../../tests/bodies/responses.Event/response.output_text.delta.json"),
    ),
    (LATE_EVENT, include_str!("late.json")),
    (WHOLE_EVENT, include_str!("completed.json")),
];
const CHUNK: &str = "chunk";
const TOOL_CHUNK: &str = "chunk with tool calls";
const COMPLETION: &str = "completion";
const EVENT: &str = "event";
const LATE_EVENT: &str = "event with a late type";
const WHOLE_EVENT: &str = "event with a whole response";

fn main() -> ExitCode {
    divan::main();
    // Under `cargo test` there is nothing to time.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let mut fits = true;
    for name in [CHUNK, TOOL_CHUNK] {
        fits &= report(name, decode::<chat::Chunk>, &[("derive", &decoded::<plain::Chunk>)]);
    }
    fits &= report(
        COMPLETION,
        decode::<chat::Completion>,
        &[("derive", &decoded::<plain::Completion>)],
    );
    for name in [EVENT, LATE_EVENT, WHOLE_EVENT] {
        let by_hand = |text: &str| drop(black_box(plain::Event::by_hand(text).unwrap()));
        let rivals: [(_, Way<'_>); 2] = [("derive", &decoded::<plain::Event>), ("derive, by hand", &by_hand)];
        fits &= report(name, decode::<responses::Event>, &rivals);
    }
    if fits { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A body as a service sends it: without white space, in the same order.
fn body(name: &str) -> String {
    let (_, text) = BODIES.iter().find(|body| body.0 == name).unwrap();
    let text: String = text.lines().map(str::trim).collect();
    text.replace("\": ", "\":")
}

#[divan::bench(types = [chat::Chunk, plain::Chunk], args = [CHUNK, TOOL_CHUNK])]
fn chunk<T: DeserializeOwned>(bencher: Bencher<'_, '_>, name: &str) {
    let text = body(name);
    bencher.bench_local(|| decode::<T>(black_box(&text)));
}

#[divan::bench(types = [chat::Completion, plain::Completion])]
fn completion<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    let text = body(COMPLETION);
    bencher.bench_local(|| decode::<T>(black_box(&text)));
}

#[divan::bench(types = [responses::Event, plain::Event], args = [EVENT, LATE_EVENT, WHOLE_EVENT])]
fn event<T: DeserializeOwned>(bencher: Bencher<'_, '_>, name: &str) {
    let text = body(name);
    bencher.bench_local(|| decode::<T>(black_box(&text)));
}

fn decode<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

fn decoded<T: DeserializeOwned>(text: &str) {
    drop(black_box(decode::<T>(text)));
}

/// A way to decode a text.
type Way<'a> = &'a dyn Fn(&str);

/// Prints how many times the time of each plain rival ours takes, and says whether that is within the bar.
///
/// The ways take turns in short rounds, and the median of the rounds' ratios counts: whatever else the machine does
/// then hits all of them alike.
fn report<T>(name: &str, ours: fn(&str) -> T, rivals: &[(&str, Way<'_>)]) -> bool {
    const ROUNDS: usize = 201;
    let text = &body(name);
    let ours = |text: &str| drop(black_box(ours(text)));
    let turns = u32::try_from(200_000 / text.len()).unwrap();
    let mut times = Vec::new();
    let mut ratios = vec![Vec::new(); rivals.len()];
    for _ in 0..ROUNDS {
        let time = timed(turns, text, &ours);
        times.push(time);
        for ((_, rival), ratios) in rivals.iter().zip(&mut ratios) {
            ratios.push(time.as_secs_f64() / timed(turns, text, *rival).as_secs_f64());
        }
    }
    times.sort();
    println!(
        "\n{name}, {} bytes: {} ns",
        text.len(),
        (times[ROUNDS / 2] / turns).as_nanos()
    );
    let mut fits = true;
    for ((rival, _), ratios) in rivals.iter().zip(&mut ratios) {
        ratios.sort_by(f64::total_cmp);
        let ratio = ratios[ROUNDS / 2];
        let verdict = if ratio > BAR { "  above the bar" } else { "" };
        println!("  {ratio:.2}x of {rival}{verdict}");
        fits &= ratio <= BAR;
    }
    fits
}

fn timed(turns: u32, text: &str, way: Way<'_>) -> Duration {
    let start = Instant::now();
    for _ in 0..turns {
        way(black_box(text));
    }
    start.elapsed()
}
