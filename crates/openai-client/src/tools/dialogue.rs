//! What a loop of tool calls needs to know of a kind of request.

use std::fmt;

use openai_core::{Endpoint, Error};

use super::Tool;

/// A request that a loop of tool calls can go on from: chat completions and responses.
pub trait Dialogue: Endpoint + Clone + Send {
    /// A call as the model wrote it.
    type Call: Clone + fmt::Debug + Send;

    /// What answers a call, in the conversation.
    type Answer: Clone + fmt::Debug + Send;

    /// Tells the model of a tool, in place of one of the same name.
    fn offer(&mut self, tool: &Tool);

    /// Whether the request tells the model of a function of this name.
    fn offers(&self, name: &str) -> bool;

    /// Refuses a request that a loop cannot go on from.
    ///
    /// # Errors
    /// What is wrong with it, and how to mend it.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    /// What the model calls in an answer, and the program has to answer. Nothing in an answer that was cut: its calls may
    /// be cut too.
    fn wanted(response: &Self::Response) -> Vec<Wanted<Self::Call>>;

    /// What answers a call of a function.
    fn answer(id: &str, text: String) -> Self::Answer;

    /// The call that an answer is for.
    fn answers(answer: &Self::Answer) -> Option<&str>;

    /// Whether an answer is of the kind that a call asks for. The default: any is.
    fn fits(call: &Self::Call, answer: &Self::Answer) -> bool {
        let _ = (call, answer);
        true
    }

    /// Refuses an answer that a conversation cannot end with: one that failed, or was cut.
    ///
    /// # Errors
    /// [`ErrorKind::Failed`](openai_core::ErrorKind::Failed), [`ErrorKind::Incomplete`](openai_core::ErrorKind::Incomplete)
    /// and [`ErrorKind::ContentFilter`](openai_core::ErrorKind::ContentFilter). The default: every answer is whole.
    fn whole(response: &Self::Response) -> Result<(), Error> {
        let _ = response;
        Ok(())
    }

    /// The next request: the conversation so far, what the model has put out, and the answers to its calls.
    fn go_on(&mut self, response: &Self::Response, answers: Vec<Self::Answer>);
}

/// Of an answer that ran out of tokens.
pub(super) const CUT: &str = "the model's last answer was cut at the token limit: allow more tokens";

/// Of an answer that a filter stopped.
pub(super) const FILTERED: &str = "a content filter cut the model's last answer";

/// A call that a program has to answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Wanted<C> {
    /// What to answer it by.
    pub id: String,
    /// The function's name and its arguments; nothing where it is a call of another kind.
    pub function: Option<(String, String)>,
    /// The call as the model wrote it.
    pub call: C,
}

impl<C> Wanted<C> {
    /// A call of a function.
    #[must_use]
    pub fn function(id: &str, name: &str, arguments: &str, call: C) -> Self {
        Self {
            id: id.to_owned(),
            function: Some((name.to_owned(), arguments.to_owned())),
            call,
        }
    }

    /// A call of another kind, which only the caller can answer.
    #[must_use]
    pub fn other(id: &str, call: C) -> Self {
        Self {
            id: id.to_owned(),
            function: None,
            call,
        }
    }
}
