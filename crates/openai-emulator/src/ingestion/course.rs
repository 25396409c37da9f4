//! What becomes of a job while the clock goes on: it runs once, or again after every interval.

/// When a run begins to work, when its documents are all read, and when it ends, in seconds after its start.
const STARTS: u64 = 1;
const READ: u64 = 3;
const ENDS: u64 = 6;

const DOCUMENTS: u64 = 100;
const CHUNKS: u64 = 350;

/// The runs of a job.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pub(super) created: u64,
    /// Seconds from the start of a run to that of the next; absent: there is one run.
    pub(super) interval: Option<u64>,
    /// Why every run will fail.
    pub(super) failure: Option<String>,
}

/// One stage of a run.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) name: &'static str,
    pub(super) total: u64,
    pub(super) done: u64,
    pub(super) status: &'static str,
}

impl Course {
    /// The number of the newest run, from 0.
    pub(super) fn newest(&self, now: u64) -> u64 {
        let age = now.saturating_sub(self.created);
        self.interval.map_or(0, |interval| age / interval.max(ENDS))
    }

    /// How a run stands.
    pub(super) fn status(&self, run: u64, now: u64) -> &'static str {
        match self.age(run, now) {
            age if age < STARTS => "notRunning",
            age if age < ENDS => "running",
            _ if self.failure.is_some() => "failed",
            _ => "succeeded",
        }
    }

    /// Whether the newest run has not ended.
    pub(super) fn is_under_way(&self, now: u64) -> bool {
        self.age(self.newest(now), now) < ENDS
    }

    /// How far a run is: first the documents are read, then their chunks are indexed.
    pub(super) fn stages(&self, run: u64, now: u64) -> [Stage; 2] {
        let age = self.age(run, now);
        let stage = |name, items, from, to| {
            let done = (age + 1).saturating_sub(from).min(to - from);
            Stage {
                name,
                total: if age < from { 0 } else { items },
                done: items * done / (to - from),
                status: match age {
                    age if age < from => "notRunning",
                    age if age < to => "running",
                    _ => "succeeded",
                },
            }
        };
        [
            stage("Preprocessing", DOCUMENTS, STARTS, READ),
            stage("Indexing", CHUNKS, READ, ENDS),
        ]
    }

    fn age(&self, run: u64, now: u64) -> u64 {
        let begun = self
            .interval
            .map_or(0, |interval| run.saturating_mul(interval.max(ENDS)));
        now.saturating_sub(self.created).saturating_sub(begun)
    }
}

#[cfg(test)]
mod tests {
    use super::Course;

    #[test]
    fn a_job_runs_again_after_its_interval() {
        let course = Course {
            created: 100,
            interval: Some(60),
            failure: None,
        };
        for (now, newest, status) in [
            (100, 0, "notRunning"),
            (101, 0, "running"),
            (106, 0, "succeeded"),
            (159, 0, "succeeded"),
            (160, 1, "notRunning"),
            (165, 1, "running"),
            (166, 1, "succeeded"),
            (220, 2, "notRunning"),
        ] {
            assert_eq!(
                (course.newest(now), course.status(newest, now)),
                (newest, status),
                "{now}"
            );
        }
        assert_eq!(course.status(0, 160), "succeeded");
    }
}
