//! Audio: speech that is silent, and transcripts that nobody spoke.

pub(crate) mod speech;
pub(crate) mod transcription;

mod captions;
mod mp3;
mod transcript;
mod wav;
