//! Ingestion jobs (Azure): what an index is filled from, and how far it has come.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::StatusCode;
use serde_json::{Map, Value};

use crate::check::Wrong;
use crate::failure::Failure;

mod course;
pub(crate) mod v2023;
pub(crate) mod v2024;

use course::Course;

/// Jobs are kept for two days.
const KEPT: u64 = 48 * 3600;

/// Every job of one emulator in one of the two forms, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    jobs: Mutex<Vec<Job>>,
}

/// A job that is kept.
#[derive(Clone, Debug)]
struct Job {
    /// Its name, which becomes the index's.
    id: String,
    course: Course,
    /// What the service tells of it at any time.
    members: Map<String, Value>,
}

impl Jobs {
    /// Keeps a job, in the place of an older one of its name.
    fn start(&self, job: Job, now: u64) -> Result<(), Failure> {
        let mut jobs = self.lock();
        let is_known = |known: &Job| known.id == job.id && known.course.is_under_way(now);
        if jobs.iter().any(is_known) {
            let message = format!("The ingestion job '{}' is still under way.", job.id);
            return Err(Failure::new(StatusCode::CONFLICT, message));
        }
        jobs.retain(|known| known.id != job.id);
        jobs.push(job);
        Ok(())
    }

    fn find(&self, id: &str, now: u64) -> Result<Job, Failure> {
        let found = self.lock().iter().find(|job| job.id == id && job.is_kept(now)).cloned();
        found.ok_or_else(|| {
            let message = format!("The ingestion job '{id}' was not found.");
            Failure::new(StatusCode::NOT_FOUND, message)
        })
    }

    /// Every job, the newest first.
    fn all(&self, now: u64) -> Vec<Job> {
        let jobs = self.lock();
        jobs.iter().rev().filter(|job| job.is_kept(now)).cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    fn is_kept(&self, now: u64) -> bool {
        now < self.course.created + KEPT
    }
}

/// The job's name becomes the index's: 2 to 128 lower-case letters, digits and single dashes, none at either end.
fn check_name(name: &str) -> Result<(), Wrong> {
    let fits = (2..=128).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--");
    if fits {
        return Ok(());
    }
    let message = "The job's name becomes the name of the index: 2 to 128 lower-case letters, digits and single dashes, with no dash at either end.";
    Err(Wrong::new("jobId", message))
}

/// Why a job that reads this container will fail.
fn failure(container: &str) -> Option<String> {
    let message = || format!("The storage container '{container}' does not exist.");
    container.contains("missing").then(message)
}
