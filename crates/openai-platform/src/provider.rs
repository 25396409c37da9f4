//! How a call is spelled for OpenAI.

use openai_core::{Call, Error, ErrorKind, Payload, Policy, Profile, Provider, Spelled};

use crate::OpenAi;

impl Provider for OpenAi {
    fn name(&self) -> &'static str {
        "openai"
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        let mut body = call.members()?;
        let notices = self.profile.check(call.operation, &body, policy)?;
        match call.model_in(&body)? {
            Some(model) => body.set("model", &model)?,
            None if self.is_openai() => return Err(missing_model()),
            None => {
                body.remove("model");
            }
        }
        let address = call.address(&self.base, &[], &[])?;
        let mut request = call.spell(address, Payload::Json(body.to_bytes().into()));
        request.headers_mut().extend(self.headers.clone());
        Ok(Spelled::new(request, notices))
    }
}

fn missing_model() -> Error {
    let message = "no model is named: name one in the request, as the client's default model, or as `?model=` in the \
                   provider's URI (for oai: --model, OAI_MODEL)";
    Error::new(ErrorKind::Config, message)
}
