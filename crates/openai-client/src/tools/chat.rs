//! The loop of tool calls on chat completions.

use openai_core::{Error, ErrorKind};
use openai_types::chat::{
    self, Completion, FinishReason, Message, NamedToolChoice, Request, ToolCall, ToolChoice, ToolChoiceMode,
};

use super::dialogue::{CUT, FILTERED};
use super::{Dialogue, Tool, Wanted};

impl Dialogue for Request {
    type Call = ToolCall;
    type Answer = Message;

    fn offer(&mut self, tool: &Tool) {
        let mut function = chat::Function::new(tool.name())
            .description(tool.description())
            .parameters(tool.parameters().clone());
        if tool.is_strict() {
            function = function.strict(true);
        }
        let tools = self.tools.get_or_insert_default();
        tools.retain(|known| known.name() != Some(tool.name()));
        tools.push(chat::FunctionTool::new(function).into());
    }

    fn offers(&self, name: &str) -> bool {
        let mut tools = self.tools.iter().flatten();
        tools.any(|tool| tool.name() == Some(name))
    }

    fn wanted(completion: &Completion) -> Vec<Wanted<ToolCall>> {
        let reason = completion
            .choices
            .first()
            .and_then(|choice| choice.finish_reason.as_ref());
        if matches!(reason, Some(FinishReason::Length | FinishReason::ContentFilter)) {
            return Vec::new();
        }
        let wanted = |call: &ToolCall| match call {
            ToolCall::Function(function) => {
                let (name, arguments) = (&function.function.name, &function.function.arguments);
                Wanted::function(&function.id, name, arguments, call.clone())
            }
            other => Wanted::other(other.id().unwrap_or_default(), other.clone()),
        };
        completion.tool_calls().iter().map(wanted).collect()
    }

    fn answer(id: &str, text: String) -> Message {
        Message::tool(id, text)
    }

    fn answers(answer: &Message) -> Option<&str> {
        match answer {
            Message::Tool(message) => Some(&message.tool_call_id),
            _ => None,
        }
    }

    fn whole(completion: &Completion) -> Result<(), Error> {
        let choice = completion.choices.first();
        match choice.and_then(|choice| choice.finish_reason.as_ref()) {
            Some(FinishReason::Length) => Err(Error::new(ErrorKind::Incomplete, CUT)),
            Some(FinishReason::ContentFilter) => Err(Error::new(ErrorKind::ContentFilter, FILTERED)),
            _ => Ok(()),
        }
    }

    /// The model's message goes back as it came, with all that the provider hid in it; a recording by its id alone.
    fn go_on(&mut self, completion: &Completion, answers: Vec<Message>) {
        self.messages.extend(completion.message().cloned().map(Message::from));
        self.messages.extend(answers);
        self.tool_choice = self.tool_choice.take().and_then(unforced);
    }
}

/// What is left of a choice once the model has called: what forces a call would force it again and again, while what
/// forbids one holds to the end.
fn unforced(choice: ToolChoice) -> Option<ToolChoice> {
    match choice {
        ToolChoice::Mode(ToolChoiceMode::Required) => None,
        ToolChoice::Named(NamedToolChoice::Function(_) | NamedToolChoice::Custom(_)) => None,
        ToolChoice::Named(NamedToolChoice::AllowedTools(mut choice)) => {
            if choice.allowed_tools.mode == ToolChoiceMode::Required {
                choice.allowed_tools.mode = ToolChoiceMode::Auto;
            }
            Some(ToolChoice::Named(choice.into()))
        }
        other => Some(other),
    }
}
