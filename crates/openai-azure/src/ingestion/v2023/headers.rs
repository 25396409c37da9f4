//! The connections of a job, which its request carries in headers.

use http::{HeaderMap, HeaderName, HeaderValue};
use openai_core::{Error, ErrorKind};
use openai_types::{Address, Secret};

/// The connections of a job. `Debug` shows no secret.
///
/// ```
/// use openai_azure::ingestion::v2023::Headers;
///
/// let store = "DefaultEndpointsProtocol=https;AccountName=docs;AccountKey=c2VjcmV0";
/// let headers = Headers::new("https://docs.search.windows.net", store, "manuals").search_service_admin_key("admin-key");
/// let headers = headers.to_map()?;
/// assert_eq!(headers["storagecontainer"], "manuals");
/// assert!(headers["searchserviceadminkey"].is_sensitive());
/// # Ok::<(), openai_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Headers {
    /// `searchServiceEndpoint`: the address of the search resource where the index is built.
    pub search_service_endpoint: Address,
    /// `searchServiceAdminKey`: the search resource's admin key. Without it the Azure OpenAI resource's own identity is
    /// used, which needs the role Search Service Contributor.
    pub search_service_admin_key: Option<Secret>,
    /// `storageConnectionString`: the storage account with the documents. With the account's key
    /// (`DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…`), or a `ResourceId=…` beside `storage_endpoint`.
    pub storage_connection_string: Secret,
    /// `storageContainer`: the container with the documents.
    pub storage_container: String,
    /// `storageEndpoint`: the storage account's address, for a connection string with a `ResourceId`. The specification
    /// has it; the REST reference does not.
    pub storage_endpoint: Option<Address>,
    /// `embeddingEndpoint`: the whole address of an embedding deployment. Vector and hybrid search need it, or
    /// `embedding_deployment_name`.
    pub embedding_endpoint: Option<Address>,
    /// `embeddingKey`: the key to `embedding_endpoint`. The REST reference wants it beside every endpoint, the
    /// specification only where no managed identity is set up.
    pub embedding_key: Option<Secret>,
    /// `embeddingDeploymentName`: a deployment of the same resource, in place of the two. The specification has it; the
    /// REST reference does not.
    pub embedding_deployment_name: Option<String>,
    /// `url`: a page to be crawled into the container first. The REST reference has it; the specification does not.
    pub url: Option<Address>,
}

impl Headers {
    /// The connections that every job needs: where the index is built, and where the documents are.
    #[must_use]
    pub fn new(
        search_service_endpoint: impl Into<Address>,
        storage_connection_string: impl Into<Secret>,
        storage_container: impl Into<String>,
    ) -> Self {
        Self {
            search_service_endpoint: search_service_endpoint.into(),
            search_service_admin_key: None,
            storage_connection_string: storage_connection_string.into(),
            storage_container: storage_container.into(),
            storage_endpoint: None,
            embedding_endpoint: None,
            embedding_key: None,
            embedding_deployment_name: None,
            url: None,
        }
    }

    /// Sets the search resource's admin key.
    #[must_use]
    pub fn search_service_admin_key(mut self, key: impl Into<Secret>) -> Self {
        self.search_service_admin_key = Some(key.into());
        self
    }

    /// Sets the storage account's address.
    #[must_use]
    pub fn storage_endpoint(mut self, endpoint: impl Into<Address>) -> Self {
        self.storage_endpoint = Some(endpoint.into());
        self
    }

    /// Embeds with a deployment anywhere, by its address and its key.
    #[must_use]
    pub fn embedding_endpoint(mut self, endpoint: impl Into<Address>, key: impl Into<Secret>) -> Self {
        self.embedding_endpoint = Some(endpoint.into());
        self.embedding_key = Some(key.into());
        self
    }

    /// Embeds with a deployment of the same resource.
    #[must_use]
    pub fn embedding_deployment_name(mut self, name: impl Into<String>) -> Self {
        self.embedding_deployment_name = Some(name.into());
        self
    }

    /// Crawls a page into the container first.
    #[must_use]
    pub fn url(mut self, url: impl Into<Address>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// The headers of the request; those with secrets, and those with addresses, which may hold some, are marked sensitive.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where a value is empty or holds what no header may hold, such as a line break. The error
    /// names the header, and not its value.
    pub fn to_map(&self) -> Result<HeaderMap, Error> {
        let mut map = HeaderMap::new();
        let mut plain = |name, value: Option<&str>| value.map_or(Ok(()), |value| insert(&mut map, name, value, false));
        plain("storageContainer", Some(&self.storage_container))?;
        plain("embeddingDeploymentName", self.embedding_deployment_name.as_deref())?;
        // An address may carry a password or a signature.
        let mut hidden = |name, value: Option<&str>| value.map_or(Ok(()), |value| insert(&mut map, name, value, true));
        hidden("searchServiceEndpoint", Some(self.search_service_endpoint.as_str()))?;
        hidden("storageEndpoint", self.storage_endpoint.as_deref())?;
        hidden("embeddingEndpoint", self.embedding_endpoint.as_deref())?;
        hidden("url", self.url.as_deref())?;
        hidden(
            "searchServiceAdminKey",
            self.search_service_admin_key.as_ref().map(Secret::expose),
        )?;
        hidden("storageConnectionString", Some(self.storage_connection_string.expose()))?;
        hidden("embeddingKey", self.embedding_key.as_ref().map(Secret::expose))?;
        Ok(map)
    }
}

fn insert(map: &mut HeaderMap, name: &'static str, value: &str, is_secret: bool) -> Result<(), Error> {
    let refuse = |why: &str| Error::new(ErrorKind::Invalid, format!("the ingestion job's header `{name}` {why}"));
    if value.trim().is_empty() {
        return Err(refuse("is empty: set it, or leave it out where it is optional"));
    }
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refuse("has a name that is no header's"))?;
    let mut value = HeaderValue::from_str(value).map_err(|_| {
        refuse("holds a character that no header may hold: look for line breaks and letters beyond ASCII")
    })?;
    value.set_sensitive(is_secret);
    map.insert(key, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORE: &str = "DefaultEndpointsProtocol=https;AccountName=docs;AccountKey=c2VjcmV0";

    fn full() -> Headers {
        Headers::new("https://s.search.windows.net", STORE, "manuals")
            .search_service_admin_key("admin-key")
            .storage_endpoint("https://docs.blob.core.windows.net")
            .embedding_endpoint("https://e.example/embeddings", "embedding-key")
            .embedding_deployment_name("ada")
            .url("https://docs.example?sig=page-signature")
    }

    #[test]
    fn every_header_is_written_and_the_secret_ones_are_marked() {
        let map = full().to_map().unwrap();
        let names: Vec<_> = map
            .iter()
            .map(|(name, value)| (name.as_str(), value.is_sensitive()))
            .collect();
        let mut names = names;
        names.sort_unstable();
        assert_eq!(
            names,
            [
                ("embeddingdeploymentname", false),
                ("embeddingendpoint", true),
                ("embeddingkey", true),
                ("searchserviceadminkey", true),
                ("searchserviceendpoint", true),
                ("storageconnectionstring", true),
                ("storagecontainer", false),
                ("storageendpoint", true),
                ("url", true),
            ]
        );
        assert_eq!(map["storageconnectionstring"], STORE);
        assert_eq!(Headers::new("e", "s", "c").to_map().unwrap().len(), 3);
    }

    #[test]
    fn no_secret_is_shown() {
        let (headers, map) = (full(), full().to_map().unwrap());
        for shown in [format!("{headers:?}"), format!("{headers:#?}"), format!("{map:?}")] {
            for secret in ["admin-key", "embedding-key", "c2VjcmV0", "page-signature"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
    }

    #[test]
    fn a_bad_value_is_an_error_that_names_the_header_and_not_the_value() {
        for (bad, why) in [
            ("", "is empty"),
            (" ", "is empty"),
            ("key\nx", "line breaks"),
            ("schlüs\u{0}", "line breaks"),
        ] {
            let error = full().search_service_admin_key(bad).to_map().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Invalid);
            let error = error.to_string();
            assert!(
                error.contains("`searchServiceAdminKey`") && error.contains(why),
                "{error}"
            );
            assert!(bad.trim().is_empty() || !error.contains(bad), "{error}");
        }
        let error = Headers::new("", STORE, "c").to_map().unwrap_err().to_string();
        assert!(error.contains("`searchServiceEndpoint` is empty"), "{error}");
    }
}
