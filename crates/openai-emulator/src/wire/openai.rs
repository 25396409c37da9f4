//! OpenAI's own wire: the tables of chat completions, from the request schema of its OpenAPI file.

use serde_json::{Map, Value, json};

use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};

/// Every parameter of the operation.
static REQUEST: &[Member] = &[
    required("model", &Shape::FilledText),
    required("messages", &MESSAGES),
    nullable("audio", &AUDIO),
    nullable("frequency_penalty", &Shape::Number(-2.0, 2.0)),
    optional("function_call", &FUNCTION_CALL),
    optional("functions", &FUNCTIONS),
    nullable("logit_bias", &LOGIT_BIAS),
    nullable("logprobs", &Shape::Flag),
    nullable("max_completion_tokens", &TOKEN_LIMIT),
    nullable("max_tokens", &TOKEN_LIMIT),
    nullable("metadata", &METADATA),
    nullable("modalities", &MODALITIES),
    nullable("moderation", &MODERATION),
    nullable("n", &Shape::Integer(1, 128)),
    optional("parallel_tool_calls", &Shape::Flag),
    nullable("prediction", &PREDICTION),
    nullable("presence_penalty", &Shape::Number(-2.0, 2.0)),
    nullable("prompt_cache_key", &Shape::Text),
    optional("prompt_cache_options", &Shape::Map(&Shape::Any, 2, 64)),
    nullable("prompt_cache_retention", &Shape::Word(&["in_memory", "24h"])),
    nullable("reasoning_effort", &REASONING_EFFORT),
    optional("response_format", &RESPONSE_FORMAT),
    nullable("safety_identifier", &Shape::TextUpTo(64)),
    nullable("seed", &Shape::Integer(i64::MIN, i64::MAX)),
    nullable(
        "service_tier",
        &Shape::Word(&["auto", "default", "flex", "scale", "priority", "fast"]),
    ),
    nullable("stop", &STOP),
    nullable("store", &Shape::Flag),
    nullable("stream", &Shape::Flag),
    nullable("stream_options", &STREAM_OPTIONS),
    nullable("temperature", &Shape::Number(0.0, 2.0)),
    optional("tool_choice", &TOOL_CHOICE),
    optional("tools", &TOOLS),
    nullable("top_logprobs", &Shape::Integer(0, 20)),
    nullable("top_p", &Shape::Number(0.0, 1.0)),
    optional("user", &Shape::Text),
    nullable("verbosity", &VERBOSITY),
    optional("web_search_options", &WEB_SEARCH_OPTIONS),
];

pub(super) static TOKEN_LIMIT: Shape = Shape::Integer(1, i64::MAX);
pub(crate) static STOP: Shape = Shape::Either(&[Shape::Text, Shape::List(&Shape::Text, 1, 4)]);
pub(crate) static LOGIT_BIAS: Shape = Shape::Map(&Shape::Integer(-100, 100), usize::MAX, usize::MAX);
pub(crate) static METADATA: Shape = Shape::Map(&Shape::TextUpTo(512), 16, 64);
pub(super) static MODALITIES: Shape = Shape::List(&Shape::Word(&["text", "audio"]), 1, 2);
pub(crate) static VERBOSITY: Shape = Shape::Word(&["low", "medium", "high"]);
pub(crate) static REASONING_EFFORT: Shape = Shape::Word(&["none", "minimal", "low", "medium", "high", "xhigh", "max"]);
pub(crate) static STREAM_OPTIONS: Shape = Shape::Object(&[
    optional("include_usage", &Shape::Flag),
    optional("include_obfuscation", &Shape::Flag),
]);
pub(super) static AUDIO: Shape = Shape::Object(&[
    required(
        "voice",
        &Shape::Either(&[Shape::Text, Shape::Object(&[required("id", &Shape::Text)])]),
    ),
    required("format", &Shape::Word(&["wav", "aac", "mp3", "flac", "opus", "pcm16"])),
]);
pub(super) static PREDICTION: Shape = Shape::Tagged(
    "type",
    &[(
        "content",
        &[
            required("type", &Shape::Text),
            required("content", &Shape::Either(&[Shape::Text, TEXT_PARTS])),
        ],
    )],
);
static MODERATION: Shape = Shape::Object(&[required("model", &Shape::FilledText), nullable("policy", &Shape::Any)]);
static WEB_SEARCH_OPTIONS: Shape = Shape::Object(&[
    optional("search_context_size", &Shape::Word(&["low", "medium", "high"])),
    nullable("user_location", &USER_LOCATION),
]);
static USER_LOCATION: Shape = Shape::Tagged(
    "type",
    &[(
        "approximate",
        &[
            required("type", &Shape::Text),
            required("approximate", &Shape::Map(&Shape::Text, 4, 64)),
        ],
    )],
);

pub(super) static RESPONSE_FORMAT: Shape = Shape::Tagged(
    "type",
    &[
        ("text", &[required("type", &Shape::Text)]),
        ("json_object", &[required("type", &Shape::Text)]),
        (
            "json_schema",
            &[required("type", &Shape::Text), required("json_schema", &JSON_SCHEMA)],
        ),
    ],
);
static JSON_SCHEMA: Shape = Shape::Object(&[
    required("name", &Shape::Name),
    optional("description", &Shape::Text),
    optional("schema", &ANY_OBJECT),
    nullable("strict", &Shape::Flag),
]);
pub(crate) static ANY_OBJECT: Shape = Shape::Map(&Shape::Any, usize::MAX, usize::MAX);

pub(super) static TOOLS: Shape = Shape::List(
    &Shape::Tagged("type", &[("function", FUNCTION_TOOL), ("custom", CUSTOM_TOOL)]),
    1,
    128,
);
pub(super) static FUNCTION_TOOL: &[Member] = &[
    required("type", &Shape::Text),
    required("function", &Shape::Object(FUNCTION)),
];
static FUNCTION: &[Member] = &[
    required("name", &Shape::Name),
    optional("description", &Shape::Text),
    optional("parameters", &ANY_OBJECT),
    nullable("strict", &Shape::Flag),
];
static CUSTOM_TOOL: &[Member] = &[
    required("type", &Shape::Text),
    required(
        "custom",
        &Shape::Object(&[
            required("name", &Shape::Name),
            optional("description", &Shape::Text),
            optional("format", &CUSTOM_FORMAT),
        ]),
    ),
];
static CUSTOM_FORMAT: Shape = Shape::Tagged(
    "type",
    &[
        ("text", &[required("type", &Shape::Text)]),
        (
            "grammar",
            &[required("type", &Shape::Text), required("grammar", &GRAMMAR)],
        ),
    ],
);
static GRAMMAR: Shape = Shape::Object(&[
    required("definition", &Shape::Text),
    required("syntax", &Shape::Word(&["lark", "regex"])),
]);
pub(super) static FUNCTIONS: Shape = Shape::List(
    &Shape::Object(&[
        required("name", &Shape::Name),
        optional("description", &Shape::Text),
        optional("parameters", &ANY_OBJECT),
    ]),
    1,
    128,
);
pub(super) static FUNCTION_CALL: Shape = Shape::Either(&[
    Shape::Word(&["none", "auto"]),
    Shape::Object(&[required("name", &Shape::Text)]),
]);

pub(super) static TOOL_CHOICE: Shape = Shape::Either(&[
    Shape::Word(&["none", "auto", "required"]),
    Shape::Tagged(
        "type",
        &[
            ("function", NAMED_FUNCTION),
            ("custom", NAMED_CUSTOM),
            ("allowed_tools", ALLOWED_TOOLS),
        ],
    ),
]);
pub(super) static NAMED_FUNCTION: &[Member] = &[
    required("type", &Shape::Text),
    required("function", &Shape::Object(&[required("name", &Shape::Text)])),
];
static NAMED_CUSTOM: &[Member] = &[
    required("type", &Shape::Text),
    required("custom", &Shape::Object(&[required("name", &Shape::Text)])),
];
static ALLOWED_TOOLS: &[Member] = &[
    required("type", &Shape::Text),
    required(
        "allowed_tools",
        &Shape::Object(&[
            required("mode", &Shape::Word(&["auto", "required"])),
            required(
                "tools",
                &Shape::List(
                    &Shape::Tagged("type", &[("function", NAMED_FUNCTION), ("custom", NAMED_CUSTOM)]),
                    1,
                    128,
                ),
            ),
        ]),
    ),
];

static MESSAGES: Shape = Shape::List(
    &Shape::Tagged(
        "role",
        &[
            ("system", INSTRUCTION),
            ("developer", INSTRUCTION),
            ("user", USER),
            ("assistant", ASSISTANT),
            ("tool", TOOL),
            ("function", FUNCTION_RESULT),
        ],
    ),
    1,
    usize::MAX,
);
pub(super) static INSTRUCTION: &[Member] = &[
    required("role", &Shape::Text),
    required("content", &Shape::Either(&[Shape::Text, TEXT_PARTS])),
    optional("name", &Shape::Text),
];
static USER: &[Member] = &[
    required("role", &Shape::Text),
    required(
        "content",
        &Shape::Either(&[
            Shape::Text,
            Shape::List(
                &Shape::Tagged(
                    "type",
                    &[
                        ("text", TEXT),
                        ("image_url", IMAGE),
                        ("input_audio", INPUT_AUDIO),
                        ("file", FILE),
                    ],
                ),
                1,
                usize::MAX,
            ),
        ]),
    ),
    optional("name", &Shape::Text),
];
/// `annotations` is not documented for requests, but clients send the whole answer back.
pub(super) static ASSISTANT: &[Member] = &[
    required("role", &Shape::Text),
    nullable("content", SAID),
    nullable("refusal", &Shape::Text),
    optional("name", &Shape::Text),
    nullable("audio", &Shape::Object(&[required("id", &Shape::Text)])),
    optional("tool_calls", &TOOL_CALLS),
    nullable("function_call", &CALLED),
    nullable("annotations", &Shape::List(&Shape::Any, 0, usize::MAX)),
];
pub(super) static SAID: &Shape = &Shape::Either(&[
    Shape::Text,
    Shape::List(
        &Shape::Tagged("type", &[("text", TEXT), ("refusal", REFUSAL)]),
        1,
        usize::MAX,
    ),
]);
pub(super) static TOOL: &[Member] = &[
    required("role", &Shape::Text),
    required("content", &Shape::Either(&[Shape::Text, TEXT_PARTS])),
    required("tool_call_id", &Shape::Text),
];
pub(super) static FUNCTION_RESULT: &[Member] = &[
    required("role", &Shape::Text),
    nullable("content", &Shape::Text),
    required("name", &Shape::Name),
];

pub(super) static TOOL_CALLS: Shape = Shape::List(
    &Shape::Tagged(
        "type",
        &[
            (
                "function",
                &[ID, required("type", &Shape::Text), required("function", &CALLED)],
            ),
            (
                "custom",
                &[ID, required("type", &Shape::Text), required("custom", &CUSTOM_CALLED)],
            ),
        ],
    ),
    1,
    usize::MAX,
);
const ID: Member = required("id", &Shape::Text);
pub(super) static CALLED: Shape = Shape::Object(&[required("name", &Shape::Text), required("arguments", &Shape::Text)]);
static CUSTOM_CALLED: Shape = Shape::Object(&[required("name", &Shape::Text), required("input", &Shape::Text)]);

pub(super) const TEXT_PARTS: Shape = Shape::List(&Shape::Tagged("type", &[("text", TEXT)]), 1, usize::MAX);
pub(super) static TEXT: &[Member] = &[
    required("type", &Shape::Text),
    required("text", &Shape::Text),
    CACHE_BREAKPOINT,
];
static REFUSAL: &[Member] = &[required("type", &Shape::Text), required("refusal", &Shape::Text)];
static IMAGE: &[Member] = &[
    required("type", &Shape::Text),
    required("image_url", &IMAGE_URL),
    CACHE_BREAKPOINT,
];
pub(super) const IMAGE_URL: Shape = Shape::Object(&[
    required("url", &Shape::Text),
    optional("detail", &Shape::Word(&["auto", "low", "high"])),
]);
pub(super) static INPUT_AUDIO: &[Member] = &[
    required("type", &Shape::Text),
    required(
        "input_audio",
        &Shape::Object(&[
            required("data", &Shape::Text),
            required("format", &Shape::Word(&["wav", "mp3"])),
        ]),
    ),
    CACHE_BREAKPOINT,
];
pub(super) static FILE: &[Member] = &[
    required("type", &Shape::Text),
    required(
        "file",
        &Shape::Object(&[
            optional("filename", &Shape::Text),
            optional("file_data", &Shape::Text),
            optional("file_id", &Shape::Text),
        ]),
    ),
    CACHE_BREAKPOINT,
];
const CACHE_BREAKPOINT: Member = optional("prompt_cache_breakpoint", &Shape::Any);

/// Checks the body of a chat completion.
pub(crate) fn check(body: &Map<String, Value>) -> Result<(), Wrong> {
    check::object(REQUEST, body, &At::Body, Unknown::Refused)
}

/// The error object of this wire; Azure's model errors have the same shape.
pub(crate) fn error(kind: &str, wrong: &Wrong) -> Value {
    json!({ "error": { "message": wrong.message, "type": kind, "param": wrong.param, "code": wrong.code } })
}
