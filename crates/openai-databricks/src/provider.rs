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

    fn profile_for(&self, call: &Call) -> Cow<'_, Profile> {
        let model = call.contents().and_then(|body| call.model_in(&body));
        self.profile_of(model.ok().flatten().as_deref())
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        let mut body = call.contents()?;
        let model = call.model_in(&body)?;
        let profile = self.profile_of(model.as_deref());
        let operation = profile.operation(call.operation);
        if operation.is_none() && Operation::KNOWN.contains(&call.operation) {
            return Err(missing(call.operation));
        }
        if model.is_none() && call.operation.takes_model() {
            return Err(missing_model());
        }
        let name = model.as_deref().unwrap_or_default();
        let kind = self.kind_of(name);
        let mut notices = match body.json_mut() {
            Some(members) => fix::apply(call.operation, kind, name, members, policy)?,
            None => Vec::new(),
        };
        let found = profile::found(self, call.operation, name, &body);
        notices.extend(profile.check_with(call.operation, &body, &found, policy)?);
        let listed = operation.into_iter();
        notices.extend(listed.flat_map(|operation| profile::unlisted(operation, kind, name, &body)));
        if let (Some(model), Some(members)) = (&model, body.json_mut()) {
            members.set("model", model)?;
            let is_said = members.raw("stream").is_some_and(|stream| stream.get() != "null");
            if operation.is_some_and(|operation| operation.streaming) && !is_said {
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

impl Databricks {
    fn profile_of(&self, model: Option<&str>) -> Cow<'_, Profile> {
        match model.map(|model| self.kind_of(model)) {
            Some(ModelKind::External) => Cow::Owned(profile::of(ModelKind::External)),
            Some(ModelKind::PayPerToken) | None => Cow::Borrowed(&self.profile),
        }
    }
}

fn missing(operation: Operation) -> Error {
    let message = format!(
        "Databricks has no operation `{operation}`: its serving endpoints answer chat completions, completions, \
         embeddings and new responses alone"
    );
    Error::new(ErrorKind::Unsupported, message)
}

fn missing_model() -> Error {
    let message = "no serving endpoint is named: name one as the request's model, as the client's default model, or as \
                   `?model=` in the provider's URI (for oai: --model, OAI_MODEL)";
    Error::new(ErrorKind::Config, message)
}
