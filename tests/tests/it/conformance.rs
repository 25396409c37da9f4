//! The conformance suite on every wire of this repository, and on one from outside of it.

use conformance::{KEY, Wire, run};
use openai_emulator::{Config, Emulator};
use openai_multicloud::{Client, Environment, connect};

use crate::nimbus;

/// The six wires, Databricks by both of its schemes, each as a provider URI below the emulator's address, and the variable that holds its secret.
pub(crate) const WIRES: [(&str, &str, &str); 7] = [
    ("OpenAI", "openai+{url}/v1?model=gpt-5-mini", "OPENAI_API_KEY"),
    (
        "Azure 2024-10-21",
        "azure+{url}?api-version=2024-10-21&model=prod-4o",
        "AZURE_OPENAI_API_KEY",
    ),
    ("Azure v1", "azure+{url}?model=prod-4o", "AZURE_OPENAI_API_KEY"),
    (
        "Vertex Gemini",
        "vertex+{url}/v1beta1/projects/p/locations/us-central1/endpoints/openapi",
        "CLOUDSDK_AUTH_ACCESS_TOKEN",
    ),
    (
        "Vertex self-deployed",
        "vertex+{url}/v1/projects/p/locations/us-central1/endpoints/1234",
        "CLOUDSDK_AUTH_ACCESS_TOKEN",
    ),
    ("Databricks", "databricks+{url}", "DATABRICKS_TOKEN"),
    ("Databricks, Basic", "databricks+{url}?auth=basic", "DATABRICKS_TOKEN"),
];

#[tokio::test]
async fn every_wire_conforms() {
    let emulator = Emulator::start(Config::new().key(KEY)).await.unwrap();
    let mut failed = Vec::new();
    let mut wires: Vec<Wire> = WIRES
        .into_iter()
        .map(|(name, uri, variable)| {
            let uri = uri.replace("{url}", &emulator.url());
            Wire::new(name, move |key| {
                let environment = Environment::from([(variable, key)]);
                Client::builder(connect(&environment, Some(&uri)).unwrap().unwrap())
            })
        })
        .collect();
    wires.push(nimbus::wire(emulator.url()));
    for wire in &wires {
        let report = run(wire).await;
        print!("{report}");
        assert!(report.passes().count() > 12, "hardly anything was checked: {report}");
        failed.extend(report.failures().map(|check| format!("{}: {check}", wire.name)));
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// The suite must be able to fail: held against a server that knows nothing of the wire, it does.
#[tokio::test]
async fn the_suite_can_fail() {
    let emulator = Emulator::start(Config::new().key("another")).await.unwrap();
    let uri = format!("openai+{}/v1?model=gpt-5-mini", emulator.url());
    let wire = Wire::new("refused", move |key| {
        let environment = Environment::from([("OPENAI_API_KEY", key)]);
        Client::builder(connect(&environment, Some(&uri)).unwrap().unwrap())
    });
    let report = run(&wire).await;
    assert!(report.failures().count() > 10, "{report}");
}
