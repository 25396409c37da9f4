//! What the model says: made up, deterministic, and open about it.

use serde_json::{Map, Value, json};

use crate::chat::{Chat, Format};
use crate::conversation;
use crate::random::Random;
use crate::schema;
use crate::token;
use crate::tool_call::{self, ToolCall};
use crate::tool_choice::Calling;
use crate::wire::vertex::thought;
use crate::wire::{Wire, content_filter};

/// A whole answer, before any wire writes it down.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) choices: Vec<Choice>,
    pub(crate) prompt_tokens: usize,
    /// A source for what comes beside the words: identifiers and such.
    pub(crate) random: Random,
}

impl Answer {
    /// Every token that was said or thought.
    pub(crate) fn completion_tokens(&self) -> usize {
        self.choices
            .iter()
            .map(|choice| choice.reasoning + choice.said.tokens())
            .sum()
    }

    pub(crate) fn reasoning_tokens(&self) -> usize {
        self.choices.iter().map(|choice| choice.reasoning).sum()
    }
}

/// One of `n` choices.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) said: Said,
    pub(crate) finish: &'static str,
    pub(crate) reasoning: usize,
}

impl Choice {
    /// Keeps half of the text, as a content filter does that finds something in the other half.
    fn cut(&mut self) {
        if let Said::Text(tokens) = &mut self.said {
            tokens.truncate(tokens.len() / 2);
            self.finish = content_filter::CUT;
        }
    }
}

/// Text, or calls in its place.
#[derive(Debug)]
pub(crate) enum Said {
    Text(Vec<Token>),
    Calls(Vec<ToolCall>),
    /// The deprecated form of one call.
    Function(ToolCall),
}

impl Said {
    fn tokens(&self) -> usize {
        match self {
            Self::Text(tokens) => tokens.len(),
            Self::Calls(calls) => calls.iter().map(|call| call.pieces.len()).sum(),
            Self::Function(call) => call.pieces.len(),
        }
    }
}

/// One token, with its log probability and the likeliest alternatives, itself first.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) logprob: f64,
    pub(crate) top: Vec<(String, f64)>,
}

/// Answers a request: the same seed, wire, model and messages give the same answer.
///
/// # Errors
/// A JSON schema that no value satisfies, or that asks for more than the generator knows.
pub(crate) fn answer(wire: &Wire, chat: &Chat, seed: u64) -> Result<Answer, schema::Unsatisfiable> {
    let messages = serde_json::to_vec(&chat.messages).unwrap_or_default();
    let asked = chat.seed.unwrap_or_default().to_le_bytes();
    let random = Random::from_parts(
        seed,
        &[wire.name().as_bytes(), chat.model.as_bytes(), &messages, &asked],
    );
    let choices = (0..chat.choices).map(|index| choose(wire, chat, random.branch(index as u64)));
    let mut choices = choices.collect::<Result<Vec<_>, _>>()?;
    if let (true, Some(first)) = (chat.cut, choices.first_mut()) {
        first.cut();
    }
    Ok(Answer {
        choices,
        prompt_tokens: prompt_tokens(chat),
        random: random.branch(u64::MAX / 2),
    })
}

fn choose(wire: &Wire, chat: &Chat, mut random: Random) -> Result<Choice, schema::Unsatisfiable> {
    let reasoning = chat.limit.map_or(chat.reasoning, |limit| limit.min(chat.reasoning));
    let mut left = chat.limit.map_or(usize::MAX, |limit| limit - reasoning);
    let called = |index: &usize| chat.tools.get(*index);
    let (said, finish) = match &chat.calling {
        Calling::Tools(indexes) => {
            let calls = indexes
                .iter()
                .filter_map(called)
                .map(|tool| tool_call::call(wire, tool, &mut random));
            let mut calls = calls.collect::<Result<Vec<_>, _>>()?;
            if let (Wire::Gemini, Some(first)) = (wire, calls.first_mut()) {
                first.signature = thought::signature(&chat.model, &first.id);
            }
            let cut = calls
                .iter_mut()
                .map(|call| call.cut(&mut left))
                .fold(false, |cut, this| cut | this);
            (Said::Calls(calls), if cut { "length" } else { "tool_calls" })
        }
        Calling::Function(index) => match called(index) {
            Some(tool) => {
                let mut call = tool_call::call(wire, tool, &mut random)?;
                let cut = call.cut(&mut left);
                (Said::Function(call), if cut { "length" } else { "function_call" })
            }
            None => (Said::Text(Vec::new()), "stop"),
        },
        Calling::Never => {
            let text = write(wire, chat, &mut random)?;
            let text = stop(&text, &chat.stop);
            let tokens = token::tokens(text);
            let finish = if tokens.len() > left { "length" } else { "stop" };
            let tokens = tokens
                .into_iter()
                .take(left)
                .map(|text| weigh(text, chat.logprobs, &mut random));
            (Said::Text(tokens.collect()), finish)
        }
    };
    Ok(Choice {
        said,
        finish,
        reasoning,
    })
}

fn write(wire: &Wire, chat: &Chat, random: &mut Random) -> Result<String, schema::Unsatisfiable> {
    let text = match &chat.format {
        Format::Text => speak(wire, chat, random),
        Format::JsonObject => {
            let mut object = Map::new();
            object.insert("answer".into(), json!("This answer comes from the openai emulator."));
            object.insert("question".into(), json!(last_words(chat)));
            object.insert("words".into(), json!([word(random), word(random)]));
            Value::Object(object).to_string()
        }
        Format::JsonSchema(schema) => schema::satisfy(schema, random)?.to_string(),
    };
    Ok(text)
}

const WORDS: &[&str] = &[
    "amber", "anchor", "breeze", "cedar", "copper", "ember", "falcon", "garnet", "harbor", "indigo", "juniper", "kelp",
    "lantern", "meadow", "nutmeg", "orchard", "pebble", "quartz", "river", "saffron", "timber", "umber", "violet",
    "willow",
];

/// One made-up word.
pub(crate) fn word(random: &mut Random) -> &'static str {
    random.pick(WORDS).copied().unwrap_or("amber")
}

fn speak(wire: &Wire, chat: &Chat, random: &mut Random) -> String {
    let mut text = String::from("This answer comes from the openai emulator, not from a language model. ");
    let tool = chat
        .messages
        .last()
        .is_some_and(|message| matches!(conversation::role(message), "tool" | "function"));
    let words = last_words(chat);
    match (tool, words.is_empty()) {
        (true, _) => text.push_str(&format!("The tool answered: \"{words}\". ")),
        (false, true) => text.push_str("There was no text in the last message. "),
        (false, false) => text.push_str(&format!("You said: \"{words}\". ")),
    }
    match images(chat) {
        0 => {}
        1 => text.push_str("One image came with it. "),
        images => text.push_str(&format!("{images} images came with it. ")),
    }
    let (first, second, third) = (word(random), word(random), word(random));
    text.push_str(&format!(
        "On the {} wire, {} would say: {first}, {second}, {third}.",
        wire.name(),
        chat.model
    ));
    text
}

/// The text of the last message that is not the model's own, shortened to fit into a sentence.
fn last_words(chat: &Chat) -> String {
    let said = chat
        .messages
        .iter()
        .rev()
        .find(|message| conversation::role(message) != "assistant");
    let text = said
        .map(|message| conversation::texts(message).join(" "))
        .unwrap_or_default();
    shorten(&text)
}

/// A text, cut to fit into a sentence.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn images(chat: &Chat) -> usize {
    chat.messages
        .last()
        .map_or(0, |message| conversation::parts(message, "image_url"))
}

/// The text up to the first stop sequence in it.
pub(crate) fn stop<'a>(text: &'a str, stops: &[String]) -> &'a str {
    let end = stops.iter().filter_map(|stop| text.find(stop.as_str())).min();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// A token with a made-up log probability, and as many alternatives as are wanted.
pub(crate) fn weigh(text: &str, logprobs: Option<usize>, random: &mut Random) -> Token {
    let logprob = -0.001 - random.fraction() * 0.5;
    let mut top = Vec::new();
    if let Some(alternatives @ 1..) = logprobs {
        top.push((text.to_owned(), logprob));
        let mut lower = logprob;
        for _ in 1..alternatives {
            lower -= 0.25 + random.fraction();
            let mut other = format!(" {}", word(random));
            // There are more words than alternatives, so one is left.
            while top.iter().any(|(text, _)| *text == other) {
                other = format!(" {}", word(random));
            }
            top.push((other, lower));
        }
    }
    Token {
        text: text.to_owned(),
        logprob,
        top,
    }
}

/// Four tokens for each message's frame, as many as there are for its words, 85 for an image, and the tools' text.
pub(crate) fn prompt_tokens(chat: &Chat) -> usize {
    const FRAME: usize = 4;
    const IMAGE: usize = 85;
    let message = |message: &Value| {
        let words: usize = conversation::texts(message).into_iter().map(token::count).sum();
        let calls = message
            .get("tool_calls")
            .map_or(0, |calls| token::count(&calls.to_string()));
        FRAME + words + calls + IMAGE * conversation::parts(message, "image_url")
    };
    let messages: usize = chat.messages.iter().map(message).sum();
    let tools: usize = chat.tools.iter().map(tool_call::prompt_tokens).sum();
    messages + tools
}
