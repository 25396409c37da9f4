//! What a chat completion must do on every wire.

use std::fmt::Debug;

use openai_client::Options;
use openai_core::{Error, ErrorKind, NoticeKind, Operation, Policy, Reaction, Rule};
use openai_types::chat::{
    Completion, ContentPart, FinishReason, JsonSchema, JsonSchemaFormat, Message, Request, ResponseFormat, Tool,
    ToolCall, ToolChoiceMode,
};
use serde_json::{Value, json};

use crate::{Check, Outcome, Wire, checks, streamed, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "plain" [whole(CHAT)] plain;
    "stream is the whole in pieces" [whole(CHAT), streamed(CHAT)] stream;
    "usage of a stream" [whole(CHAT), streamed(CHAT)] usage;
    "stop" [whole(CHAT)] stop;
    "max_tokens" [whole(CHAT)] max_tokens;
    "n" [whole(CHAT), streamed(CHAT)] choices;
    "tools" [whole(CHAT)] tools;
    "tools, streamed" [streamed(CHAT)] tools_streamed;
    "tool result" [whole(CHAT)] tool_result;
    "json schema" [whole(CHAT)] json_schema;
    "vision" [whole(CHAT)] vision;
    "logprobs" [whole(CHAT)] logprobs;
    "refused parameter" [whole(CHAT)] refused;
    "ignored parameter" [whole(CHAT)] ignored;
    "bad value" [whole(CHAT)] bad_value;
    "no message" [whole(CHAT)] no_message;
};

const CHAT: Operation = Operation::CHAT;

/// A request without a model: the connection names it.
pub(crate) fn hello() -> Request {
    Request::without_model([Message::user("What is a mixture of experts model?")])
}

async fn plain(wire: &Wire) -> Result<Outcome, Error> {
    let reply = wire.client().chat(hello()).await?;
    let finished = reply.choices.first().and_then(|choice| choice.finish_reason.clone());
    let whole = reply.choices.len() == 1 && !reply.text().is_empty() && finished == Some(FinishReason::Stop);
    Ok(Outcome::that(
        whole && reply.usage.is_some() && reply.attempts() == 1,
        format!("{:?}", reply.value),
    ))
}

async fn stream(wire: &Wire) -> Result<Outcome, Error> {
    let whole = wire.client().chat(hello()).await?;
    let mut stream = wire.client().chat_stream(hello()).await?;
    let (mut text, mut pieces) = (String::new(), 0);
    while let Some(chunk) = stream.try_next().await? {
        text.push_str(&chunk.text());
        pieces += usize::from(!chunk.text().is_empty());
    }
    let collected = wire.client().chat_stream(hello()).await?.collect().await?;
    let same = text == whole.text() && collected.text() == whole.text();
    Ok(Outcome::that(
        same && pieces > 1,
        format!("{pieces} pieces: {text:?} is not {:?}", whole.text()),
    ))
}

async fn usage(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "stream_options") {
        return Ok(skip);
    }
    let whole = wire.client().chat(hello()).await?;
    let collected = wire.client().chat_stream(hello()).await?.collect().await?;
    let count = |usage: &Option<openai_types::usage::Usage>| usage.as_ref().and_then(|usage| usage.completion_tokens);
    let same = count(&whole.usage).is_some() && count(&whole.usage) == count(&collected.usage);
    Ok(Outcome::that(
        same,
        format!("{:?} is not {:?}", collected.usage, whole.usage),
    ))
}

async fn stop(wire: &Wire) -> Result<Outcome, Error> {
    let whole = wire.client().chat(hello()).await?;
    let Some(word) = whole.text().split_whitespace().nth(3).map(str::to_owned) else {
        return Ok(Outcome::Failed(format!("too short to stop: {:?}", whole.text())));
    };
    let cut = wire.client().chat(hello().stop(word.as_str())).await?;
    let text = cut.text();
    let holds = whole.text().starts_with(&*text) && !text.contains(&word) && text.len() < whole.text().len();
    Ok(Outcome::that(holds, format!("stopped at {word:?}: {text:?}")))
}

async fn max_tokens(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "max_tokens") {
        return Ok(skip);
    }
    let cut = wire.client().chat(hello().max_tokens(3)).await?;
    let reason = cut.choices.first().and_then(|choice| choice.finish_reason.clone());
    Ok(Outcome::that(
        reason == Some(FinishReason::Length),
        format!("{:?}", cut.value),
    ))
}

async fn choices(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "n") {
        return Ok(skip);
    }
    let whole = wire.client().chat(hello().n(2)).await?;
    let collected = wire.client().chat_stream(hello().n(2)).await?.collect().await?;
    let texts = |choices: &[openai_types::chat::Choice]| -> Vec<String> {
        choices
            .iter()
            .filter_map(|choice| Some(choice.message.as_ref()?.text().into_owned()))
            .collect()
    };
    let (whole, collected) = (texts(&whole.choices), texts(&collected.choices));
    Ok(Outcome::that(
        whole.len() == 2 && whole == collected,
        format!("{collected:?} is not {whole:?}"),
    ))
}

fn weather() -> Request {
    let schema = json!({
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 1, "maximum": 7}},
        "required": ["city", "days"],
    });
    let request = Request::without_model([Message::user("How is the weather in Ljubljana?")]);
    request
        .tools([Tool::function("weather", "The weather of the coming days", schema)])
        .tool_choice(ToolChoiceMode::Auto)
}

async fn tools(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "tools") {
        return Ok(skip);
    }
    Ok(one_call(&wire.client().chat(weather()).await?.value))
}

async fn tools_streamed(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "tools") {
        return Ok(skip);
    }
    Ok(one_call(
        &wire.client().chat_stream(weather()).await?.collect().await?.value,
    ))
}

fn one_call(reply: &Completion) -> Outcome {
    let [ToolCall::Function(call)] = reply.tool_calls() else {
        return Outcome::Failed(format!("no single function call: {reply:?}"));
    };
    let arguments: Value = serde_json::from_str(&call.function.arguments).unwrap_or_default();
    let reason = reply.choices.first().and_then(|choice| choice.finish_reason.clone());
    let holds = call.function.name == "weather" && arguments["city"].is_string() && arguments["days"].is_u64();
    Outcome::that(
        holds && !call.id.is_empty() && reason == Some(FinishReason::ToolCalls),
        format!("{call:?}"),
    )
}

async fn tool_result(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "tools") {
        return Ok(skip);
    }
    let asked = wire.client().chat(weather()).await?;
    let (Some(message), [call]) = (asked.message().cloned(), asked.tool_calls()) else {
        return Ok(Outcome::Failed(format!("no single call: {:?}", asked.value)));
    };
    let mut request = weather();
    let id = call.id().unwrap_or_default().to_owned();
    request.messages.extend([message.into(), Message::tool(id, "sunny")]);
    let reply = wire.client().chat(request).await?;
    Ok(Outcome::that(!reply.text().is_empty(), format!("{:?}", reply.value)))
}

async fn json_schema(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "response_format") {
        return Ok(skip);
    }
    let schema = json!({
        "type": "object",
        "properties": {"title": {"type": "string"}, "stars": {"type": "integer", "enum": [1, 2, 3]}},
        "required": ["title", "stars"],
        "additionalProperties": false,
    });
    let format: ResponseFormat = JsonSchemaFormat::new(JsonSchema::new("review").schema(schema)).into();
    let reply = match unless_refused(wire.client().chat(hello().response_format(format)).await)? {
        Ok(reply) => reply,
        Err(skip) => return Ok(skip),
    };
    let answer: Value = serde_json::from_str(&reply.text()).unwrap_or_default();
    let stars = answer["stars"].as_u64().is_some_and(|stars| (1..=3).contains(&stars));
    Ok(Outcome::that(answer["title"].is_string() && stars, format!("{answer}")))
}

/// The answer, or a skip where the wire's profile refuses the very value of a parameter, such as one of a later version.
pub(crate) fn unless_refused<T>(answer: Result<T, Error>) -> Result<Result<T, Outcome>, Error> {
    match answer {
        Err(error) if error.kind() == ErrorKind::Unsupported && error.attempts() == 0 => {
            Ok(Err(Outcome::Skipped(error.to_string())))
        }
        answer => answer.map(Ok),
    }
}

async fn vision(wire: &Wire) -> Result<Outcome, Error> {
    let parts = [
        ContentPart::text("What is this?"),
        ContentPart::image_url("data:image/png;base64,iVBORw0KGgo="),
    ];
    let request = Request::without_model([Message::user(parts)]);
    let reply = match unless_refused(wire.client().chat(request).await)? {
        Ok(reply) => reply,
        Err(skip) => return Ok(skip),
    };
    Ok(Outcome::that(!reply.text().is_empty(), format!("{:?}", reply.value)))
}

async fn logprobs(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "logprobs") {
        return Ok(skip);
    }
    let reply = wire.client().chat(hello().logprobs(true).top_logprobs(2)).await?;
    let tokens = reply
        .choices
        .first()
        .and_then(|choice| choice.logprobs.as_ref()?.content.as_deref());
    let Some(tokens) = tokens else {
        return Ok(Outcome::Failed("no logprobs".to_owned()));
    };
    let text: String = tokens.iter().map(|token| token.token.as_str()).collect();
    Ok(Outcome::that(
        text == reply.text(),
        format!("{text:?} is not {:?}", reply.text()),
    ))
}

async fn refused(wire: &Wire) -> Result<Outcome, Error> {
    let Some(parameter) = wire.parameter(CHAT, Rule::Rejected) else {
        return Ok(Outcome::Skipped("the profile refuses nothing".to_owned()));
    };
    let parameter = parameter.name;
    let request = hello().extra(parameter.as_ref(), 1);
    match wire.client().chat(request).await {
        Err(error) if error.kind() == ErrorKind::Unsupported && error.attempts() == 0 => Ok(Outcome::that(
            error.to_string().contains(parameter.as_ref()),
            error.to_string(),
        )),
        other => Ok(Outcome::Failed(format!(
            "`{parameter}` was not refused before sending: {other:?}"
        ))),
    }
}

async fn ignored(wire: &Wire) -> Result<Outcome, Error> {
    let Some(parameter) = wire.parameter(CHAT, Rule::Ignored) else {
        return Ok(Outcome::Skipped("the profile ignores nothing".to_owned()));
    };
    let parameter = parameter.name;
    let request = hello().extra(parameter.as_ref(), json!({}));
    let reply = wire.client().chat(request.clone()).await?;
    let told = reply
        .notices()
        .iter()
        .any(|notice| notice.kind == NoticeKind::Ignored && notice.parameter == parameter);
    let strict = Options::new().policy(Policy::new().ignored(Reaction::Refuse));
    let refused = wire.client().with(strict).chat(request).await;
    let strict = refused.is_err_and(|error| error.kind() == ErrorKind::Unsupported);
    Ok(Outcome::that(
        told && strict,
        format!("`{parameter}`: told {told}, refused by a strict policy {strict}"),
    ))
}

async fn bad_value(wire: &Wire) -> Outcome {
    if let Some(skip) = wire.lacks(CHAT, "temperature") {
        return skip;
    }
    refused_value(wire.client().chat(hello().temperature(9.0)).await, "temperature")
}

/// Whether the server has refused the value of a parameter, and the error says all that it said.
pub(crate) fn refused_value<T: Debug>(answer: Result<T, Error>, parameter: &str) -> Outcome {
    match answer {
        Err(error) => {
            let told =
                error.kind() == ErrorKind::BadRequest && error.status().is_some_and(|status| status.is_client_error());
            let says = error.api().is_some_and(|api| api.message().contains(parameter));
            Outcome::that(told && says, format!("{error:?}"))
        }
        Ok(answer) => Outcome::Failed(format!("a bad `{parameter}` was taken: {answer:?}")),
    }
}

async fn no_message(wire: &Wire) -> Outcome {
    match wire.client().chat(Request::without_model([])).await {
        Err(error) => Outcome::that(
            error.kind() == ErrorKind::Invalid && error.attempts() == 0,
            error.to_string(),
        ),
        Ok(reply) => Outcome::Failed(format!("an empty request was sent: {:?}", reply.value)),
    }
}
