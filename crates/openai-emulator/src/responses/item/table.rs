//! Input items: what each type holds, from the input schemas of OpenAI's OpenAPI file.

use super::Arms;
use crate::check::{Member, Shape, nullable, optional, required};
use crate::wire::openai::ANY_OBJECT;

pub(super) static ITEMS: Arms = &[
    ("message", Some(MESSAGE)),
    ("function_call", Some(FUNCTION_CALL)),
    ("function_call_output", Some(CALL_OUTPUT)),
    ("custom_tool_call", Some(CUSTOM_CALL)),
    ("custom_tool_call_output", Some(CALL_OUTPUT)),
    ("apply_patch_call", Some(APPLY_PATCH_CALL)),
    ("apply_patch_call_output", Some(APPLY_PATCH_OUTPUT)),
    ("shell_call", Some(SHELL_CALL)),
    ("shell_call_output", Some(SHELL_OUTPUT)),
    ("mcp_list_tools", Some(MCP_LIST_TOOLS)),
    ("mcp_approval_request", Some(MCP_APPROVAL_REQUEST)),
    ("mcp_approval_response", Some(MCP_APPROVAL_RESPONSE)),
    ("mcp_call", Some(MCP_CALL)),
    ("reasoning", Some(REASONING)),
    ("item_reference", Some(REFERENCE)),
    ("compaction", Some(COMPACTION)),
    ("file_search_call", None),
    ("web_search_call", None),
    ("computer_call", None),
    ("computer_call_output", None),
    ("image_generation_call", None),
    ("code_interpreter_call", None),
    ("local_shell_call", None),
    ("local_shell_call_output", None),
    ("tool_search_call", None),
    ("tool_search_output", None),
    ("additional_tools", None),
    ("program", None),
    ("program_output", None),
    ("compaction_trigger", None),
];

const ID: Member = nullable("id", &Shape::TextUpTo(64));
const TYPE: Member = optional("type", &Shape::Text);
const CALL_ID: Member = required("call_id", &Shape::TextUpTo(64));
const STATUS: Member = nullable("status", &Shape::Word(&["in_progress", "completed", "incomplete"]));
const CALLER: Member = nullable("caller", &ANY_OBJECT);
const NAMESPACE: Member = nullable("namespace", &Shape::TextUpTo(64));
/// Documented for output alone, but clients send whole items back.
const CREATED_BY: Member = nullable("created_by", &Shape::Text);

static MESSAGE: &[Member] = &[
    TYPE,
    ID,
    STATUS,
    required("role", &Shape::Word(&["user", "assistant", "system", "developer"])),
    required("content", &Shape::Either(&[Shape::Text, LIST])),
    nullable("phase", &Shape::Word(&["commentary", "final_answer"])),
];
const LIST: Shape = Shape::List(&ANY_OBJECT, 0, usize::MAX);
static FUNCTION_CALL: &[Member] = &[
    TYPE,
    ID,
    CALL_ID,
    required("name", &Shape::Name),
    required("arguments", &Shape::Text),
    STATUS,
    CALLER,
    NAMESPACE,
    CREATED_BY,
];
static CALL_OUTPUT: &[Member] = &[
    TYPE,
    ID,
    CALL_ID,
    required("output", &Shape::Either(&[Shape::Text, OUTPUT_PARTS])),
    nullable("name", &Shape::TextUpTo(128)),
    STATUS,
    CALLER,
    NAMESPACE,
    CREATED_BY,
];
const OUTPUT_PARTS: Shape = Shape::List(
    &Shape::Tagged(
        "type",
        &[
            ("input_text", INPUT_TEXT),
            ("input_image", INPUT_IMAGE),
            ("input_file", INPUT_FILE),
        ],
    ),
    0,
    usize::MAX,
);
static CUSTOM_CALL: &[Member] = &[
    TYPE,
    ID,
    CALL_ID,
    required("name", &Shape::Name),
    required("input", &Shape::Text),
    STATUS,
    CALLER,
    NAMESPACE,
    CREATED_BY,
];
static APPLY_PATCH_CALL: &[Member] = &[
    TYPE,
    ID,
    CALL_ID,
    required("status", &Shape::Word(&["in_progress", "completed"])),
    required("operation", &PATCH),
    CALLER,
    CREATED_BY,
];
static PATCH: Shape = Shape::Tagged(
    "type",
    &[
        ("create_file", WRITTEN),
        ("update_file", WRITTEN),
        (
            "delete_file",
            &[required("type", &Shape::Text), required("path", &Shape::FilledText)],
        ),
    ],
);
static WRITTEN: &[Member] = &[
    required("type", &Shape::Text),
    required("path", &Shape::FilledText),
    required("diff", &Shape::Text),
];
static APPLY_PATCH_OUTPUT: &[Member] = &[
    TYPE,
    ID,
    CALL_ID,
    required("status", &Shape::Word(&["completed", "failed"])),
    nullable("output", &Shape::Text),
    CALLER,
    CREATED_BY,
];
static SHELL_CALL: &[Member] = &[
    TYPE,
    ID,
    CALL_ID,
    required("action", &SHELL_ACTION),
    STATUS,
    nullable("environment", &ANY_OBJECT),
    CALLER,
    CREATED_BY,
];
static SHELL_ACTION: Shape = Shape::Object(&[
    required("commands", &Shape::List(&Shape::Text, 0, usize::MAX)),
    nullable("timeout_ms", &Shape::Integer(0, i64::MAX)),
    nullable("max_output_length", &Shape::Integer(0, i64::MAX)),
]);
static SHELL_OUTPUT: &[Member] = &[
    TYPE,
    ID,
    CALL_ID,
    required("output", &Shape::List(&SHELL_RESULT, 0, usize::MAX)),
    STATUS,
    nullable("max_output_length", &Shape::Integer(0, i64::MAX)),
    CALLER,
    CREATED_BY,
];
static SHELL_RESULT: Shape = Shape::Object(&[
    required("stdout", &Shape::Text),
    required("stderr", &Shape::Text),
    required("outcome", &OUTCOME),
    CREATED_BY,
]);
static OUTCOME: Shape = Shape::Tagged(
    "type",
    &[
        ("timeout", &[required("type", &Shape::Text)]),
        (
            "exit",
            &[
                required("type", &Shape::Text),
                required("exit_code", &Shape::Integer(i64::MIN, i64::MAX)),
            ],
        ),
    ],
);
static MCP_LIST_TOOLS: &[Member] = &[
    TYPE,
    ID,
    required("server_label", &Shape::Text),
    required("tools", &LIST),
    nullable("error", &Shape::Any),
];
static MCP_APPROVAL_REQUEST: &[Member] = &[
    TYPE,
    ID,
    required("server_label", &Shape::Text),
    required("name", &Shape::Text),
    required("arguments", &Shape::Text),
];
static MCP_APPROVAL_RESPONSE: &[Member] = &[
    TYPE,
    ID,
    required("approval_request_id", &Shape::Text),
    required("approve", &Shape::Flag),
    nullable("reason", &Shape::Text),
    nullable("request_id", &Shape::Text),
];
static MCP_CALL: &[Member] = &[
    TYPE,
    ID,
    required("server_label", &Shape::Text),
    required("name", &Shape::Text),
    required("arguments", &Shape::Text),
    nullable("output", &Shape::Text),
    nullable("error", &Shape::Any),
    nullable("status", &Shape::Text),
    nullable("approval_request_id", &Shape::Text),
];
static REASONING: &[Member] = &[
    TYPE,
    required("id", &Shape::TextUpTo(64)),
    required("summary", &Shape::List(&SUMMARY, 0, usize::MAX)),
    nullable("content", &LIST),
    nullable("encrypted_content", &Shape::Text),
    STATUS,
];
static SUMMARY: Shape = Shape::Tagged(
    "type",
    &[(
        "summary_text",
        &[required("type", &Shape::Text), required("text", &Shape::Text)],
    )],
);
static REFERENCE: &[Member] = &[nullable("type", &Shape::Text), required("id", &Shape::TextUpTo(64))];
static COMPACTION: &[Member] = &[TYPE, ID, required("encrypted_content", &Shape::Text), CREATED_BY];

static INPUT_TEXT: &[Member] = &[
    required("type", &Shape::Text),
    required("text", &Shape::Text),
    nullable("prompt_cache_breakpoint", &Shape::Any),
];
static INPUT_IMAGE: &[Member] = &[
    required("type", &Shape::Text),
    nullable("image_url", &Shape::Text),
    nullable("file_id", &Shape::Text),
    nullable("detail", &Shape::Word(&["low", "high", "auto", "original"])),
    nullable("prompt_cache_breakpoint", &Shape::Any),
];
static INPUT_FILE: &[Member] = &[
    required("type", &Shape::Text),
    nullable("file_id", &Shape::Text),
    nullable("filename", &Shape::Text),
    nullable("file_data", &Shape::Text),
    nullable("file_url", &Shape::Text),
    nullable("detail", &Shape::Text),
    nullable("prompt_cache_breakpoint", &Shape::Any),
];
pub(super) static ASKED: Shape = Shape::Tagged(
    "type",
    &[
        ("input_text", INPUT_TEXT),
        ("input_image", INPUT_IMAGE),
        ("input_file", INPUT_FILE),
    ],
);
pub(super) static SAID: Shape = Shape::Tagged(
    "type",
    &[
        (
            "output_text",
            &[
                required("type", &Shape::Text),
                required("text", &Shape::Text),
                nullable("annotations", &LIST),
                nullable("logprobs", &LIST),
            ],
        ),
        (
            "refusal",
            &[required("type", &Shape::Text), required("refusal", &Shape::Text)],
        ),
    ],
);
