//! JSON Schemas of the types that only Azure has (feature `schemars`).

use openai_types::schema::{Operation, document};
use serde_json::Value;

use crate::ingestion::{v2023, v2024};
use crate::{dalle2, enhancements, on_your_data};

/// The schemas of the types that stand at the root of a request or an answer, by file name, in a stable order.
///
/// As those of [`openai_types::schema::roots`].
#[must_use]
pub fn roots() -> Vec<(&'static str, Value)> {
    vec![
        ("dalle2.Operation", document::<dalle2::Operation>()),
        ("dalle2.Request", document::<dalle2::Request>()),
        ("enhancements.Request", document::<enhancements::Request>()),
        ("ingestion.v2023.Job", document::<v2023::Job>()),
        ("ingestion.v2023.JobList", document::<v2023::JobList>()),
        ("ingestion.v2023.Request", document::<v2023::Request>()),
        ("ingestion.v2024.Job", document::<v2024::Job>()),
        ("ingestion.v2024.JobList", document::<v2024::JobList>()),
        ("ingestion.v2024.Run", document::<v2024::Run>()),
        ("ingestion.v2024.RunList", document::<v2024::RunList>()),
        ("on_your_data.Chunk", document::<on_your_data::Chunk>()),
        ("on_your_data.Completion", document::<on_your_data::Completion>()),
        ("on_your_data.v2023.Request", document::<on_your_data::v2023::Request>()),
        ("on_your_data.v2024.Request", document::<on_your_data::v2024::Request>()),
    ]
}

/// Every operation that only Azure has, or to which it adds bodies, in order of path: method, path, requests, responses,
/// events. Paths are those below `/openai` or below a deployment.
#[rustfmt::skip]
pub const OPERATIONS: &[Operation] = &[
    Operation::new("POST", "/chat/completions", &["enhancements.Request", "on_your_data.v2024.Request"], &["on_your_data.Completion"], &["on_your_data.Chunk"]),
    Operation::new("POST", "/extensions/chat/completions", &["on_your_data.v2023.Request"], &["on_your_data.Completion"], &["on_your_data.Chunk"]),
    Operation::new("GET", "/extensions/on-your-data/ingestion-jobs", &[], &["ingestion.v2023.JobList"], &[]),
    Operation::new("GET", "/extensions/on-your-data/ingestion-jobs/{job}", &[], &["ingestion.v2023.Job"], &[]),
    Operation::new("PUT", "/extensions/on-your-data/ingestion-jobs/{job}", &["ingestion.v2023.Request"], &["ingestion.v2023.Job"], &[]),
    Operation::new("POST", "/images/generations:submit", &["dalle2.Request"], &["dalle2.Operation"], &[]),
    Operation::new("GET", "/ingestion/jobs", &[], &["ingestion.v2024.JobList"], &[]),
    Operation::new("GET", "/ingestion/jobs/{job}", &[], &["ingestion.v2024.Job"], &[]),
    Operation::new("PUT", "/ingestion/jobs/{job}", &["ingestion.v2024.Job"], &["ingestion.v2024.Job"], &[]),
    Operation::new("GET", "/ingestion/jobs/{job}/runs", &[], &["ingestion.v2024.RunList"], &[]),
    Operation::new("GET", "/ingestion/jobs/{job}/runs/{run}", &[], &["ingestion.v2024.Run"], &[]),
    Operation::new("GET", "/operations/images/{operation}", &[], &["dalle2.Operation"], &[]),
];
