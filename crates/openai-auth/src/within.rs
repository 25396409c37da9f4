//! Work that may take only so long.

use std::time::Duration;

use openai_core::CredentialError;
use tokio::runtime::Handle;

/// Does the work within this time; `what` begins the message where it takes longer.
pub(crate) async fn within<T>(
    limit: Duration,
    what: &str,
    work: impl Future<Output = Result<T, CredentialError>>,
) -> Result<T, CredentialError> {
    // Timers, sockets and processes panic without a runtime.
    if Handle::try_current().is_err() {
        return Err(CredentialError::new(format!(
            "{what} needs a tokio runtime around the call"
        )));
    }
    match tokio::time::timeout(limit, work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(CredentialError::passing(format!("{what} took longer than {limit:?}"))),
    }
}
