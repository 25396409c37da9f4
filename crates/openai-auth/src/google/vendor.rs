//! Google's crate: building what it calls a credential, and asking it.

use std::sync::{Arc, Weak};

use google_cloud_auth::build_errors::Error as BuildError;
use google_cloud_auth::credentials::service_account::AccessSpecifier;
use google_cloud_auth::credentials::{
    CacheableResource, Credentials, external_account, impersonated, mds, service_account, user_account,
};
use http::header::AUTHORIZATION;
use http::{Extensions, HeaderMap};
use openai_core::{CredentialError, SecretString};
use tokio::task::AbortHandle;

use super::failure;
use super::key::Kind;
use super::place::Found;
use crate::secret;

/// What the caller wishes of the tokens.
#[derive(Debug, Clone, Default)]
pub(super) struct Wishes {
    pub(super) scopes: Option<Vec<String>>,
    pub(super) quota_project: Option<String>,
    pub(super) universe_domain: Option<String>,
    pub(super) impersonate: Option<String>,
}

/// One credential of Google's crate. It keeps its token, and a task of its own refreshes it.
pub(super) struct Vendor {
    credentials: Credentials,
    found: Found,
    secrets: Vec<SecretString>,
    runtime: Runtime,
}

const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";

impl Vendor {
    /// Builds it from what was found. Needs a tokio runtime.
    pub(super) fn build(mut found: Found, wishes: &Wishes) -> Result<Self, CredentialError> {
        // reqwest, in Google's crate, panics without a process-wide provider. An error says that there is one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let secrets = found.key.as_ref().map(super::key::Key::secrets).unwrap_or_default();
        let credentials = build(&mut found, wishes).map_err(|_| {
            // Its own words can quote the key.
            CredentialError::new(format!("Google's crate cannot use {}: fetch it again", found.place))
        })?;
        Ok(Self {
            credentials,
            found,
            secrets,
            runtime: Runtime::current(),
        })
    }

    /// Whether the runtime that its refreshes run on is still there.
    pub(super) fn is_alive(&self) -> bool {
        self.runtime.is_alive()
    }

    /// The headers of a request.
    pub(super) async fn headers(&self) -> Result<HeaderMap, CredentialError> {
        let headers = self.credentials.headers(Extensions::new()).await;
        match headers.map_err(|error| failure::read(&error, &self.found, &self.secrets))? {
            CacheableResource::New { data, .. } => match fault(&data) {
                Some(fault) => Err(CredentialError::new(format!(
                    "the token that came with {} {fault}",
                    self.found.place
                ))),
                None => Ok(data),
            },
            CacheableResource::NotModified => Err(CredentialError::new("Google's crate brought no token")),
        }
    }

    /// The domain of the cloud that the credential belongs to.
    pub(super) async fn universe_domain(&self) -> String {
        let domain = self.credentials.universe_domain().await;
        domain.unwrap_or_else(|| "googleapis.com".to_owned())
    }

    /// What failed, for a message.
    pub(super) fn what(&self) -> String {
        format!("fetching a Google token with {}", self.found.place)
    }

    pub(super) fn found(&self) -> &Found {
        &self.found
    }
}

/// Sets what is there, and builds.
macro_rules! build {
    ($builder:expr $(, $set:ident($value:expr))*) => {{
        let mut builder = $builder;
        $(if let Some(value) = $value {
            builder = builder.$set(value.clone());
        })*
        builder.build()
    }};
}

fn build(found: &mut Found, wishes: &Wishes) -> Result<Credentials, BuildError> {
    let Some(account) = &wishes.impersonate else {
        return build_own(found, wishes);
    };
    let source = build_own(found, &Wishes::default())?;
    let builder = impersonated::Builder::from_source_credentials(source).with_target_principal(account);
    build!(
        builder,
        with_scopes(&wishes.scopes),
        with_quota_project_id(&wishes.quota_project),
        with_universe_domain(&wishes.universe_domain)
    )
}

fn build_own(found: &mut Found, wishes: &Wishes) -> Result<Credentials, BuildError> {
    let Wishes {
        scopes,
        quota_project,
        universe_domain,
        ..
    } = wishes;
    let Some(key) = &mut found.key else {
        let scopes = scopes.clone().unwrap_or_else(|| vec![SCOPE.to_owned()]);
        let address = found.metadata.as_ref().map(|host| match host.contains("://") {
            true => host.clone(),
            false => format!("http://{host}"),
        });
        return build!(
            mds::Builder::default().with_scopes(scopes),
            with_endpoint(&address),
            with_quota_project_id(quota_project),
            with_universe_domain(universe_domain)
        );
    };
    let json = key.json.take();
    match key.kind {
        Kind::ServiceAccount => build!(
            service_account::Builder::new(json),
            with_access_specifier(&scopes.clone().map(AccessSpecifier::Scopes)),
            with_quota_project_id(quota_project),
            with_universe_domain(universe_domain)
        ),
        Kind::AuthorizedUser => build!(
            user_account::Builder::new(json),
            with_scopes(scopes),
            with_quota_project_id(quota_project)
        ),
        Kind::Impersonated => build!(
            impersonated::Builder::new(json),
            with_scopes(scopes),
            with_quota_project_id(quota_project),
            with_universe_domain(universe_domain)
        ),
        Kind::ExternalAccount => build!(
            external_account::Builder::new(json),
            with_scopes(scopes),
            with_quota_project_id(quota_project),
            with_universe_domain(universe_domain)
        ),
    }
}

/// What is wrong with the token in the headers, as the rest of a sentence.
fn fault(headers: &HeaderMap) -> Option<&'static str> {
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Some("is missing");
    };
    match value.to_str().ok().and_then(|text| text.split_once(' ')) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => secret::fault(token),
        _ => Some("is not of the type Bearer"),
    }
}

/// Tells whether a tokio runtime is still there.
///
/// On one that is gone the task of Google's crate is gone as well, and who waits for its next token panics.
struct Runtime {
    alive: Weak<()>,
    watch: AbortHandle,
}

impl Runtime {
    fn current() -> Self {
        let here = Arc::new(());
        let alive = Arc::downgrade(&here);
        let watch = tokio::spawn(async move {
            let _here = here;
            std::future::pending::<()>().await;
        });
        Self {
            alive,
            watch: watch.abort_handle(),
        }
    }

    fn is_alive(&self) -> bool {
        self.alive.strong_count() > 0
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.watch.abort();
    }
}
