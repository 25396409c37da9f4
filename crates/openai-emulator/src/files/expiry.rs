//! How long a file is kept.

use serde_json::{Map, Value};

use crate::check::{Shape, required};
use crate::wire::{Family, Wire};

/// Thirty days, in seconds.
const LONGEST: u64 = 30 * 24 * 3600;

/// How long a file lives: from an hour to thirty days after its creation.
pub(crate) static EXPIRY: Shape = Shape::Object(&[
    required("anchor", &Shape::Word(&["created_at"])),
    required("seconds", &Shape::Integer(3600, LONGEST as i64)),
]);

/// For how many seconds a file is kept: as `expires_after` says, and for ever where it is not there. OpenAI keeps the
/// files of batches for thirty days then; Azure's documents tell of no such limit.
pub(crate) fn life(wire: &Wire, purpose: &str, body: &Map<String, Value>) -> Option<u64> {
    let asked = || body.get("expires_after")?.get("seconds")?.as_u64();
    let default = (wire.family() == Family::OpenAi && purpose == "batch").then_some(LONGEST);
    asked().or(default)
}
