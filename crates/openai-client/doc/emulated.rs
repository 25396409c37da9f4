// What the examples of the documentation run against: an emulator, and a folder with the files that they send.

use std::error::Error;

use openai_client::{Client, Connection, Options};
use openai_core::BaseUrl;
use openai_emulator::{Clock, Config, Emulator};

type Outcome = Result<(), Box<dyn Error>>;

/// Runs an example with a client of OpenAI's wire.
fn emulated(example: impl AsyncFnOnce(Client) -> Outcome) -> Outcome {
    run(openai, Config::new(), example)
}

/// Runs an example with a client of OpenAI's wire, whose emulator commits this fault.
fn emulated_with(fault: &str, example: impl AsyncFnOnce(Client) -> Outcome) -> Outcome {
    run(openai, Config::new().fault(fault.parse()?), example)
}

/// Runs an example with a client of OpenAI's wire, whose emulator takes the time from this clock.
fn emulated_by(clock: &Clock, example: impl AsyncFnOnce(Client) -> Outcome) -> Outcome {
    run(openai, Config::new().clock(clock.clone()), example)
}

/// Runs an example with a client of Azure's wire in this api-version.
fn emulated_azure(version: &str, example: impl AsyncFnOnce(Client) -> Outcome) -> Outcome {
    let azure = |url: &str| {
        let base = BaseUrl::parse("the emulator", url)?;
        Ok(openai_azure::Azure::new(base, version.parse()?).into())
    };
    run(azure, Config::new(), example)
}

fn openai(url: &str) -> Result<Connection, openai_core::Error> {
    let base = BaseUrl::parse("the emulator", &format!("{url}/v1"))?;
    Ok(openai_platform::OpenAi::with_base_url(base).into())
}

fn run(
    wire: impl FnOnce(&str) -> Result<Connection, openai_core::Error>,
    config: Config,
    example: impl AsyncFnOnce(Client) -> Outcome,
) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let emulator = Emulator::start(config).await?;
        let anyone = Options::new().header("authorization", "Bearer any");
        example(Client::new(wire(&emulator.url())?).with(anyone)).await
    })
}

/// Goes to a new folder with the files that examples send. It is deleted when the answer is dropped.
fn samples() -> std::io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    // A second of silence: 8,000 samples of 8 bits.
    let head = b"RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0";
    std::fs::write(folder.path().join("meeting.wav"), [&head[..], &[128; 8000]].concat())?;
    // The start of a square PNG with an alpha channel.
    let image = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    std::fs::write(folder.path().join("chair.png"), image)?;
    let line = r#"{"custom_id": "first", "method": "POST", "url": "/v1/chat/completions",
        "body": {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "What is a quince?"}]}}"#;
    std::fs::write(folder.path().join("requests.jsonl"), line.replace('\n', " "))?;
    std::env::set_current_dir(folder.path())?;
    Ok(folder)
}
