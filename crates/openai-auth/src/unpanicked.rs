//! Work inside a vendor's crate, whose panics stay in there.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use openai_core::CredentialError;

/// Does the work; a panic in it becomes an error that begins with `what`.
///
/// What the work touches must be thrown away after an error: a panic may have left it half done.
pub(crate) async fn unpanicked<T>(
    what: &str,
    work: impl Future<Output = Result<T, CredentialError>>,
) -> Result<T, CredentialError> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|_| {
        // The ways into a panic that are known: no certificates, a lifetime that no clock can count, an end in the past.
        Err(CredentialError::new(format!(
            "{what} gave up half-way: are CA certificates installed (ca-certificates, or SSL_CERT_FILE), \
             is this machine's clock right, and does the server tell a lifetime that can be true?"
        )))
    })
}
