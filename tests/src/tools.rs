//! What tools and typed answers must do on every wire that has them.

use openai_client::tools::{Step, Tool as Ours};
use openai_core::{Error, ErrorKind, Operation};
use openai_types::chat;
use openai_types::responses::{self, Include, Item, Reasoning, ReasoningEffort, item, tool};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::chat::unless_refused;
use crate::responses::ask;
use crate::{Check, Outcome, Wire, checks, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "tool loop" [whole(CHAT)] chat_loop;
    "typed answer" [whole(CHAT)] chat_parse;
    "tool loop of responses" [whole(RESPONSES)] response_loop;
    "tool loop of responses, with thoughts" [whole(RESPONSES)] thoughtful_loop;
    "tool loop of responses, nothing stored" [whole(RESPONSES)] stateless_loop;
    "typed answer of responses" [whole(RESPONSES)] response_parse;
    "patch, for the caller to apply" [whole(RESPONSES)] apply_patch;
    "approval, for the caller to give" [whole(RESPONSES)] approval;
    "custom tool, for the caller to run" [whole(RESPONSES)] custom;
};

const CHAT: Operation = Operation::CHAT;
const RESPONSES: Operation = Operation::RESPONSES;

#[derive(Debug, Deserialize, JsonSchema)]
struct Place {
    city: String,
    days: u8,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Review {
    title: String,
    stars: Stars,
    tags: Vec<String>,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Stars {
    One,
    Two,
}

fn weather() -> Result<Ours, Error> {
    let tool = Ours::from_fn("weather", "The weather of the coming days", async |place: Place| {
        Ok::<_, String>(json!({"city": place.city, "celsius": 21, "days": place.days}))
    });
    tool.map_err(|error| Error::new(ErrorKind::Invalid, error.to_string()))
}

async fn chat_loop(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "tools") {
        return Ok(skip);
    }
    let request = chat::Request::without_model([chat::Message::user("How is the weather in Ljubljana?")]);
    let mut run = wire.client().run_tools(request, [weather()?]);
    let mut steps = Vec::new();
    while let Some(step) = run.next_step().await? {
        match step {
            Step::Answer(reply) if reply.tool_calls().is_empty() => steps.push(format!("text {}", reply.text().len())),
            Step::Answer(_) => steps.push("calls".to_owned()),
            Step::Results(results) => steps.extend(results.iter().map(|called| told(&called.result))),
            other => steps.push(format!("{other:?}")),
        }
    }
    Ok(walked(&steps))
}

async fn response_loop(wire: &Wire) -> Result<Outcome, Error> {
    let (steps, _) = walk(wire, how_is_the_weather(wire)).await?;
    Ok(walked(&steps))
}

/// The thoughts before a call go back with it: by their ids where the service stores them.
async fn thoughtful_loop(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(RESPONSES, "reasoning") {
        return Ok(skip);
    }
    let (steps, thoughts) = walk(wire, thinking(how_is_the_weather(wire))).await?;
    Ok(unless_thoughtless(thoughts.len(), walked(&steps)))
}

/// Where nothing is stored, thoughts go back sealed, and those without a seal stay behind.
async fn stateless_loop(wire: &Wire) -> Result<Outcome, Error> {
    let parameters = ["store", "include", "reasoning"];
    if let Some(skip) = parameters.iter().find_map(|name| wire.lacks(RESPONSES, name)) {
        return Ok(skip);
    }
    let unstored = || thinking(how_is_the_weather(wire)).store(false);
    let (bare, _) = walk(wire, unstored()).await?;
    let sealed = unstored().include([Include::ReasoningEncryptedContent]);
    let (steps, thoughts) = walk(wire, sealed).await?;
    let outcome = match walked(&bare) {
        Outcome::Passed if !thoughts.iter().all(|is_sealed| *is_sealed) => {
            Outcome::Failed("a thought is not sealed, though it was to be".to_owned())
        }
        Outcome::Passed => walked(&steps),
        failed => failed,
    };
    Ok(unless_thoughtless(thoughts.len(), outcome))
}

fn how_is_the_weather(wire: &Wire) -> responses::Request {
    ask(wire, "How is the weather in Ljubljana?")
}

fn thinking(request: responses::Request) -> responses::Request {
    request.reasoning(Reasoning::new().effort(ReasoningEffort::Low))
}

/// Runs the loop to its end: its steps, and for each thought before a call whether it is sealed.
async fn walk(wire: &Wire, request: responses::Request) -> Result<(Vec<String>, Vec<bool>), Error> {
    let mut run = wire.client().run_tools(request, [weather()?]);
    let (mut steps, mut thoughts) = (Vec::new(), Vec::new());
    while let Some(step) = run.next_step().await? {
        match step {
            Step::Answer(reply) if !reply.output_text().is_empty() => {
                steps.push(format!("text {}", reply.output_text().len()));
            }
            Step::Answer(reply) => {
                steps.push("calls".to_owned());
                thoughts.extend(reply.output.iter().filter_map(|item| match item {
                    Item::Reasoning(thought) => Some(thought.encrypted_content.is_some()),
                    _ => None,
                }));
            }
            Step::Results(results) => steps.extend(results.iter().map(|called| told(&called.result))),
            other => steps.push(format!("{other:?}")),
        }
    }
    Ok((steps, thoughts))
}

/// A skip where the model does not show that it thinks.
fn unless_thoughtless(thoughts: usize, outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Passed if thoughts == 0 => Outcome::Skipped("the model shows no thoughts".to_owned()),
        outcome => outcome,
    }
}

fn told(result: &Result<String, String>) -> String {
    match result {
        Ok(text) if text.contains("\"celsius\":21") => "told".to_owned(),
        other => format!("{other:?}"),
    }
}

/// The model calls, is told, and says something.
fn walked(steps: &[String]) -> Outcome {
    let holds = matches!(steps, [calls, told, text] if calls == "calls" && told == "told" && text.starts_with("text "));
    Outcome::that(holds, format!("{steps:?}"))
}

async fn chat_parse(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "response_format") {
        return Ok(skip);
    }
    let request = chat::Request::without_model([chat::Message::user("Review the last film that you saw.")]);
    Ok(match unless_refused(wire.client().parse::<Review, _>(request).await)? {
        Ok(parsed) => whole_review(&parsed.value),
        Err(skip) => skip,
    })
}

async fn response_parse(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(RESPONSES, "text") {
        return Ok(skip);
    }
    let request = ask(wire, "Review the last film that you saw.");
    let parsed = wire.client().parse::<Review, _>(request.clone()).await?;
    let cut = wire
        .client()
        .parse::<Review, _>(request.max_output_tokens(16_u64))
        .await;
    let told = cut
        .is_err_and(|error| error.kind() == ErrorKind::Incomplete && error.partial::<responses::Response>().is_some());
    Ok(if told {
        whole_review(&parsed.value)
    } else {
        Outcome::Failed("a cut answer was not told apart".to_owned())
    })
}

fn whole_review(review: &Review) -> Outcome {
    let holds = !review.title.is_empty() && [Stars::One, Stars::Two].contains(&review.stars) && review.tags.len() < 100;
    Outcome::that(holds, format!("{review:?}"))
}

/// Takes the first step and the calls that are left to the caller, answers the first of them, and goes on.
async fn answered(
    wire: &Wire,
    request: responses::Request,
    answer: impl Fn(&Item) -> Option<Item>,
) -> Result<Outcome, Error> {
    let mut run = wire.client().run_tools(request, []);
    let (mut texts, mut pending) = (Vec::new(), 0);
    while let Some(step) = run.next_step().await? {
        match step {
            Step::Answer(reply) => texts.push(reply.output_text().into_owned()),
            Step::Pending(calls) => {
                for wanted in calls {
                    let Some(answer) = answer(&wanted.call) else {
                        return Ok(Outcome::Failed(format!("another call: {:?}", wanted.call)));
                    };
                    run.answer(answer)?;
                    pending += 1;
                }
            }
            other => return Ok(Outcome::Failed(format!("{other:?}"))),
        }
    }
    let said = texts.last().is_some_and(|text| !text.is_empty());
    Ok(Outcome::that(
        pending == 1 && said,
        format!("{pending} answered, {texts:?}"),
    ))
}

async fn apply_patch(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(RESPONSES, "tools") {
        return Ok(skip);
    }
    let request = ask(wire, "Use apply_patch on the file.").tools([tool::Tool::apply_patch()]);
    answered(wire, request, |wanted| {
        let Item::ApplyPatchCall(call) = wanted else {
            return None;
        };
        call.operation.path()?;
        let status = responses::ItemStatus::Completed;
        Some(
            item::ApplyPatchCallOutput::new(&call.call_id, status)
                .output("Done.")
                .into(),
        )
    })
    .await
}

async fn approval(wire: &Wire) -> Result<Outcome, Error> {
    let server = tool::McpTool::at("library", "https://library.example/mcp");
    let request = ask(wire, "Ask the library.").tools([server.into()]);
    answered(wire, request, |wanted| {
        let Item::McpApprovalRequest(request) = wanted else {
            return None;
        };
        Some(item::McpApprovalResponse::new(&request.id, true).into())
    })
    .await
}

async fn custom(wire: &Wire) -> Result<Outcome, Error> {
    let request = ask(wire, "Use the scribe.").tools([tool::Tool::custom("scribe", "Writes things down")]);
    answered(wire, request, |wanted| {
        let Item::CustomToolCall(call) = wanted else {
            return None;
        };
        Some(Item::custom_tool_call_output(&call.call_id, "Written."))
    })
    .await
}
