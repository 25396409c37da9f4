//! What only Gemini models have: thoughts that are shown, and signatures that bring them back with the next turn.

use conformance::{Check, Outcome, Wire, checks, streamed, whole};
use openai_core::{Error, ErrorKind, Operation};
use openai_multicloud::wires::vertex::google::{Google, HarmCategory, HarmThreshold, SafetySetting, ThinkingConfig};
use openai_types::chat::{AssistantMessage, Completion, Message, Request, Tool, ToolCall};
use serde_json::json;

pub(crate) const CHECKS: &[Check] = checks! {
    "thought signature" [whole(CHAT)] signature;
    "thought signature, streamed" [whole(CHAT), streamed(CHAT)] signature_streamed;
    "thoughts that are shown" [whole(CHAT), streamed(CHAT)] thoughts;
    "safety setting that there is not" [whole(CHAT)] safety;
};

const CHAT: Operation = Operation::CHAT;

/// A model that needs the signatures of its thoughts back.
const SIGNING: &str = "google/gemini-3-flash-preview";

fn weather() -> Request {
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    Request::new(SIGNING, [Message::user("How is the weather in Ljubljana?")]).tools([Tool::function(
        "weather",
        "The weather of the coming days",
        schema,
    )])
}

/// The turn after a call: with its signature it is answered, without it is refused.
async fn next_turn(wire: &Wire, asked: &Completion) -> Result<Outcome, Error> {
    let (Some(message), [call]) = (asked.message(), asked.tool_calls()) else {
        return Ok(Outcome::Failed(format!("no single call: {asked:?}")));
    };
    let id = call.id().unwrap_or_default().to_owned();
    let turn = |message: AssistantMessage| {
        let mut request = weather();
        request
            .messages
            .extend([message.into(), Message::tool(id.clone(), "sunny")]);
        request
    };
    let reply = wire.client().chat(turn(message.clone())).await?;
    let mut unsigned = message.clone();
    for call in unsigned.tool_calls.iter_mut().flatten() {
        if let ToolCall::Function(call) = call {
            call.extra.remove("extra_content");
        }
    }
    Ok(match wire.client().chat(turn(unsigned)).await {
        Err(error) => Outcome::that(
            error.kind() == ErrorKind::BadRequest && error.to_string().contains("thought_signature"),
            format!("{error:?}"),
        ),
        Ok(_) => Outcome::Failed(format!("nothing was lost with the signature of {:?}", reply.value)),
    })
}

async fn signature(wire: &Wire) -> Result<Outcome, Error> {
    next_turn(wire, &wire.client().chat(weather()).await?.value).await
}

/// In pieces, of which Google's first has another index than the others.
async fn signature_streamed(wire: &Wire) -> Result<Outcome, Error> {
    let pieces = Google::new().stream_function_call_arguments(true);
    for request in [weather(), pieces.on(weather())] {
        let collected = wire.client().chat_stream(request).await?.collect().await?;
        match next_turn(wire, &collected).await? {
            Outcome::Passed => {}
            other => return Ok(other),
        }
    }
    Ok(Outcome::Passed)
}

async fn thoughts(wire: &Wire) -> Result<Outcome, Error> {
    let request = || Request::without_model([Message::user("What is a mixture of experts model?")]);
    let google = Google::new().thinking_config(ThinkingConfig::new().include_thoughts(true));
    let plain = wire.client().chat(request()).await?;
    for google in [google.clone(), google.thought_tag_marker("think")] {
        let whole = wire.client().chat(google.on(request())).await?;
        let collected = wire.client().chat_stream(google.on(request())).await?.collect().await?;
        let thought = collected
            .message()
            .and_then(|message| message.reasoning_content.clone())
            .unwrap_or_default();
        let holds = collected.text() == plain.text() && whole.text() == format!("{thought}{}", plain.text());
        if thought.is_empty() || !holds {
            let text = format!("{:?} or {:?} is not {:?}", whole.value, collected.value, plain.value);
            return Ok(Outcome::Failed(text));
        }
    }
    Ok(Outcome::Passed)
}

async fn safety(wire: &Wire) -> Result<Outcome, Error> {
    let setting = SafetySetting::new(HarmCategory::from("BANANA"), HarmThreshold::None);
    let request = Request::without_model([Message::user("Hello")]);
    let request = Google::new().safety_settings([setting]).on(request);
    Ok(match wire.client().chat(request).await {
        Err(error) => {
            let status = error.api().and_then(|api| api.status_text().map(str::to_owned));
            Outcome::that(
                error.kind() == ErrorKind::BadRequest && status.as_deref() == Some("INVALID_ARGUMENT"),
                format!("{error:?}"),
            )
        }
        Ok(reply) => Outcome::Failed(format!("it was taken: {:?}", reply.value)),
    })
}
