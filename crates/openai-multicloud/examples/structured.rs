//! An invoice in plain text becomes a value of a Rust type.
//!
//! `cargo run --example structured < invoice.txt`
#![allow(clippy::print_stdout, reason = "a program talks on its standard output")]

use std::io::{IsTerminal as _, Read as _};

use openai_multicloud::chat::{Message, Request};
use openai_multicloud::{Client, Error, ErrorKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod cloud;

const SAMPLE: &str =
    "Quince & Sons, invoice 2024-117 of 3 May 2024. 12 jars of jelly at 4.50 EUR, 2 kg fruit at 3.20 EUR.";

/// An invoice.
#[derive(Debug, Deserialize, JsonSchema, Serialize)]
pub(crate) struct Invoice {
    /// Who is to be paid.
    pub(crate) seller: String,
    /// The number that the seller gave it, where there is one.
    pub(crate) number: Option<String>,
    pub(crate) currency: Currency,
    pub(crate) lines: Vec<Line>,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Currency {
    Eur,
    Usd,
    /// Any other one.
    Other,
}

#[derive(Debug, Deserialize, JsonSchema, Serialize)]
pub(crate) struct Line {
    pub(crate) what: String,
    pub(crate) quantity: f64,
    pub(crate) unit_price: f64,
}

/// Reads an invoice, and its sum. The schema of the type goes out with the request, and the model is held to it.
pub(crate) async fn run(client: &Client, text: &str) -> Result<(Invoice, f64), Error> {
    let messages = [
        Message::system("Read the invoice. Make nothing up: what is not there is null."),
        Message::user(text),
    ];
    let request = Request::new("gpt-5-mini", messages).max_completion_tokens(2000_u64);
    let parsed = client.parse::<Invoice, _>(request).await?;
    let invoice = parsed.value;
    let sum = invoice.lines.iter().map(|line| line.quantity * line.unit_price).sum();
    Ok((invoice, sum))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, _emulator) = cloud::client("openai+{}/v1").await?;
    let mut text = String::new();
    if !std::io::stdin().is_terminal() {
        std::io::stdin().read_to_string(&mut text)?;
    }
    let text = if text.trim().is_empty() { SAMPLE } else { &text };
    match run(&client, text).await {
        Ok((invoice, sum)) => println!("{}\nsum: {sum:.2}", serde_json::to_string_pretty(&invoice)?),
        Err(error) if error.kind() == ErrorKind::Refused => println!("the model would not: {error}"),
        Err(error) if error.kind() == ErrorKind::Incomplete => println!("too long for 2000 tokens: {error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
