//! The loop of tool calls on responses.

use openai_core::{Error, ErrorKind, Job as _, Phase};
use openai_types::responses::tool;
use openai_types::responses::{
    IncompleteReason, Input, Item, NamedToolChoice, Request, Response, Status, ToolChoice, ToolChoiceMode,
};

use super::dialogue::{CUT, FILTERED};
use super::{Dialogue, Tool, Wanted};

impl Dialogue for Request {
    type Call = Item;
    type Answer = Item;

    fn offer(&mut self, tool: &Tool) {
        let mut function = tool::FunctionTool::new(tool.name())
            .description(tool.description())
            .parameters(tool.parameters().clone());
        function = function.strict(tool.is_strict());
        let tools = self.tools.get_or_insert_default();
        tools.retain(|known| !is_function(known, tool.name()));
        tools.push(function.into());
    }

    fn offers(&self, name: &str) -> bool {
        self.tools.iter().flatten().any(|tool| is_function(tool, name))
    }

    fn check(&self) -> Result<(), Error> {
        if self.background == Some(true) {
            let message = "a loop of tool calls waits for each answer: leave `background` out";
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        Ok(())
    }

    /// Functions and custom tools, files to patch, commands to run, screens to act at, and calls to approve of. What the
    /// service runs by itself is not among them.
    fn wanted(response: &Response) -> Vec<Wanted<Item>> {
        if !matches!(response.status, Some(Status::Completed) | None) {
            return Vec::new();
        }
        let wanted = |item: &Item| {
            let id = match item {
                Item::FunctionCall(call) => {
                    return Some(Wanted::function(
                        &call.call_id,
                        &call.name,
                        &call.arguments,
                        item.clone(),
                    ));
                }
                Item::CustomToolCall(call) => &call.call_id,
                Item::ApplyPatchCall(call) => &call.call_id,
                Item::ShellCall(call) if !has_output(response, &call.call_id) => &call.call_id,
                Item::LocalShellCall(call) => &call.call_id,
                Item::ComputerCall(call) => &call.call_id,
                Item::McpApprovalRequest(request) => &request.id,
                _ => return None,
            };
            Some(Wanted::other(id, item.clone()))
        };
        response.output.iter().filter_map(wanted).collect()
    }

    fn answer(id: &str, text: String) -> Item {
        Item::function_call_output(id, text)
    }

    fn answers(answer: &Item) -> Option<&str> {
        match answer {
            Item::McpApprovalResponse(response) => Some(&response.approval_request_id),
            other => other.call_id(),
        }
    }

    /// Items of kinds that are not known here may answer anything.
    fn fits(call: &Item, answer: &Item) -> bool {
        matches!(
            (call, answer),
            (Item::FunctionCall(_), Item::FunctionCallOutput(_))
                | (Item::CustomToolCall(_), Item::CustomToolCallOutput(_))
                | (Item::ApplyPatchCall(_), Item::ApplyPatchCallOutput(_))
                | (Item::ShellCall(_), Item::ShellCallOutput(_))
                | (Item::LocalShellCall(_), Item::LocalShellCallOutput(_))
                | (Item::ComputerCall(_), Item::ComputerCallOutput(_))
                | (Item::McpApprovalRequest(_), Item::McpApprovalResponse(_))
                | (_, Item::Other(_))
        )
    }

    fn whole(response: &Response) -> Result<(), Error> {
        if let Phase::Failed(why) = response.phase() {
            let message = format!("the response came to nothing: {why}");
            return Err(Error::new(ErrorKind::Failed, message));
        }
        let details = response.incomplete_details.as_ref();
        match details.and_then(|details| details.reason.as_ref()) {
            Some(IncompleteReason::MaxOutputTokens) => Err(Error::new(ErrorKind::Incomplete, CUT)),
            Some(IncompleteReason::ContentFilter) => Err(Error::new(ErrorKind::ContentFilter, FILTERED)),
            Some(other) => {
                let message = format!("the model's last answer is not whole: {other}");
                Err(Error::new(ErrorKind::Incomplete, message))
            }
            None => Ok(()),
        }
    }

    /// The whole conversation goes out again, as every service takes it. A request that leans on what the service keeps
    /// (`conversation`, `previous_response_id`) goes on doing so, and sends the answers alone.
    fn go_on(&mut self, response: &Response, answers: Vec<Item>) {
        self.tool_choice = self.tool_choice.take().and_then(unforced);
        if self.conversation.is_some() {
            self.input = Some(Input::Items(answers));
            return;
        }
        if let (Some(_), Some(id)) = (&self.previous_response_id, &response.id) {
            self.previous_response_id = Some(id.clone());
            self.input = Some(Input::Items(answers));
            return;
        }
        let mut items = match self.input.take() {
            Some(Input::Items(items)) => items,
            Some(Input::Text(text)) => vec![Item::user(text)],
            _ => Vec::new(),
        };
        let is_kept = self.store != Some(false);
        items.extend(
            response
                .output
                .iter()
                .filter(|item| is_kept || stands_alone(item))
                .cloned(),
        );
        items.extend(answers);
        self.input = Some(Input::Items(items));
    }
}

/// What is left of a choice once the model has called: what forces a call would force it again and again, while what
/// forbids one holds to the end.
fn unforced(choice: ToolChoice) -> Option<ToolChoice> {
    use NamedToolChoice::{Custom, Function, Kind, Mcp};
    match choice {
        ToolChoice::Mode(ToolChoiceMode::Required) => None,
        ToolChoice::Named(Function(_) | Custom(_) | Mcp(_) | Kind(_)) => None,
        ToolChoice::Named(NamedToolChoice::AllowedTools(mut allowed)) => {
            if allowed.mode == ToolChoiceMode::Required {
                allowed.mode = ToolChoiceMode::Auto;
            }
            Some(ToolChoice::Named(allowed.into()))
        }
        other => Some(other),
    }
}

/// Whether an item says all by itself. A thought that the service neither keeps nor has sealed says nothing.
fn stands_alone(item: &Item) -> bool {
    !matches!(item, Item::Reasoning(thought) if thought.encrypted_content.is_none())
}

fn is_function(known: &tool::Tool, name: &str) -> bool {
    matches!(known, tool::Tool::Function(function) if function.name == name)
}

/// Whether the service has run the commands already.
fn has_output(response: &Response, call_id: &str) -> bool {
    let is_output = |item: &Item| matches!(item, Item::ShellCallOutput(output) if output.call_id == call_id);
    response.output.iter().any(is_output)
}
