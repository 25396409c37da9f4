//! One question to Azure OpenAI and to Gemini by the same code, and what each left out of account.
//!
//! `cargo run --example moving "What is a quince?"`, each cloud being an emulator where no variables name it.
//! On Azure `OAI_MODEL` names the deployment.
#![allow(clippy::print_stdout, reason = "a program talks on its standard output")]

use std::env;

use openai_emulator::Config;
use openai_multicloud::chat::{Message, Request};
use openai_multicloud::wires::vertex::google::{Google, HarmCategory, HarmThreshold, SafetySetting};
use openai_multicloud::{Azure, Client, Error, Vertex};

#[allow(
    dead_code,
    reason = "both clouds are asked, and not the one that the environment names"
)]
pub(crate) mod cloud;

/// Emulators, for where no variables name the clouds. Both with a model, as `OAI_MODEL` would.
pub(crate) const AZURE: &str = "azure+{}?api-version=2024-10-21&model=gpt-4o";
pub(crate) const GEMINI: &str =
    "vertex+{}/v1/projects/p/locations/us-central1/endpoints/openapi?model=gemini-2.5-flash";

/// What a service said, and the parameters that it left out of account, a sentence each.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) left_out: Vec<String>,
}

/// The question as it was always put to Azure.
pub(crate) fn question(text: &str) -> Request {
    Request::without_model([Message::system("Be brief."), Message::user(text)])
        .temperature(0.2)
        .max_tokens(200_u64)
        .user("customer-17")
}

/// The same with the filters that a deployment has on Azure: Gemini has them in the request.
pub(crate) fn filtered(request: Request) -> Request {
    let strict = SafetySetting::new(HarmCategory::Harassment, HarmThreshold::LowAndAbove);
    Google::new().safety_settings([strict]).on(request)
}

/// Asks the model that the client was made with.
pub(crate) async fn run(client: &Client, request: Request) -> Result<Answer, Error> {
    let reply = client.chat(request).await?;
    Ok(Answer {
        text: reply.text().into_owned(),
        left_out: reply.notices().iter().map(ToString::to_string).collect(),
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = env::args().nth(1).unwrap_or_else(|| "What is a quince?".to_owned());
    let (emulated_azure, _azure) = cloud::emulated(AZURE, Config::new()).await?;
    let (emulated_gemini, _gemini) = cloud::emulated(GEMINI, Config::new()).await?;
    let azure = Azure::from_env().map_or(emulated_azure, Client::new);
    let gemini = Vertex::from_env().map_or(emulated_gemini, Client::new);
    for (name, client, request) in [
        ("Azure", azure, question(&text)),
        ("Gemini", gemini, filtered(question(&text))),
    ] {
        let answer = run(&client, request).await?;
        println!("{name}: {}", answer.text);
        for left_out in answer.left_out {
            println!("  {left_out}");
        }
    }
    Ok(())
}
