//! Images that are fetched by their URL, for as long as the service keeps them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use http::header::HOST;
use http::{HeaderMap, StatusCode};

use super::{FileFormat, Picture};
use crate::answered::Answered;
use crate::failure::Failure;
use crate::state::State;

/// OpenAI keeps an image for an hour.
pub(crate) const HOUR: u64 = 3600;
/// Azure keeps an image for a day.
pub(crate) const DAY: u64 = 24 * HOUR;

/// Every image that was answered with a URL.
#[derive(Debug, Default)]
pub(crate) struct Hosted {
    images: Mutex<HashMap<String, (Picture, u64)>>,
}

impl Hosted {
    /// Keeps a picture until a time, and says where it is: a path on the emulator.
    pub(crate) fn keep(&self, state: &State, picture: Picture, until: u64) -> String {
        let id = state.next("image").uuid();
        let path = path(&id);
        let mut images = self.images.lock().unwrap_or_else(PoisonError::into_inner);
        images.insert(id, (picture, until));
        path
    }

    /// Forgets the picture of a URL before its time.
    pub(crate) fn remove(&self, url: &str) {
        let mut images = self.images.lock().unwrap_or_else(PoisonError::into_inner);
        images.retain(|id, _| !url.ends_with(&path(id)));
    }

    /// The file behind a URL.
    ///
    /// # Errors
    /// A name that was never given out or whose image was deleted, and an image that is too old.
    pub(crate) fn fetch(&self, id: &str, now: u64) -> Result<Answered, Failure> {
        let images = self.images.lock().unwrap_or_else(PoisonError::into_inner);
        let id = id.strip_suffix(".png").unwrap_or(id);
        match images.get(id) {
            Some((picture, until)) if now < *until => {
                let format = FileFormat::Png;
                Ok(Answered::bytes(format.media_type(), format.write(picture)))
            }
            Some(_) => {
                let message = "The URL of this image has expired.";
                Err(Failure::coded(StatusCode::FORBIDDEN, "AuthenticationFailed", message))
            }
            None => {
                let message = "There is no image at this URL.";
                Err(Failure::coded(StatusCode::NOT_FOUND, "BlobNotFound", message))
            }
        }
    }
}

fn path(id: &str) -> String {
    format!("/emulator/files/{id}.png")
}

/// Scheme, host and port of the emulator as the caller wrote them, so that a URL leads back the way the request came.
pub(crate) fn origin(headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    format!("http://{}", host.unwrap_or("127.0.0.1"))
}
