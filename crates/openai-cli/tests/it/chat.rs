//! `oai chat` where all is well.

use crate::run::{CANARY, Emulator, oai, oai_with_input};

#[test]
fn without_a_provider_the_emulator_answers_and_says_so() {
    let ran = oai(&["chat", "What is a mixture of experts model?"], &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("emulator") && ran.out.ends_with('\n'), "{ran:?}");
    assert!(
        ran.err.contains("an emulator inside this process answers, not a model"),
        "{ran:?}"
    );
    assert!(
        ran.err.contains("export OPENAI_API_KEY=") && ran.err.contains("tokens in"),
        "{ran:?}"
    );
}

#[test]
fn the_prompt_comes_from_anywhere() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "Hello from a file").unwrap();
    let path = file.path().to_str().unwrap();
    assert!(oai(&["chat", "--file", path], &[]).out.contains("Hello from a file"));
    assert!(
        oai_with_input(&["chat"], b"Hello from a pipe")
            .out
            .contains("Hello from a pipe")
    );
    let both = oai_with_input(&["chat", "Hello from arguments and", "-"], b"a pipe");
    assert!(both.out.contains("Hello from arguments"), "{both:?}");
}

#[test]
fn whole_streamed_and_raw_answers_are_the_same() {
    let streamed = oai(&["chat", "--quiet", "Hello"], &[]);
    let whole = oai(&["chat", "--quiet", "--no-stream", "Hello"], &[]);
    assert_eq!(streamed.out, whole.out);
    let raw = oai(&["chat", "--json", "Hello"], &[]);
    let body: serde_json::Value = serde_json::from_str(&raw.out).unwrap();
    let text = body["choices"][0]["message"]["content"].as_str().unwrap();
    assert_eq!(format!("{text}\n"), whole.out);
    assert!(!whole.err.contains("tokens in"), "{whole:?}");
}

#[test]
fn every_wire_is_reached() {
    let emulator = Emulator::start();
    let url = &emulator.url;
    let vertex = format!("vertex+{url}/v1beta1/projects/p/locations/us-central1/endpoints");
    for (uri, variable) in [
        (format!("openai+{url}/v1"), "OPENAI_API_KEY"),
        (format!("azure+{url}?api-version=2024-10-21"), "AZURE_OPENAI_API_KEY"),
        (format!("azure+{url}"), "AZURE_OPENAI_AD_TOKEN"),
        (format!("{vertex}/openapi"), "CLOUDSDK_AUTH_ACCESS_TOKEN"),
        (format!("{vertex}/1234"), "CLOUDSDK_AUTH_ACCESS_TOKEN"),
        (format!("databricks+{url}"), "DATABRICKS_TOKEN"),
        (format!("databricks+{url}?auth=basic"), "DATABRICKS_TOKEN"),
    ] {
        let arguments = [
            "chat",
            "-p",
            &uri,
            "-m",
            "gpt-4o",
            "-s",
            "Be brief.",
            "-t",
            "0.5",
            "Hello",
        ];
        let ran = oai(&arguments, &[(variable, CANARY)]);
        assert_eq!(ran.code, Some(0), "{uri}: {ran:?}");
        assert!(ran.out.contains("Hello"), "{uri}: {ran:?}");
        let ran = oai(
            &["chat", "-m", "gpt-4o", "Hello"],
            &[("OAI_PROVIDER", &uri), (variable, CANARY)],
        );
        assert_eq!(ran.code, Some(0), "{uri}: {ran:?}");
    }
}

#[test]
fn a_cut_answer_is_told() {
    let ran = oai(&["chat", "--max-tokens", "3", "Hello"], &[]);
    assert!(
        ran.err.contains("the token limit was reached") && ran.err.contains("3 out"),
        "{ran:?}"
    );
}

#[test]
fn an_answer_that_a_filter_cut_is_told_to_be_cut() {
    let emulator = Emulator::start();
    let uri = format!("azure+{}?api-version=2024-10-21&model=gpt-4o", emulator.url);
    for how in [&["chat", "-p", &uri][..], &["chat", "-p", &uri, "--no-stream"]] {
        let prompt = ["Please trigger output filter."];
        let ran = oai(&[how, &prompt].concat(), &[("AZURE_OPENAI_API_KEY", CANARY)]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.err.contains("cut: a content filter stepped in"), "{ran:?}");
    }
}

#[test]
fn images_are_shown() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), b"\x89PNG\r\n\x1a\n....").unwrap();
    let ran = oai(
        &["chat", "--image", file.path().to_str().unwrap(), "What is this?"],
        &[],
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("image"), "{ran:?}");
}
