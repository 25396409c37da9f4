//! Fetched bearer tokens, and what a 401 does to them.

use std::time::Duration;

use openai_auth::{BearerFrom, Cached};
use openai_core::{Credential, Token};

use crate::scripted::{Scripted, head};

fn credential() -> (Scripted, BearerFrom<Scripted>) {
    let source = Scripted::new(Some(3600));
    (source.clone(), BearerFrom::new(Cached::new(source)))
}

async fn authorized(credential: &dyn Credential) -> http::request::Parts {
    let mut head = head();
    credential.authorize(&mut head).await.unwrap();
    head
}

#[tokio::test(start_paused = true)]
async fn writes_the_token_marked_sensitive() {
    let (_, credential) = credential();
    let mut head = head();
    head.headers
        .insert("authorization", "Bearer of-an-earlier-try".parse().unwrap());
    credential.authorize(&mut head).await.unwrap();
    assert_eq!(head.headers["authorization"], "Bearer t1");
    assert_eq!(head.headers.len(), 1);
    assert!(head.headers["authorization"].is_sensitive());
}

#[tokio::test(start_paused = true)]
async fn a_401_drops_the_token_once() {
    let (source, credential) = credential();
    let (first, second) = (authorized(&credential).await, authorized(&credential).await);

    assert!(credential.rejected(&first));
    let replayed = authorized(&credential).await;
    assert_eq!(replayed.headers["authorization"], "Bearer t2");

    assert!(credential.rejected(&second), "the newer token is worth a try");
    let replayed = authorized(&credential).await;
    assert_eq!(
        replayed.headers["authorization"], "Bearer t2",
        "a late 401 dropped the newer token"
    );
    assert_eq!(source.fetches(), 2);

    // What a client keeps of a request that it sent is a copy.
    assert!(credential.rejected(&replayed.clone()));
    assert_eq!(authorized(&credential).await.headers["authorization"], "Bearer t3");
}

#[tokio::test(start_paused = true)]
async fn a_source_that_brings_the_refused_token_again_is_worth_no_further_try() {
    let (source, credential) = credential();
    let same = || Ok(Token::new("same", Some(Duration::from_secs(3600))));
    source.then([same(), same(), same()]);

    assert!(credential.rejected(&authorized(&credential).await));
    assert!(!credential.rejected(&authorized(&credential).await));
    assert!(!credential.rejected(&authorized(&credential).await));
    assert_eq!(source.fetches(), 3, "each later call asks the source again");
    assert!(
        credential.rejected(&authorized(&credential).await),
        "another token may bring yet another"
    );
}

#[tokio::test(start_paused = true)]
async fn a_request_of_another_credential_drops_nothing() {
    let ((source, mine), (_, other)) = (credential(), credential());
    authorized(&mine).await;
    assert!(!mine.rejected(&head()));
    mine.rejected(&authorized(&other).await);
    authorized(&mine).await;
    assert_eq!(source.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failure_leaves_the_request_as_it_was() {
    let (source, credential) = credential();
    source.then_fail(1);
    let mut head = head();
    let error = credential.authorize(&mut head).await.unwrap_err();
    assert!(error.is_retryable());
    assert!(head.headers.is_empty() && head.extensions.is_empty());
}
