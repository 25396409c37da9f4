//! What comes back where something is deleted.

use bytes::Bytes;
use http::response;
use openai_types::list::Deleted;

use crate::Error;
use crate::endpoint::decode_object;

/// Reads the receipt for what was deleted. An empty answer says that it is gone: so do Azure's dated api-versions.
///
/// # Errors
/// As [`Endpoint::decode`](crate::Endpoint::decode).
pub(crate) fn decode(id: &str, head: &response::Parts, body: &Bytes) -> Result<Deleted, Error> {
    if body.trim_ascii().is_empty() {
        return Ok(Deleted::new(id, true));
    }
    decode_object(head, body, |deleted: &Deleted| &deleted.extra)
}
