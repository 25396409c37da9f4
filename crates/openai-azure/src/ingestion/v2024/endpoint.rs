//! The requests: start a job, list the jobs, ask for one, and for its runs.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, response};
use openai_core::{Call, Endpoint, Error, ErrorKind, Operation, Segment, Target};
use openai_types::{Address, Secret};

use super::super::decode;
use super::{Job, JobList, Run, RunList, RunStatus};

/// Starts a job.
pub const START: Operation = Operation::new("ingestion_start").without_model();
/// Lists the jobs.
pub const LIST: Operation = Operation::new("ingestion_list").without_model();
/// Asks for a job.
pub const RETRIEVE: Operation = Operation::new("ingestion_retrieve").without_model();
/// Lists the runs of a job.
pub const LIST_RUNS: Operation = Operation::new("ingestion_list_runs").without_model();
/// Asks how a run stands.
pub const RETRIEVE_RUN: Operation = Operation::new("ingestion_retrieve_run").without_model();

/// Starts a job. The answer's header `operation-location` has the address of its first run: [`RetrieveRun::at`] asks there,
/// and [`FirstRun`] waits for it.
///
/// Its name becomes the index's name, for which Azure AI Search has rules: lower-case letters, digits and single hyphens
/// in between, 2 to 128 characters.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Start {
    /// The job's name.
    pub name: String,
    /// The job.
    pub job: Job,
    /// The caller's tokens, where it runs in a workspace of the caller's.
    pub tokens: UserTokens,
}

/// Lists the jobs.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct List {
    /// The page to ask for: [`JobList::next_link`] of the one before. Absent: the first. It is followed as it is
    /// written, on the origin of the resource alone.
    pub link: Option<Address>,
    /// The caller's tokens, where a job runs in a workspace of the caller's.
    pub tokens: UserTokens,
}

/// Asks for a job.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Retrieve {
    /// The job's name.
    pub name: String,
    /// The caller's tokens, where it runs in a workspace of the caller's.
    pub tokens: UserTokens,
}

/// Lists the runs of a job.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ListRuns {
    /// The job's name.
    pub name: String,
    /// The page to ask for, as [`List::link`]: [`RunList::next_link`] of the one before.
    pub link: Option<Address>,
    /// The caller's tokens, where it runs in a workspace of the caller's.
    pub tokens: UserTokens,
}

/// Starts a job and is answered with its first run, to wait for it: for the client's `begin`.
///
/// The answer tells the job and the address of its first run, but not how that stands: the run begins as one that waits.
/// Where the job is in a workspace of the caller's, give the client that waits the header `mgmt-user-token`, as no
/// [`Ticket`](openai_core::Ticket) holds a token.
#[derive(Clone, Debug)]
pub struct FirstRun(Start);

/// Asks how a run stands.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RetrieveRun {
    /// The job's name.
    pub name: String,
    /// The run's id.
    pub run: String,
    /// The run's address, in place of name and id: the header `operation-location` of the answer to [`Start`]. It is
    /// followed as it is written, on the origin of the resource alone.
    pub address: Option<Address>,
    /// The caller's tokens, where it runs in a workspace of the caller's.
    pub tokens: UserTokens,
}

/// The caller's tokens for jobs in a workspace of the caller's. `Debug` shows none.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct UserTokens {
    /// `mgmt-user-token`: for Azure's management, to reach the workspace.
    pub management: Option<Secret>,
    /// `aml-user-token`: for Azure Machine Learning, to run in the workspace. Only starting a job needs it.
    pub machine_learning: Option<Secret>,
}

impl UserTokens {
    /// No tokens.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the token for Azure's management.
    #[must_use]
    pub fn management(mut self, token: impl Into<Secret>) -> Self {
        self.management = Some(token.into());
        self
    }

    /// Sets the token for Azure Machine Learning.
    #[must_use]
    pub fn machine_learning(mut self, token: impl Into<Secret>) -> Self {
        self.machine_learning = Some(token.into());
        self
    }

    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut map = HeaderMap::new();
        for (name, token) in [
            ("mgmt-user-token", &self.management),
            ("aml-user-token", &self.machine_learning),
        ] {
            let Some(token) = token else { continue };
            let mut value = HeaderValue::from_str(token.expose())
                .ok()
                .filter(|value| !value.is_empty())
                .ok_or_else(|| {
                    let message = format!("the token in the header `{name}` is empty, or cannot stand in a header");
                    Error::new(ErrorKind::Invalid, message)
                })?;
            value.set_sensitive(true);
            map.insert(HeaderName::from_static(name), value);
        }
        Ok(map)
    }
}

impl Start {
    /// A job of this name.
    #[must_use]
    pub fn new(name: impl Into<String>, job: Job) -> Self {
        Self {
            name: name.into(),
            job,
            tokens: UserTokens::default(),
        }
    }

    /// Sets the caller's tokens.
    #[must_use]
    pub fn tokens(mut self, tokens: UserTokens) -> Self {
        self.tokens = tokens;
        self
    }
}

impl List {
    /// All jobs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the page to ask for.
    #[must_use]
    pub fn link(mut self, link: impl Into<Address>) -> Self {
        self.link = Some(link.into());
        self
    }

    /// Sets the caller's tokens.
    #[must_use]
    pub fn tokens(mut self, tokens: UserTokens) -> Self {
        self.tokens = tokens;
        self
    }
}

impl Retrieve {
    /// The job of this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            tokens: UserTokens::default(),
        }
    }

    /// Sets the caller's tokens.
    #[must_use]
    pub fn tokens(mut self, tokens: UserTokens) -> Self {
        self.tokens = tokens;
        self
    }
}

impl ListRuns {
    /// The runs of the job of this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            link: None,
            tokens: UserTokens::default(),
        }
    }

    /// Sets the page to ask for.
    #[must_use]
    pub fn link(mut self, link: impl Into<Address>) -> Self {
        self.link = Some(link.into());
        self
    }

    /// Sets the caller's tokens.
    #[must_use]
    pub fn tokens(mut self, tokens: UserTokens) -> Self {
        self.tokens = tokens;
        self
    }
}

impl RetrieveRun {
    /// The run with this id, of the job of this name.
    #[must_use]
    pub fn new(name: impl Into<String>, run: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            run: run.into(),
            address: None,
            tokens: UserTokens::default(),
        }
    }

    /// The run at this address: the header `operation-location` of the answer to [`Start`].
    #[must_use]
    pub fn at(address: impl Into<Address>) -> Self {
        Self {
            name: String::new(),
            run: String::new(),
            address: Some(address.into()),
            tokens: UserTokens::default(),
        }
    }

    /// Sets the caller's tokens.
    #[must_use]
    pub fn tokens(mut self, tokens: UserTokens) -> Self {
        self.tokens = tokens;
        self
    }
}

impl FirstRun {
    /// The first run of the job that this starts.
    #[must_use]
    pub fn new(start: Start) -> Self {
        Self(start)
    }
}

impl Endpoint for Start {
    type Response = Job;

    fn call(&self) -> Result<Call, Error> {
        let mut call = Call::json(START, &[], &self.job)?;
        call.method = Method::PUT;
        call.target = target(&[job(&self.name)?]);
        call.headers = self.tokens.headers()?;
        Ok(call)
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Job, Error> {
        decode(head, &body, is_known)
    }
}

impl Endpoint for FirstRun {
    type Response = Run;

    fn call(&self) -> Result<Call, Error> {
        self.0.call()
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Run, Error> {
        self.0.decode(head, body)?;
        Ok(Run::new().job_id(&self.0.name).status(RunStatus::NotRunning))
    }
}

impl Endpoint for List {
    type Response = JobList;

    fn call(&self) -> Result<Call, Error> {
        page(ask(LIST, &[], &self.tokens)?, self.link.as_ref())
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<JobList, Error> {
        decode(head, &body, |list: &JobList| !list.value.is_empty())
    }
}

impl Endpoint for Retrieve {
    type Response = Job;

    fn call(&self) -> Result<Call, Error> {
        ask(RETRIEVE, &[job(&self.name)?], &self.tokens)
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Job, Error> {
        decode(head, &body, is_known)
    }
}

impl Endpoint for ListRuns {
    type Response = RunList;

    fn call(&self) -> Result<Call, Error> {
        let path = [job(&self.name)?, Segment::fixed("runs")];
        page(ask(LIST_RUNS, &path, &self.tokens)?, self.link.as_ref())
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<RunList, Error> {
        decode(head, &body, |list: &RunList| !list.value.is_empty())
    }
}

impl Endpoint for RetrieveRun {
    type Response = Run;

    fn call(&self) -> Result<Call, Error> {
        if let Some(address) = &self.address {
            let target = Target::given("`operation-location`", address.as_str())?;
            return with_tokens(Call::new(RETRIEVE_RUN, Method::GET, target), &self.tokens);
        }
        ask(
            RETRIEVE_RUN,
            &[
                job(&self.name)?,
                Segment::fixed("runs"),
                Segment::new("run id", &self.run)?,
            ],
            &self.tokens,
        )
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Run, Error> {
        <Run as openai_core::Job>::decode(head, &body)
    }
}

fn is_known(job: &Job) -> bool {
    !matches!(job, Job::Other(_))
}

fn ask(operation: Operation, path: &[Segment], tokens: &UserTokens) -> Result<Call, Error> {
    with_tokens(Call::new(operation, Method::GET, target(path)), tokens)
}

fn with_tokens(mut call: Call, tokens: &UserTokens) -> Result<Call, Error> {
    call.headers = tokens.headers()?;
    Ok(call)
}

/// The call for the page that a link leads to; without one, for the first.
fn page(mut call: Call, link: Option<&Address>) -> Result<Call, Error> {
    if let Some(link) = link {
        call.target = Target::given("`nextLink`", link.as_str())?;
    }
    Ok(call)
}

fn job(name: &str) -> Result<Segment, Error> {
    Ok(Segment::new("job name", name)?)
}

fn target(path: &[Segment]) -> Target {
    let jobs = [Segment::fixed("ingestion"), Segment::fixed("jobs")];
    Target::Path(jobs.into_iter().chain(path.iter().cloned()).collect())
}
