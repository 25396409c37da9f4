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

    fn profile_for(&self, call: &Call) -> Cow<'_, Profile> {
        let model = call.contents().and_then(|body| call.model_in(&body));
        self.profile_of(model.ok().flatten().as_deref())
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        let mut body = call.contents()?;
        let model = call.model_in(&body)?;
        let profile = self.profile_of(model.as_deref());
        let found = match body.json() {
            Some(members) if self.has_gemini(model.as_deref()) && call.operation == Operation::CHAT => {
                profile::found(members)
            }
            _ => Vec::new(),
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
    /// Whether a model is one of Google's own. What names none is taken for one.
    fn has_gemini(&self, model: Option<&str>) -> bool {
        self.gemini && model.is_none_or(is_google)
    }

    /// Models of other publishers keep to their own documents, on the Gemini endpoint too.
    fn profile_of(&self, model: Option<&str>) -> Cow<'_, Profile> {
        if self.gemini && !self.has_gemini(model) {
            Cow::Owned(profile::deployed(self.unverified))
        } else {
            Cow::Borrowed(&self.profile)
        }
    }

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
