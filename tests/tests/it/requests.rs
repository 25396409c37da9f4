//! Every request that the conformance suite sends to OpenAI and to Azure, judged by what these publish.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use conformance::run_with;

use crate::judge::{Judge, Verdict};
use crate::recorder::{Recorder, Sent};
use crate::specification;
use crate::wires::{self, ROWS};

const OPENAI: &str = "openai/openapi.json";
const AUTHORING: &str = "azure/authoring/preview/2023-10-01-preview/azureopenai.json";
const INFERENCE_2023: &str = "azure/inference/preview/2023-12-01-preview/inference.json";
const INFERENCE_2024: &str = "azure/inference/stable/2024-10-21/inference.json";
const V1: &str = "azure-v1/azure-v1-v1-generated.json";

/// What is published about a wire.
struct Published {
    wire: &'static str,
    /// Its own files.
    files: &'static [&'static str],
    /// Files of versions or services near it, for what its own do not have.
    neighbours: &'static [&'static str],
    /// What stands before their paths.
    base: &'static str,
}

const fn dated(wire: &'static str, files: &'static [&'static str], neighbours: &'static [&'static str]) -> Published {
    Published {
        wire,
        files,
        neighbours,
        base: "/openai",
    }
}

const PUBLISHED: &[Published] = &[
    Published {
        wire: "OpenAI",
        files: &[OPENAI],
        neighbours: &[],
        base: "/v1",
    },
    dated(
        "Azure 2023-06-01-preview",
        &[
            "azure/inference/preview/2023-06-01-preview/inference.json",
            "azure/authoring/preview/2023-06-01-preview/azureopenai.json",
        ],
        &[],
    ),
    dated("Azure 2023-10-01-preview", &[AUTHORING], &[INFERENCE_2023]),
    dated("Azure 2023-12-01-preview", &[INFERENCE_2023], &[AUTHORING]),
    dated(
        "Azure 2024-02-01",
        &["azure/inference/stable/2024-02-01/inference.json"],
        &[AUTHORING],
    ),
    dated(
        "Azure 2024-02-15-preview",
        &["azure/inference/preview/2024-02-15-preview/inference.json"],
        &[AUTHORING],
    ),
    dated("Azure 2024-10-21", &[INFERENCE_2024], &[V1, AUTHORING, OPENAI]),
    // No file of this version is here.
    dated(
        "Azure 2025-04-01-preview",
        &[],
        &[INFERENCE_2024, V1, AUTHORING, OPENAI],
    ),
    Published {
        wire: "Azure v1",
        files: &[V1],
        neighbours: &[OPENAI],
        base: "/openai/v1",
    },
    Published {
        wire: "Azure v1, unverified",
        files: &[V1],
        neighbours: &[OPENAI],
        base: "/openai/v1",
    },
];

/// Where a specification and the service part, and we go with the service.
struct Known {
    /// The wires by name: each must meet it.
    wires: &'static [&'static str],
    /// What the place in the request begins with.
    place: &'static str,
    /// What the fault holds.
    fault: &'static str,
    why: &'static str,
}

const KNOWN: &[Known] = &[
    Known {
        wires: &["OpenAI"],
        place: "/input/",
        fault: "\"request_id\" is a required property",
        why: "the file requires it of an approval, and describes `approval_request_id` alone",
    },
    Known {
        wires: &["Azure 2023-12-01-preview"],
        place: "/messages/",
        fault: "is not of type \"string\"",
        why: "images in messages: the file has texts alone, and the REST reference has the images",
    },
    Known {
        wires: &[
            "Azure 2023-12-01-preview",
            "Azure 2024-02-01",
            "Azure 2024-02-15-preview",
        ],
        place: "/messages/",
        fault: "\"content\" is a required property",
        why: "the file wants null beside calls of tools; a later one lets it be left out",
    },
    Known {
        wires: &[
            "Azure 2023-12-01-preview",
            "Azure 2024-02-01",
            "Azure 2024-02-15-preview",
        ],
        place: "/messages/0/content/1: ",
        fault: "\"url\" is a required property",
        why: "the file puts an image's `url` beside its `type`; later ones, inside `image_url`",
    },
    Known {
        wires: &["Azure 2024-02-15-preview"],
        place: "Json(",
        fault: "/createSpeechRequest",
        why: "the file declares a form, and the REST reference shows JSON",
    },
    Known {
        wires: &["Azure 2024-10-21", "Azure 2025-04-01-preview"],
        place: "/response_format/json_schema: ",
        fault: "\"type\" is a required property",
        why: "the file puts the format's `type` one level too deep, inside of what it describes",
    },
    Known {
        wires: &["Azure 2025-04-01-preview"],
        place: "/size: ",
        fault: "\"1536x1024\" is not one of",
        why: "the file is older than gpt-image-1",
    },
    Known {
        wires: &["Azure 2025-04-01-preview"],
        place: "the form has no field `",
        fault: "`model`",
        why: "the file is older than the models that stream what they hear, whose guide has both fields",
    },
    Known {
        wires: &["Azure 2025-04-01-preview"],
        place: "the form has no field `",
        fault: "`stream`",
        why: "as with `model`",
    },
    Known {
        wires: BY_V1,
        place: "the form lacks `expires_after`",
        fault: "",
        why: "the file requires it, and the guides do without",
    },
    Known {
        wires: RESPONSES_BY_V1,
        place: "/input/",
        fault: "is not one of \"item_reference\"",
        why: "the file maps two kinds of input items, and describes the others among those of the output",
    },
    Known {
        wires: RESPONSES_BY_V1,
        place: "/input/",
        fault: "\"output_text\" is not one of",
        why: "what comes out as a message goes back in as it came, as with OpenAI",
    },
];

/// The wires that v1's file judges, and those that have responses.
const BY_V1: &[&str] = &[
    "Azure 2024-10-21",
    "Azure 2025-04-01-preview",
    "Azure v1",
    "Azure v1, unverified",
];
const RESPONSES_BY_V1: &[&str] = &["Azure 2025-04-01-preview", "Azure v1", "Azure v1, unverified"];

#[tokio::test]
async fn requests_are_as_the_specifications_say() {
    let Some(folder) = specification::folder("requests_are_as_the_specifications_say") else {
        return;
    };
    let (mut wrong, mut met) = (Vec::new(), BTreeSet::new());
    for published in PUBLISHED {
        let (name, judges) = (&published.wire, published.judges(&folder.join("specs")));
        let mut right: BTreeMap<String, u32> = BTreeMap::new();
        let (mut refused, mut unknown) = (0, BTreeSet::new());
        for sent in sent(name).await {
            // What the server itself has refused as malformed was sent to see that.
            if sent.status.is_some_and(|status| status == 400) {
                refused += 1;
                continue;
            }
            match verdict(&judges, &sent) {
                Verdict::Right(path) => *right.entry(path).or_default() += 1,
                Verdict::Unknown if !published.files.is_empty() => {
                    wrong.push(format!("{name}: no path {}", sent.uri.path()));
                }
                Verdict::Unknown => {
                    unknown.insert(format!("{} {}", sent.method, sent.uri.path()));
                }
                Verdict::Wrong(faults) => {
                    for fault in faults {
                        match KNOWN.iter().position(|known| known.is(name, &fault)) {
                            Some(known) => drop(met.insert((known, *name))),
                            None => wrong.push(format!("{name}: {fault}")),
                        }
                    }
                }
            }
        }
        let (judged, paths) = (right.values().sum::<u32>(), right.len());
        if published.files.is_empty() {
            println!("{name}: no specification of it is here; those of its neighbours judge what they have");
        }
        println!("{name}: {judged} requests to {paths} operations are right; {refused} were sent to be refused");
        for address in unknown {
            println!("  not judged, as no specification here has it: {address}");
        }
        assert!(judged > 5, "{name}: hardly anything was judged");
    }
    for row in ROWS
        .iter()
        .filter(|row| PUBLISHED.iter().all(|known| known.wire != row.name))
    {
        println!("{}: no specification here says what its requests hold", row.name);
    }
    for (index, known) in KNOWN.iter().enumerate() {
        println!(
            "{}, {}{}: {}",
            known.wires.join(", "),
            known.place,
            known.fault,
            known.why
        );
        let stale = known.wires.iter().filter(|wire| !met.contains(&(index, **wire)));
        wrong.extend(stale.map(|wire| format!("{wire}: {}{} was never met", known.place, known.fault)));
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

impl Published {
    /// Its own files come first: the first that knows an address judges what is sent there.
    fn judges(&self, folder: &Path) -> Vec<Judge> {
        let own = self.files.iter().map(|file| Judge::read(&folder.join(file), self.base));
        let others = self.neighbours.iter();
        let others = others.map(|file| Judge::neighbour(&folder.join(file), self.base));
        own.chain(others).collect()
    }
}

impl Known {
    fn is(&self, wire: &str, fault: &str) -> bool {
        self.wires.contains(&wire) && fault.contains(&format!(": {}", self.place)) && fault.contains(self.fault)
    }
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
