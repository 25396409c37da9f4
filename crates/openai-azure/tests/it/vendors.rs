//! The vendor's own examples decode, come back equal, hold nothing that is neither named nor explained, and fit the
//! generated JSON Schemas.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonschema::{Validator, draft202012};
use openai_azure::dalle2;
use openai_azure::ingestion::v2023::{Interval, Job};
use openai_azure::on_your_data::{Chunk, Completion, v2023};
use openai_azure::schema;
use openai_types::decode_str;
use serde_json::{Value, json};

use crate::kinds::round_named;
use crate::specification;

/// The root types of an example's request and answer, by what the file's name begins with; the first that fits counts.
///
/// The `generated_` ones of 2024 are those of 2023 in the new shape.
const SPECIFICATIONS: &[(&str, &str, &str)] = &[
    (
        "chat_completions_",
        "on_your_data.v2024.Request",
        "on_your_data.Completion",
    ),
    (
        "extensions_chat_completions_",
        "on_your_data.v2023.Request",
        "on_your_data.Completion",
    ),
    (
        "generated_extensions_chat_completions_",
        "on_your_data.v2024.Request",
        "on_your_data.Completion",
    ),
    ("get_image_operation_status", "", "dalle2.Operation"),
    ("get_images_operation", "", "dalle2.Operation"),
    ("get_ingestion_jobs", "", "ingestion.v2023.JobList"),
    ("get_ingestion_job", "", "ingestion.v2023.Job"),
    ("post_images_generate", "dalle2.Request", "dalle2.Operation"),
    ("put_ingestion_job", "ingestion.v2023.Request", "ingestion.v2023.Job"),
    ("start_generate_image", "dalle2.Request", "dalle2.Operation"),
];

/// The root type of a body of the REST reference, by what the file's name begins with; the first that fits counts.
const REFERENCE: &[(&str, &str)] = &[
    ("azure_dalle2_operation", "dalle2.Operation"),
    ("azure_dalle2_submit.", "dalle2.Request"),
    ("azure_dalle2_submit_202", "dalle2.Operation"),
    ("azure_ext_chat_vision_enhancements", "on_your_data.v2023.Request"),
    ("azure_ingestion_list", "ingestion.v2023.JobList"),
    ("azure_ingestion_put.request", "ingestion.v2023.Request"),
    ("azure_ingestion_", "ingestion.v2023.Job"),
    (
        "azure_oyd_2023-06-01-preview_messages_plural",
        "on_your_data.Completion",
    ),
    ("azure_oyd_amlindex", "on_your_data.v2023.Request"),
    ("azure_oyd_cosmosdb", "on_your_data.v2023.Request"),
    ("azure_oyd_elasticsearch", "on_your_data.v2023.Request"),
    ("azure_oyd_pinecone", "on_your_data.v2023.Request"),
    ("azure_oyd_search", "on_your_data.v2023.Request"),
];

/// Members that the examples hold and that a type does not name, and why.
const EXPLAINED: &[(&str, &str)] = &[
    (
        "citations[0].file_path",
        "`filepath` in one example alone: all others and the schema have it right",
    ),
    (
        "messages[1].context",
        "an earlier turn's context: `extra` of a chat message, where `Message::into_turn` puts it",
    ),
    (
        "context.intents",
        "`intent` in one example alone: all others and the schema have it right",
    ),
];

/// The validators of the root types' schemas, by the types' names.
static VALIDATORS: LazyLock<BTreeMap<&str, Validator>> = LazyLock::new(|| {
    let roots = schema::roots().into_iter();
    roots
        .map(|(name, schema)| (name, draft202012::new(&schema).expect("a schema")))
        .collect()
});

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
    found.sort();
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

fn look(kind: &'static str, place: &str, body: &Value, seen: &mut BTreeMap<&'static str, usize>) {
    let unknowns = round_named(kind, &body.to_string()).unwrap_or_else(|error| panic!("{place}: {error}"));
    for unknown in unknowns {
        let is_explained = EXPLAINED.iter().any(|(end, _)| unknown.ends_with(end));
        assert!(is_explained, "{place}: {unknown} is neither named nor explained");
    }
    if let Err(error) = VALIDATORS[kind].validate(body) {
        panic!("{place} at {}: {error}", error.instance_path());
    }
    *seen.entry(kind).or_default() += 1;
}

#[test]
fn the_examples_of_the_specifications() {
    let Some(folder) = specification::folder("openai-azure: the_examples_of_the_specifications") else {
        return;
    };
    let (mut paths, mut seen) = (Vec::new(), BTreeMap::new());
    files(&folder.join("specs/azure"), &mut paths);
    for path in &paths {
        let Some((_, request, answer)) = SPECIFICATIONS.iter().find(|(start, ..)| name(path).starts_with(start)) else {
            continue;
        };
        let example = specification::read(path);
        let place = path.display().to_string();
        let bodies = [&example["parameters"]["body"], &example["parameters"]["ingestionJob"]];
        for body in bodies.into_iter().filter(|body| body.is_object()) {
            look(request, &place, body, &mut seen);
        }
        for (status, response) in example["responses"].as_object().unwrap() {
            look(answer, &format!("{place} {status}"), &response["body"], &mut seen);
        }
    }
    println!("{seen:?}");
    let least = [
        ("dalle2.Operation", 8),
        ("dalle2.Request", 4),
        ("ingestion.v2023.Job", 2),
        ("ingestion.v2023.JobList", 1),
        ("ingestion.v2023.Request", 1),
        ("on_your_data.Completion", 30),
        ("on_your_data.v2023.Request", 7),
        ("on_your_data.v2024.Request", 26),
    ];
    for (kind, least) in least {
        assert!(seen.get(kind).is_some_and(|count| *count >= least), "{kind}: {seen:?}");
    }
}

#[test]
fn the_bodies_of_the_reference() {
    let Some(folder) = specification::folder("openai-azure: the_bodies_of_the_reference") else {
        return;
    };
    let folder = folder.join("fixtures/seeds");
    let (mut paths, mut seen) = (Vec::new(), BTreeMap::new());
    files(&folder, &mut paths);
    for path in &paths {
        if let Some((_, kind)) = REFERENCE.iter().find(|(start, _)| name(path).starts_with(start)) {
            look(kind, name(path), &specification::read(path), &mut seen);
        }
    }
    println!("{seen:?}");
    assert_eq!(seen.values().sum::<usize>(), 14, "{seen:?}");

    let read = |name: &str| specification::read(&folder.join(name)).to_string();
    let answer: Completion = decode_str(&read("azure_oyd_2023-06-01-preview_messages_plural.response.json")).unwrap();
    assert_eq!(
        answer.citations()[0].title.as_deref(),
        Some("What is Azure AI services")
    );
    assert_eq!(answer.context().unwrap().intents(), ["Learn about Azure AI services."]);
    assert!(answer.text().contains("[doc1]"));

    let fragments = [
        ("embedding_dependency", round::<v2023::EmbeddingDependency> as fn(&str)),
        ("fields_mapping_elastic", round::<v2023::FieldsMapping>),
        ("fields_mapping_search", round::<v2023::FieldsMapping>),
        ("user_assigned_identity", round::<v2023::Authentication>),
    ];
    for (fragment, round) in fragments {
        round(&read(&format!("azure_oyd_{fragment}_fragment.json")));
    }
    let end = read("azure_oyd_stream_terminator_fragment.json");
    let end: Chunk = decode_str(&format!(r#"{{"choices":[{{"index":0,"messages":[{end}]}}]}}"#)).unwrap();
    assert!(end.is_end() && end.text().is_empty());
}

fn round<T>(text: &str)
where
    T: serde::Serialize + serde::de::DeserializeOwned + openai_types::Unknowns,
{
    assert_eq!(crate::json::round::<T>(text).unwrap(), Vec::<String>::new(), "{text}");
}

#[test]
fn an_interval_is_read_in_both_forms_and_written_as_a_number() {
    for text in [
        r#"{"dataRefreshIntervalInMinutes":"10"}"#,
        r#"{"dataRefreshIntervalInMinutes":10}"#,
    ] {
        let job: Job = decode_str(text).unwrap();
        assert_eq!(job.data_refresh_interval, Some(Interval::minutes(10)));
        assert_eq!(
            serde_json::to_value(&job).unwrap(),
            json!({"dataRefreshIntervalInMinutes": 10})
        );
    }
    for text in ["\"\"", "\"ten\"", "\"-1\"", "-1", "1.5", "[]"] {
        let error = decode_str::<Job>(&format!(r#"{{"dataRefreshIntervalInMinutes":{text}}}"#)).unwrap_err();
        assert_eq!(error.path(), "dataRefreshIntervalInMinutes", "{text}");
    }
}

#[test]
fn an_operation_is_over_or_not() {
    let over = |status: &str| {
        decode_str::<dalle2::Operation>(&format!(r#"{{"id":"a","status":"{status}"}}"#))
            .unwrap()
            .is_over()
    };
    assert!(["succeeded", "canceled", "failed", "deleted"].into_iter().all(over));
    assert!(!["notRunning", "running", "asleep"].into_iter().any(over));
}
