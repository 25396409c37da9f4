//! Keys and tokens from functions of the program.

use std::future::ready;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::HeaderName;
use openai_auth::{BearerFrom, Cached, KeyFn, TokenFn};
use openai_core::{Credential, CredentialError, SecretString, Token};

use crate::scripted::head;

/// A key that the test changes, and a function that reads it.
fn changing(
    key: &str,
) -> (
    Arc<Mutex<String>>,
    impl Fn() -> std::future::Ready<Result<SecretString, CredentialError>>,
) {
    let key = Arc::new(Mutex::new(key.to_owned()));
    let read = key.clone();
    (key, move || ready(Ok(read.lock().unwrap().as_str().into())))
}

#[tokio::test]
async fn a_key_is_asked_for_anew_each_time() {
    let (key, ask) = changing("sk-1");
    let credential = KeyFn::bearer(ask);
    let mut head = head();
    credential.authorize(&mut head).await.unwrap();
    assert_eq!(head.headers["authorization"], "Bearer sk-1");
    assert!(head.headers["authorization"].is_sensitive());
    *key.lock().unwrap() = "sk-2".to_owned();
    credential.authorize(&mut head).await.unwrap();
    assert_eq!(head.headers["authorization"], "Bearer sk-2");
    assert_eq!(head.headers.len(), 1);
}

#[tokio::test]
async fn a_key_may_have_a_header_of_its_own_and_take_its_time() {
    let credential = KeyFn::header(HeaderName::from_static("api-key"), || async {
        tokio::task::yield_now().await;
        Ok(SecretString::from("k3y"))
    });
    let mut head = head();
    credential.authorize(&mut head).await.unwrap();
    assert_eq!(head.headers["api-key"], "k3y");
    assert_eq!(format!("{credential:?}"), "KeyFn(api-key: ***)");
}

#[tokio::test]
async fn a_401_is_worth_another_try_unless_the_key_stays_the_same() {
    let (key, ask) = changing("sk-1");
    let credential = KeyFn::bearer(ask);
    let refused = async || {
        let mut head = head();
        credential.authorize(&mut head).await.unwrap();
        credential.rejected(&head)
    };
    assert!(refused().await);
    assert!(!refused().await);
    *key.lock().unwrap() = "sk-2".to_owned();
    assert!(refused().await);
    assert!(!credential.rejected(&head()), "that request is not from here");
}

#[tokio::test]
async fn a_bad_key_is_an_error_that_hides_it() {
    let (_, ask) = changing("canary\n");
    let mut head = head();
    let error = KeyFn::bearer(ask).authorize(&mut head).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the key that the program's function brought begins or ends"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("canary") && head.headers.is_empty());

    let failing = KeyFn::bearer(|| ready(Err(CredentialError::passing("the vault is sealed"))));
    let error = failing.authorize(&mut head).await.unwrap_err();
    assert!(error.is_retryable() && error.to_string() == "the vault is sealed");
}

#[tokio::test(start_paused = true)]
async fn a_token_of_a_function_is_cached() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let source = TokenFn::new(move || {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move { Ok(Token::new(format!("t{number}"), Some(Duration::from_secs(100)))) }
    });
    assert_eq!(format!("{source:?}"), "TokenFn");
    let credential = BearerFrom::new(Cached::new(source));
    for (wait, expected) in [(0, "Bearer t1"), (40, "Bearer t1"), (60, "Bearer t2")] {
        tokio::time::advance(Duration::from_secs(wait)).await;
        let mut head = head();
        credential.authorize(&mut head).await.unwrap();
        assert_eq!(head.headers["authorization"], expected);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}
