//! How a call is spelled for Vertex AI.

use std::borrow::Cow;

use openai_core::{Call, Error, ErrorKind, Operation, Policy, Profile, Provider, Segment, Spelled};

use crate::{Version, Vertex, profile};

impl Provider for Vertex {
    fn name(&self) -> &'static str {
        "gcp.vertex_ai"
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        let mut body = call.contents()?;
        let model = call.model_in(&body)?;
        let (profile, found) = match &model {
            Some(model) if self.gemini && !is_google(model) => {
                (Cow::Owned(profile::deployed(self.unverified)), Vec::new())
            }
            _ if self.gemini && call.operation == Operation::CHAT => (
                Cow::Borrowed(&self.profile),
                body.json().map(profile::found).unwrap_or_default(),
            ),
            _ => (Cow::Borrowed(&self.profile), Vec::new()),
        };
        if profile.operation(call.operation).is_none() && profile::is_unverified(call.operation) {
            return Err(unverified(call.operation));
        }
        let notices = profile.check_with(call.operation, &body, &found, policy)?;
        if call.operation.takes_model() {
            match model {
                Some(model) if self.gemini => body.set_model(&with_publisher(&model))?,
                Some(model) => body.set_model(&model)?,
                None if self.gemini => return Err(missing_model()),
                None => body.remove_model(),
            }
        }
        let address = call.address(&self.base, &self.prefix(), &[])?;
        let request = call.spell(address, body.into_payload());
        Ok(Spelled::new(request, notices))
    }
}

impl Vertex {
    fn prefix(&self) -> Vec<Segment> {
        if self.path.is_empty() {
            return Vec::new();
        }
        let version = match self.version {
            Version::V1 => Segment::fixed("v1"),
            Version::V1Beta1 => Segment::fixed("v1beta1"),
        };
        std::iter::once(version).chain(self.path.iter().cloned()).collect()
    }
}

/// Whether it is one of Google's own models: named with their publisher, or without any.
fn is_google(model: &str) -> bool {
    model.split_once('/').is_none_or(|(publisher, _)| publisher == "google")
}

fn with_publisher(model: &str) -> Cow<'_, str> {
    if model.contains('/') {
        Cow::Borrowed(model)
    } else {
        Cow::Owned(format!("google/{model}"))
    }
}

fn missing_model() -> Error {
    let message = "no model is named: name one, such as google/gemini-2.5-flash, in the request, as the client's default \
                   model, or as `?model=` in the provider's URI (for oai: --model, OAI_MODEL)";
    Error::new(ErrorKind::Config, message)
}

fn unverified(operation: Operation) -> Error {
    let message = format!(
        "Vertex AI's documents do not describe the operation `{operation}`, though its list of paths names it: to send it \
         all the same, make the provider with `unverified()`"
    );
    Error::new(ErrorKind::Unsupported, message)
}
