//! The variables that Google's guide sets, and what `oai` says where one is missing or wrong.

use crate::run::{CANARY, Emulator, oai};

const TOKEN: (&str, &str) = ("CLOUDSDK_AUTH_ACCESS_TOKEN", CANARY);
const PROJECT: (&str, &str) = ("PROJECT_ID", "acme");
const LOCATION: (&str, &str) = ("LOCATION", "us-central1");

#[test]
fn two_variables_of_openai_lead_to_vertex() {
    let emulator = Emulator::start();
    let base = format!("{}/v1beta1/projects/acme/locations/us-central1/endpoints", emulator.url);
    for (endpoint, model) in [("openapi", "gemini-1.5-flash-001"), ("1234", "")] {
        let base = format!("{base}/{endpoint}");
        let variables = [
            ("OPENAI_API_KEY", CANARY),
            ("OPENAI_BASE_URL", base.as_str()),
            ("MODEL_ID", model),
        ];
        let streamed = oai(
            &["chat", "--quiet", "Write a story about a magic backpack."],
            &variables,
        );
        assert_eq!(streamed.code, Some(0), "{streamed:?}");
        assert!(streamed.out.contains("magic backpack"), "{streamed:?}");
        let arguments = [
            "chat",
            "--quiet",
            "--no-stream",
            "Write a story about a magic backpack.",
        ];
        assert_eq!(oai(&arguments, &variables).out, streamed.out);
        let raw = oai(&["chat", "--json", "Hello"], &variables);
        let body: serde_json::Value = serde_json::from_str(&raw.out).unwrap();
        let expected = if model.is_empty() {
            "1234"
        } else {
            "google/gemini-1.5-flash-001"
        };
        assert_eq!(
            body["model"], expected,
            "the prefix is on the wire, and not in the variable"
        );
    }
}

#[test]
fn the_place_is_made_of_the_guides_variables() {
    let ran = oai(&["auth", "check"], &[TOKEN, PROJECT, LOCATION]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out
            .contains("address     https://us-central1-aiplatform.googleapis.com\n"),
        "{ran:?}"
    );
    let endpoint = ("ENDPOINT", "projects/acme/endpoints/1");
    for (variables, hint) in [
        (&[TOKEN, LOCATION][..], "PROJECT_ID"),
        (&[TOKEN, PROJECT], "LOCATION"),
        (&[TOKEN, PROJECT, LOCATION, endpoint], "`gcloud ai endpoints list`"),
    ] {
        let ran = oai(&["chat", "Hello"], variables);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(hint), "{hint}: {ran:?}");
    }
}

#[cfg(not(feature = "logins"))]
#[test]
fn gclouds_command_is_told_where_the_token_is_missing() {
    let ran = oai(&["chat", "-p", "vertex://acme/us-central1", "Hello"], &[]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("$(gcloud auth print-access-token)"), "{ran:?}");
}
