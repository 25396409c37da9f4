//! A job, as it is asked for and as it stands.

use openai_types::wire;

use super::Interval;
use crate::failure::Failure;

wire! {
    /// What a job shall do.
    pub struct Request {
        /// How often it repeats; 0: it runs once.
        #[name = "dataRefreshIntervalInMinutes"]
        pub data_refresh_interval: Interval,
        /// What becomes of what it makes on the way. Default: `cleanUpAssets`.
        #[name = "completionAction"]
        pub completion_action: Option<CompletionAction>,
        /// Most tokens in a piece of a document. Default: 1,024.
        #[name = "chunkSize"]
        pub chunk_size: Option<u64>,
    }

    /// What becomes of what a job makes on the way.
    pub enum CompletionAction {
        /// It is deleted.
        "cleanUpAssets" => CleanUp,
        /// It stays, to be looked into.
        "keepAllAssets" => KeepAll,
    }

    /// A job as it stands.
    pub struct Job {
        /// The job's name, and that of the index.
        pub id: Option<String>,
        /// How often it repeats; 0: it runs once.
        #[name = "dataRefreshIntervalInMinutes"]
        pub data_refresh_interval: Option<Interval>,
        /// What becomes of what it makes on the way.
        #[name = "completionAction"]
        pub completion_action: Option<CompletionAction>,
        /// Most tokens in a piece of a document.
        #[name = "chunkSize"]
        pub chunk_size: Option<u64>,
        /// How far it is.
        pub status: Option<Status>,
        /// Why it failed.
        pub error: Option<Failure>,
        /// What went not quite right, in words.
        pub warnings: Option<Vec<String>>,
        /// How far each stage is. Absent once the job is over.
        pub progress: Option<Progress>,
    }

    /// How far a job is.
    pub enum Status {
        /// It waits.
        "notRunning" => NotRunning,
        /// It is at work.
        "running" => Running,
        /// The index is there.
        "succeeded" => Succeeded,
        /// It failed.
        "failed" => Failed,
    }

    /// How far each stage of a job is.
    pub struct Progress {
        /// The stages, in order: `Preprocessing`, then `Indexing`.
        #[name = "stageProgress"]
        pub stage_progress: Option<Vec<Stage>>,
    }

    /// How far a stage is.
    pub struct Stage {
        /// The stage's name.
        pub name: Option<String>,
        /// How many items there are.
        #[name = "totalItems"]
        pub total_items: Option<u64>,
        /// How many of them are done.
        #[name = "processedItems"]
        pub processed_items: Option<u64>,
    }

    /// Jobs.
    pub struct JobList {
        /// The jobs. Empty where the service sends null or leaves them out.
        #[or_default]
        pub value: Vec<Job>,
    }
}

impl Job {
    /// Whether this run of it is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.status, Some(Status::Succeeded | Status::Failed))
    }
}
