//! Nimbus, a made-up cloud: a provider as a contributor in another repository would write it.
//!
//! Nimbus takes the model as `engine` in the query, the stream switch as `flow`, wants a version header, refuses `seed`
//! and takes no notice of `logit_bias`.

use http::{HeaderName, HeaderValue};
use openai_core::{
    BaseUrl, Call, Error, ErrorKind, Notice, NoticeKind, Operation, OperationProfile, Parameter, Policy, Profile,
    Provider, Rule, Segment, Spelled,
};

const GUIDE: &str = "Nimbus guide, edition 3";
const PREFIX: [Segment; 2] = [Segment::fixed("api"), Segment::fixed("talk")];

/// Nimbus at one address.
#[derive(Clone, Debug)]
pub struct Nimbus {
    base: BaseUrl,
    profile: Profile,
}

impl Nimbus {
    /// Nimbus at this address.
    #[must_use]
    pub fn new(base: BaseUrl) -> Self {
        let chat = OperationProfile::new(Operation::CHAT, GUIDE).parameters([
            Parameter::new("seed", Rule::Rejected, "answers cannot be repeated", GUIDE),
            Parameter::new("logit_bias", Rule::Ignored, "", GUIDE),
        ]);
        Self {
            base,
            profile: Profile::new("Nimbus", [chat]),
        }
    }
}

impl Provider for Nimbus {
    fn name(&self) -> &'static str {
        "nimbus"
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        let mut body = call.contents()?;
        let mut notices = self.profile.check(call.operation, &body, policy)?;
        let Some(model) = call.model.as_deref() else {
            return Err(Error::new(
                ErrorKind::Config,
                "no model: name the Nimbus engine that is to answer",
            ));
        };
        body.remove_model();
        if let Some(members) = body.json_mut()
            && members.remove("stream")
        {
            members.set("flow", &call.stream)?;
            notices.push(Notice::new(
                NoticeKind::Renamed,
                "stream",
                "`stream` goes out as `flow`",
            ));
        }
        let address = call.address(&self.base, &PREFIX, &[("engine", model)])?;
        let mut request = call.spell(address, body.into_payload());
        request
            .headers_mut()
            .insert(HeaderName::from_static("nimbus-version"), HeaderValue::from_static("3"));
        Ok(Spelled::new(request, notices))
    }
}
