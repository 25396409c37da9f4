//! Uploads: a large file in parts.
//!
//! `POST …/uploads` takes a [`Request`] and answers an [`Upload`]. Each stretch of bytes, up to 64 MB, goes to
//! `…/{upload_id}/parts` as the part `data` of a form without other fields, and a [`Part`] comes back; the stretches may
//! be sent in any order, also at the same time. `…/complete` takes a [`Complete`] and answers the [`Upload`] with its
//! [`File`]; `…/cancel` gives up. OpenAI.

use crate::files::{ExpiresAfter, File, Purpose};
use crate::wire;

wire! {
    /// A request to begin an upload.
    pub struct Request {
        /// The file's name.
        pub filename: String,
        /// What the file is for: `assistants`, `batch`, `fine-tune` or `vision`.
        pub purpose: Purpose,
        /// The file's size, which the parts must add up to. At most 8 GB.
        pub bytes: u64,
        /// The file's MIME type. It must fit the purpose: `text/jsonl` for a batch.
        pub mime_type: String,
        /// When the file is deleted on its own.
        pub expires_after: Option<ExpiresAfter>,
    }

    /// An upload, under way or ended.
    pub struct Upload {
        /// The id. Opaque; OpenAI begins it with `upload_`.
        pub id: String,
        /// `upload`.
        pub object: Option<String>,
        /// When it was begun, in seconds since 1970.
        pub created_at: Option<u64>,
        /// When it expires unless it is completed, in seconds since 1970: an hour after it was begun.
        pub expires_at: Option<u64>,
        /// The file's name.
        pub filename: Option<String>,
        /// The file's size, as announced.
        pub bytes: Option<u64>,
        /// What the file is for.
        pub purpose: Option<Purpose>,
        /// How far it has come.
        pub status: Option<Status>,
        /// The file, once the upload is completed.
        pub file: Option<File>,
    }

    /// How far an upload has come.
    pub enum Status {
        /// It takes parts.
        "pending" => Pending,
        /// The file is there.
        "completed" => Completed,
        /// It was given up.
        "cancelled" => Cancelled,
        /// It was not completed in time.
        "expired" => Expired,
    }

    /// A stretch of the file that has arrived.
    pub struct Part {
        /// The id that [`Complete`] calls it by. Opaque; OpenAI begins it with `part_`.
        pub id: String,
        /// `upload.part`.
        pub object: Option<String>,
        /// When it arrived, in seconds since 1970.
        pub created_at: Option<u64>,
        /// The upload that it belongs to.
        pub upload_id: Option<String>,
    }

    /// A request to put the parts together.
    pub struct Complete {
        /// The ids of the parts, in the order that their bytes have in the file.
        pub part_ids: Vec<String>,
        /// The MD5 of the whole file in hexadecimal digits: the service compares it with what arrived.
        pub md5: Option<String>,
    }
}
