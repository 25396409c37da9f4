//! The second shape: connections in the body, and a run for every repetition. From 2024-05-01-preview.
//!
//! `PUT /openai/ingestion/jobs/JOB` starts a [`Job`] and tells its first run's address in `operation-location`; the
//! headers `mgmt-user-token` and `aml-user-token` carry the caller's tokens where the job runs in a workspace of the
//! caller's. `GET /openai/ingestion/jobs` lists jobs, and `…/JOB/runs` their [`Run`]s; a page of either names the address
//! of the next, and the client's `pages` follows it. A job is never over, a run is: the client's `begin` takes
//! [`FirstRun`] and waits for that one.
//!
//! The specification and its own examples spell many names in two ways: `EndpointWithManagedIdentity` and `endpointMI`,
//! `connection` and `storageAccountConnection`. Both are read and written back as they came; what is built here has the
//! specification's.

mod connection;
mod data_source;
mod endpoint;
mod job;
mod page;
mod poll;
mod run;
mod workspace;

pub use connection::{
    Connection, ConnectionStringConnection, KeyConnection, ManagedIdentityConnection, RelativeConnection,
    WorkspaceConnection,
};
pub use data_source::{Chunking, Crawling, Embedding, Storage, SystemDataSource, SystemUrls};
pub use endpoint::{
    FirstRun, LIST, LIST_RUNS, List, ListRuns, RETRIEVE, RETRIEVE_RUN, Retrieve, RetrieveRun, START, Start, UserTokens,
};
pub use job::{CompletionAction, Job, JobList, SystemCompute, UserCompute};
pub use run::{Run, RunFailure, RunList, RunProgress, RunStage, RunStatus};
pub use workspace::{
    AiSearchTarget, Compute, CosmosDbTarget, CustomCompute, Dataset, PineconeTarget, ServerlessCompute, Target,
    UserDataSource, UserUrls, WorkspaceEmbedding,
};
