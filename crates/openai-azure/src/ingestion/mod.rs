//! Ingestion jobs: the service reads documents, cuts them up and builds the index that On Your Data searches.
//!
//! Two shapes, one after the other: [`v2023`] at `/openai/extensions/on-your-data/ingestion-jobs`, with connections in
//! headers, and [`v2024`] at `/openai/ingestion/jobs`, with connections in the body and a run for every repetition.

pub mod v2023;
pub mod v2024;
