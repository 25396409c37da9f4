//! The loop of tool calls on chat completions.

use openai_types::chat::{self, Completion, FinishReason, Message, Request, ToolCall};

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

    /// The model's message goes back as it came, with all that the provider hid in it.
    fn go_on(&mut self, completion: &Completion, answers: Vec<Message>) {
        self.messages.extend(completion.message().cloned().map(Message::from));
        self.messages.extend(answers);
        self.tool_choice = None;
    }
}
