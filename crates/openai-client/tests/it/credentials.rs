//! Credentials: asked for every try, renewed once after a 401.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use http::{HeaderValue, request};
use openai_client::{Client, Connection, Options};
use openai_core::{Credential, CredentialError, ErrorKind, Transport, async_trait};

use crate::script::{Cloud, Script, Step, answer, events, good, hello};

/// Counts what it is asked; every token has its number in it.
#[derive(Debug, Default)]
struct Counting {
    asked: AtomicU32,
    rejected: AtomicU32,
    renewable: bool,
    failures: AtomicU32,
    passing: bool,
}

#[async_trait]
impl Credential for Counting {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        if asked < self.failures.load(Ordering::Relaxed) {
            let error = if self.passing {
                CredentialError::passing
            } else {
                CredentialError::new
            };
            return Err(error("no token to be had"));
        }
        let token = format!("Bearer token-{}", self.rejected.load(Ordering::Relaxed));
        head.headers
            .insert("authorization", HeaderValue::from_str(&token).unwrap());
        Ok(())
    }

    fn rejected(&self, head: &request::Parts) -> bool {
        assert!(
            head.headers["authorization"]
                .to_str()
                .unwrap()
                .starts_with("Bearer token-")
        );
        self.rejected.fetch_add(1, Ordering::Relaxed);
        self.renewable
    }
}

fn client(credential: &Arc<Counting>, steps: impl IntoIterator<Item = Step>) -> (Client, Arc<Script>) {
    let script = Script::new(steps);
    let transport: Arc<dyn Transport> = script.clone();
    let connection = Connection::from(Cloud::new()).credential(credential.clone());
    (Client::builder(connection).transport(transport).build(), script)
}

fn tokens(script: &Script) -> Vec<String> {
    script
        .seen()
        .iter()
        .map(|seen| seen.header("authorization").unwrap().to_owned())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_rejected_token_is_renewed_and_the_call_made_again_at_once() {
    let credential = Arc::new(Counting {
        renewable: true,
        ..Counting::default()
    });
    let no = answer(401).header("x-should-retry", "false");
    let (client, script) = client(&credential, [no, good()]);
    let reply = client.with(Options::new().max_retries(0)).chat(hello()).await.unwrap();
    assert_eq!((reply.attempts(), script.times()), (2, vec![0, 0]));
    assert_eq!(tokens(&script), ["Bearer token-0", "Bearer token-1"]);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_only_once() {
    let credential = Arc::new(Counting {
        renewable: true,
        ..Counting::default()
    });
    let (client, script) = client(&credential, [answer(401)]);
    let error = client.chat(hello()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), script.count()),
        (ErrorKind::Authentication, 2, 2)
    );
    assert_eq!(
        credential.rejected.load(Ordering::Relaxed),
        1,
        "a fresh token that is refused is not to blame"
    );
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_has_no_other_token_is_not_tried_again() {
    let credential = Arc::new(Counting::default());
    let (client, script) = client(&credential, [answer(401), good()]);
    assert_eq!(
        client.chat(hello()).await.unwrap_err().kind(),
        ErrorKind::Authentication
    );
    assert_eq!((script.count(), credential.rejected.load(Ordering::Relaxed)), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_renewal_leaves_the_retries_their_number() {
    let credential = Arc::new(Counting {
        renewable: true,
        ..Counting::default()
    });
    let (client, script) = client(&credential, [answer(500), answer(401), answer(500), good()]);
    assert_eq!(client.chat(hello()).await.unwrap().attempts(), 4);
    assert_eq!(tokens(&script)[3], "Bearer token-1");
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_renewed_too() {
    let credential = Arc::new(Counting {
        renewable: true,
        ..Counting::default()
    });
    let (client, _) = client(
        &credential,
        [answer(401), events().text("a", true).body("data: [DONE]\n\n")],
    );
    assert_eq!(
        client
            .chat_stream(hello())
            .await
            .unwrap()
            .collect()
            .await
            .unwrap()
            .text(),
        "a"
    );
}

#[tokio::test(start_paused = true)]
async fn a_thousand_rejections_are_met_with_few_more_requests() {
    let credential = Arc::new(Counting {
        renewable: true,
        ..Counting::default()
    });
    let (client, script) = client(&credential, [answer(401)]);
    for _ in 0..1000 {
        assert!(client.chat(hello()).await.is_err());
    }
    assert!(script.count() <= 1100, "{}", script.count());
}

#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_had_is_asked_for_again_where_that_may_help() {
    let passing = Arc::new(Counting {
        failures: 2.into(),
        passing: true,
        ..Counting::default()
    });
    let (ours, script) = client(&passing, [good()]);
    assert_eq!(ours.chat(hello()).await.unwrap().attempts(), 1);
    assert_eq!(script.count(), 1);

    let lasting = Arc::new(Counting {
        failures: 9.into(),
        ..Counting::default()
    });
    let (ours, script) = client(&lasting, [good()]);
    let error = ours.chat(hello()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), script.count()),
        (ErrorKind::Credential, 0, 0)
    );
    assert_eq!(lasting.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn an_option_does_not_replace_the_credential() {
    let credential = Arc::new(Counting::default());
    let (client, script) = client(&credential, [good()]);
    client
        .with(Options::new().header("authorization", "Bearer other"))
        .chat(hello())
        .await
        .unwrap();
    assert_eq!(tokens(&script), ["Bearer token-0"]);
}
