//! What a trace shows of a call: numbers and names by OpenTelemetry's conventions for generative AI, no content.

use std::time::Duration;

use http::{StatusCode, Uri};
use openai_core::{Call, Error, Notice, Summary};
use tracing::{Span, field};

/// The span of one call. What is known of the answer is written into it when it goes.
#[derive(Debug)]
pub(crate) struct CallSpan {
    span: Span,
    summary: Summary,
}

impl CallSpan {
    /// The span of a call to this address.
    pub(crate) fn new(provider: &str, call: &Call, uri: &Uri) -> Self {
        let operation = call.operation.name();
        let span = tracing::info_span!(
            "gen_ai.call",
            otel.name = %format_args!("{operation} {}", call.model.as_deref().unwrap_or_default()),
            otel.kind = "client",
            gen_ai.operation.name = operation,
            gen_ai.provider.name = provider,
            gen_ai.request.model = call.model.as_deref(),
            gen_ai.response.id = field::Empty,
            gen_ai.response.model = field::Empty,
            gen_ai.response.finish_reasons = field::Empty,
            gen_ai.usage.input_tokens = field::Empty,
            gen_ai.usage.output_tokens = field::Empty,
            server.address = uri.host(),
            server.port = port(uri),
            http.response.status_code = field::Empty,
            error.type = field::Empty,
        );
        Self {
            span,
            summary: Summary::default(),
        }
    }

    /// The span itself.
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// Sees what the caller should know about the request.
    pub(crate) fn notices(&self, notices: &[Notice]) {
        let _entered = self.span.enter();
        for notice in notices {
            tracing::warn!(parameter = notice.parameter, kind = ?notice.kind, "{notice}");
        }
    }

    /// Sees an answer's status.
    pub(crate) fn status(&self, status: StatusCode) {
        self.span.record("http.response.status_code", status.as_u16());
    }

    /// Sees an answer, or a piece of one. Without a listener nothing is summed up.
    pub(crate) fn summary(&mut self, summary: impl FnOnce() -> Summary) {
        if !self.span.is_disabled() {
            self.summary.merge(summary());
        }
    }

    /// Sees why the call failed.
    pub(crate) fn error(&self, error: &Error) {
        if let Some(status) = error.status() {
            self.status(status);
        }
        match error.status().filter(|status| !status.is_success()) {
            Some(status) => self.span.record("error.type", status.as_str()),
            None => self.span.record("error.type", field::debug(error.kind())),
        };
    }
}

impl Drop for CallSpan {
    fn drop(&mut self) {
        let Summary {
            id,
            model,
            input_tokens,
            output_tokens,
            finish_reasons,
            ..
        } = &self.summary;
        self.span.record("gen_ai.response.id", id.as_deref());
        self.span.record("gen_ai.response.model", model.as_deref());
        self.span.record("gen_ai.usage.input_tokens", input_tokens);
        self.span.record("gen_ai.usage.output_tokens", output_tokens);
        if !finish_reasons.is_empty() {
            self.span
                .record("gen_ai.response.finish_reasons", field::debug(finish_reasons));
        }
    }
}

/// Tells of a try that brought an answer.
pub(crate) fn answered(attempt: u32, status: StatusCode) {
    tracing::debug!(attempt, http.response.status_code = status.as_u16(), "answered");
}

/// Tells of a try that failed, and of the wait before the next one; without a wait there is none.
pub(crate) fn failed(attempt: u32, error: &Error, wait: Option<Duration>) {
    let status = error.status().map(|status| status.as_u16());
    let kind = error.kind();
    match wait {
        Some(wait) => tracing::info!(
            attempt,
            http.response.status_code = status,
            error.type = ?kind,
            delay_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            "failed, to be tried again"
        ),
        None => tracing::info!(attempt, http.response.status_code = status, error.type = ?kind, "failed"),
    }
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16()
        .unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 })
}
