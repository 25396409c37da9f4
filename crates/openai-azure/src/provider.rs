//! How a call is spelled for Azure OpenAI.

use std::borrow::Cow;

use openai_core::{Call, Error, ErrorKind, Members, Payload, Policy, Profile, Provider, Segment, Spelled};

use crate::config::Surface;
use crate::{ApiVersion, Azure, profile};

impl Provider for Azure {
    fn name(&self) -> &'static str {
        "azure.ai.openai"
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        let mut body = call.members()?;
        let surface = self.surface_for(call);
        let profile = if surface == self.surface {
            Cow::Borrowed(&self.profile)
        } else {
            Cow::Owned(profile::of(surface))
        };
        let notices = profile.check_with(call.operation, &body, &profile::found(surface, call, &body), policy)?;
        let deployment = self.deployment_for(call, &body)?;
        let address = match surface {
            Surface::Dated(version) => {
                body.remove("model");
                let deployment = Segment::new("deployment", &deployment)?;
                let prefix = [Segment::fixed("openai"), Segment::fixed("deployments"), deployment];
                call.address(&self.resource, &prefix, &[("api-version", &version.to_string())])?
            }
            Surface::V1 { preview } => {
                body.set("model", &deployment)?;
                let query: &[_] = if preview { &[("api-version", "preview")] } else { &[] };
                call.address(&self.resource, &[Segment::fixed("openai"), Segment::fixed("v1")], query)?
            }
        };
        let request = call.spell(address, Payload::Json(body.to_bytes().into()));
        Ok(Spelled::new(request, notices))
    }
}

impl Azure {
    /// The call's own version wins over the operation's, and that over the client's.
    fn surface_for(&self, call: &Call) -> Surface {
        let of_operation = || self.versions.iter().find(|(operation, _)| *operation == call.operation);
        let version = call.extensions.get::<ApiVersion>().or_else(|| Some(&of_operation()?.1));
        version.map_or(self.surface, |version| Surface::Dated(*version))
    }

    fn deployment_for<'a>(&'a self, call: &'a Call, body: &Members<'_>) -> Result<Cow<'a, str>, Error> {
        let Some(model) = call.model_in(body)? else {
            let message = "no deployment is named: name one as the request's model, as the client's default model, or as \
                           `?model=` in the provider's URI (for oai: --model, OAI_MODEL)";
            return Err(Error::new(ErrorKind::Config, message));
        };
        Ok(self
            .deployments
            .get(&*model)
            .map_or(model, |deployment| Cow::Borrowed(deployment)))
    }
}
