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
        for gap in report.gaps() {
            match UNSERVED
                .iter()
                .find(|(operation, _)| *operation == gap.operation.name())
            {
                Some((_, why)) => println!("  not shown {gap}: {why}"),
                None => failed.push(format!(
                    "{}: {gap} is in the profile, and no check has shown it",
                    wire.name
                )),
            }
        }
        emulator.stop().await;
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// What a profile has and the emulator does not answer, by the operation's name.
const UNSERVED: &[(&str, &str)] = &[
    (
        "files_import",
        "a file that the service fetches: the emulator fetches nothing",
    ),
    (
        "ingestion_start",
        "jobs in the shape of 2024: the emulator has those of 2023 alone",
    ),
    ("ingestion_list", "as `ingestion_start`"),
    ("ingestion_retrieve", "as `ingestion_start`"),
    ("ingestion_list_runs", "as `ingestion_start`"),
    ("ingestion_retrieve_run", "as `ingestion_start`"),
];

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
    }
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
