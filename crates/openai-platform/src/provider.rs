//! How a call is spelled for OpenAI.

use openai_core::{Call, Contents, Error, ErrorKind, Operation, Policy, Profile, Provider, Spelled};

use crate::OpenAi;

impl Provider for OpenAi {
    fn name(&self) -> &'static str {
        "openai"
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        let mut body = call.contents()?;
        let notices = self.profile.check(call.operation, &body, policy)?;
        if call.operation.takes_model() {
            match call.model_in(&body)? {
                Some(model) => body.set_model(&model)?,
                None if self.is_openai() && needs_model(call, &body) => return Err(missing_model()),
                None => body.remove_model(),
            }
        }
        let address = call.address(&self.base, &[], &[])?;
        let mut request = call.spell(address, body.into_payload());
        request.headers_mut().extend(self.headers.clone());
        Ok(Spelled::new(request, notices))
    }
}

/// Whether OpenAI has no model of its own to fall back on: images have one, and a stored prompt may name one. What an
/// operation needs that the types do not know, nobody can say here.
fn needs_model(call: &Call, body: &Contents<'_>) -> bool {
    match call.operation {
        Operation::IMAGES_GENERATIONS | Operation::IMAGES_EDITS | Operation::IMAGES_VARIATIONS => false,
        Operation::RESPONSES_INPUT_TOKENS => false,
        Operation::RESPONSES => !body.names().any(|name| name == "prompt"),
        operation => Operation::KNOWN.contains(&operation),
    }
}

fn missing_model() -> Error {
    let message = "no model is named: name one in the request, as the client's default model, or as `?model=` in the \
                   provider's URI (for oai: --model, OAI_MODEL)";
    Error::new(ErrorKind::Config, message)
}
