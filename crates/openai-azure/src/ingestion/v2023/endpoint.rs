//! The three requests: start a job, list the jobs, ask for one.

use bytes::Bytes;
use http::{Method, response};
use openai_core::{Call, Endpoint, Error, Operation, Segment, Target};

use super::super::decode;
use super::{Headers, Job, JobList, Request};

/// Starts a job.
pub const START: Operation = Operation::new("ingestion_2023_start").without_model();
/// Lists the jobs of the last 48 hours.
pub const LIST: Operation = Operation::new("ingestion_2023_list").without_model();
/// Asks how a job stands.
pub const RETRIEVE: Operation = Operation::new("ingestion_2023_retrieve").without_model();

/// Starts a job.
///
/// Its name becomes the index's name, for which Azure AI Search has rules: lower-case letters, digits and single hyphens
/// in between, 2 to 128 characters.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Start {
    /// The job's name.
    pub name: String,
    /// What the job shall do.
    pub request: Request,
    /// The connections.
    pub headers: Headers,
}

/// Lists the jobs of the last 48 hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct List;

/// Asks how a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retrieve {
    /// The job's name.
    pub name: String,
}

impl Start {
    /// A job of this name.
    #[must_use]
    pub fn new(name: impl Into<String>, request: Request, headers: Headers) -> Self {
        Self {
            name: name.into(),
            request,
            headers,
        }
    }
}

impl List {
    /// All jobs.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Retrieve {
    /// The job of this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

impl Endpoint for Start {
    type Response = Job;

    fn call(&self) -> Result<Call, Error> {
        let mut call = Call::json(START, &[], &self.request)?;
        call.method = Method::PUT;
        call.target = target(Some(&self.name))?;
        call.headers = self.headers.to_map()?;
        Ok(call)
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Job, Error> {
        <Job as openai_core::Job>::decode(head, &body)
    }
}

impl Endpoint for List {
    type Response = JobList;

    fn call(&self) -> Result<Call, Error> {
        Ok(Call::new(LIST, Method::GET, target(None)?))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<JobList, Error> {
        decode(head, &body, |list: &JobList| !list.value.is_empty())
    }
}

impl Endpoint for Retrieve {
    type Response = Job;

    fn call(&self) -> Result<Call, Error> {
        Ok(Call::new(RETRIEVE, Method::GET, target(Some(&self.name))?))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Job, Error> {
        <Job as openai_core::Job>::decode(head, &body)
    }
}

fn target(name: Option<&str>) -> Result<Target, Error> {
    let mut path = ["extensions", "on-your-data", "ingestion-jobs"]
        .map(Segment::fixed)
        .to_vec();
    if let Some(name) = name {
        path.push(Segment::new("job name", name)?);
    }
    Ok(Target::Path(path))
}
