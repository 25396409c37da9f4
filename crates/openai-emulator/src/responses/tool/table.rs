//! Tools as a request writes them: what each type holds, from the tool schemas of OpenAI's OpenAPI file.

use crate::check::{Member, Shape, nullable, optional, required};
use crate::wire::openai::ANY_OBJECT;

/// The members of each type; `None` where the emulator takes any and never calls the tool.
pub(super) static TOOLS: &[(&str, Option<&[Member]>)] = &[
    ("function", Some(FUNCTION)),
    ("custom", Some(CUSTOM)),
    ("apply_patch", Some(APPLY_PATCH)),
    ("shell", Some(SHELL)),
    ("mcp", Some(MCP)),
    ("web_search", Some(WEB_SEARCH)),
    ("web_search_2025_08_26", Some(WEB_SEARCH)),
    ("web_search_preview", None),
    ("web_search_preview_2025_03_11", None),
    ("image_generation", Some(IMAGE_GENERATION)),
    ("file_search", Some(FILE_SEARCH)),
    ("code_interpreter", Some(CODE_INTERPRETER)),
    ("computer", None),
    ("computer_use_preview", None),
    ("local_shell", None),
    ("programmatic_tool_calling", None),
    ("namespace", None),
    ("tool_search", None),
];
/// What Databricks documents for its own models.
pub(super) const DATABRICKS: &[&str] = &[
    "function",
    "custom",
    "apply_patch",
    "shell",
    "image_generation",
    "mcp",
    "web_search",
];

const TYPE: Member = required("type", &Shape::Text);
const CALLERS: Member = nullable("allowed_callers", &Shape::List(&Shape::Text, 1, usize::MAX));
const LATER: Member = nullable("defer_loading", &Shape::Flag);
static FUNCTION: &[Member] = &[
    TYPE,
    required("name", &Shape::Name),
    nullable("description", &Shape::Text),
    nullable("parameters", &ANY_OBJECT),
    nullable("output_schema", &ANY_OBJECT),
    nullable("strict", &Shape::Flag),
    CALLERS,
    LATER,
];
static CUSTOM: &[Member] = &[
    TYPE,
    required("name", &Shape::Name),
    nullable("description", &Shape::Text),
    nullable("format", &FORMAT),
    CALLERS,
    LATER,
];
static FORMAT: Shape = Shape::Tagged(
    "type",
    &[
        ("text", &[required("type", &Shape::Text)]),
        (
            "grammar",
            &[
                required("type", &Shape::Text),
                required("syntax", &Shape::Word(&["lark", "regex"])),
                required("definition", &Shape::FilledText),
            ],
        ),
    ],
);
static APPLY_PATCH: &[Member] = &[TYPE, CALLERS];
static SHELL: &[Member] = &[TYPE, nullable("environment", &ANY_OBJECT), CALLERS];
static MCP: &[Member] = &[
    TYPE,
    required("server_label", &Shape::FilledText),
    optional("server_url", &Shape::FilledText),
    optional("connector_id", &Shape::FilledText),
    optional("tunnel_id", &Shape::FilledText),
    optional("authorization", &Shape::Text),
    optional("server_description", &Shape::Text),
    nullable("headers", &Shape::Map(&Shape::Text, usize::MAX, usize::MAX)),
    nullable("allowed_tools", &Shape::Either(&[NAMES, MCP_FILTER])),
    nullable(
        "require_approval",
        &Shape::Either(&[
            Shape::Word(&["always", "never"]),
            Shape::Object(&[optional("always", &MCP_FILTER), optional("never", &MCP_FILTER)]),
        ]),
    ),
    CALLERS,
    LATER,
];
const NAMES: Shape = Shape::List(&Shape::Text, 0, usize::MAX);
const MCP_FILTER: Shape = Shape::Object(&[optional("tool_names", &NAMES), optional("read_only", &Shape::Flag)]);
static WEB_SEARCH: &[Member] = &[
    TYPE,
    nullable("external_web_access", &Shape::Flag),
    nullable("filters", &ANY_OBJECT),
    nullable("user_location", &ANY_OBJECT),
    nullable("search_context_size", &Shape::Word(&["low", "medium", "high"])),
];
static IMAGE_GENERATION: &[Member] = &[
    TYPE,
    nullable("action", &Shape::Word(&["generate", "edit", "auto"])),
    nullable("background", &Shape::Word(&["transparent", "opaque", "auto"])),
    nullable("input_fidelity", &Shape::Word(&["high", "low"])),
    nullable("input_image_mask", &ANY_OBJECT),
    nullable("model", &Shape::Text),
    nullable("moderation", &Shape::Word(&["auto", "low"])),
    nullable("output_compression", &Shape::Integer(0, 100)),
    nullable("output_format", &Shape::Word(&["png", "webp", "jpeg"])),
    nullable("partial_images", &Shape::Integer(0, 3)),
    nullable("quality", &Shape::Word(&["low", "medium", "high", "auto"])),
    nullable("size", &Shape::Text),
];
static FILE_SEARCH: &[Member] = &[
    TYPE,
    required("vector_store_ids", &Shape::List(&Shape::Text, 1, usize::MAX)),
    nullable("max_num_results", &Shape::Integer(1, 50)),
    nullable("ranking_options", &ANY_OBJECT),
    nullable("filters", &ANY_OBJECT),
];
static CODE_INTERPRETER: &[Member] = &[
    TYPE,
    required("container", &Shape::Either(&[Shape::Text, ANY])),
    CALLERS,
];
const ANY: Shape = Shape::Map(&Shape::Any, usize::MAX, usize::MAX);
