//! The tables of what each wire supports: README.md and docs/capabilities.md, written from the profiles.

mod page;
mod versions;
mod wires;

use std::fs;

use openai_core::Operation;

use crate::capabilities::wires::Wire;
use crate::workspace::{Failure, Workspace};

const README: &str = "README.md";
const PAGE: &str = "docs/capabilities.md";

/// What the table in the README stands between.
const MARKS: [&str; 2] = ["<!-- capabilities -->\n", "<!-- /capabilities -->"];

/// The README's rows: what they are called, whether they are about streams, and their operations.
const AREAS: &[(&str, bool, &[Operation])] = &[
    ("chat completions", false, &[Operation::CHAT]),
    ("chat completions, streamed", true, &[Operation::CHAT]),
    ("completions", false, &[Operation::COMPLETIONS]),
    ("completions, streamed", true, &[Operation::COMPLETIONS]),
    ("embeddings", false, &[Operation::EMBEDDINGS]),
    ("responses", false, &[Operation::RESPONSES]),
    ("responses, streamed", true, &[Operation::RESPONSES]),
    (
        "stored responses",
        false,
        &[
            Operation::RESPONSES_RETRIEVE,
            Operation::RESPONSES_DELETE,
            Operation::RESPONSES_CANCEL,
            Operation::RESPONSES_INPUT_ITEMS,
        ],
    ),
    (
        "stored responses, streamed again",
        true,
        &[Operation::RESPONSES_RETRIEVE],
    ),
    ("image generations", false, &[Operation::IMAGES_GENERATIONS]),
    ("image generations, streamed", true, &[Operation::IMAGES_GENERATIONS]),
    ("image edits", false, &[Operation::IMAGES_EDITS]),
    ("image edits, streamed", true, &[Operation::IMAGES_EDITS]),
    (
        "DALL-E 2 by submission",
        false,
        &[
            openai_azure::dalle2::SUBMIT,
            openai_azure::dalle2::RETRIEVE,
            openai_azure::dalle2::DELETE,
        ],
    ),
    ("transcriptions", false, &[Operation::AUDIO_TRANSCRIPTIONS]),
    ("transcriptions, streamed", true, &[Operation::AUDIO_TRANSCRIPTIONS]),
    ("translations", false, &[Operation::AUDIO_TRANSLATIONS]),
    ("speech", false, &[Operation::AUDIO_SPEECH]),
    ("speech, streamed", true, &[Operation::AUDIO_SPEECH]),
    (
        "models",
        false,
        &[
            Operation::MODELS_LIST,
            Operation::MODELS_RETRIEVE,
            Operation::MODELS_DELETE,
        ],
    ),
    (
        "files",
        false,
        &[
            Operation::FILES_CREATE,
            Operation::FILES_LIST,
            Operation::FILES_RETRIEVE,
            Operation::FILES_DELETE,
            Operation::FILES_CONTENT,
        ],
    ),
    (
        "uploads",
        false,
        &[
            Operation::UPLOADS_CREATE,
            Operation::UPLOADS_PART,
            Operation::UPLOADS_COMPLETE,
            Operation::UPLOADS_CANCEL,
        ],
    ),
    (
        "batches",
        false,
        &[
            Operation::BATCHES_CREATE,
            Operation::BATCHES_LIST,
            Operation::BATCHES_RETRIEVE,
            Operation::BATCHES_CANCEL,
        ],
    ),
    ("moderations", false, &[Operation::MODERATIONS]),
    (
        "ingestion jobs",
        false,
        &[
            openai_azure::ingestion::v2023::START,
            openai_azure::ingestion::v2023::LIST,
            openai_azure::ingestion::v2023::RETRIEVE,
        ],
    ),
];

/// Writes what the profiles say now.
pub(crate) fn write(workspace: &Workspace) -> Result<(), Failure> {
    for (file, text) in generated(workspace)? {
        let path = workspace.root.join(file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    println!("capabilities: {README} and {PAGE} are as the profiles say");
    Ok(())
}

/// Fails if a table differs from what the profiles say.
pub(crate) fn check(workspace: &Workspace) -> Result<(), Failure> {
    for (file, wanted) in generated(workspace)? {
        let present = fs::read_to_string(workspace.root.join(file)).unwrap_or_default();
        if !present.lines().eq(wanted.lines()) {
            return Err(format!("{file} is not what the profiles say: run `cargo xtask capabilities`").into());
        }
    }
    println!("capabilities: {README} and {PAGE} are as the profiles say");
    Ok(())
}

fn generated(workspace: &Workspace) -> Result<[(&'static str, String); 2], Failure> {
    let wires = wires::all()?;
    let readme = fs::read_to_string(workspace.root.join(README))?;
    Ok([
        (README, placed(&readme, &overview(&wires))?),
        (PAGE, page::write(&wires)?),
    ])
}

/// Areas by wire.
fn overview(wires: &[Wire]) -> String {
    let mut table = wires::head(wires);
    for (words, streamed, operations) in AREAS {
        let cells = wires
            .iter()
            .map(|wire| format!(" {} |", cell(wire, operations, *streamed)));
        table.push_str(&format!("| {words} |{}\n", cells.collect::<String>()));
    }
    table
}

/// What a wire has of an area: all of it, some of it by name, or nothing; and under which condition.
fn cell(wire: &Wire, operations: &[Operation], streamed: bool) -> String {
    let of = |has: &dyn Fn(Operation) -> bool| -> Option<String> {
        let had: Vec<&str> = operations
            .iter()
            .filter(|operation| has(**operation))
            .map(|operation| operation.name().split_once('_').map_or("", |(_, verb)| verb))
            .collect();
        match had.len() {
            0 => None,
            count if count == operations.len() => Some("x".to_owned()),
            _ => Some(had.join(", ").replace('_', " ")),
        }
    };
    if let Some(cell) = of(&|operation| wires::has(&*wire.provider, operation, streamed)) {
        return cell;
    }
    let in_others = of(&|operation| {
        wire.others
            .iter()
            .any(|other| wires::has(&**other, operation, streamed))
    });
    match in_others {
        Some(cell) if cell == "x" => wire.condition.to_owned(),
        Some(cell) => format!("{} {cell}", wire.condition),
        None => "-".to_owned(),
    }
}

/// The README with the table between its marks.
fn placed(readme: &str, table: &str) -> Result<String, Failure> {
    let [open, close] = MARKS;
    let parts = readme.split_once(open).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(close)?;
        Some((before, after))
    });
    match parts {
        Some((before, after)) => Ok(format!("{before}{open}{table}{close}{after}")),
        None => {
            Err(format!("{README} lacks the lines {open:?} and {close:?}: put them where the table belongs").into())
        }
    }
}

#[cfg(test)]
mod tests {
    use openai_core::{Call, Policy};

    use super::*;

    #[test]
    fn the_table_is_put_between_its_marks() {
        let readme = format!("before\n{}old\n{}\nafter\n", MARKS[0], MARKS[1]);
        let placed = placed(&readme, "| new |\n").unwrap();
        assert_eq!(placed, format!("before\n{}| new |\n{}\nafter\n", MARKS[0], MARKS[1]));
        assert!(super::placed("no marks", "").is_err());
    }

    /// What the table promises is what a request meets: a wire with a cross spells the request, one without refuses it.
    #[test]
    fn the_overview_tells_the_truth() {
        for wire in wires::all().unwrap() {
            for (words, _, operations) in AREAS {
                for operation in *operations {
                    let mut call = Call::raw(*operation, &["path"], "{}");
                    call.model = Some("gpt".to_owned());
                    let sent = |provider: &dyn openai_core::Provider| provider.request(&call, &Policy::new()).is_ok();
                    let name = wire.name;
                    assert_eq!(
                        sent(&*wire.provider),
                        wires::has(&*wire.provider, *operation, false),
                        "{name}: {words}"
                    );
                    for other in &wire.others {
                        assert_eq!(
                            sent(&**other),
                            wires::has(&**other, *operation, false),
                            "{name}: {words}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_cell_tells_all_some_or_under_which_condition() {
        let wires = wires::all().unwrap();
        let cell = |name: &str, words: &str| {
            let wire = wires.iter().find(|wire| wire.name == name).unwrap();
            let (_, streamed, operations) = AREAS.iter().find(|area| area.0 == words).unwrap();
            super::cell(wire, operations, *streamed)
        };
        assert_eq!(cell("OpenAI", "models"), "x");
        assert_eq!(cell("Azure (dated)", "models"), "list, retrieve");
        assert_eq!(cell("Azure (dated)", "speech"), "previews");
        assert_eq!(cell("Azure v1", "speech"), "unverified");
        assert_eq!(cell("Vertex Gemini", "stored responses"), "unverified retrieve, delete");
        assert_eq!(cell("Databricks", "files"), "-");
    }
}
