//! Models, files, uploads, batches and ingestion jobs in the dated API.

use openai_core::Operation;

use super::dates::Dates;
use super::table::{AUTHORING, Group, Row};
use crate::ingestion::{v2023, v2024};
use crate::version::{preview, stable};

/// The specifications of 2024-05-01-preview and 2024-07-01-preview have none of it yet.
const UPLOADS: Dates = Dates::since(preview(2024, 8, 1)).stable(stable(2024, 10, 21));
const BATCHES: Dates = Dates::since(preview(2024, 7, 1)).stable(stable(2024, 10, 21));

/// When files came to be deleted on their own.
const EXPIRY: Dates = Dates::since(preview(2025, 3, 1));

/// When files came to be listed page by page.
const PAGES: Dates = Dates::since(preview(2025, 4, 1));

/// When batches came to be read from the caller's own storage.
const BLOBS: Dates = Dates::since(preview(2025, 4, 1));

/// The specification of 2023-12-01-preview no longer has the first form's paths, though its folder keeps their samples; the
/// second form's come with that of 2024-05-01-preview.
const JOBS_2023: Dates = Dates::since(preview(2023, 10, 1)).until(preview(2023, 12, 1));
const JOBS_2024: Dates = Dates::since(preview(2024, 5, 1));

pub(super) const ROWS: &[Row] = &[
    Row::new(Operation::MODELS_LIST, Dates::ALWAYS, AUTHORING, &[]),
    Row::new(Operation::MODELS_RETRIEVE, Dates::ALWAYS, AUTHORING, &[]),
    Row::new(
        Operation::FILES_CREATE,
        Dates::ALWAYS,
        AUTHORING,
        &[Group::always("file purpose"), Group::new("expires_after", EXPIRY)],
    ),
    Row::new(
        Operation::FILES_IMPORT,
        Dates::ALWAYS,
        AUTHORING,
        &[Group::always("content_url filename purpose")],
    ),
    Row::new(
        Operation::FILES_LIST,
        Dates::ALWAYS,
        AUTHORING,
        &[
            Group::always("purpose").note("in the query"),
            Group::new("after limit order", PAGES).note("in the query"),
        ],
    ),
    Row::new(Operation::FILES_RETRIEVE, Dates::ALWAYS, AUTHORING, &[]),
    Row::new(Operation::FILES_DELETE, Dates::ALWAYS, AUTHORING, &[]),
    Row::new(Operation::FILES_CONTENT, Dates::ALWAYS, AUTHORING, &[]),
    Row::new(
        Operation::UPLOADS_CREATE,
        UPLOADS,
        AUTHORING,
        &[Group::always("bytes filename mime_type purpose")],
    ),
    Row::new(Operation::UPLOADS_PART, UPLOADS, AUTHORING, &[Group::always("data")]),
    Row::new(
        Operation::UPLOADS_COMPLETE,
        UPLOADS,
        AUTHORING,
        &[Group::always("md5 part_ids")],
    ),
    Row::new(Operation::UPLOADS_CANCEL, UPLOADS, AUTHORING, &[]),
    Row::new(
        Operation::BATCHES_CREATE,
        BATCHES,
        AUTHORING,
        &[
            Group::always("completion_window endpoint input_file_id metadata"),
            Group::new("output_expires_after", EXPIRY),
            Group::new("input_blob output_folder", BLOBS),
        ],
    ),
    Row::new(
        Operation::BATCHES_LIST,
        BATCHES,
        AUTHORING,
        &[Group::always("after limit").note("in the query")],
    ),
    Row::new(Operation::BATCHES_RETRIEVE, BATCHES, AUTHORING, &[]),
    Row::new(Operation::BATCHES_CANCEL, BATCHES, AUTHORING, &[]),
    Row::new(
        v2023::START,
        JOBS_2023,
        AUTHORING,
        &[Group::always("chunkSize completionAction dataRefreshIntervalInMinutes")],
    ),
    Row::new(v2023::LIST, JOBS_2023, AUTHORING, &[]),
    Row::new(v2023::RETRIEVE, JOBS_2023, AUTHORING, &[]),
    Row::new(
        v2024::START,
        JOBS_2024,
        AUTHORING,
        &[Group::always(
            "completionAction compute dataRefreshIntervalInHours datasource kind searchServiceConnection target \
             workspaceId",
        )],
    ),
    Row::new(v2024::LIST, JOBS_2024, AUTHORING, &[]),
    Row::new(v2024::RETRIEVE, JOBS_2024, AUTHORING, &[]),
    Row::new(v2024::LIST_RUNS, JOBS_2024, AUTHORING, &[]),
    Row::new(v2024::RETRIEVE_RUN, JOBS_2024, AUTHORING, &[]),
];
