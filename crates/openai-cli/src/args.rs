//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand};

/// Chat with OpenAI, Azure OpenAI, Vertex AI or Databricks.
#[derive(Debug, Parser)]
#[command(name = "oai", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
pub(crate) struct Command {
    /// What to do.
    #[command(subcommand)]
    pub(crate) action: Action,
}

const AFTER_HELP: &str = "\
Which cloud: --provider, then OAI_PROVIDER, then the only cloud whose variables are complete:
  OpenAI       OPENAI_API_KEY [OPENAI_BASE_URL]
  Azure        AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY or AZURE_OPENAI_AD_TOKEN [OPENAI_API_VERSION]
  Vertex AI    GOOGLE_CLOUD_PROJECT, GOOGLE_CLOUD_LOCATION, CLOUDSDK_AUTH_ACCESS_TOKEN
  Databricks   DATABRICKS_HOST, DATABRICKS_TOKEN or DATABRICKS_CLIENT_ID and _SECRET or DATABRICKS_CONFIG_PROFILE
With none of them, an emulator inside this process answers. oai auth list shows what is set up.

Exit codes: 0 done, 1 output failed, 2 bad input, 3 refused by the provider, 4 unreachable, 130 interrupted.";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Ask a model, and print its answer as it comes.
    Chat(Chat),
    /// Serve the wires of all four clouds on this machine.
    Emulate(Emulate),
    /// Show who is calling the clouds, and how. Secrets are never shown.
    #[command(subcommand)]
    Auth(Auth),
}

/// `oai auth`.
#[derive(Debug, Subcommand)]
pub(crate) enum Auth {
    /// Fetch a credential as `oai chat` would, and show where it comes from, whose it is and when it runs out.
    Check(Check),
    /// Show what this machine offers for each cloud: variables, files, programs, a metadata server.
    List(List),
}

/// `oai auth check`.
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// The cloud, as for `oai chat`.
    #[arg(short, long, value_name = "URI")]
    pub(crate) provider: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `oai auth list`.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `oai chat`.
#[derive(Args, Debug)]
pub(crate) struct Chat {
    /// The prompt; `-` stands for standard input, which is also read where there is no prompt.
    pub(crate) prompt: Vec<String>,
    /// Read the prompt, or more of it, from a file.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) file: Vec<PathBuf>,
    /// The cloud, such as openai://, azure://RESOURCE?api-version=2024-10-21, vertex://PROJECT/LOCATION,
    /// databricks://HOST, or openai+http://127.0.0.1:8080/v1.
    #[arg(short, long, value_name = "URI")]
    pub(crate) provider: Option<String>,
    /// The model: on Azure a deployment, on Databricks a serving endpoint. Default: the URI's, OAI_MODEL, the cloud's.
    #[arg(short, long, value_parser = NonEmptyStringValueParser::new())]
    pub(crate) model: Option<String>,
    /// Instructions that stand above the prompt.
    #[arg(short, long, value_name = "TEXT")]
    pub(crate) system: Option<String>,
    /// Randomness, 0 to 2.
    #[arg(short, long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = finite)]
    pub(crate) temperature: Option<f64>,
    /// Most tokens that the answer may take.
    #[arg(long, value_name = "COUNT")]
    pub(crate) max_tokens: Option<u64>,
    /// Show the model an image: a PNG, JPEG, GIF or WebP file, or an address. Can be given again.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) image: Vec<String>,
    /// Print the server's answer as it came, in JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Wait for the whole answer.
    #[arg(long)]
    pub(crate) no_stream: bool,
    /// Give up after this many seconds.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) timeout: Option<f64>,
    /// Allow plain http to another machine. The key and the prompt travel readable by anyone on the way.
    #[arg(long)]
    pub(crate) allow_plain_http: bool,
    /// Keep usage, latency and notes to yourself.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// `oai emulate`.
#[derive(Args, Debug)]
pub(crate) struct Emulate {
    /// Where to listen; port 0 picks a free one.
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Accept only this credential. Default: any, if its scheme is right.
    #[arg(long, value_name = "SECRET", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) key: Option<String>,
    /// What the answers depend on, beside the request.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,
}

/// A number that is one: JSON has no word for the others.
fn finite(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|error| format!("{error}"))?;
    if number.is_finite() {
        Ok(number)
    } else {
        Err("not a finite number".to_owned())
    }
}
