//! The operations, and which wire has which.

use http::Method;

use crate::wire::{Wire, azure};

/// One operation, with what its address names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operation {
    Chat,
    /// On Your Data as it was in 2023, below `extensions`.
    OnYourData,
    Completion,
    Embeddings,
    /// Databricks' one address for chat, completions, embeddings and responses: the body tells which.
    Invocation,
    CreateResponse,
    RetrieveResponse(String),
    DeleteResponse(String),
    CancelResponse(String),
    ListInputItems(String),
    CountInputTokens,
    CompactResponse,
    GenerateImages,
    EditImages,
    VaryImages,
    /// The address in an answer with images: it needs no credential.
    FetchImage(String),
    /// DALL-E 2 on Azure: work that is polled.
    SubmitImages,
    PollImages(String),
    DeleteImages(String),
    Transcribe,
    Translate,
    Speak,
    ListIngestionJobs,
    CreateIngestionJob(String),
    RetrieveIngestionJob(String),
    /// Ingestion in its second form, with runs.
    ListIngestions,
    StartIngestion(String),
    RetrieveIngestion(String),
    ListIngestionRuns(String),
    RetrieveIngestionRun(String, String),
    ListModels,
    RetrieveModel(String),
    DeleteModel(String),
    Moderate,
    CreateFile,
    /// A file that the service fetches from an address.
    ImportFile,
    ListFiles,
    RetrieveFile(String),
    DeleteFile(String),
    DownloadFile(String),
    CreateUpload,
    AddUploadPart(String),
    CompleteUpload(String),
    CancelUpload(String),
    CreateBatch,
    ListBatches,
    RetrieveBatch(String),
    CancelBatch(String),
}

/// The operations at an address below a wire's base, with their methods; none where nothing is there.
pub(crate) fn at(path: &[&str]) -> Vec<(Method, Operation)> {
    use Operation as Is;
    match *path {
        ["chat", "completions"] => vec![(Method::POST, Is::Chat)],
        ["completions"] => vec![(Method::POST, Is::Completion)],
        ["embeddings"] => vec![(Method::POST, Is::Embeddings)],
        ["responses"] => vec![(Method::POST, Is::CreateResponse)],
        ["responses", "input_tokens"] => vec![(Method::POST, Is::CountInputTokens)],
        ["responses", "compact"] => vec![(Method::POST, Is::CompactResponse)],
        ["responses", id] => vec![
            (Method::GET, Is::RetrieveResponse(id.to_owned())),
            (Method::DELETE, Is::DeleteResponse(id.to_owned())),
        ],
        ["responses", id, "cancel"] => vec![(Method::POST, Is::CancelResponse(id.to_owned()))],
        ["responses", id, "input_items"] => vec![(Method::GET, Is::ListInputItems(id.to_owned()))],
        ["images", "generations"] => vec![(Method::POST, Is::GenerateImages)],
        ["images", "edits"] => vec![(Method::POST, Is::EditImages)],
        ["images", "variations"] => vec![(Method::POST, Is::VaryImages)],
        ["audio", "transcriptions"] => vec![(Method::POST, Is::Transcribe)],
        ["audio", "translations"] => vec![(Method::POST, Is::Translate)],
        ["audio", "speech"] => vec![(Method::POST, Is::Speak)],
        ["moderations"] => vec![(Method::POST, Is::Moderate)],
        ["models"] => vec![(Method::GET, Is::ListModels)],
        ["models", id] => vec![
            (Method::GET, Is::RetrieveModel(id.to_owned())),
            (Method::DELETE, Is::DeleteModel(id.to_owned())),
        ],
        ["files", ..] => files(path),
        ["uploads", ..] => uploads(path),
        ["batches", ..] => batches(path),
        ["images", "generations:submit"] | ["operations" | "extensions" | "ingestion", ..] => azure_jobs(path),
        _ => Vec::new(),
    }
}

fn files(path: &[&str]) -> Vec<(Method, Operation)> {
    use Operation as Is;
    match *path {
        ["files"] => vec![(Method::POST, Is::CreateFile), (Method::GET, Is::ListFiles)],
        // The name of the import could be a file's: only the method tells.
        ["files", "import"] => vec![
            (Method::POST, Is::ImportFile),
            (Method::GET, Is::RetrieveFile("import".to_owned())),
            (Method::DELETE, Is::DeleteFile("import".to_owned())),
        ],
        ["files", id] => vec![
            (Method::GET, Is::RetrieveFile(id.to_owned())),
            (Method::DELETE, Is::DeleteFile(id.to_owned())),
        ],
        ["files", id, "content"] => vec![(Method::GET, Is::DownloadFile(id.to_owned()))],
        _ => Vec::new(),
    }
}

fn uploads(path: &[&str]) -> Vec<(Method, Operation)> {
    use Operation as Is;
    match *path {
        ["uploads"] => vec![(Method::POST, Is::CreateUpload)],
        ["uploads", id, "parts"] => vec![(Method::POST, Is::AddUploadPart(id.to_owned()))],
        ["uploads", id, "complete"] => vec![(Method::POST, Is::CompleteUpload(id.to_owned()))],
        ["uploads", id, "cancel"] => vec![(Method::POST, Is::CancelUpload(id.to_owned()))],
        _ => Vec::new(),
    }
}

fn batches(path: &[&str]) -> Vec<(Method, Operation)> {
    use Operation as Is;
    match *path {
        ["batches"] => vec![(Method::POST, Is::CreateBatch), (Method::GET, Is::ListBatches)],
        ["batches", id] => vec![(Method::GET, Is::RetrieveBatch(id.to_owned()))],
        ["batches", id, "cancel"] => vec![(Method::POST, Is::CancelBatch(id.to_owned()))],
        _ => Vec::new(),
    }
}

fn azure_jobs(path: &[&str]) -> Vec<(Method, Operation)> {
    use Operation as Is;
    match *path {
        ["images", "generations:submit"] => vec![(Method::POST, Is::SubmitImages)],
        ["operations", "images", id] => vec![
            (Method::GET, Is::PollImages(id.to_owned())),
            (Method::DELETE, Is::DeleteImages(id.to_owned())),
        ],
        ["extensions", "chat", "completions"] => vec![(Method::POST, Is::OnYourData)],
        ["extensions", "on-your-data", "ingestion-jobs"] => vec![(Method::GET, Is::ListIngestionJobs)],
        ["extensions", "on-your-data", "ingestion-jobs", id] => vec![
            (Method::PUT, Is::CreateIngestionJob(id.to_owned())),
            (Method::GET, Is::RetrieveIngestionJob(id.to_owned())),
        ],
        ["ingestion", "jobs"] => vec![(Method::GET, Is::ListIngestions)],
        ["ingestion", "jobs", id] => vec![
            (Method::PUT, Is::StartIngestion(id.to_owned())),
            (Method::GET, Is::RetrieveIngestion(id.to_owned())),
        ],
        ["ingestion", "jobs", id, "runs"] => vec![(Method::GET, Is::ListIngestionRuns(id.to_owned()))],
        ["ingestion", "jobs", id, "runs", run] => {
            vec![(Method::GET, Is::RetrieveIngestionRun(id.to_owned(), run.to_owned()))]
        }
        _ => Vec::new(),
    }
}

impl Operation {
    /// The name that records use.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::OnYourData => "on_your_data",
            Self::Completion => "completions",
            Self::Embeddings => "embeddings",
            Self::Invocation => "invocation",
            Self::CreateResponse => "responses.create",
            Self::RetrieveResponse(_) => "responses.retrieve",
            Self::DeleteResponse(_) => "responses.delete",
            Self::CancelResponse(_) => "responses.cancel",
            Self::ListInputItems(_) => "responses.input_items",
            Self::CountInputTokens => "responses.input_tokens",
            Self::CompactResponse => "responses.compact",
            Self::GenerateImages => "images.generate",
            Self::EditImages => "images.edit",
            Self::VaryImages => "images.variations",
            Self::FetchImage(_) => "images.fetch",
            Self::SubmitImages => "images.submit",
            Self::PollImages(_) => "images.operation",
            Self::DeleteImages(_) => "images.delete",
            Self::Transcribe => "audio.transcriptions",
            Self::Translate => "audio.translations",
            Self::Speak => "audio.speech",
            Self::ListIngestionJobs => "ingestion_jobs.list",
            Self::CreateIngestionJob(_) => "ingestion_jobs.create",
            Self::RetrieveIngestionJob(_) => "ingestion_jobs.retrieve",
            Self::ListIngestions => "ingestion.list",
            Self::StartIngestion(_) => "ingestion.start",
            Self::RetrieveIngestion(_) => "ingestion.retrieve",
            Self::ListIngestionRuns(_) => "ingestion.runs",
            Self::RetrieveIngestionRun(..) => "ingestion.run",
            Self::ListModels => "models.list",
            Self::RetrieveModel(_) => "models.retrieve",
            Self::DeleteModel(_) => "models.delete",
            Self::Moderate => "moderations",
            Self::CreateFile => "files.create",
            Self::ImportFile => "files.import",
            Self::ListFiles => "files.list",
            Self::RetrieveFile(_) => "files.retrieve",
            Self::DeleteFile(_) => "files.delete",
            Self::DownloadFile(_) => "files.content",
            Self::CreateUpload => "uploads.create",
            Self::AddUploadPart(_) => "uploads.part",
            Self::CompleteUpload(_) => "uploads.complete",
            Self::CancelUpload(_) => "uploads.cancel",
            Self::CreateBatch => "batches.create",
            Self::ListBatches => "batches.list",
            Self::RetrieveBatch(_) => "batches.retrieve",
            Self::CancelBatch(_) => "batches.cancel",
        }
    }

    /// Whether the wire has this operation; `unverified` adds what is reported of a cloud but stands in no file of it.
    pub(crate) fn is_on(&self, wire: &Wire, unverified: bool) -> bool {
        match wire {
            Wire::OpenAi => !self.is_azures() && *self != Self::Invocation,
            Wire::AzureDated { deployment, version } => {
                self.is_ever_dated(deployment.is_some()) && azure::has(*version, self)
            }
            Wire::AzureV1 if self.is_media() || matches!(self, Self::CountInputTokens | Self::CompactResponse) => {
                unverified
            }
            Wire::AzureV1 => !self.is_azures() && !matches!(self, Self::Invocation | Self::VaryImages),
            Wire::Gemini | Wire::Deployed { .. }
                if matches!(
                    self,
                    Self::CreateResponse | Self::RetrieveResponse(_) | Self::DeleteResponse(_)
                ) =>
            {
                unverified
            }
            Wire::Gemini | Wire::Deployed { .. } => matches!(self, Self::Chat | Self::Completion | Self::Embeddings),
            Wire::Databricks { endpoint: Some(_) } => *self == Self::Invocation,
            Wire::Databricks { endpoint: None } => matches!(
                self,
                Self::Chat | Self::Completion | Self::Embeddings | Self::CreateResponse
            ),
        }
    }

    /// Whether some dated version of Azure has it at such an address: of one deployment, or of the resource.
    pub(crate) fn is_ever_dated(&self, below_deployment: bool) -> bool {
        let deployments = self.is_media()
            || matches!(
                self,
                Self::Chat | Self::OnYourData | Self::Completion | Self::Embeddings
            );
        azure::ever_has(self) && deployments == below_deployment
    }

    fn is_media(&self) -> bool {
        matches!(
            self,
            Self::GenerateImages | Self::EditImages | Self::Transcribe | Self::Translate | Self::Speak
        )
    }

    fn is_azures(&self) -> bool {
        matches!(
            self,
            Self::OnYourData
                | Self::ImportFile
                | Self::SubmitImages
                | Self::PollImages(_)
                | Self::DeleteImages(_)
                | Self::ListIngestionJobs
                | Self::CreateIngestionJob(_)
                | Self::RetrieveIngestionJob(_)
                | Self::ListIngestions
                | Self::StartIngestion(_)
                | Self::RetrieveIngestion(_)
                | Self::ListIngestionRuns(_)
                | Self::RetrieveIngestionRun(..)
        )
    }
}
