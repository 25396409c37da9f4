//! Answers by several agents: what they say to one another, and how they are directed. A beta of OpenAI's.

use crate::responses::ContentPart;
use crate::wire;

wire! {
    /// A message from one agent to another.
    pub struct AgentMessage {
        /// The item's id.
        pub id: Option<String>,
        /// The agent that the item is from.
        pub agent: Option<Agent>,
        /// Who sends it, by name.
        pub author: String,
        /// Whom it goes to, by name.
        pub recipient: String,
        /// What is said: text, images, and parts that only the service can read.
        pub content: Vec<ContentPart>,
    }

    /// Something that an agent does with others, carried out by the service.
    pub struct MultiAgentCall {
        /// The item's id.
        pub id: Option<String>,
        /// The agent that the item is from.
        pub agent: Option<Agent>,
        /// The call's id, which its output repeats. Up to 64 characters.
        pub call_id: String,
        /// What is done.
        pub action: AgentAction,
        /// How, as JSON text. Empty where the service sends null or leaves it out.
        #[or_default]
        pub arguments: String,
    }

    /// What came of it.
    pub struct MultiAgentCallOutput {
        /// The item's id.
        pub id: Option<String>,
        /// The agent that the item is from.
        pub agent: Option<Agent>,
        /// The call's id. Up to 64 characters.
        pub call_id: String,
        /// What was done.
        pub action: AgentAction,
        /// The result, in parts of text.
        #[or_default]
        pub output: Vec<ContentPart>,
    }

    /// An agent.
    pub struct Agent {
        /// Its name.
        pub agent_name: String,
    }

    /// What an agent does with others.
    pub enum AgentAction {
        /// Starts one.
        "spawn_agent" => Spawn,
        /// Stops one in its work.
        "interrupt_agent" => Interrupt,
        /// Asks which ones there are.
        "list_agents" => List,
        /// Sends one a message.
        "send_message" => SendMessage,
        /// Gives one something more to do.
        "followup_task" => FollowUp,
        /// Waits until one is done.
        "wait_agent" => Wait,
    }
}
