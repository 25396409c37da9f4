//! One batch: its stages by the clock, how it is described, and the files that it leaves.

use serde_json::{Map, Value, json};

use super::line::{Line, Unanswered};
use super::usage::Usage;
use crate::state::State;

/// When each stage begins, in seconds after the creation of a batch.
const RUNS: u64 = 1;
const FINALIZES: u64 = 4;
const COMPLETES: u64 = 5;
/// The time that a batch has.
const EXPIRES: u64 = 24 * 3600;
/// How long a cancellation takes.
const CANCELS: u64 = 2;

#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub(super) id: String,
    pub(super) created: u64,
    pub(super) input: String,
    pub(super) endpoint: String,
    pub(super) metadata: Option<Value>,
    /// Why the file of requests is not taken.
    pub(super) faults: Vec<Value>,
    pub(super) lines: Vec<Line>,
    /// The model of its requests, where they name one.
    pub(super) model: Option<String>,
    /// No document has model and usage in the batches of Azure's dated versions.
    pub(super) is_dated: bool,
    /// It stops at half of its lines, until its time is over.
    pub(super) stalls: bool,
    /// How long its files are kept, in seconds.
    pub(super) life: Option<u64>,
    pub(super) files: Files,
    pub(super) cancelled: Option<u64>,
}

/// The identifiers of the files that a batch leaves.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    output: Option<String>,
    errors: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Status {
    Validating,
    Failed,
    InProgress,
    Finalizing,
    Completed,
    Expired,
    Cancelling,
    Cancelled,
}

impl Status {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Validating => "validating",
            Self::Failed => "failed",
            Self::InProgress => "in_progress",
            Self::Finalizing => "finalizing",
            Self::Completed => "completed",
            Self::Expired => "expired",
            Self::Cancelling => "cancelling",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Batch {
    pub(super) fn status(&self, now: u64) -> Status {
        if let Some(cancelled) = self.cancelled {
            return if now < cancelled + CANCELS {
                Status::Cancelling
            } else {
                Status::Cancelled
            };
        }
        match now.saturating_sub(self.created) {
            age if age < RUNS => Status::Validating,
            _ if !self.faults.is_empty() => Status::Failed,
            age if self.stalls && age < EXPIRES => Status::InProgress,
            _ if self.stalls => Status::Expired,
            age if age < FINALIZES => Status::InProgress,
            age if age < COMPLETES => Status::Finalizing,
            _ => Status::Completed,
        }
    }

    pub(super) fn cancel(&mut self, state: &State, now: u64) {
        self.cancelled = Some(now);
        let Files { output, errors } = std::mem::take(&mut self.files);
        for file in [output, errors].into_iter().flatten() {
            state.files.withdraw(&file);
        }
        self.keep_files(state);
    }

    /// Keeps the files that will be there at the end, as far as it can be told now. None come of a file of requests that
    /// is not taken, nor of a batch that was cancelled before its first answer.
    pub(super) fn keep_files(&mut self, state: &State) {
        let (end, why) = match self.cancelled {
            Some(cancelled) => (cancelled + CANCELS, Unanswered::Cancelled),
            None if self.stalls => (self.created + EXPIRES, Unanswered::Expired),
            None => (self.created + COMPLETES, Unanswered::Expired),
        };
        let (answered, left) = self.split(end);
        if !self.faults.is_empty() || self.cancelled.is_some() && answered.is_empty() {
            return;
        }
        let of = |failed: bool| {
            answered
                .iter()
                .filter(move |line| line.failed == failed)
                .map(Line::written)
        };
        let output: String = of(false).collect();
        let mut errors: String = of(true).collect();
        errors.extend(left.iter().map(|line| line.unanswered(why)));
        let keep = |name: &str, lines: String| {
            if lines.is_empty() {
                return None;
            }
            let name = format!("{}_{name}.jsonl", self.id);
            let purposed = (name.as_str(), "batch_output");
            let file = state.files.add_at(state, end, purposed, self.life, lines.into());
            Some(file.id)
        };
        self.files = Files {
            output: keep("output", output),
            errors: keep("error", errors),
        };
    }

    /// The lines that have been answered, and the others.
    fn split(&self, now: u64) -> (&[Line], &[Line]) {
        let until = self.cancelled.unwrap_or(now).min(now);
        let worked = until.saturating_sub(self.created + RUNS).min(FINALIZES - RUNS);
        let reached = if self.stalls {
            self.lines.len() / 2
        } else {
            self.lines.len()
        };
        let answered = usize::try_from(reached as u64 * worked / (FINALIZES - RUNS)).unwrap_or(reached);
        self.lines.split_at(answered.min(self.lines.len()))
    }

    pub(super) fn describe(&self, now: u64) -> Value {
        let status = self.status(now);
        let is_taken = !matches!(status, Status::Validating | Status::Failed);
        let mut batch = Map::new();
        batch.insert("id".into(), json!(self.id));
        batch.insert("object".into(), json!("batch"));
        batch.insert("endpoint".into(), json!(self.endpoint));
        batch.insert("input_file_id".into(), json!(self.input));
        batch.insert("completion_window".into(), json!("24h"));
        batch.insert("status".into(), json!(status.name()));
        batch.insert("created_at".into(), json!(self.created));
        batch.insert("expires_at".into(), json!(self.created + EXPIRES));
        batch.insert("metadata".into(), json!(self.metadata));
        let (answered, left) = if is_taken { self.split(now) } else { (&[][..], &[][..]) };
        let failed = answered.iter().filter(|line| line.failed).count();
        batch.insert(
            "request_counts".into(),
            json!({
                "total": answered.len() + left.len(),
                "completed": answered.len() - failed,
                "failed": failed,
            }),
        );
        if is_taken && !self.is_dated {
            if let Some(model) = &self.model {
                batch.insert("model".into(), json!(model));
            }
            let usage: Usage = answered.iter().map(|line| line.usage).sum();
            batch.insert("usage".into(), usage.describe());
        }
        if status == Status::Failed {
            let faults = json!({ "object": "list", "data": self.faults });
            batch.insert("errors".into(), faults);
        }
        self.tell_times(status, &mut batch);
        if matches!(status, Status::Completed | Status::Expired | Status::Cancelled) {
            let files = [
                ("output_file_id", &self.files.output),
                ("error_file_id", &self.files.errors),
            ];
            for (name, file) in files {
                if let Some(file) = file {
                    batch.insert(name.into(), json!(file));
                }
            }
        }
        Value::Object(batch)
    }

    /// When each stage that has come began.
    fn tell_times(&self, status: Status, batch: &mut Map<String, Value>) {
        let mut at = |name: &str, time: u64, has_come: bool| {
            if has_come {
                batch.insert(name.into(), json!(time));
            }
        };
        let is_taken = !matches!(status, Status::Validating | Status::Failed);
        let began = self.cancelled.is_none_or(|cancelled| cancelled >= self.created + RUNS);
        at("in_progress_at", self.created + RUNS, is_taken && began);
        at(
            "finalizing_at",
            self.created + FINALIZES,
            matches!(status, Status::Finalizing | Status::Completed),
        );
        at("completed_at", self.created + COMPLETES, status == Status::Completed);
        at("failed_at", self.created + RUNS, status == Status::Failed);
        at("expired_at", self.created + EXPIRES, status == Status::Expired);
        if let Some(cancelled) = self.cancelled {
            at("cancelling_at", cancelled, true);
            at("cancelled_at", cancelled + CANCELS, status == Status::Cancelled);
        }
    }
}
