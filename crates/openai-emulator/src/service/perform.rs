//! From an operation to what carries it out.

use crate::answered::Answered;
use crate::asked::Asked;
use crate::audio::{speech, transcription};
use crate::failure::Failure;
use crate::operation::Operation;
use crate::state::State;
use crate::wire::Wire;
use crate::{
    batches, chat, dalle2, embeddings, files, images, ingestion, invocation, models, moderations, on_your_data,
    responses, text_completion, uploads,
};

/// Hands a request to its operation.
pub(super) async fn perform(
    state: &State,
    wire: &Wire,
    operation: &Operation,
    asked: Asked<'_>,
) -> Result<Answered, Failure> {
    match operation {
        Operation::Chat
        | Operation::Invocation
        | Operation::CreateResponse
        | Operation::Embeddings
        | Operation::Completion => generate(state, wire, operation, asked).await,
        Operation::RetrieveResponse(id) => responses::retrieve(state, &asked, id),
        Operation::DeleteResponse(id) => responses::delete(state, wire, id),
        Operation::CancelResponse(id) => responses::cancel(state, id),
        Operation::ListInputItems(id) => responses::input_items(state, &asked, id),
        Operation::CountInputTokens => responses::count(state, wire, asked).await,
        Operation::CompactResponse => responses::compact(state, wire, asked).await,
        Operation::GenerateImages => images::generate(state, wire, asked).await,
        Operation::EditImages => images::edit(state, wire, asked).await,
        Operation::VaryImages => images::vary(state, wire, asked).await,
        Operation::FetchImage(id) => state.images.fetch(id, state.now()),
        Operation::Transcribe => transcription::transcribe(wire, asked).await,
        Operation::Translate => transcription::translate(wire, asked).await,
        Operation::Speak => speech::speak(wire, asked).await,
        Operation::OnYourData => on_your_data::answer_extension(state, wire, asked.headers(), &asked.json().await?),
        Operation::SubmitImages => dalle2::submit(state, asked).await,
        Operation::PollImages(id) => dalle2::retrieve(state, wire, id),
        Operation::DeleteImages(id) => dalle2::delete(state, id),
        Operation::CreateIngestionJob(id) => ingestion::v2023::create(state, asked, id).await,
        Operation::RetrieveIngestionJob(id) => ingestion::v2023::retrieve(state, id),
        Operation::ListIngestionJobs => Ok(ingestion::v2023::list(state)),
        Operation::StartIngestion(id) => ingestion::v2024::start(state, asked, id).await,
        Operation::RetrieveIngestion(id) => ingestion::v2024::retrieve(state, id),
        Operation::ListIngestions => Ok(ingestion::v2024::list(state)),
        Operation::ListIngestionRuns(id) => ingestion::v2024::runs(state, id),
        Operation::RetrieveIngestionRun(id, run) => ingestion::v2024::run(state, id, run),
        Operation::CreateUpload => uploads::create(state, wire, asked).await,
        Operation::AddUploadPart(id) => uploads::add_part(state, asked, id).await,
        Operation::CompleteUpload(id) => uploads::complete(state, wire, asked, id).await,
        Operation::CancelUpload(id) => uploads::cancel(state, wire, id),
        Operation::CreateBatch => batches::create(state, wire, asked).await,
        Operation::ListBatches => batches::list(state, &asked),
        Operation::RetrieveBatch(id) => batches::retrieve(state, id),
        Operation::CancelBatch(id) => batches::cancel(state, id),
        Operation::ListModels => Ok(models::list(state, wire)),
        Operation::RetrieveModel(name) => models::retrieve(state, wire, name),
        Operation::DeleteModel(name) => models::delete(state, name),
        Operation::Moderate => moderations::moderate(state, &asked.json().await?),
        Operation::CreateFile => files::create(state, wire, asked).await,
        Operation::ImportFile => files::import(state, wire, asked).await,
        Operation::ListFiles => files::list(state, wire, &asked),
        Operation::RetrieveFile(id) => files::retrieve(state, wire, id),
        Operation::DeleteFile(id) => files::delete(state, wire, id),
        Operation::DownloadFile(id) => files::download(state, wire, id),
    }
}

/// Asks a model, which may be another provider's.
async fn generate(state: &State, wire: &Wire, operation: &Operation, asked: Asked<'_>) -> Result<Answered, Failure> {
    let headers = asked.headers();
    let body = asked.json().await?;
    let relayed = wire.relays(&body);
    let answered = match operation {
        Operation::Chat => chat::answer(state, wire, headers, &body),
        Operation::Invocation => invocation::answer(state, wire, headers, &body),
        Operation::CreateResponse => responses::create(state, wire, headers, body),
        Operation::Embeddings => embeddings::answer(state, wire, &body),
        _ => text_completion::answer(state, wire, headers, &body),
    };
    answered.map_err(|failure| if relayed { failure.relayed() } else { failure })
}
