//! The wires: which cloud a request is written for, and what that changes.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::answered::Answered;
use crate::chat::Chat;
use crate::check::Wrong;

pub(crate) mod azure;
pub(crate) mod content_filter;
pub(crate) mod databricks;
pub(crate) mod openai;
pub(crate) mod vertex;

/// One cloud's way of writing, with what the address says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wire {
    OpenAi,
    AzureDated {
        /// Absent where the address is the resource's.
        deployment: Option<String>,
        version: azure::Version,
    },
    AzureV1,
    Gemini,
    Deployed {
        endpoint: String,
    },
    Databricks {
        endpoint: Option<String>,
    },
}

/// Whose errors, credentials and headers a wire has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Family {
    OpenAi,
    Azure,
    Vertex,
    Databricks,
}

impl Family {
    /// The family that a path belongs to, also where nothing is served at it.
    pub(crate) fn of_path(path: &str) -> Self {
        match path {
            _ if path.starts_with("/openai/") => Self::Azure,
            _ if path.starts_with("/v1/projects/") || path.starts_with("/v1beta1/") => Self::Vertex,
            _ if path.starts_with("/serving-endpoints") => Self::Databricks,
            _ => Self::OpenAi,
        }
    }

    /// The largest body that is read, in bytes.
    pub(crate) fn payload_limit(self) -> usize {
        match self {
            Self::Databricks => 16 * 1024 * 1024,
            _ => 64 * 1024 * 1024,
        }
    }
}

impl Wire {
    /// The name that answers and records use.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::AzureDated { .. } => "azure",
            Self::AzureV1 => "azure-v1",
            Self::Gemini => "vertex",
            Self::Deployed { .. } => "vertex-endpoint",
            Self::Databricks { .. } => "databricks",
        }
    }

    pub(crate) fn family(&self) -> Family {
        match self {
            Self::OpenAi => Family::OpenAi,
            Self::AzureDated { .. } | Self::AzureV1 => Family::Azure,
            Self::Gemini | Self::Deployed { .. } => Family::Vertex,
            Self::Databricks { .. } => Family::Databricks,
        }
    }

    /// The wire that a body's model speaks: at Gemini's address, those of other publishers answer as containers do.
    pub(crate) fn of_model(&self, body: &Map<String, Value>) -> Cow<'_, Self> {
        match self {
            Self::Gemini if vertex::is_partners(body) => Cow::Owned(Self::Deployed {
                endpoint: "openapi".to_owned(),
            }),
            _ => Cow::Borrowed(self),
        }
    }

    /// Whether refusals of a body are those of another provider, behind an endpoint of Databricks'.
    pub(crate) fn relays(&self, body: &Map<String, Value>) -> bool {
        matches!(self, Self::Databricks { endpoint } if databricks::is_external(endpoint.as_deref(), body))
    }

    /// Checks a body and reads it.
    pub(crate) fn read(&self, body: &Map<String, Value>) -> Result<Chat, Wrong> {
        match self {
            Self::OpenAi => openai::check(body)?,
            Self::AzureDated { version, .. } => azure::check_dated(*version, body)?,
            Self::AzureV1 => azure::check_v1(body)?,
            Self::Gemini => vertex::check_gemini(body)?,
            Self::Deployed { .. } => vertex::check_deployed(body)?,
            Self::Databricks { endpoint } => databricks::check(endpoint.as_deref(), body)?,
        }
        match self {
            Self::Gemini => Chat::read(self, &vertex::supported(body)),
            _ => Chat::read(self, body),
        }
    }

    /// The model as the answer names it.
    pub(crate) fn model_name(&self, body: &Map<String, Value>) -> String {
        let named = body
            .get("model")
            .and_then(Value::as_str)
            .filter(|model| !model.is_empty());
        let model = match self {
            Self::AzureDated { deployment, .. } => named.or(deployment.as_deref()).unwrap_or_default(),
            Self::Deployed { endpoint } => named.unwrap_or(endpoint),
            Self::Databricks {
                endpoint: Some(endpoint),
            } => endpoint,
            _ => named.unwrap_or_default(),
        };
        model.to_owned()
    }

    /// OpenAI's models refuse JSON mode unless some message speaks of JSON.
    pub(crate) fn wants_the_word_json(&self) -> bool {
        self.checks_strict_schemas()
    }

    /// OpenAI's models check what `strict` promises before they answer.
    pub(crate) fn checks_strict_schemas(&self) -> bool {
        matches!(self.family(), Family::OpenAi | Family::Azure)
    }

    /// Gemini streams a call's arguments piece by piece only where it is asked to.
    pub(crate) fn streams_arguments(&self, body: &Map<String, Value>) -> bool {
        let asked = || vertex::google(body)?.get("stream_function_call_arguments")?.as_bool();
        match self {
            Self::Gemini => asked().unwrap_or(false),
            _ => true,
        }
    }

    /// Whether a stream ends with `data: [DONE]`.
    pub(crate) fn ends_with_done(&self, model: &str) -> bool {
        !(matches!(self, Self::Databricks { .. }) && model.ends_with("-nodone"))
    }

    /// Agents of one's own are endpoints on Databricks like any model; here their names end so.
    pub(crate) fn is_an_agent(&self, model: &str) -> bool {
        matches!(self, Self::Databricks { .. }) && model.ends_with("-agent")
    }

    /// Databricks names the model that served; its endpoint may stand for several.
    pub(crate) fn served_by(&self, model: &str, answered: Answered) -> Answered {
        match self {
            Self::Databricks { .. } => answered.header("served-model-name", model),
            _ => answered,
        }
    }
}
