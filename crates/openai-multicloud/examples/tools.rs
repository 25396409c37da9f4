//! A model that looks things up and orders, by functions of this program.
//!
//! `cargo run --example tools "Where is order 4711? If it is late, open a ticket."`
#![allow(clippy::print_stdout, reason = "a program talks on its standard output")]

use openai_multicloud::chat::{Message, Request};
use openai_multicloud::tools::{Step, Tool};
use openai_multicloud::{Client, Error, types};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) mod cloud;

/// Which order.
#[derive(Deserialize, JsonSchema)]
struct Order {
    /// The number on the receipt.
    number: u64,
}

#[derive(Serialize)]
struct Shipment {
    order: u64,
    status: &'static str,
    days_late: u64,
}

/// A ticket for the people in the warehouse.
#[derive(Deserialize, JsonSchema)]
struct Ticket {
    /// One line that says what is wrong.
    title: String,
    urgency: Urgency,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Urgency {
    Low,
    High,
}

/// What this program offers to the model. The schemas follow from the types, and the model is held to them.
fn tools() -> Result<Vec<Tool>, types::strict::NotStrict> {
    let track = Tool::from_fn("track_order", "Where an order is", async |order: Order| {
        if order.number == 0 {
            return Err("no order has the number 0"); // the model reads this, and can ask for another one
        }
        Ok(Shipment {
            order: order.number,
            status: "in transit",
            days_late: order.number % 4,
        })
    })?;
    let ticket = Tool::from_fn("open_ticket", "Tell the warehouse", async |ticket: Ticket| {
        Ok::<_, String>(format!("opened ({:?}): {}", ticket.urgency, ticket.title))
    })?;
    Ok(vec![track, ticket])
}

/// Asks, carries out what the model calls, and answers with the tools that were called and what was said at last.
pub(crate) async fn run(client: &Client, question: &str) -> Result<(Vec<String>, String), Box<dyn std::error::Error>> {
    let request = Request::new("gpt-5-mini", [Message::user(question)]).parallel_tool_calls(true);
    let mut steps = client.run_tools(request, tools()?).max_turns(5);
    let (mut called, mut answer) = (Vec::new(), String::new());
    while let Some(step) = steps.next_step().await? {
        match step {
            Step::Answer(reply) => answer = reply.text().into_owned(),
            Step::Results(results) => {
                for result in results {
                    println!("{}({}) = {:?}", result.name, result.arguments, result.result);
                    called.push(result.name);
                }
            }
            _ => return Err(Error::new(openai_multicloud::ErrorKind::Invalid, "nobody here can answer that").into()),
        }
    }
    Ok((called, answer))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, _emulator) = cloud::client("openai+{}/v1").await?;
    let question = std::env::args().nth(1);
    let (_, answer) = run(&client, question.as_deref().unwrap_or("Where is order 4711?")).await?;
    println!("{answer}");
    Ok(())
}
