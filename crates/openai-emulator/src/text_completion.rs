//! The older completions: a prompt goes on.

use serde_json::{Map, Value};

use crate::answer::{self, Token};
use crate::answered::Answered;
use crate::chat;
use crate::check::Wrong;
use crate::failure::Failure;
use crate::random::Random;
use crate::state::State;
use crate::token;
use crate::wire::{Family, Wire, content_filter};

mod prompt;
mod table;
mod write;

use prompt::Prompt;

/// Answers a completion.
///
/// # Errors
/// What the wire refuses.
pub(crate) fn answer(
    state: &State,
    wire: &Wire,
    headers: &http::HeaderMap,
    body: &Map<String, Value>,
) -> Result<Answered, Failure> {
    let wire = &*wire.of_model(body);
    table::check(wire, body)?;
    let request = Request::read(wire, body)?;
    let texts = request.prompts.iter().map(|prompt| prompt.text.as_str());
    content_filter::screen(wire.family(), headers, texts)?;
    let whole = complete(wire, &request, state.config.seed);
    let answered = if request.stream {
        Answered::events(write::events(wire, &request, &whole))
    } else {
        Answered::json(&write::whole(wire, &request, &whole))
    };
    Ok(wire.served_by(&request.model, answered))
}

/// A completion request, read.
#[derive(Debug)]
struct Request {
    model: String,
    prompts: Vec<Prompt>,
    choices: usize,
    /// How many are made for each prompt, of which the best `choices` are kept.
    candidates: usize,
    echo: bool,
    suffix: Option<String>,
    /// Log probabilities are wanted, with so many alternatives for each token.
    logprobs: Option<usize>,
    stop: Vec<String>,
    limit: usize,
    stream: bool,
    include_usage: bool,
    seed: i64,
    /// The content filter cuts the first choice.
    cut: bool,
}

impl Request {
    /// Reads a body that has passed its wire's table.
    fn read(wire: &Wire, body: &Map<String, Value>) -> Result<Self, Failure> {
        let model = wire.model_name(body);
        refuse_chat_model(wire, &model)?;
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let flag = |name: &str| body.get(name).and_then(Value::as_bool).unwrap_or(false);
        let choices = chat::size(body, "n").unwrap_or(1);
        let candidates = chat::size(body, "best_of").unwrap_or(choices).max(1);
        let stream = flag("stream");
        let options = body.get("stream_options").filter(|options| !options.is_null());
        if options.is_some() && !stream {
            let message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
            return Err(Wrong::new("stream_options", message).into());
        }
        refuse_best_of(choices, candidates, stream)?;
        let prompts = prompt::read(body.get("prompt"))?;
        let texts = prompts.iter().map(|prompt| prompt.text.as_str());
        let request = Self {
            model,
            cut: content_filter::cuts(wire.family(), texts),
            prompts,
            choices,
            candidates,
            echo: flag("echo"),
            suffix: text("suffix").map(str::to_owned),
            logprobs: chat::size(body, "logprobs"),
            stop: chat::read_stop(body),
            limit: chat::size(body, "max_tokens").unwrap_or(16),
            stream,
            include_usage: options.and_then(|options| options.get("include_usage")) == Some(&Value::Bool(true)),
            seed: body.get("seed").and_then(Value::as_i64).unwrap_or_default(),
        };
        request.fits(wire)?;
        Ok(request)
    }

    /// The models of this operation that are left read 4,097 tokens at most, the completion included.
    fn fits(&self, wire: &Wire) -> Result<(), Wrong> {
        const CONTEXT: usize = 4097;
        let longest = self.prompts.iter().map(Prompt::tokens).max().unwrap_or(0);
        let wanted = longest.saturating_add(self.limit);
        if wanted <= CONTEXT || !matches!(wire.family(), Family::OpenAi | Family::Azure) {
            return Ok(());
        }
        let message = format!(
            "This model's maximum context length is {CONTEXT} tokens, however you requested {wanted} tokens \
             ({longest} in your prompt; {} for the completion). Please reduce your prompt; or completion length.",
            self.limit
        );
        Err(Wrong {
            code: Some("context_length_exceeded"),
            param: None,
            message,
        })
    }
}

fn refuse_best_of(choices: usize, candidates: usize, stream: bool) -> Result<(), Wrong> {
    if candidates < choices {
        let message = format!(
            "You requested that the server return more choices than it will generate: 'n' (currently {choices}) must \
             be at most 'best_of' (currently {candidates})."
        );
        return Err(Wrong::new("best_of", message));
    }
    if stream && candidates > choices {
        let message = "Results cannot be streamed when 'best_of' is greater than 'n'.";
        return Err(Wrong::new("best_of", message));
    }
    Ok(())
}

/// OpenAI tells its chat models by name; an Azure deployment's name says nothing.
fn refuse_chat_model(wire: &Wire, model: &str) -> Result<(), Failure> {
    if *wire == Wire::OpenAi && chat::is_chat_model(model) {
        let message = "This is a chat model and not supported in the v1/completions endpoint. Did you mean to use \
                       v1/chat/completions?";
        return Err(Failure::not_found(Wrong::new("model", message)));
    }
    Ok(())
}

/// Everything that was generated, before any wire writes it down.
#[derive(Debug)]
struct Whole {
    /// For each prompt its choices, in order.
    choices: Vec<Choice>,
    prompt_tokens: usize,
    completion_tokens: usize,
    random: Random,
}

#[derive(Debug)]
struct Choice {
    /// The prompt's tokens where they are echoed, then the new ones.
    tokens: Vec<Token>,
    /// How many of them are the prompt's.
    echoed: usize,
    /// Where the first token begins in the prompt and what follows it, in characters.
    offset: usize,
    finish: &'static str,
}

fn complete(wire: &Wire, request: &Request, seed: u64) -> Whole {
    let texts: Vec<&str> = request.prompts.iter().map(|prompt| prompt.text.as_str()).collect();
    let all = texts.join("\u{0}");
    let suffix = request.suffix.as_deref().unwrap_or_default();
    let asked = request.seed.to_le_bytes();
    let parts: [&[u8]; 6] = [
        b"text_completion",
        wire.name().as_bytes(),
        request.model.as_bytes(),
        all.as_bytes(),
        suffix.as_bytes(),
        &asked,
    ];
    let random = Random::from_parts(seed, &parts);
    let mut choices = Vec::new();
    let mut completion_tokens = 0;
    for (number, prompt) in request.prompts.iter().enumerate() {
        let branch = random.branch(number as u64);
        let mut candidates: Vec<Choice> = (0..request.candidates)
            .map(|index| choose(request, prompt, branch.branch(index as u64)))
            .collect();
        completion_tokens += candidates
            .iter()
            .map(|choice| choice.tokens.len() - choice.echoed)
            .sum::<usize>();
        if request.candidates > request.choices {
            candidates.sort_by(|one, other| other.likelihood().total_cmp(&one.likelihood()));
        }
        candidates.truncate(request.choices);
        choices.append(&mut candidates);
    }
    if let (true, Some(first)) = (request.cut, choices.first_mut()) {
        first.cut();
    }
    Whole {
        choices,
        prompt_tokens: request.prompts.iter().map(Prompt::tokens).sum(),
        completion_tokens,
        random: random.branch(u64::MAX / 2),
    }
}

impl Choice {
    fn text(&self) -> String {
        self.tokens.iter().map(|token| token.text.as_str()).collect()
    }

    /// Keeps half of the new tokens, as a content filter does that finds something in the other half.
    fn cut(&mut self) {
        let new = self.tokens.len() - self.echoed;
        self.tokens.truncate(self.echoed + new / 2);
        self.finish = content_filter::CUT;
    }

    /// The mean log probability of the new tokens.
    fn likelihood(&self) -> f64 {
        let new: Vec<f64> = self
            .tokens
            .iter()
            .skip(self.echoed)
            .map(|token| token.logprob)
            .collect();
        new.iter().sum::<f64>() / new.len().max(1) as f64
    }
}

fn choose(request: &Request, prompt: &Prompt, mut random: Random) -> Choice {
    let (first, second, third) = (
        answer::word(&mut random),
        answer::word(&mut random),
        answer::word(&mut random),
    );
    let end = match &request.suffix {
        Some(suffix) => format!(", and comes before \"{}\".", answer::shorten(suffix)),
        None => ".".to_owned(),
    };
    let text = format!(
        " {first} {second} {third}. This text comes from the openai emulator, not from a language model. It follows \
         \"{}\"{end}",
        answer::shorten(&prompt.text)
    );
    let text = answer::stop(&text, &request.stop);
    let new = token::tokens(text);
    let finish = if new.len() > request.limit { "length" } else { "stop" };
    let echoed: Vec<&str> = if request.echo {
        token::tokens(&prompt.text)
    } else {
        Vec::new()
    };
    let new = new.into_iter().take(request.limit);
    let tokens = echoed.iter().copied().chain(new);
    let tokens = tokens
        .map(|text| answer::weigh(text, request.logprobs, &mut random))
        .collect();
    Choice {
        tokens,
        echoed: echoed.len(),
        offset: if request.echo { 0 } else { prompt.text.chars().count() },
        finish,
    }
}
