//! `mcp`: the tools of a remote server of the Model Context Protocol.

use std::collections::BTreeMap;

use super::AllowedCaller;
use crate::Secret;
use crate::{Address, wire};

wire! {
    /// Lets the model call the tools of a remote MCP server; the service calls them, not the caller.
    ///
    /// One of `server_url`, `connector_id` and `tunnel_id` must be there.
    pub struct McpTool {
        /// A name for the server, which its calls carry.
        pub server_label: String,
        /// The server's address.
        pub server_url: Option<Address>,
        /// A connector of OpenAI's in place of an address.
        pub connector_id: Option<McpConnector>,
        /// A tunnel to a server that the internet does not reach: `tunnel_` and 32 characters.
        pub tunnel_id: Option<String>,
        /// An OAuth access token for the server. Answers do not repeat it.
        pub authorization: Option<Secret>,
        /// What the server is for, so that the model can tell when to use it.
        pub server_description: Option<String>,
        /// HTTP headers for the server, such as keys. Answers do not repeat their values.
        pub headers: Option<BTreeMap<String, Secret>>,
        /// Which of the server's tools the model may call. Default: all.
        pub allowed_tools: Option<AllowedMcpTools>,
        /// Who may call the tools. Default: the model itself.
        pub allowed_callers: Option<Vec<AllowedCaller>>,
        /// Which calls wait for the caller's approval. Default: all.
        pub require_approval: Option<Approval>,
        /// Whether the model only learns of the tools by tool search. Default: false.
        pub defer_loading: Option<bool>,
    }

    /// A connector of OpenAI's.
    pub enum McpConnector {
        /// Dropbox.
        "connector_dropbox" => Dropbox,
        /// Gmail.
        "connector_gmail" => Gmail,
        /// Google Calendar.
        "connector_googlecalendar" => GoogleCalendar,
        /// Google Drive.
        "connector_googledrive" => GoogleDrive,
        /// Microsoft Teams.
        "connector_microsoftteams" => MicrosoftTeams,
        /// Outlook Calendar.
        "connector_outlookcalendar" => OutlookCalendar,
        /// Outlook mail.
        "connector_outlookemail" => OutlookEmail,
        /// SharePoint.
        "connector_sharepoint" => SharePoint,
    }

    /// Which of a server's tools the model may call.
    pub either AllowedMcpTools {
        /// Those with these names.
        array => Names(Vec<String>),
        /// Those that fit.
        object => Filter(McpToolFilter),
    }

    /// Which of a server's tools are meant.
    pub struct McpToolFilter {
        /// Those with these names.
        pub tool_names: Option<Vec<String>>,
        /// Those that the server calls read-only, or those that it does not.
        pub read_only: Option<bool>,
    }

    /// Which calls wait for the caller's approval.
    pub either Approval {
        /// All, or none.
        string => Policy(ApprovalPolicy),
        /// By tool.
        object => ByTool(ApprovalByTool),
    }

    /// Whether calls wait for the caller's approval.
    pub enum ApprovalPolicy {
        /// All do: the default.
        "always" => Always,
        /// None does.
        "never" => Never,
    }

    /// Which calls wait for the caller's approval, by tool.
    pub struct ApprovalByTool {
        /// Calls of these do.
        pub always: Option<McpToolFilter>,
        /// Calls of these do not.
        pub never: Option<McpToolFilter>,
    }
}

impl McpTool {
    /// A server at an address.
    #[must_use]
    pub fn at(server_label: impl Into<String>, server_url: impl Into<Address>) -> Self {
        Self::new(server_label).server_url(server_url)
    }
}
