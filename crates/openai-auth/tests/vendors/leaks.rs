//! Secrets that must show nowhere.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::io;
use std::sync::{Mutex, Once};

use openai_core::CredentialError;
use tracing_subscriber::filter::LevelFilter;

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes down what anybody in this process logs from now on.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
    });
}

/// What an error says, in every way that it can say it. Fails if a secret is in it, or in what anybody logged.
pub(crate) fn told(error: &CredentialError, secrets: &[&str]) -> String {
    let mut text = format!("{error} / {error:?} / {error:#?}");
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(&format!(" / {source} / {source:?}"));
        next = source.source();
    }
    assert_clean(&text, secrets);
    error.to_string()
}

/// Fails if a secret is in the text, in a value's `Debug`, or in what anybody logged.
pub(crate) fn assert_clean(value: &(impl Debug + ?Sized), secrets: &[&str]) {
    let text = format!("{value:?} / {value:#?}");
    let log = String::from_utf8_lossy(&LOG.lock().unwrap()).into_owned();
    for secret in secrets {
        assert!(!text.contains(secret), "{secret} shows in {text}");
        assert!(log.is_empty() || log.contains("TRACE"), "the log is not whole");
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} was logged");
    }
}
