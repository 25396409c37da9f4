//! One run of a job.

use openai_types::{Address, wire};

wire! {
    /// One run of a job.
    pub struct Run {
        /// The job's name.
        #[name = "jobId"]
        pub job_id: Option<String>,
        /// The run's id.
        #[name = "runId"]
        pub run_id: Option<String>,
        /// How far it is.
        pub status: Option<RunStatus>,
        /// Why it failed.
        pub error: Option<RunFailure>,
        /// What went not quite right, in words.
        pub warnings: Option<Vec<String>>,
        /// How far each stage is.
        pub progress: Option<RunProgress>,
    }

    /// How far a run or a stage is. The specification begins its values with a small letter, its examples with a capital.
    pub enum RunStatus {
        /// It waits.
        "notRunning" => NotRunning,
        /// It is at work.
        "running" => Running,
        /// It is done.
        "succeeded" => Succeeded,
        /// It failed.
        "failed" => Failed,
        /// It waits, as the examples spell it.
        "NotRunning" => NotRunningCapital,
        /// It is at work, as the examples spell it.
        "Running" => RunningCapital,
        /// It is done, as the examples spell it.
        "Succeeded" => SucceededCapital,
        /// It failed, as the examples spell it.
        "Failed" => FailedCapital,
    }

    /// Why a run failed.
    pub struct RunFailure {
        /// What happened, in words.
        pub message: Option<String>,
        /// What lies behind it, in words.
        #[name = "innerErrors"]
        pub inner_errors: Option<Vec<String>>,
    }

    /// How far each stage of a run is.
    pub struct RunProgress {
        /// The stages, in order.
        #[name = "stageProgress"]
        pub stage_progress: Option<Vec<RunStage>>,
    }

    /// How far a stage is.
    pub struct RunStage {
        /// The stage's name, such as `Preprocessing` or `Indexing`.
        pub name: Option<String>,
        /// How many items there are.
        #[name = "totalItems"]
        pub total_items: Option<u64>,
        /// How many of them are done.
        #[name = "processedItems"]
        pub processed_items: Option<u64>,
        /// How far it is.
        pub state: Option<RunStatus>,
        /// The stages within this one.
        #[name = "subStageProgress"]
        pub sub_stage_progress: Option<Vec<RunStage>>,
    }

    /// Runs of a job.
    pub struct RunList {
        /// The runs. Empty where the service sends null or leaves them out.
        #[or_default]
        pub value: Vec<Run>,
        /// Where the next page is. Absent on the last one.
        #[name = "nextLink"]
        pub next_link: Option<Address>,
    }
}

impl RunStatus {
    /// Whether nothing more will happen.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(
            self,
            Self::Succeeded | Self::SucceededCapital | Self::Failed | Self::FailedCapital
        )
    }
}
