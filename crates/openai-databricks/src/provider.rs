//! How a call is spelled for Databricks.

use std::borrow::Cow;

use openai_core::{Call, Ending, Error, ErrorKind, Operation, Policy, Profile, Provider, Segment, Spelled};

use crate::{Databricks, ModelKind, fix, profile};

impl Provider for Databricks {
    fn name(&self) -> &'static str {
        "databricks"
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        let mut body = call.contents()?;
        let model = call.model_in(&body)?;
        let name = model.as_deref().unwrap_or_default();
        let kind = self.kind_of(name);
        let profile = match kind {
            ModelKind::PayPerToken => Cow::Borrowed(&self.profile),
            ModelKind::External => Cow::Owned(profile::of(kind)),
        };
        let found = profile::found(call.operation, kind, name, &body);
        let mut notices = profile.check_with(call.operation, &body, &found, policy)?;
        if call.operation.takes_model() && model.is_none() {
            return Err(missing_model());
        }
        notices.extend(profile::unlisted(call.operation, kind, name, &body));
        if let (Some(model), Some(members)) = (&model, body.json_mut()) {
            notices.extend(fix::apply(call.operation, model, members, policy)?);
            members.set("model", model)?;
            let streaming = profile
                .operation(call.operation)
                .is_some_and(|profile| profile.streaming);
            if streaming && members.raw("stream").is_none_or(|stream| stream.get() == "null") {
                members.set("stream", &call.stream)?;
            }
        }
        let address = call.address(&self.workspace, &[Segment::fixed("serving-endpoints")], &[])?;
        let request = call.spell(address, body.into_payload());
        Ok(Spelled::new(request, notices))
    }

    /// MLflow's agent server ends every stream with `[DONE]`. An agent's responses need bring no `response.completed`: the
    /// items that are done are the answer then. One that comes is an end all the same.
    fn ending(&self, _: Operation) -> Ending {
        Ending::Done
    }
}

fn missing_model() -> Error {
    let message = "no serving endpoint is named: name one as the request's model, as the client's default model, or as \
                   `?model=` in the provider's URI (for oai: --model, OAI_MODEL)";
    Error::new(ErrorKind::Config, message)
}
