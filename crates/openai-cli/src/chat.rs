//! `oai chat`.

use std::time::{Duration, Instant};

use openai_emulator::{Config, Running};
use openai_multicloud::chat::{Completion, Content, ContentPart, FinishReason, Message, Request};
use openai_multicloud::{Client, Connection, Environment, Notice, Operation, Options, Rule, chat, connect};

use crate::args::Chat;
use crate::exit::Failure;
use crate::terminal::{Output, Stdout, note};
use crate::{emulate, image, prompt};

/// Asks, and prints the answer.
pub(crate) async fn run(arguments: Chat) -> Result<(), Failure> {
    let prompt = prompt::read_here(&arguments.prompt, &arguments.file)?;
    let messages = messages(&arguments, prompt)?;
    let options = options(&arguments)?;
    let environment = Environment::current();
    let (connection, _emulator) = match connect(&environment, arguments.provider.as_deref())? {
        Some(connection) => (connection, None),
        None => {
            let (connection, emulator) = embedded().await?;
            (connection, Some(emulator))
        }
    };
    let request = request(&arguments, &connection, messages);
    let client = Client::builder(connection)
        .allow_plain_http(arguments.allow_plain_http)
        .build();
    let client = client.with(options);
    let mut output = Output::standard();
    let ended = tokio::select! {
        answered = answer(&client, request, &arguments, &mut output) => answered,
        interrupted = tokio::signal::ctrl_c() => {
            interrupted.map_err(|error| Failure::output(format!("Ctrl-C cannot be waited for: {error}")))?;
            Err(Failure::interrupted())
        }
    };
    // A line that was begun is ended before anything else is told.
    output.end()?;
    let told = ended?;
    tell_end(&told, arguments.quiet);
    Ok(())
}

/// An emulator in this process, and the way to it.
async fn embedded() -> Result<(Connection, Running), Failure> {
    let emulator = emulate::start(Config::new()).await?;
    note(
        "No provider is configured: an emulator inside this process answers, not a model.\n\
         For a real one: export OPENAI_API_KEY=…, or see oai --help.",
    );
    let uri = format!("openai+{}/v1?model=emulator", emulator.url());
    let environment = Environment::from([("OPENAI_API_KEY", "emulator")]);
    match connect(&environment, Some(&uri))? {
        Some(connection) => Ok((connection, emulator)),
        None => Err(Failure::input("the embedded emulator cannot be reached")),
    }
}

fn options(arguments: &Chat) -> Result<Options, Failure> {
    let Some(seconds) = arguments.timeout else {
        return Ok(Options::new());
    };
    match Duration::try_from_secs_f64(seconds) {
        Ok(deadline) if !deadline.is_zero() => Ok(Options::new().deadline(deadline)),
        _ => Err(Failure::input("--timeout must be a number of seconds above 0")),
    }
}

fn messages(arguments: &Chat, prompt: String) -> Result<Vec<Message>, Failure> {
    let mut messages = Vec::new();
    if let Some(system) = &arguments.system {
        messages.push(Message::system(system.as_str()));
    }
    let content = if arguments.image.is_empty() {
        Content::from(prompt)
    } else {
        let mut parts = vec![ContentPart::text(prompt)];
        for source in &arguments.image {
            parts.push(image::part(source)?);
        }
        parts.into()
    };
    messages.push(Message::user(content));
    Ok(messages)
}

fn request(arguments: &Chat, connection: &Connection, messages: Vec<Message>) -> Request {
    let mut request = Request::without_model(messages);
    request.model = arguments.model.clone();
    request.temperature = arguments.temperature;
    let Some(most) = arguments.max_tokens else {
        return request;
    };
    // Newer models refuse the older name, older wires do not know the newer one: the profile tells.
    let chat = connection.provider.profile().operation(Operation::CHAT);
    let newer = chat.is_some_and(|chat| chat.parameter("max_completion_tokens").rule == Rule::Supported);
    if newer {
        request.max_completion_tokens(most)
    } else {
        request.max_tokens(most)
    }
}

/// What came, and how long it took.
struct Answer {
    whole: Completion,
    first: Option<Duration>,
    total: Duration,
}

/// Prints the answer as it comes, or whole.
async fn answer(client: &Client, request: Request, arguments: &Chat, output: &mut Stdout) -> Result<Answer, Failure> {
    let start = Instant::now();
    if arguments.json || arguments.no_stream {
        let reply = client.chat(request).await?;
        tell_notices(reply.notices(), arguments.quiet);
        if arguments.json {
            output.piece(&String::from_utf8_lossy(reply.raw()))?;
        } else {
            output.piece(&reply.text())?;
        }
        let whole = reply.into_inner();
        return Ok(Answer {
            whole,
            first: None,
            total: start.elapsed(),
        });
    }
    let mut stream = client.chat_stream(request).await?;
    tell_notices(stream.notices(), arguments.quiet);
    let mut whole = chat::Accumulator::new();
    let mut first = None;
    while let Some(chunk) = stream.try_next().await? {
        let text = chunk.text();
        if !text.is_empty() {
            first.get_or_insert_with(|| start.elapsed());
            output.piece(&text)?;
        }
        whole.push(&chunk);
    }
    Ok(Answer {
        whole: whole.finish(),
        first,
        total: start.elapsed(),
    })
}

fn tell_notices(notices: &[Notice], quiet: bool) {
    for notice in notices.iter().filter(|_| !quiet) {
        note(&format!("note: {notice}"));
    }
}

/// Says what the answer itself does not: that it was declined or cut, and what it cost.
fn tell_end(Answer { whole, first, total }: &Answer, quiet: bool) {
    if let Some(refusal) = whole.message().and_then(|message| message.refusal.as_deref()) {
        note(&format!("declined: {refusal}"));
    }
    match whole.choices.first().and_then(|choice| choice.finish_reason.as_ref()) {
        Some(FinishReason::Length) => note("cut: the token limit was reached"),
        Some(FinishReason::ContentFilter) => note("cut: a content filter stepped in"),
        _ if whole.text().is_empty() => note("the answer holds no text"),
        _ => {}
    }
    if quiet {
        return;
    }
    let count = |count: Option<u64>| count.map_or("?".to_owned(), |count| count.to_string());
    let usage = whole.usage.as_ref().map_or("usage unknown".to_owned(), |usage| {
        format!(
            "{} tokens in, {} out",
            count(usage.prompt_tokens),
            count(usage.completion_tokens)
        )
    });
    let first = first.map_or(String::new(), |first| {
        format!("first text after {:.2} s, ", first.as_secs_f64())
    });
    let model = whole
        .model
        .as_deref()
        .filter(|model| !model.is_empty())
        .unwrap_or("model unknown");
    note(&format!(
        "{model}: {usage}; {first}all after {:.2} s",
        total.as_secs_f64()
    ));
}
