//! How a call is spelled for Azure OpenAI.

use std::borrow::Cow;

use http::Uri;
use openai_core::{Call, Contents, Error, ErrorKind, Operation, Policy, Profile, Provider, Segment, Spelled, Target};

use crate::config::Surface;
use crate::{ApiVersion, Azure, fix, profile};

impl Provider for Azure {
    fn name(&self) -> &'static str {
        "azure.ai.openai"
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn profile_for(&self, call: &Call) -> Cow<'_, Profile> {
        self.profile_of(self.surface_for(call))
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        if let Target::Url(_) = call.target {
            // The server gave the address, api-version and all.
            let address = call.address(&self.resource, &[], &[])?;
            return Ok(Spelled::new(call.spell(address, call.body.clone()), Vec::new()));
        }
        let mut body = call.contents()?;
        let surface = self.surface_for(call);
        let profile = self.profile_of(surface);
        if profile.operation(call.operation).is_none() && profile::is_known(call.operation) {
            return Err(profile::missing(surface, call.operation));
        }
        let mut notices = Vec::new();
        if let (Surface::Dated(version), Some(members)) = (surface, body.json_mut()) {
            notices.extend(fix::apply(version, call.operation, members, policy)?);
        }
        let found = profile::found(surface, &profile, call, &body);
        notices.extend(profile.check_with(call.operation, &body, &found, policy)?);
        let model = call.model_in(&body).ok().flatten();
        let deployment = model.as_ref().and_then(|model| self.deployments.get(model));
        let models = model.iter().chain(deployment).map(String::as_str);
        notices.extend(profile::unlisted(surface, &profile, call, &body, models));
        let address = match surface {
            Surface::Dated(version) => self.dated_address(version, call, &mut body)?,
            Surface::V1 { preview, .. } => self.v1_address(preview, call, &mut body)?,
        };
        let request = call.spell(address, body.into_payload());
        Ok(Spelled::new(request, notices))
    }
}

impl Azure {
    fn profile_of(&self, surface: Surface) -> Cow<'_, Profile> {
        if surface == self.surface {
            Cow::Borrowed(&self.profile)
        } else {
            Cow::Owned(profile::of(surface))
        }
    }

    /// The call's own version wins over the operation's, and that over the client's.
    fn surface_for(&self, call: &Call) -> Surface {
        let of_operation = || self.versions.iter().find(|(operation, _)| *operation == call.operation);
        let version = call.extensions.get::<ApiVersion>().or_else(|| Some(&of_operation()?.1));
        version.map_or(self.surface, |version| Surface::Dated(*version))
    }

    /// The address in a dated version: the deployment stands in the path, but for responses.
    fn dated_address(&self, version: ApiVersion, call: &Call, body: &mut Contents<'_>) -> Result<Uri, Error> {
        let mut prefix = vec![Segment::fixed("openai")];
        if call.operation == Operation::RESPONSES {
            body.set_model(&self.deployment_for(call, body)?)?;
        } else if call.operation.takes_model() {
            let deployment = self.deployment_for(call, body)?;
            prefix.extend([Segment::fixed("deployments"), Segment::new("deployment", &deployment)?]);
            match call.model_in(body)? {
                Some(model) if profile::names_model(call.operation, version) => body.set_model(&model)?,
                _ => body.remove_model(),
            }
        }
        call.address(&self.resource, &prefix, &[("api-version", &version.to_string())])
    }

    /// The address in v1: the deployment is the body's `model`.
    fn v1_address(&self, preview: bool, call: &Call, body: &mut Contents<'_>) -> Result<Uri, Error> {
        if call.operation.takes_model() {
            body.set_model(&self.deployment_for(call, body)?)?;
        }
        let query: &[_] = if preview { &[("api-version", "preview")] } else { &[] };
        call.address(&self.resource, &[Segment::fixed("openai"), Segment::fixed("v1")], query)
    }

    fn deployment_for(&self, call: &Call, body: &Contents<'_>) -> Result<String, Error> {
        let Some(model) = call.model_in(body)? else {
            let message = "no deployment is named: name one as the request's model, as the client's default model, or as \
                           `?model=` in the provider's URI (for oai: --model, OAI_MODEL)";
            return Err(Error::new(ErrorKind::Config, message));
        };
        Ok(self.deployments.get(&model).cloned().unwrap_or(model))
    }
}
