//! How a call is spelled for Databricks.

use openai_core::{Call, Error, ErrorKind, Payload, Policy, Profile, Provider, Segment, Spelled};

use crate::{Databricks, fix, profile};

impl Provider for Databricks {
    fn name(&self) -> &'static str {
        "databricks"
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        let mut body = call.members()?;
        let mut notices = self
            .profile
            .check_with(call.operation, &body, &profile::found(&body), policy)?;
        let model = call.model_in(&body)?.ok_or_else(missing_model)?;
        notices.extend(fix::apply(&model, &mut body, policy)?);
        body.set("model", &model)?;
        if body.raw("stream").is_none_or(|stream| stream.get() == "null") {
            body.set("stream", &call.stream)?;
        }
        let address = call.address(&self.workspace, &[Segment::fixed("serving-endpoints")], &[])?;
        let request = call.spell(address, Payload::Json(body.to_bytes().into()));
        Ok(Spelled::new(request, notices))
    }
}

fn missing_model() -> Error {
    let message = "no serving endpoint is named: name one as the request's model, as the client's default model, or as \
                   `?model=` in the provider's URI (for oai: --model, OAI_MODEL)";
    Error::new(ErrorKind::Config, message)
}
