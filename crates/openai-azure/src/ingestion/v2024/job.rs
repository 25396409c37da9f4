//! A job, as it is asked for and as it is kept.

use openai_types::{Address, wire};

use super::{Compute, Connection, SystemDataSource, Target, UserDataSource};

wire! {
    /// A job. A list of jobs holds little more than their names.
    pub union Job by "kind" {
        /// It runs on the service's own machines.
        "SystemCompute" => SystemCompute(SystemCompute),
        /// It runs in a workspace of the caller's.
        "UserCompute" => UserCompute(UserCompute),
    }

    /// A job on the service's own machines.
    pub struct SystemCompute {
        /// The job's name. In answers.
        #[name = "jobId"]
        pub job_id: Option<String>,
        /// How the job gets at the search resource where the index is built.
        #[name = "searchServiceConnection"]
        pub search_service_connection: Option<Connection>,
        /// Where the documents are.
        pub datasource: Option<SystemDataSource>,
        /// What becomes of what it makes on the way. Default: `cleanUpTempAssets`.
        #[name = "completionAction"]
        pub completion_action: Option<CompletionAction>,
        /// How often it repeats, in hours. Absent: it runs once.
        #[name = "dataRefreshIntervalInHours"]
        pub data_refresh_interval_in_hours: Option<u64>,
    }

    /// A job in a workspace of Azure Machine Learning.
    pub struct UserCompute {
        /// The workspace's resource id.
        #[name = "workspaceId"]
        pub workspace_id: String,
        /// The job's name. In answers.
        #[name = "jobId"]
        pub job_id: Option<String>,
        /// What it runs on.
        pub compute: Option<Compute>,
        /// The index that it fills.
        pub target: Option<Target>,
        /// Where the documents are.
        pub datasource: Option<UserDataSource>,
        /// How often it repeats, in hours. Absent: it runs once.
        #[name = "dataRefreshIntervalInHours"]
        pub data_refresh_interval_in_hours: Option<u64>,
    }

    /// What becomes of what a job makes on the way.
    pub enum CompletionAction {
        /// It is deleted.
        "cleanUpTempAssets" => CleanUp,
        /// It stays, to be looked into.
        "keepAllAssets" => KeepAll,
    }

    /// Jobs.
    pub struct JobList {
        /// The jobs. Empty where the service sends null or leaves them out.
        #[or_default]
        pub value: Vec<Job>,
        /// Where the next page is. Absent on the last one.
        #[name = "nextLink"]
        pub next_link: Option<Address>,
    }
}
