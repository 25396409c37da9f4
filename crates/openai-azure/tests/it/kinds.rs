//! The root types of this crate, for the tests over bodies and schemas that it shares with openai-types.
//!
//! A new root type takes a line in `KINDS`, one in `schema::roots()`, its name in a line of `schema::OPERATIONS`, and a
//! folder of bodies, `tests/bodies/<name>/`.

pub(crate) use openai_azure::schema;
use openai_azure::{dalle2, enhancements, ingestion, on_your_data};

use crate::kind::Kind;

macro_rules! kinds {
    ($($name:literal => $type:ty,)*) => {
        &[$(Kind::of::<$type>($name),)*]
    };
}

/// Every root type.
pub(crate) const KINDS: &[Kind] = kinds! {
    "dalle2.Operation" => dalle2::Operation,
    "dalle2.Request" => dalle2::Request,
    "enhancements.Request" => enhancements::Request,
    "ingestion.v2023.Job" => ingestion::v2023::Job,
    "ingestion.v2023.JobList" => ingestion::v2023::JobList,
    "ingestion.v2023.Request" => ingestion::v2023::Request,
    "ingestion.v2024.Job" => ingestion::v2024::Job,
    "ingestion.v2024.JobList" => ingestion::v2024::JobList,
    "ingestion.v2024.Run" => ingestion::v2024::Run,
    "ingestion.v2024.RunList" => ingestion::v2024::RunList,
    "on_your_data.Chunk" => on_your_data::Chunk,
    "on_your_data.Completion" => on_your_data::Completion,
    "on_your_data.v2023.Request" => on_your_data::v2023::Request,
    "on_your_data.v2024.Request" => on_your_data::v2024::Request,
};

/// Whether a type is one of this crate's, by its name among the schemas; the others are tested where they are from.
pub(crate) fn is_own(name: &str) -> bool {
    ["dalle2.", "enhancements.", "failure.", "ingestion.", "on_your_data."]
        .iter()
        .any(|area| name.starts_with(area))
}
