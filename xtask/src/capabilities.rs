//! The tables of what each wire supports: README.md and docs/capabilities.md, written from the profiles.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use openai_azure::{ApiVersion, Azure};
use openai_core::{BaseUrl, Operation, OperationProfile, Parameter, Profile, Provider, Rule};
use openai_databricks::Databricks;
use openai_platform::OpenAi;
use openai_vertex::Vertex;

use crate::workspace::{Failure, Workspace};

const README: &str = "README.md";
const PAGE: &str = "docs/capabilities.md";

/// What the table in the README stands between.
const MARKS: [&str; 2] = ["<!-- capabilities -->\n", "<!-- /capabilities -->"];

/// The operations that any wire has, and what they are called.
const OPERATIONS: [(Operation, &str); 1] = [(Operation::CHAT, "chat completions")];

/// A wire and the name that its column has.
type Wire = (&'static str, Box<dyn Provider>);

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
    let wires = wires()?;
    let readme = fs::read_to_string(workspace.root.join(README))?;
    Ok([(README, placed(&readme, &overview(&wires))?), (PAGE, page(&wires)?)])
}

/// The six wires, each with the name that its column has.
fn wires() -> Result<Vec<Wire>, Failure> {
    let text = |error: openai_core::Error| Failure::from(error.to_string());
    let address = || BaseUrl::parse("the example's address", "https://host.example").map_err(text);
    Ok(vec![
        ("OpenAI", Box::new(OpenAi::new())),
        (
            "Azure (dated)",
            Box::new(Azure::new(address()?, ApiVersion::LATEST_STABLE)),
        ),
        ("Azure v1", Box::new(Azure::v1(address()?))),
        (
            "Vertex Gemini",
            Box::new(Vertex::gemini("project", "us-central1").map_err(text)?),
        ),
        (
            "Vertex self-deployed",
            Box::new(Vertex::endpoint("project", "us-central1", "1234").map_err(text)?),
        ),
        ("Databricks", Box::new(Databricks::new(address()?))),
    ])
}

/// Operations by wire.
fn overview(wires: &[Wire]) -> String {
    let names: Vec<&str> = wires.iter().map(|(name, _)| *name).collect();
    let mut table = format!("| | {} |\n|---{}|\n", names.join(" | "), "|---".repeat(names.len()));
    for (operation, words) in OPERATIONS {
        for (suffix, streamed) in [("", false), (", streamed", true)] {
            let cell = |profile: &OperationProfile| profile.streaming || !streamed;
            let cells = wires.iter().map(|(_, wire)| match wire.profile().operation(operation) {
                Some(profile) if cell(profile) => " x |",
                _ => " - |",
            });
            table.push_str(&format!("| {words}{suffix} |{}\n", cells.collect::<String>()));
        }
    }
    table
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

fn page(wires: &[Wire]) -> Result<String, Failure> {
    let mut page = String::from(
        "# What each wire supports\n\n\
         Written by `cargo xtask capabilities` from the profiles that the client obeys; do not edit. *Rejected* means that \
         the service answers with an error: the client refuses the request before it is sent, unless its policy says \
         otherwise. *Ignored* means that the service takes it and does nothing: the client says so. *Unknown* means that \
         nobody says: it is sent.\n\n",
    );
    page.push_str(&overview(wires));
    for (operation, words) in OPERATIONS {
        write!(page, "\n## Parameters of {words}\n\n{}", matrix(wires, operation))?;
        for (name, wire) in wires {
            notes(&mut page, name, wire.profile(), operation)?;
        }
    }
    page.push_str("\n## Azure api-versions\n\nParameters of chat completions that a known version refuses:\n\n");
    page.push_str("| api-version | refused |\n|---|---|\n");
    for version in ApiVersion::KNOWN {
        let base =
            BaseUrl::parse("the example's address", "https://host.example").map_err(|error| error.to_string())?;
        let azure = Azure::new(base, *version);
        let refused = match azure.profile().operation(Operation::CHAT) {
            None => "chat completions altogether".to_owned(),
            Some(chat) => {
                let rejected = chat
                    .parameters
                    .iter()
                    .filter(|parameter| parameter.rule == Rule::Rejected);
                let names: Vec<String> = rejected.map(|parameter| format!("`{}`", parameter.name)).collect();
                if names.is_empty() {
                    "-".to_owned()
                } else {
                    names.join(", ")
                }
            }
        };
        writeln!(page, "| {version} | {refused} |")?;
    }
    Ok(page)
}

/// Parameters by wire.
fn matrix(wires: &[Wire], operation: Operation) -> String {
    let profiles: Vec<Option<&OperationProfile>> = wires
        .iter()
        .map(|(_, wire)| wire.profile().operation(operation))
        .collect();
    let parameters: BTreeSet<&str> = profiles
        .iter()
        .flatten()
        .flat_map(|profile| &profile.parameters)
        .map(|parameter| &*parameter.name)
        .collect();
    let names: Vec<&str> = wires.iter().map(|(name, _)| *name).collect();
    let mut table = format!("| | {} |\n|---{}|\n", names.join(" | "), "|---".repeat(names.len()));
    let row = |title: &str, rule: &dyn Fn(&OperationProfile) -> Rule| {
        let cells = profiles
            .iter()
            .map(|profile| format!(" {} |", profile.map_or("-", |profile| name(rule(profile)))));
        format!("| {title} |{}\n", cells.collect::<String>())
    };
    for parameter in parameters {
        table.push_str(&row(&format!("`{parameter}`"), &|profile| {
            profile.parameter(parameter).rule
        }));
    }
    table.push_str(&row("any other", &|profile| profile.others));
    table
}

/// What one wire's profile says in words, and where its facts are written down.
fn notes(page: &mut String, name: &str, profile: &Profile, operation: Operation) -> Result<(), Failure> {
    let Some(profile) = profile.operation(operation) else {
        return Ok(());
    };
    write!(page, "\n### {name}\n\nSource: {}.\n", profile.source)?;
    let worded = |parameter: &&Parameter| !parameter.note.is_empty() || parameter.source != profile.source;
    for (index, parameter) in profile.parameters.iter().filter(worded).enumerate() {
        if index == 0 {
            page.push('\n');
        }
        let source = if parameter.source == profile.source {
            String::new()
        } else {
            format!(" ({})", parameter.source)
        };
        let note = if parameter.note.is_empty() {
            "as the table says"
        } else {
            &parameter.note
        };
        writeln!(page, "- `{}`: {note}{source}", parameter.name)?;
    }
    Ok(())
}

fn name(rule: Rule) -> &'static str {
    match rule {
        Rule::Supported => "supported",
        Rule::Ignored => "ignored",
        Rule::Rejected => "rejected",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use openai_core::Policy;

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
        let wires = wires().unwrap();
        let table = overview(&wires);
        assert_eq!(table.matches(" x ").count(), 2 * wires.len(), "{table}");
        for (name, wire) in &wires {
            let mut call = openai_core::Call::raw(Operation::CHAT, &["chat", "completions"], r#"{"messages":[]}"#);
            call.model = Some("model".to_owned());
            assert!(wire.request(&call, &Policy::new()).is_ok(), "{name}");
            call.operation = Operation::new("unheard_of");
            assert!(wire.request(&call, &Policy::new()).is_err(), "{name}");
        }
    }
}
