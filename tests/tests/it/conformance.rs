//! The conformance suite on every wire of this repository, and on one from outside of it.

use std::sync::Arc;

use conformance::{Wire, run, run_with};
use futures_util::stream;
use http::{HeaderValue, Request, Response, header};
use openai_client::HttpTransport;
use openai_core::{Incoming, Payload, Transport, TransportError, async_trait};
use openai_emulator::{Config, Emulator};
use openai_multicloud::{Client, Environment, connect};

use crate::nimbus;
use crate::wires::{self, ROWS};

#[tokio::test]
async fn every_wire_conforms() {
    let mut failed = Vec::new();
    for row in ROWS {
        let (emulator, clock) = wires::start().await;
        let wire = row.wire(&emulator, clock, Arc::new(HttpTransport::new()));
        let report = run_with(&wire, row.own()).await;
        print!("{report}");
        failed.extend(report.failures().map(|check| format!("{}: {check}", wire.name)));
        let gaps = report.gaps();
        failed.extend(gaps.map(|gap| format!("{}: {gap} is in the profile, and no check has shown it", wire.name)));
        emulator.stop().await;
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[tokio::test]
async fn a_provider_from_outside_conforms() {
    let (emulator, _) = wires::start().await;
    let report = run(&nimbus::wire(emulator.url())).await;
    print!("{report}");
    let failed: Vec<_> = report.failures().collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(report.gaps().count(), 0);
    assert!(report.passes().count() > 12, "hardly anything was checked: {report}");
}

/// The suite must be able to fail: held against servers that know nothing, every check does but those of what is never
/// sent.
#[tokio::test]
async fn the_suite_can_fail() {
    let emulator = Emulator::start(Config::new().key("another")).await.unwrap();
    let uri = format!("openai+{}/v1?model=gpt-5-mini", emulator.url());
    let servers: [Arc<dyn Transport>; 2] = [Arc::new(HttpTransport::new()), Arc::new(Hollow)];
    let mut unmet = UNSENT.to_vec();
    for transport in servers {
        let uri = uri.clone();
        let wire = Wire::new("nothing", move |key| {
            let environment = Environment::from([("OPENAI_API_KEY", key)]);
            let connection = connect(&environment, Some(&uri)).unwrap().unwrap();
            Client::builder(connection).transport(Arc::clone(&transport))
        });
        let report = run(&wire).await;
        assert!(report.failures().count() > 60, "{report}");
        let passed: Vec<_> = report.passes().filter(|check| !UNSENT.contains(check)).collect();
        assert!(passed.is_empty(), "{passed:#?}");
        unmet.retain(|check| report.passes().all(|passed| passed != *check));
    }
    assert!(unmet.is_empty(), "these fail as the others do: {unmet:#?}");
}

/// An exception that nothing needs, or that no check is called by, is a fault of its own.
#[tokio::test]
async fn an_exception_must_be_needed() {
    let (emulator, clock) = wires::start().await;
    let row = ROWS.iter().find(|row| row.name == "Vertex Gemini").unwrap();
    let wire = row
        .wire(&emulator, clock, Arc::new(HttpTransport::new()))
        .with_exception("plain", "it passes")
        .with_exception("moderation", "the wire has none")
        .with_exception("no check is called so", "there is none");
    let report = run(&wire).await;
    let failed: Vec<_> = report.failures().collect();
    assert_eq!(failed, ["plain", "moderation", "no check is called so"], "{report}");
}

/// What a server has no part in, and what one that refuses the key does well.
const UNSENT: &[&str] = &[
    "no message",
    "no prompt",
    "no text",
    "image without text",
    "no file on disk",
    "wrong key",
    "down",
    "reset",
];

/// A server whose answers hold nothing.
#[derive(Debug)]
struct Hollow;

#[async_trait]
impl Transport for Hollow {
    async fn send(&self, _: Request<Payload>) -> Result<Response<Incoming>, TransportError> {
        let mut response = Response::new(Incoming::new(stream::iter([Ok("{}".into())])));
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(response)
    }
}
