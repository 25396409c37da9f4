//! The loop: ask the model, carry out what it calls, tell it the results, until it calls nothing more.

use std::collections::HashSet;
use std::fmt;

use futures_util::StreamExt;
use futures_util::stream;
use openai_core::{Error, ErrorKind};

use super::{Dialogue, Tool, Wanted};
use crate::{Client, Reply};

impl Client {
    /// Asks a model that may call tools, carries the calls out, and goes on until the model is done.
    ///
    /// Nothing is sent yet: [`ToolRun::next_step`] takes one step at a time, [`ToolRun::finish`] all of them.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_client::tools::Tool;
    /// use openai_types::chat::{Message, Request};
    /// use serde_json::{Value, json};
    ///
    /// let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    /// let weather = Tool::new("weather", "Today's weather in a city", schema, async |_: Value| Ok::<_, String>("21 °C"));
    /// let request = Request::new("gpt-5-mini", [Message::user("How warm is it in Oslo?")]);
    /// let answer = client.run_tools(request, [weather]).finish().await?;
    /// println!("{}", answer.text());
    /// # assert!(!answer.text().is_empty());
    /// # Ok(()) }) }
    /// ```
    pub fn run_tools<R: Dialogue>(&self, mut request: R, tools: impl IntoIterator<Item = Tool>) -> ToolRun<R> {
        let tools: Vec<_> = tools.into_iter().collect();
        for tool in &tools {
            request.offer(tool);
        }
        ToolRun {
            client: self.clone(),
            request,
            tools,
            turns_left: TURNS,
            turns: TURNS,
            turn: 1,
            at_once: AT_ONCE,
            state: State::Ask,
        }
    }
}

/// How many answers of the model a loop takes, unless said otherwise.
const TURNS: u32 = 10;

/// How many calls run at the same time, unless said otherwise.
const AT_ONCE: usize = 8;

/// A loop of tool calls on its way.
#[must_use = "nothing is asked until the first step"]
pub struct ToolRun<R: Dialogue> {
    client: Client,
    request: R,
    tools: Vec<Tool>,
    turns: u32,
    turns_left: u32,
    /// Which request is the next, from 1 on.
    turn: u64,
    at_once: usize,
    state: State<R>,
}

enum State<R: Dialogue> {
    /// The model is to be asked.
    Ask,
    /// The model has called; its calls are to be carried out.
    Called(Reply<R::Response>),
    /// Its functions are carried out; other calls may be left to the caller.
    Open(Open<R>),
    /// The model has called nothing more.
    Done,
}

/// A turn whose calls are not all answered yet.
struct Open<R: Dialogue> {
    reply: Reply<R::Response>,
    asked: Vec<Asked<R>>,
    /// The caller knows of the calls that are left.
    told: bool,
}

/// A call beside its own answer: some models give several calls one id, or none.
struct Asked<R: Dialogue> {
    call: Wanted<R::Call>,
    answer: Option<R::Answer>,
}

impl<R: Dialogue> Open<R> {
    fn left(&self) -> Vec<Wanted<R::Call>> {
        let unanswered = self.asked.iter().filter(|asked| asked.answer.is_none());
        unanswered.map(|asked| asked.call.clone()).collect()
    }
}

/// What has happened in a loop of tool calls.
#[non_exhaustive]
pub enum Step<R: Dialogue> {
    /// The model has answered. It is the last step unless it calls something.
    Answer(Reply<R::Response>),
    /// Calls of functions were carried out, in the order of the calls.
    Results(Vec<Called>),
    /// Calls that only the caller can answer, with [`ToolRun::answer`], before the next step.
    Pending(Vec<Wanted<R::Call>>),
}

/// A call that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Called {
    /// The call's id.
    pub id: String,
    /// The tool's name.
    pub name: String,
    /// The arguments, as the model wrote them.
    pub arguments: String,
    /// The result, or why it failed, as the model is told.
    pub result: Result<String, String>,
}

impl<R: Dialogue> ToolRun<R> {
    /// Sets how many answers the loop takes from the model. Default: 10.
    pub fn max_turns(mut self, turns: u32) -> Self {
        (self.turns, self.turns_left) = (turns, turns);
        self
    }

    /// Sets how many calls run at the same time, at least 1. Default: 8.
    pub fn at_once(mut self, calls: usize) -> Self {
        self.at_once = calls.max(1);
        self
    }

    /// The request that the loop would send next: the conversation so far.
    #[must_use]
    pub fn request(&self) -> &R {
        &self.request
    }

    /// Takes the next step; `None` once the model calls nothing more.
    ///
    /// Dropping the future in the middle of calls drops them, and the next step begins them anew. So it is where a tool
    /// panics: its panic goes through here, and what the other calls of the step came to is lost. Let a tool fail with
    /// an error instead, which the model is told.
    ///
    /// # Errors
    /// As [`Client::send`]; [`ErrorKind::Invalid`] where two tools have one name, and nothing is sent then; [`ErrorKind::TooManyTurns`] where the model goes on calling past the bound;
    /// [`ErrorKind::Invalid`] where calls that were left to the caller are not answered.
    pub async fn next_step(&mut self) -> Result<Option<Step<R>>, Error>
    where
        R::Response: Clone,
    {
        loop {
            match &mut self.state {
                State::Done => return Ok(None),
                State::Ask => return self.ask().await.map(Some),
                State::Called(reply) => {
                    let wanted = R::wanted(&reply.value);
                    let results = carry_out(&self.tools, &self.request, &wanted, self.at_once).await;
                    let asked = wanted.into_iter().zip(&results).map(|(call, result)| Asked {
                        call,
                        answer: result.as_ref().map(|called| R::answer(&called.id, called.text())),
                    });
                    self.state = State::Open(Open {
                        reply: reply.clone(),
                        asked: asked.collect(),
                        told: false,
                    });
                    let results: Vec<_> = results.into_iter().flatten().collect();
                    if !results.is_empty() {
                        return Ok(Some(Step::Results(results)));
                    }
                }
                State::Open(open) => {
                    let left = open.left();
                    if left.is_empty() {
                        let answers = open.asked.drain(..).filter_map(|asked| asked.answer).collect();
                        self.request.go_on(&open.reply.value, answers);
                        self.state = State::Ask;
                    } else if std::mem::replace(&mut open.told, true) {
                        let message = format!(
                            "calls are not answered: {}; answer each with `ToolRun::answer`",
                            ids(&left)
                        );
                        return Err(Error::new(ErrorKind::Invalid, message));
                    } else {
                        return Ok(Some(Step::Pending(left)));
                    }
                }
            }
        }
    }

    /// Answers a call that was left to the caller: of several with one id, the first that has no answer yet.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where no such call waits for an answer, or one that takes another kind of answer.
    pub fn answer(&mut self, answer: R::Answer) -> Result<(), Error> {
        let refuse = |message: String| Err(Error::new(ErrorKind::Invalid, message));
        let State::Open(open) = &mut self.state else {
            return refuse("no call waits for an answer".to_owned());
        };
        let Some(id) = R::answers(&answer) else {
            return refuse("the answer does not say which call it is for".to_owned());
        };
        let waits = |asked: &&mut Asked<R>| asked.answer.is_none() && asked.call.id == id;
        let mut waiting = open.asked.iter_mut().filter(waits).peekable();
        if waiting.peek().is_none() {
            return refuse(format!("no call `{id}` waits for an answer"));
        }
        let Some(asked) = waiting.find(|asked| R::fits(&asked.call.call, &answer)) else {
            return refuse(format!(
                "the answer is of another kind than the call `{id}` asks for: a `shell_call` takes a `shell_call_output`, \
                 and so on"
            ));
        };
        asked.answer = Some(answer);
        Ok(())
    }

    /// Takes all steps, and answers with the model's last answer.
    ///
    /// # Errors
    /// As [`next_step`](Self::next_step); [`ErrorKind::Invalid`] where a call comes that only the caller can answer; and
    /// where the last answer is none, [`ErrorKind::Failed`], [`ErrorKind::Incomplete`] or [`ErrorKind::ContentFilter`]:
    /// [`Error::partial`] has it then.
    pub async fn finish(mut self) -> Result<Reply<R::Response>, Error>
    where
        R::Response: Clone + Send + Sync + 'static,
    {
        let mut last = None;
        while let Some(step) = self.next_step().await? {
            match step {
                Step::Answer(reply) => last = Some(reply),
                Step::Results(_) => {}
                Step::Pending(calls) => {
                    let message = format!(
                        "calls are left to the caller: {}; take the steps one by one with `ToolRun::next_step`",
                        ids(&calls)
                    );
                    return Err(Error::new(ErrorKind::Invalid, message));
                }
            }
        }
        let last = last.ok_or_else(|| Error::new(ErrorKind::Invalid, "the loop was over before"))?;
        match R::whole(&last.value) {
            Ok(()) => Ok(last),
            Err(error) => Err(last.told(error)),
        }
    }

    /// Of two tools with one name the model would know one, and the other would be called.
    fn check_names(&self) -> Result<(), Error> {
        let mut known = HashSet::new();
        match self.tools.iter().find(|tool| !known.insert(tool.name())) {
            None => Ok(()),
            Some(twice) => {
                let message = format!("two tools are named `{}`: give each a name of its own", twice.name());
                Err(Error::new(ErrorKind::Invalid, message))
            }
        }
    }

    async fn ask(&mut self) -> Result<Step<R>, Error>
    where
        R::Response: Clone,
    {
        if self.turns_left == 0 {
            let message = format!("the model has answered {} times and goes on calling tools", self.turns);
            return Err(Error::new(ErrorKind::TooManyTurns, message));
        }
        self.check_names()?;
        self.request.check()?;
        let reply = match self.turn {
            1 => self.client.send(self.request.clone()).await?,
            turn => {
                let later = self.client.step(format_args!("turn-{turn}"));
                later.send(self.request.clone()).await?
            }
        };
        self.turn = self.turn.saturating_add(1);
        self.turns_left = self.turns_left.saturating_sub(1);
        self.state = match R::wanted(&reply.value).is_empty() {
            true => State::Done,
            false => State::Called(reply.clone()),
        };
        Ok(Step::Answer(reply))
    }
}

impl Called {
    /// What the model is told.
    fn text(&self) -> String {
        match &self.result {
            Ok(text) => text.clone(),
            Err(reason) => format!("Error: {reason}"),
        }
    }
}

/// Carries out the calls of functions, some at the same time: a result for each call, or nothing where it is left to the
/// caller, as is a function that the request offers and no tool carries out. One that nobody knows is the model's mistake,
/// and the model is told.
async fn carry_out<R: Dialogue>(
    tools: &[Tool],
    request: &R,
    wanted: &[Wanted<R::Call>],
    at_once: usize,
) -> Vec<Option<Called>> {
    let running = wanted.iter().map(|call| async move {
        let (name, arguments) = call.function.as_ref()?;
        let result = match tools.iter().find(|tool| tool.name() == name) {
            Some(tool) => tool.call(arguments).await,
            None if request.offers(name) => return None,
            None => Err(format!("there is no function `{name}`")),
        };
        Some(Called {
            id: call.id.clone(),
            name: name.clone(),
            arguments: arguments.clone(),
            result,
        })
    });
    // Collected first: a stream over a lazy iterator of futures is not known to be `Send`.
    let running: Vec<_> = running.collect();
    stream::iter(running).buffered(at_once).collect().await
}

fn ids<C>(calls: &[Wanted<C>]) -> String {
    let ids: Vec<_> = calls.iter().map(|call| format!("`{}`", call.id)).collect();
    ids.join(", ")
}

impl<R: Dialogue> fmt::Debug for ToolRun<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.state {
            State::Ask => "ask",
            State::Called(_) => "called",
            State::Open(_) => "open",
            State::Done => "done",
        };
        out.debug_struct("ToolRun")
            .field("tools", &self.tools)
            .field("turns_left", &self.turns_left)
            .field("state", &state)
            .finish_non_exhaustive()
    }
}

impl<R: Dialogue> fmt::Debug for Step<R>
where
    R::Response: fmt::Debug,
{
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(reply) => out.debug_tuple("Answer").field(reply).finish(),
            Self::Results(results) => out.debug_tuple("Results").field(results).finish(),
            Self::Pending(calls) => out.debug_tuple("Pending").field(calls).finish(),
        }
    }
}
