//! Bad input: one message that names what is wrong and how to mend it, exit code 2, nothing sent.

use std::net::TcpListener;

use crate::run::{CANARY, Ran, oai, oai_with_input};

fn refused(ran: Ran, hints: &[&str]) {
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.out.is_empty(), "{ran:?}");
    for hint in hints {
        assert!(ran.err.contains(hint), "{hint:?} is missing: {ran:?}");
    }
}

#[test]
fn prompts() {
    let empty = tempfile::NamedTempFile::new().unwrap();
    let path = empty.path().to_str().unwrap();
    refused(oai(&["chat", "--file", path], &[]), &[path, "is empty"]);
    refused(
        oai(&["chat", "--file", "no/such/file"], &[]),
        &["no/such/file", "cannot be read"],
    );
    refused(
        oai_with_input(&["chat"], b"caf\xe9"),
        &["standard input", "UTF-8", "byte 3"],
    );
    refused(oai_with_input(&["chat"], b""), &["standard input", "empty"]);
    refused(oai(&["chat", " "], &[]), &["empty"]);
    refused(oai(&["chat", "--image", path, "x"], &[]), &["--image", "PNG"]);
    refused(
        oai(&["chat", "--image", "no.png", "x"], &[]),
        &["--image no.png", "cannot be read"],
    );
}

#[test]
fn settings() {
    let azure = [
        ("AZURE_OPENAI_ENDPOINT", "https://a.example"),
        ("AZURE_OPENAI_API_KEY", CANARY),
    ];
    refused(
        oai(&["chat", "-p", "nonsense", "x"], &[]),
        &["provider URI", "openai://"],
    );
    refused(oai(&["chat", "-p", "openai://", "x"], &[]), &["OPENAI_API_KEY"]);
    refused(
        oai(&["chat", "x"], &[("AZURE_OPENAI_API_KEY", CANARY)]),
        &["AZURE_OPENAI_ENDPOINT"],
    );
    refused(
        oai(&["chat", "x"], &[("OPENAI_API_KEY", "sk-canary-dapi-ya29\nx")]),
        &["OPENAI_API_KEY"],
    );
    refused(oai(&["chat", "x"], &azure), &["model", "deployment"]);
    refused(
        oai(
            &["chat", "-m", "../x", "x"],
            &[&azure[..], &[("OPENAI_API_VERSION", "2024-10-21")]].concat(),
        ),
        &["deployment", "../x"],
    );
    refused(
        oai(
            &["chat", "-m", "d", "x"],
            &[&azure[..], &[("OPENAI_API_VERSION", "soon")]].concat(),
        ),
        &["OPENAI_API_VERSION", "YYYY-MM-DD"],
    );
    refused(
        oai(
            &["chat", "x"],
            &[("OPENAI_API_KEY", CANARY), ("OPENAI_BASE_URL", "api.example")],
        ),
        &["OPENAI_BASE_URL"],
    );
    refused(
        oai(
            &["chat", "-p", "openai+http://192.0.2.1/v1", "x"],
            &[("OPENAI_API_KEY", CANARY)],
        ),
        &["http"],
    );
    refused(oai(&["chat", "--timeout", "0", "x"], &[]), &["--timeout"]);
    refused(oai(&["chat", "--timeout", "NaN", "x"], &[]), &["--timeout"]);
    refused(oai(&["chat", "--temperature", "hot", "x"], &[]), &["--temperature"]);
    refused(
        oai(&["chat", "--temperature", "NaN", "x"], &[]),
        &["--temperature", "finite"],
    );
    refused(oai(&["chat", "--model", "", "x"], &[]), &["--model"]);
    refused(oai(&["emulate", "--key", ""], &[]), &["--key"]);
    let local = [
        ("OPENAI_API_KEY", "sk-canary-dapi-ya29\nx"),
        ("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"),
    ];
    refused(oai(&["chat", "x"], &local), &["OPENAI_API_KEY"]);
    refused(oai(&["chat", "--image", "data:text/plain,x", "x"], &[]), &["--image"]);
}

#[test]
fn a_port_in_use() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refused(oai(&["emulate", "--listen", &address], &[]), &[&address, "--listen"]);
    refused(oai(&["emulate", "--listen", "nowhere"], &[]), &["--listen"]);
}
