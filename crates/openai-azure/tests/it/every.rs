//! Every operation as it goes out, dated and on v1.

use openai_azure::ingestion::{v2023, v2024};
use openai_azure::{Azure, dalle2};
use openai_core::{Call, Endpoint, Policy, Provider};

use crate::chat::{dated, endpoint};
use crate::spelling;

#[test]
fn the_latest_preview() {
    for (name, spelled) in spelling::all("latest", &dated("2025-04-01-preview")) {
        insta::assert_snapshot!(name, spelled);
    }
}

/// The stable version has less; what it has looks the same but for the version.
#[test]
fn the_latest_stable_version() {
    let all = spelling::all("latest", &dated("2024-10-21"));
    let preview = spelling::all("latest", &dated("2025-04-01-preview"));
    for (name, spelled) in all {
        if name == "latest_refused" {
            insta::assert_snapshot!("stable_refused", spelled);
        } else if name != "latest_audio_transcriptions" {
            let newer = preview.iter().find(|(newer, _)| *newer == name);
            let newer = newer.unwrap().1.replace("2025-04-01-preview", "2024-10-21");
            assert_eq!(spelled, newer, "{name}");
        } else {
            insta::assert_snapshot!("stable_audio_transcriptions", spelled);
        }
    }
}

#[test]
fn v1() {
    let v1 = Azure::v1(endpoint("https://my-resource.openai.azure.com"));
    for (name, spelled) in spelling::all("v1", &v1) {
        insta::assert_snapshot!(name, spelled);
    }
    let unverified = spelling::all("unverified", &v1.clone().unverified());
    let known = spelling::all("unverified", &v1);
    for (name, spelled) in unverified {
        if !known.contains(&(name.clone(), spelled.clone())) {
            insta::assert_snapshot!(name, spelled);
        }
    }
}

#[test]
fn what_only_azure_has() {
    let send = |version: &str, call: Call| {
        let spelled = dated(version).request(&call, &Policy::new()).unwrap();
        spelled.to_string()
    };
    let store = "DefaultEndpointsProtocol=https;AccountName=docs;AccountKey=c2VjcmV0";
    let headers = v2023::Headers::new("https://s.search.windows.net", store, "manuals")
        .search_service_admin_key("admin-key")
        .embedding_endpoint(
            "https://r.openai.azure.com/openai/deployments/ada/embeddings",
            "embedding-key",
        )
        .url("https://docs.example/manuals");
    let once = v2023::Request::new(v2023::Interval::from(0_u64));
    let tokens = || {
        v2024::UserTokens::new()
            .management("mgmt-token")
            .machine_learning("aml-token")
    };
    let job: v2024::Job = serde_json::from_str(r#"{"kind":"SystemCompute"}"#).unwrap();
    let quince = dalle2::Request::new("A quince").n(2_u64);
    for (name, version, call) in [
        ("dalle2_submit", "2023-06-01-preview", quince.call()),
        (
            "dalle2_retrieve",
            "2023-10-01-preview",
            dalle2::Retrieve::new("op/1").call(),
        ),
        (
            "dalle2_delete",
            "2023-06-01-preview",
            dalle2::Delete::new("op-1").call(),
        ),
        (
            "ingestion_2023_start",
            "2023-10-01-preview",
            v2023::Start::new("manuals", once, headers).call(),
        ),
        ("ingestion_2023_list", "2023-10-01-preview", v2023::List::new().call()),
        (
            "ingestion_2023_retrieve",
            "2023-10-01-preview",
            v2023::Retrieve::new("my manuals").call(),
        ),
        (
            "ingestion_start",
            "2024-05-01-preview",
            v2024::Start::new("manuals", job).tokens(tokens()).call(),
        ),
        ("ingestion_list", "2024-10-01-preview", v2024::List::new().call()),
        (
            "ingestion_retrieve",
            "2024-10-01-preview",
            v2024::Retrieve::new("manuals").call(),
        ),
        (
            "ingestion_list_runs",
            "2024-10-01-preview",
            v2024::ListRuns::new("manuals").tokens(tokens()).call(),
        ),
        (
            "ingestion_retrieve_run",
            "2024-10-01-preview",
            v2024::RetrieveRun::new("manuals", "run-1").call(),
        ),
    ] {
        let spelled = send(version, call.unwrap());
        for secret in ["c2VjcmV0", "admin-key", "embedding-key", "mgmt-token", "aml-token"] {
            assert!(!spelled.contains(secret), "{spelled}");
        }
        insta::assert_snapshot!(name, spelled);
    }
}
