//! No secret shows in what a program may print.

use std::fmt::Debug;
use std::time::Duration;

use http::HeaderName;
use openai_auth::{ApiKey, Basic, Bearer, BearerFrom, Cached};
use openai_core::{Credential, Token};

use crate::scripted::{Scripted, head};

const CANARY: &str = "canary-5eC6e7";
const ENCODED: &str = "Y2FuYXJ5LTVlQzZlNw==";

fn shown(value: &impl Debug) -> String {
    let shown = format!("{value:?} {value:#?}");
    for secret in [CANARY, ENCODED, &ENCODED[4..12]] {
        assert!(!shown.contains(secret), "{shown}");
    }
    format!("{value:?}")
}

#[tokio::test(start_paused = true)]
async fn debug_says_what_it_is_and_hides_the_secret() {
    let api_key = ApiKey::new("KEY", HeaderName::from_static("api-key"), CANARY).unwrap();
    let bearer = Bearer::new("KEY", CANARY).unwrap();
    let basic = Basic::token("KEY", CANARY).unwrap();
    let swapped = Basic::new("KEY", CANARY, "token").unwrap();
    assert_eq!(shown(&api_key), "ApiKey(api-key: ***)");
    assert_eq!(shown(&bearer), "Bearer(***)");
    assert_eq!(shown(&basic), "Basic(***)");
    assert_eq!(shown(&swapped), "Basic(***)");

    let source = Scripted::new(None);
    source.then([Ok(Token::new(CANARY, Some(Duration::from_secs(3600))))]);
    let cached = Cached::new(source);
    assert!(shown(&cached).contains("token: None"));
    assert_eq!(shown(&cached.token().await.unwrap()), "CachedToken(***, lives 3600s)");
    let from = BearerFrom::new(cached);
    assert!(shown(&from).contains("token: Some(CachedToken(***, lives 3600s))"));

    for credential in [&api_key as &dyn Credential, &bearer, &basic, &swapped, &from] {
        let mut head = head();
        credential.authorize(&mut head).await.unwrap();
        assert_eq!(head.headers.len(), 1);
        shown(&head);
    }
}

#[tokio::test(start_paused = true)]
async fn errors_hide_the_secret() {
    let source = Scripted::new(None);
    let bad = [format!("{CANARY}\n"), format!("Bearer {CANARY}"), format!("{CANARY}é")];
    source.then(bad.iter().map(|secret| Ok(Token::new(secret.as_str(), None))));
    source.then([Ok(Token::new(CANARY, Some(Duration::ZERO)))]);
    let cached = Cached::new(source);
    for _ in 0..=bad.len() {
        let error = cached.token().await.unwrap_err();
        shown(&error);
        assert!(!error.to_string().contains(CANARY));
    }
    for secret in bad {
        let errors = [
            ApiKey::new("KEY", HeaderName::from_static("api-key"), secret.as_str()).unwrap_err(),
            Bearer::new("KEY", secret.as_str()).unwrap_err(),
            Basic::token("KEY", secret.as_str()).unwrap_err(),
            Basic::new("KEY", &secret, "token").unwrap_err(),
        ];
        for error in errors {
            shown(&error);
            assert!(!error.to_string().contains(CANARY));
        }
    }
}
