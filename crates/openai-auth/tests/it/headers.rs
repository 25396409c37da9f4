//! Credentials that stay the same: the header that each writes, and what each refuses.

use http::HeaderName;
use openai_auth::{ApiKey, Basic, Bearer};
use openai_core::{Credential, Error, ErrorKind};

use crate::scripted::head;

const API_KEY: HeaderName = HeaderName::from_static("api-key");

async fn written(credential: &dyn Credential) -> Vec<(String, String)> {
    let mut head = head();
    // A second try goes over the same head.
    credential.authorize(&mut head).await.unwrap();
    credential.authorize(&mut head).await.unwrap();
    assert!(!credential.rejected(&head), "nothing new can come after a 401");
    assert!(head.headers.values().all(http::HeaderValue::is_sensitive));
    let text = |value: &http::HeaderValue| value.to_str().unwrap().to_owned();
    head.headers
        .iter()
        .map(|(name, value)| (name.to_string(), text(value)))
        .collect()
}

#[tokio::test]
async fn an_api_key_has_a_header_of_its_own() {
    let credential = ApiKey::new("AZURE_OPENAI_API_KEY", API_KEY, "k3y").unwrap();
    assert_eq!(written(&credential).await, [("api-key".into(), "k3y".into())]);
}

#[tokio::test]
async fn a_bearer_token_follows_its_scheme() {
    let credential = Bearer::new("OPENAI_API_KEY", "sk-1").unwrap();
    assert_eq!(
        written(&credential).await,
        [("authorization".into(), "Bearer sk-1".into())]
    );
}

#[tokio::test]
async fn basic_encodes_user_and_password() {
    let credential = Basic::new("PASSWORD", "Aladdin", "opensesame").unwrap();
    assert_eq!(
        written(&credential).await,
        [("authorization".into(), "Basic QWxhZGRpbjpvcGVuc2VzYW1l".into())]
    );

    let credential = Basic::token("DATABRICKS_TOKEN", "dapi123").unwrap();
    assert_eq!(
        written(&credential).await,
        [("authorization".into(), "Basic dG9rZW46ZGFwaTEyMw==".into())]
    );
}

#[test]
fn a_bad_secret_is_refused_by_name_and_never_shown() {
    for (secret, fault) in [
        ("", "THE_KEY is empty: give it a value"),
        ("  ", "THE_KEY is empty: give it a value"),
        (
            "canary\n",
            "THE_KEY begins or ends with a space or a line break: remove it",
        ),
        (
            "canary\r\nx-evil: 1",
            "THE_KEY holds a space, a line break or a control character: copy it again",
        ),
        (
            "canary\0",
            "THE_KEY holds a space, a line break or a control character: copy it again",
        ),
        ("canärycanary", "THE_KEY holds a character outside ASCII: copy it again"),
        (
            "Bearer canary",
            "THE_KEY begins with the word Bearer: give only what follows it",
        ),
    ] {
        let errors: [Error; 4] = [
            ApiKey::new("THE_KEY", API_KEY, secret).unwrap_err(),
            Bearer::new("THE_KEY", secret).unwrap_err(),
            Basic::new("THE_KEY", "user", secret).unwrap_err(),
            Basic::token("THE_KEY", secret).unwrap_err(),
        ];
        for error in errors {
            assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Config, fault));
            assert!(!format!("{error:?}").contains("canary"));
        }
    }
}

#[test]
fn a_bad_user_is_refused() {
    for (user, fault) in [("", "is empty"), ("a:b", "has a colon"), ("a\nb", "a line break")] {
        let error = Basic::new("THE_KEY", user, "password").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(
            error.to_string().starts_with("the user that goes with THE_KEY"),
            "{error}"
        );
        assert!(error.to_string().contains(fault), "{error}");
    }
}
