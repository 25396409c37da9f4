//! One cloud's wire, as a pure function from calls to HTTP requests.

use std::borrow::Cow;
use std::fmt;

use http::response;

use crate::{ApiError, Call, Error, Operation, PartContent, Payload, Profile};

/// One cloud's wire: pure, with no I/O, no clock and no environment.
pub trait Provider: fmt::Debug + Send + Sync + 'static {
    /// The provider's name: `gen_ai.provider.name` in traces, such as `openai` or `azure.ai.openai`.
    fn name(&self) -> &'static str;

    /// What this wire supports, with the connection's own settings.
    fn profile(&self) -> &Profile;

    /// What this wire supports of one call, which may be for another version or for another kind of model.
    ///
    /// The default is the same for every call.
    fn profile_for(&self, call: &Call) -> Cow<'_, Profile> {
        let _ = call;
        Cow::Borrowed(self.profile())
    }

    /// Spells a call as this cloud wants it, without credentials.
    ///
    /// # Errors
    /// Where the call cannot be right on this cloud, or its profile and the policy refuse it; nothing is sent then.
    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error>;

    /// How a stream of this operation ends here. The default is what OpenAI's own service does.
    fn ending(&self, operation: Operation) -> Ending {
        match operation {
            Operation::RESPONSES | Operation::RESPONSES_RETRIEVE => {
                Ending::Events(&["response.completed", "response.incomplete", "response.failed"])
            }
            _ => Ending::Done,
        }
    }

    /// Reads what the server says went wrong. The default reads every shape that is known.
    fn error(&self, head: &response::Parts, body: &[u8]) -> ApiError {
        ApiError::read(head.status, &head.headers, body)
    }
}

/// A request as one cloud wants it, and what its maker has to say about it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Spelled {
    /// The request, without credentials.
    pub request: http::Request<Payload>,
    /// Parameters that are ignored, renamed or mended on the way.
    pub notices: Vec<Notice>,
}

impl Spelled {
    /// A request and its notices.
    #[must_use]
    pub fn new(request: http::Request<Payload>, notices: Vec<Notice>) -> Self {
        Self { request, notices }
    }
}

/// The request as text: method and address, headers in order of name, body, notices. Meant for snapshots and for looking
/// at what would be sent; sensitive headers are masked.
impl fmt::Display for Spelled {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{} {}", self.request.method(), self.request.uri())?;
        let mut headers: Vec<_> = self.request.headers().iter().collect();
        headers.sort_by_key(|(name, _)| name.as_str());
        for (name, value) in headers {
            let value = if value.is_sensitive() {
                "***".into()
            } else {
                String::from_utf8_lossy(value.as_bytes())
            };
            writeln!(out, "{name}: {value}")?;
        }
        match self.request.body() {
            Payload::Empty | Payload::Form(_) => {}
            Payload::Json(bytes) => match serde_json::from_slice::<serde_json::Value>(bytes) {
                Ok(body) => writeln!(out, "\n{body:#}")?,
                Err(_) => writeln!(out, "\n{}", String::from_utf8_lossy(bytes))?,
            },
            Payload::Multipart(parts) => {
                writeln!(out, "content-type: multipart/form-data\n")?;
                for part in parts {
                    match &part.content {
                        PartContent::Text(text) => writeln!(out, "{} = {text}", part.name)?,
                        PartContent::File(file) => writeln!(
                            out,
                            "{} = {file:?} {}",
                            part.name,
                            file.as_media_type().unwrap_or("without a media type")
                        )?,
                    }
                }
            }
        }
        for notice in &self.notices {
            writeln!(out, "\n! {notice}")?;
        }
        Ok(())
    }
}

/// Something that a caller should know about a request that is sent all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notice {
    /// What sort of notice it is.
    pub kind: NoticeKind,
    /// The parameter that it is about; the operation's name where it is about the whole call.
    pub parameter: String,
    /// One sentence on it.
    pub message: String,
}

impl Notice {
    /// A notice about a parameter.
    #[must_use]
    pub fn new(kind: NoticeKind, parameter: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind,
            parameter: parameter.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

/// What sort of notice it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoticeKind {
    /// The server takes the parameter and does nothing with it.
    Ignored,
    /// The server is known to refuse the parameter; the policy sends it all the same.
    Rejected,
    /// No document says that the server has the operation, or takes the parameter, or takes it with this model; it is
    /// sent all the same.
    Unlisted,
    /// The parameter goes out under another name.
    Renamed,
    /// The parameter's value was mended for this server.
    Fixed,
}

/// What to do where a wire and a request do not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// On a parameter that the server would refuse. Default: [`Reaction::Refuse`].
    pub rejected: Reaction,
    /// On a parameter that the server would ignore. Default: [`Reaction::Report`].
    pub ignored: Reaction,
    /// On an operation that is none of [`Operation::KNOWN`], and that the provider does not name either. Default:
    /// [`Reaction::Refuse`]; what is sent raw is reported instead.
    pub unlisted: Reaction,
    /// Names of the provider's fixes that are turned off. Default: none.
    pub fixes_off: Vec<Cow<'static, str>>,
}

impl Policy {
    /// Refuses what would be refused and operations that nobody names, reports what would be ignored, and applies
    /// every fix.
    #[must_use]
    pub fn new() -> Self {
        Self {
            rejected: Reaction::Refuse,
            ignored: Reaction::Report,
            unlisted: Reaction::Refuse,
            fixes_off: Vec::new(),
        }
    }

    /// Sets what to do on a parameter that the server would refuse.
    #[must_use]
    pub fn rejected(mut self, reaction: Reaction) -> Self {
        self.rejected = reaction;
        self
    }

    /// Sets what to do on a parameter that the server would ignore.
    #[must_use]
    pub fn ignored(mut self, reaction: Reaction) -> Self {
        self.ignored = reaction;
        self
    }

    /// Sets what to do on an operation that neither the types nor the provider name.
    #[must_use]
    pub fn unlisted(mut self, reaction: Reaction) -> Self {
        self.unlisted = reaction;
        self
    }

    /// Turns one of the provider's fixes off.
    #[must_use]
    pub fn without_fix(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.fixes_off.push(name.into());
        self
    }

    /// Whether a fix is to be applied.
    #[must_use]
    pub fn fixes(&self, name: &str) -> bool {
        !self.fixes_off.iter().any(|off| off == name)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}

/// What to do with a parameter that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reaction {
    /// Send nothing; answer with an error.
    Refuse,
    /// Send it, and tell the caller.
    Report,
    /// Send it without a word.
    Allow,
}

/// How a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// With `data: [DONE]`, or with a clean close after everything that was begun has been finished. Something that is
    /// known to be unfinished makes neither of them an end.
    Done,
    /// With one of these events.
    Events(&'static [&'static str]),
}
