//! Every request that the conformance suite sends to OpenAI and to Azure, judged by what these publish.

use std::collections::BTreeMap;

use conformance::run_with;

use crate::judge::{Judge, Verdict};
use crate::recorder::{Recorder, Sent};
use crate::specification;
use crate::wires::{self, ROWS};

const OPENAI: &str = "openai/openapi.json";
const V1: &str = "azure-v1/azure-v1-v1-generated.json";

/// The files about each wire, and what stands before their paths there.
const FILES: &[(&str, &[&str], &str)] = &[
    ("OpenAI", &[OPENAI], "/v1"),
    (
        "Azure 2023-06-01-preview",
        &[
            "azure/inference/preview/2023-06-01-preview/inference.json",
            "azure/authoring/preview/2023-06-01-preview/azureopenai.json",
        ],
        "/openai",
    ),
    (
        "Azure 2023-10-01-preview",
        &["azure/authoring/preview/2023-10-01-preview/azureopenai.json"],
        "/openai",
    ),
    (
        "Azure 2023-12-01-preview",
        &["azure/inference/preview/2023-12-01-preview/inference.json"],
        "/openai",
    ),
    (
        "Azure 2024-02-01",
        &["azure/inference/stable/2024-02-01/inference.json"],
        "/openai",
    ),
    (
        "Azure 2024-02-15-preview",
        &["azure/inference/preview/2024-02-15-preview/inference.json"],
        "/openai",
    ),
    (
        "Azure 2024-10-21",
        &["azure/inference/stable/2024-10-21/inference.json"],
        "/openai",
    ),
    ("Azure v1", &[V1], "/openai/v1"),
    ("Azure v1, unverified", &[V1], "/openai/v1"),
];

/// Where a file holds no more than some of its version's operations; what it lacks cannot be judged by it.
const WHOLE: &[&str] = &["OpenAI", "Azure v1"];

/// Where a specification and the service part, and we go with the service: the wire's name begins so, the fault holds
/// this, and why.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "OpenAI",
        "\"request_id\" is a required property",
        "the file requires it of an approval, and describes `approval_request_id` alone",
    ),
    (
        "Azure 202",
        "is not of type \"string\"",
        "images in messages: these files have texts alone, and the profile does not look into messages",
    ),
    (
        "Azure 202",
        "\"content\" is a required property",
        "the file wants null beside calls of tools; a later one lets it be left out",
    ),
    (
        "Azure 202",
        "/messages/0/content/1: \"url\"",
        "the file puts an image's `url` beside its `type`; later ones, inside `image_url`",
    ),
    (
        "Azure 2024-02-15-preview",
        "audio/speech: Json",
        "the file declares a form, and the REST reference shows JSON",
    ),
    (
        "Azure 2024-10-21",
        "/response_format/json_schema: \"type\"",
        "the file puts the format's `type` one level too deep, inside of what it describes",
    ),
    (
        "Azure v1",
        "lacks `expires_after`",
        "the file requires it, and the guides do without",
    ),
    (
        "Azure v1",
        "is not one of \"item_reference\"",
        "the file maps two kinds of input items, and describes the others among those of the output",
    ),
    (
        "Azure v1",
        "\"output_text\" is not one of",
        "what comes out as a message goes back in as it came, as with OpenAI",
    ),
];

#[tokio::test]
async fn requests_are_as_the_specifications_say() {
    let Some(folder) = specification::folder("requests_are_as_the_specifications_say") else {
        return;
    };
    let (mut wrong, mut used) = (Vec::new(), vec![0; KNOWN.len()]);
    for (name, files, base) in FILES {
        let judges: Vec<Judge> = files
            .iter()
            .map(|file| Judge::read(&folder.join("specs").join(file), base))
            .collect();
        let mut right: BTreeMap<String, u32> = BTreeMap::new();
        let (mut refused, mut unknown) = (0, BTreeMap::<String, u32>::new());
        for sent in sent(name).await {
            // What the server itself has refused as malformed was sent to see that.
            if sent.status.is_some_and(|status| status == 400) {
                refused += 1;
                continue;
            }
            match verdict(&judges, &sent) {
                Verdict::Right(path) => *right.entry(path).or_default() += 1,
                Verdict::Unknown if WHOLE.contains(name) => wrong.push(format!("{name}: no path {}", sent.uri.path())),
                Verdict::Unknown => {
                    *unknown
                        .entry(format!("{} {}", sent.method, sent.uri.path()))
                        .or_default() += 1
                }
                Verdict::Wrong(faults) => wrong.extend(faults.into_iter().filter_map(|fault| {
                    let known = KNOWN
                        .iter()
                        .position(|(wire, part, _)| name.starts_with(wire) && fault.contains(part));
                    known
                        .map(|known| used[known] += 1)
                        .map_or(Some(format!("{name}: {fault}")), |()| None)
                })),
            }
        }
        let (judged, paths) = (right.values().sum::<u32>(), right.len());
        println!(
            "{name}: {judged} requests to {paths} operations are right; {refused} were sent to be refused; {} to {} \
             addresses have no specification here",
            unknown.values().sum::<u32>(),
            unknown.len()
        );
        assert!(judged > 5, "{name}: hardly anything was judged");
    }
    for ((wire, part, why), used) in KNOWN.iter().zip(used) {
        println!("{wire}, {part}: {why} ({used} times)");
        assert!(used > 0, "{wire}, {part}: never met");
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the suite sends on a wire.
async fn sent(name: &str) -> Vec<Sent> {
    let row = ROWS.iter().find(|row| row.name == name).unwrap();
    let (emulator, clock) = wires::start().await;
    let recorder = Recorder::new();
    run_with(&row.wire(&emulator, clock, recorder.clone()), row.own()).await;
    emulator.stop().await;
    recorder.sent()
}

fn verdict(judges: &[Judge], sent: &Sent) -> Verdict {
    let verdicts = judges.iter().map(|judge| judge.judge(sent));
    let known = verdicts.into_iter().find(|verdict| *verdict != Verdict::Unknown);
    known.unwrap_or(Verdict::Unknown)
}

/// A judge that takes anything judges nothing.
#[tokio::test]
async fn a_judge_finds_what_is_wrong() {
    let Some(folder) = specification::folder("a_judge_finds_what_is_wrong") else {
        return;
    };
    let judge = |file: &str, base| Judge::read(&folder.join("specs").join(file), base);
    let openai = judge(OPENAI, "/v1");
    let good = sent("OpenAI").await;
    let find = |path: &str| {
        good.iter()
            .find(|sent| sent.uri.path() == path && sent.status.is_some_and(|status| status == 200))
            .unwrap()
            .clone()
    };
    let spoilt = |path: &str, spoil: &dyn Fn(&mut Sent)| {
        let mut sent = find(path);
        assert!(
            matches!(openai.judge(&sent), Verdict::Right(_)),
            "{:?}",
            openai.judge(&sent)
        );
        spoil(&mut sent);
        openai.judge(&sent)
    };
    for (path, spoil) in SPOILS {
        let verdict = spoilt(path, &spoil);
        assert!(!matches!(verdict, Verdict::Right(_)), "{path}: {verdict:?}");
    }
}

type Spoil = fn(&mut Sent);

const SPOILS: [(&str, Spoil); 6] = [
    ("/v1/embeddings", |sent| sent.method = http::Method::PUT),
    ("/v1/embeddings", |sent| {
        sent.payload = openai_core::Payload::Json("{\"input\":\"a\"}".into())
    }),
    ("/v1/embeddings", |sent| sent.payload = openai_core::Payload::Empty),
    ("/v1/embeddings", |sent| {
        sent.uri = "http://a/v1/embeddings?a=b".parse().unwrap()
    }),
    ("/v1/audio/transcriptions", |sent| {
        sent.payload = openai_core::Payload::Multipart(vec![openai_core::Part::text("model", "whisper-1")]);
    }),
    ("/v1/files", |sent| {
        if let openai_core::Payload::Multipart(parts) = &mut sent.payload {
            parts.push(openai_core::Part::text("nothing", "else"));
        }
    }),
];
