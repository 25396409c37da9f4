//! Azure's dated api-versions, and what each of them has.

use crate::operation::Operation;

/// A dated `api-version` that the service has had, such as `2024-10-21` or `2024-09-01-preview`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Version {
    pub(super) date: &'static str,
    pub(super) preview: bool,
}

/// Every dated version.
pub(super) const VERSIONS: &[Version] = &[
    stable("2022-12-01"),
    preview("2023-03-15"),
    stable("2023-05-15"),
    preview("2023-06-01"),
    preview("2023-07-01"),
    preview("2023-08-01"),
    preview("2023-09-01"),
    preview("2023-10-01"),
    preview("2023-12-01"),
    stable("2024-02-01"),
    preview("2024-02-15"),
    preview("2024-03-01"),
    preview("2024-04-01"),
    preview("2024-05-01"),
    stable("2024-06-01"),
    preview("2024-07-01"),
    preview("2024-08-01"),
    preview("2024-09-01"),
    preview("2024-10-01"),
    stable("2024-10-21"),
    preview("2024-12-01"),
    preview("2025-01-01"),
    preview("2025-02-01"),
    preview("2025-03-01"),
    preview("2025-04-01"),
];

const fn preview(date: &'static str) -> Version {
    Version { date, preview: true }
}

const fn stable(date: &'static str) -> Version {
    Version { date, preview: false }
}

/// The first preview and the first stable version that have something; `NEVER` where none has it.
#[derive(Clone, Copy)]
pub(super) struct Since(pub(super) &'static str, pub(super) &'static str);

pub(super) const NEVER: &str = "9999";

impl Version {
    /// Reads a query value. `Err` says what is wrong with its form, `Ok(None)` is a version that never was.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, String> {
        let date = text.strip_suffix("-preview").unwrap_or(text);
        if !is_date(date) {
            return Err(format!(
                "The api-version '{text}' is not of the form YYYY-MM-DD or YYYY-MM-DD-preview."
            ));
        }
        let preview = date.len() != text.len();
        Ok(VERSIONS
            .iter()
            .find(|version| version.date == date && version.preview == preview)
            .copied())
    }

    pub(super) fn has(self, Since(preview, stable): Since) -> bool {
        self.date >= if self.preview { preview } else { stable }
    }

    /// Whether completions take a seed; the same versions are the first to insist on a prompt.
    pub(crate) fn has_completion_seed(self) -> bool {
        self.has(Since("2024-08-01", "2024-10-21"))
    }

    /// Whether embeddings come in a chosen length and format.
    pub(crate) fn has_embedding_formats(self) -> bool {
        self.has(Since("2024-03-01", "2024-06-01"))
    }

    /// Whether a file's state is told in the words of jobs: the specification of 2023-06-01-preview does, that of
    /// 2023-10-01-preview no longer.
    pub(crate) fn has_job_states_of_files(self) -> bool {
        self.date < "2023-10-01"
    }

    pub(crate) fn date(self) -> &'static str {
        self.date
    }

    /// A preview from the first to the last date, both included.
    pub(crate) fn is_preview_within(self, first: &str, last: &str) -> bool {
        self.preview && (first..=last).contains(&self.date)
    }
}

/// Whether some version has the operation.
pub(crate) fn ever_has(operation: &Operation) -> bool {
    VERSIONS.iter().any(|version| has(*version, operation))
}

/// Whether this version has the operation, from the REST reference and its OpenAPI files.
pub(crate) fn has(version: Version, operation: &Operation) -> bool {
    use Operation as Is;
    const ALWAYS: Since = Since("2022-12-01", "2022-12-01");
    const BATCHES: Since = Since("2024-07-01", "2024-10-21");
    let since = match operation {
        Is::Completion
        | Is::Embeddings
        | Is::ListModels
        | Is::RetrieveModel(_)
        | Is::CreateFile
        | Is::ImportFile
        | Is::ListFiles
        | Is::RetrieveFile(_)
        | Is::DeleteFile(_)
        | Is::DownloadFile(_) => ALWAYS,
        Is::Chat => Since("2023-03-15", "2023-05-15"),
        Is::OnYourData => return version.is_preview_within("2023-06-01", "2023-12-01"),
        Is::SubmitImages | Is::PollImages(_) | Is::DeleteImages(_) => {
            return version.is_preview_within("2023-06-01", "2023-10-01");
        }
        // The specification of 2023-12-01-preview has none of their paths any more.
        Is::ListIngestionJobs | Is::CreateIngestionJob(_) | Is::RetrieveIngestionJob(_) => {
            return version.is_preview_within("2023-10-01", "2023-10-01");
        }
        Is::ListIngestions
        | Is::StartIngestion(_)
        | Is::RetrieveIngestion(_)
        | Is::ListIngestionRuns(_)
        | Is::RetrieveIngestionRun(..) => Since("2024-05-01", NEVER),
        Is::Transcribe | Is::Translate => Since("2023-09-01", "2024-02-01"),
        Is::GenerateImages => Since("2023-12-01", "2024-02-01"),
        Is::EditImages => Since("2025-04-01", NEVER),
        Is::Speak => Since("2024-02-15", NEVER),
        Is::CreateBatch | Is::ListBatches | Is::RetrieveBatch(_) | Is::CancelBatch(_) => BATCHES,
        Is::CreateResponse | Is::RetrieveResponse(_) | Is::DeleteResponse(_) | Is::ListInputItems(_) => {
            Since("2025-03-01", NEVER)
        }
        // No document of a dated version has it. Cancelling is for work in the background, which came after responses.
        Is::CancelResponse(_) => Since("2025-04-01", NEVER),
        Is::CreateUpload | Is::AddUploadPart(_) | Is::CompleteUpload(_) | Is::CancelUpload(_) => {
            Since("2024-08-01", "2024-10-21")
        }
        Is::Invocation
        | Is::VaryImages
        | Is::FetchImage(_)
        | Is::DeleteModel(_)
        | Is::Moderate
        | Is::CountInputTokens
        | Is::CompactResponse => return false,
    };
    version.has(since)
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::{VERSIONS, Version, has};
    use crate::operation::Operation;

    #[test]
    fn versions_are_in_order_and_well_formed() {
        assert!(VERSIONS.windows(2).all(|pair| pair[0].date < pair[1].date));
        for malformed in [
            "",
            "v1",
            "2024-1-21",
            "2024-10-21-",
            "2024-10-21-beta",
            "latest",
            "2024/10/21",
        ] {
            assert!(Version::parse(malformed).is_err(), "{malformed}");
        }
        assert_eq!(Version::parse("2024-10-22"), Ok(None));
        assert_eq!(Version::parse("2024-10-21-preview"), Ok(None));
    }

    #[test]
    fn operations_come_and_go() {
        let known = |text: &str, operation: &Operation| has(Version::parse(text).unwrap().unwrap(), operation);
        for (operation, has, lacks) in [
            (Operation::Completion, "2022-12-01", ""),
            (Operation::Chat, "2023-05-15", "2022-12-01"),
            (Operation::OnYourData, "2023-12-01-preview", "2024-02-15-preview"),
            (Operation::SubmitImages, "2023-06-01-preview", "2023-12-01-preview"),
            (Operation::GenerateImages, "2024-02-01", "2023-10-01-preview"),
            (Operation::Speak, "2024-02-15-preview", "2024-10-21"),
            (Operation::CreateResponse, "2025-03-01-preview", "2024-10-21"),
            (
                Operation::CancelResponse(String::new()),
                "2025-04-01-preview",
                "2025-03-01-preview",
            ),
            (Operation::CreateBatch, "2024-10-21", "2024-06-01"),
        ] {
            assert!(known(has, &operation), "{operation:?} {has}");
            assert!(lacks.is_empty() || !known(lacks, &operation), "{operation:?} {lacks}");
        }
    }
}
