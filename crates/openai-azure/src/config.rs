//! Which Azure OpenAI resource is called, and in which version of its API.

use std::collections::BTreeMap;

use openai_core::{BaseUrl, Operation, Profile};

use crate::{ApiVersion, profile};

/// An Azure OpenAI resource.
///
/// Dated ([`new`](Self::new)): the deployment stands in the path, and every call names an [`ApiVersion`]. v1
/// ([`v1`](Self::v1)): the deployment is the body's `model`, and no version is needed.
#[derive(Clone, Debug)]
pub struct Azure {
    /// The resource's address, without `/openai`.
    pub(crate) resource: BaseUrl,
    pub(crate) surface: Surface,
    pub(crate) versions: Vec<(Operation, ApiVersion)>,
    pub(crate) deployments: BTreeMap<String, String>,
    pub(crate) profile: Profile,
}

/// One of the two APIs that a resource has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Surface {
    Dated(ApiVersion),
    V1 {
        /// Whether it is asked for what is in preview.
        preview: bool,
        /// Whether operations are sent that its documents do not name.
        unverified: bool,
    },
}

impl Azure {
    /// A resource, in a dated version of its API.
    ///
    /// `endpoint` is the resource's address, such as `https://NAME.openai.azure.com`; `/openai` at its end does not
    /// matter. A gateway's address may have a path before it.
    #[must_use]
    pub fn new(endpoint: BaseUrl, version: ApiVersion) -> Self {
        Self::on(&endpoint, Surface::Dated(version))
    }

    /// A resource, in the v1 API.
    ///
    /// `endpoint` is the resource's address, such as `https://NAME.openai.azure.com` or
    /// `https://NAME.services.ai.azure.com`; `/openai/v1` or `/openai` at its end does not matter.
    #[must_use]
    pub fn v1(endpoint: BaseUrl) -> Self {
        let surface = Surface::V1 {
            preview: false,
            unverified: false,
        };
        Self::on(&endpoint, surface)
    }

    /// Asks v1 for what is in preview: `api-version=preview`. A dated client is left as it is: it has dated previews.
    #[must_use]
    pub fn preview(self) -> Self {
        match self.surface {
            Surface::Dated(_) => self,
            Surface::V1 { unverified, .. } => self.with_surface(Surface::V1 {
                preview: true,
                unverified,
            }),
        }
    }

    /// Sends v1 the operations that OpenAI has and no document says of v1: images, audio, the counting of input tokens and
    /// the shortening of conversations.
    ///
    /// Without it they are refused before they are sent. Third-party code sends them to `/openai/v1/…`; nothing is known
    /// of their parameters. Uploads and moderations need no switch: v1's specification leaves them out, but v1 has them as
    /// OpenAI does. A dated client is left as it is: its versions' documents name what they have.
    #[must_use]
    pub fn unverified(self) -> Self {
        match self.surface {
            Surface::Dated(_) => self,
            Surface::V1 { preview, .. } => self.with_surface(Surface::V1 {
                preview,
                unverified: true,
            }),
        }
    }

    /// Sends one operation in a dated version of its own, on a client of v1 too.
    ///
    /// For one call, put an [`ApiVersion`] into [`Call::extensions`](openai_core::Call::extensions).
    #[must_use]
    pub fn api_version_for(mut self, operation: Operation, version: ApiVersion) -> Self {
        self.versions.retain(|(known, _)| *known != operation);
        self.versions.push((operation, version));
        self
    }

    /// Names the deployment that answers for a model. A model that is not mapped is itself a deployment's name.
    #[must_use]
    pub fn deployment(mut self, model: impl Into<String>, deployment: impl Into<String>) -> Self {
        self.deployments.insert(model.into(), deployment.into());
        self
    }

    fn with_surface(self, surface: Surface) -> Self {
        Self {
            surface,
            profile: profile::of(surface),
            ..self
        }
    }

    fn on(endpoint: &BaseUrl, surface: Surface) -> Self {
        let resource = ["/openai/v1", "/openai"]
            .iter()
            .find_map(|end| endpoint.strip_suffix(end));
        Self {
            resource: resource.unwrap_or_else(|| endpoint.clone()),
            surface,
            versions: Vec::new(),
            deployments: BTreeMap::new(),
            profile: profile::of(surface),
        }
    }
}
