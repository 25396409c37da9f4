//! The vendor's own examples decode, come back equal, hold nothing that is neither named nor explained, and fit the
//! generated JSON Schemas.

use std::path::Path;

use openai_azure::dalle2;
use openai_azure::ingestion::v2023::{Interval, Job};
use openai_azure::on_your_data::{Chunk, Completion, v2023};
use openai_types::decode_str;
use serde_json::json;

use crate::json::round;
use crate::judge::{Explained, Judge};
use crate::{files, specification};

/// The root types of an example's request and answer, by what the file's name begins with; the first that fits counts.
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
    // Those of 2023 in the new shape.
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

/// What the names of other examples hold, and why they are not looked at here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("audio_", OPENAI),
    ("completions", OPENAI),
    ("embeddings", OPENAI),
    ("image_generation", OPENAI),
    ("_model", OPENAI),
    ("_file", OPENAI),
    ("delete_images_operation", "it has neither a request nor an answer"),
    ("assistant", "assistants: no operation of ours"),
    ("thread", "assistants: no operation of ours"),
    ("run", "assistants: no operation of ours"),
    ("message", "assistants: no operation of ours"),
    ("finetun", "fine tuning: no operation of ours"),
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

/// What the names of other bodies begin with, and why they are not looked at here.
const NOT_OF_AZURE: &[(&str, &str)] = &[
    ("azure_chat", OPENAI),
    ("azure_completions", OPENAI),
    ("azure_dalle3", OPENAI),
    ("azure_embeddings", OPENAI),
    ("azure_speech", OPENAI),
    ("azure_translation", OPENAI),
    ("databricks_", OPENAI),
    ("vertex_", OPENAI),
];

const OPENAI: &str = "types of openai-types, which looks at it";

/// Members that the examples hold and that a type does not name, and why.
const EXPLAINED: &[Explained] = &[
    (
        "on_your_data.Completion",
        &["choices[].message.context.citations[].file_path"],
        "`filepath` in one example alone: all others and the schema have it right",
    ),
    (
        "on_your_data.Completion",
        &["choices[].message.context.intents"],
        "`intent` in one example alone: all others and the schema have it right",
    ),
    (
        "on_your_data.v2024.Request",
        &["messages[].context"],
        "an earlier turn's context: `extra` of a chat message, where `Message::into_turn` puts it",
    ),
];

/// Fragments of the REST reference, which stand in no whole body.
type Fragment = (&'static str, fn(&str) -> Result<Vec<String>, String>);

const FRAGMENTS: &[Fragment] = &[
    (
        "azure_oyd_embedding_dependency_fragment",
        round::<v2023::EmbeddingDependency>,
    ),
    (
        "azure_oyd_fields_mapping_elastic_fragment",
        round::<v2023::FieldsMapping>,
    ),
    (
        "azure_oyd_fields_mapping_search_fragment",
        round::<v2023::FieldsMapping>,
    ),
    ("azure_oyd_stream_terminator_fragment", ends_a_stream),
    (
        "azure_oyd_user_assigned_identity_fragment",
        round::<v2023::Authentication>,
    ),
];

#[test]
fn the_vendors_examples() {
    let Some(folder) = specification::folder("openai-azure: the_vendors_examples") else {
        return;
    };
    let mut judge = Judge::new(EXPLAINED);
    look_at_specifications(&mut judge, &folder.join("specs/azure"));
    look_at_reference(&mut judge, &folder.join("fixtures/seeds"));
    let counts = judge.verdict(&[
        (
            "SPECIFICATIONS",
            SPECIFICATIONS.iter().map(|(start, ..)| *start).collect(),
        ),
        ("ELSEWHERE", ELSEWHERE.iter().map(|(part, _)| *part).collect()),
        ("REFERENCE", REFERENCE.iter().map(|(start, _)| *start).collect()),
        ("NOT_OF_AZURE", NOT_OF_AZURE.iter().map(|(start, _)| *start).collect()),
        ("FRAGMENTS", FRAGMENTS.iter().map(|(name, _)| *name).collect()),
    ]);
    let all: usize = counts.values().sum();
    println!("{all} bodies");
    assert!(all >= 90, "{all} bodies");
}

fn look_at_specifications(judge: &mut Judge, folder: &Path) {
    let paths = files::json(folder);
    let is_example = |path: &&std::path::PathBuf| path.parent().is_some_and(|folder| folder.ends_with("examples"));
    for path in paths.iter().filter(is_example) {
        let name = files::stem(path);
        let kinds = SPECIFICATIONS.iter().find(|(start, ..)| name.starts_with(start));
        let elsewhere = ELSEWHERE.iter().find(|(part, _)| name.contains(part));
        match (kinds, elsewhere) {
            (Some(kinds), _) => {
                judge.uses("SPECIFICATIONS", kinds.0);
                look_at(judge, path, kinds);
            }
            (None, Some((part, _))) => judge.uses("ELSEWHERE", *part),
            (None, None) => judge.problem(format!("{}: no table has a line for it", path.display())),
        }
    }
}

fn look_at(judge: &mut Judge, path: &Path, (_, request, answer): &(&str, &str, &str)) {
    let example = specification::read(path);
    let place = path.display().to_string();
    let bodies = [&example["parameters"]["body"], &example["parameters"]["ingestionJob"]];
    for body in bodies.into_iter().filter(|body| body.is_object()) {
        judge.look(&place, &[request], body);
        judge.count(*request);
    }
    for (status, response) in example["responses"].as_object().unwrap() {
        judge.look(&format!("{place} {status}"), &[answer], &response["body"]);
        judge.count(*answer);
    }
}

fn look_at_reference(judge: &mut Judge, folder: &Path) {
    for path in files::json(folder) {
        let name = files::stem(&path);
        let body = specification::read(&path);
        if let Some((name, look)) = FRAGMENTS.iter().find(|(fragment, _)| *fragment == name) {
            judge.uses("FRAGMENTS", *name);
            assert_eq!(look(&body.to_string()), Ok(vec![]), "{name}");
        } else if let Some((start, kind)) = REFERENCE.iter().find(|(start, _)| name.starts_with(start)) {
            judge.uses("REFERENCE", *start);
            judge.look(name, &[kind], &body);
            judge.count(*kind);
        } else if let Some((start, _)) = NOT_OF_AZURE.iter().find(|(start, _)| name.starts_with(start)) {
            judge.uses("NOT_OF_AZURE", *start);
        } else {
            judge.problem(format!("{name}: no table has a line for it"));
        }
    }
}

/// The mark at the end of a stream is a message of a choice.
fn ends_a_stream(message: &str) -> Result<Vec<String>, String> {
    let text = format!(r#"{{"choices":[{{"index":0,"messages":[{message}]}}]}}"#);
    let end: Chunk = decode_str(&text).unwrap();
    assert!(end.is_end() && end.text().is_empty());
    round::<Chunk>(&text)
}

#[test]
fn the_answer_of_the_reference() {
    let Some(folder) = specification::folder("openai-azure: the_answer_of_the_reference") else {
        return;
    };
    let name = "fixtures/seeds/azure_oyd_2023-06-01-preview_messages_plural.response.json";
    let answer: Completion = decode_str(&specification::read(&folder.join(name)).to_string()).unwrap();
    assert_eq!(
        answer.citations()[0].title.as_deref(),
        Some("What is Azure AI services")
    );
    assert_eq!(answer.context().unwrap().intents(), ["Learn about Azure AI services."]);
    assert!(answer.text().contains("[doc1]"));
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
