//! Which operation an example is of, and what is odd about some of them.

/// What the paths of the operations in question begin with.
pub(super) const LISTED: &[&str] = &[
    "/audio/",
    "/batches",
    "/chat/completions",
    "/completions",
    "/embeddings",
    "/files",
    "/images/",
    "/models",
    "/moderations",
    "/responses",
    "/uploads",
];

/// Operations whose bodies are not ours, by what their path begins or ends with, and why.
pub(super) const ELSEWHERE: &[(&str, &str)] = &[
    ("?beta=true", "a beta beside the operation of the same name"),
    ("/audio/voice", "custom voices, which no other service has"),
    ("/extensions/", "Azure On Your Data and its jobs: types of openai-azure"),
    ("/images/generations:submit", "DALL-E 2 on Azure: types of openai-azure"),
    ("/operations/images/", "DALL-E 2 on Azure: types of openai-azure"),
];

/// Members that the examples hold and that a type does not name, and why.
pub(super) const EXPLAINED: &[(&str, &[&str], &str)] = &[
    (
        "chat.Request",
        &["data_sources", "context"],
        "Azure On Your Data, 2024 form: types of openai-azure",
    ),
    (
        "chat.Completion",
        &["context", "end_turn"],
        "Azure On Your Data's citations: types of openai-azure",
    ),
    (
        "chat.Completion",
        ECHO,
        "a stored completion: the schema does not have them",
    ),
    ("chat.List", ECHO, "stored completions: the schema does not have them"),
    (
        "responses.Event",
        &["input", "reason = max_tokens", "reasoning_effort", "updated_at"],
        "older than the schema, which has no such members and calls the reason max_output_tokens",
    ),
    ("images.EditRequest", &["image"], "the file itself: a part of the form"),
];

/// Members of a request that OpenAI's examples of stored completions repeat.
const ECHO: &[&str] = &[
    "frequency_penalty",
    "input_user",
    "presence_penalty",
    "request_id",
    "response_format",
    "seed",
    "temperature",
    "tool_choice",
    "tools",
    "top_p",
];

/// The operation of an example of Azure, by what the file's name begins with; the first that fits counts.
pub(super) const AZURE: &[(&str, &str, &str)] = &[
    ("audio_speech", "POST", "/audio/speech"),
    ("audio_transcription", "POST", "/audio/transcriptions"),
    ("audio_translation", "POST", "/audio/translations"),
    ("chat_completions", "POST", "/chat/completions"),
    ("completions", "POST", "/completions"),
    ("embeddings", "POST", "/embeddings"),
    ("image_generation", "POST", "/images/generations"),
    ("get_images_operation", "GET", "/operations/images/{id}"),
    ("get_image_operation_status", "GET", "/operations/images/{id}"),
    ("delete_images_operation", "DELETE", "/operations/images/{id}"),
    ("post_images_generate", "POST", "/images/generations:submit"),
    ("start_generate_image", "POST", "/images/generations:submit"),
    ("get_models", "GET", "/models"),
    ("get_model", "GET", "/models/{model}"),
    ("get_files", "GET", "/files"),
    ("get_file_content", "GET", "/files/{file_id}/content"),
    ("get_file", "GET", "/files/{file_id}"),
    ("delete_file", "DELETE", "/files/{file_id}"),
    ("import_file", "POST", "/files/import"),
    ("upload_file", "POST", "/files"),
    ("get_ingestion_job", "GET", "/extensions/on-your-data/ingestion-jobs"),
    (
        "put_ingestion_job",
        "PUT",
        "/extensions/on-your-data/ingestion-jobs/{job}",
    ),
];

/// The operation of a body out of a vendor's pages, by what the file's name begins with.
pub(super) const PAGES: &[(&str, &str, &str)] = &[
    ("azure_chat", "POST", "/chat/completions"),
    ("azure_completions", "POST", "/completions"),
    ("azure_dalle2_operation", "GET", "/operations/images/{id}"),
    ("azure_dalle2_submit", "POST", "/images/generations:submit"),
    ("azure_dalle3", "POST", "/images/generations"),
    ("azure_embeddings", "POST", "/embeddings"),
    ("azure_ext_chat", "POST", "/extensions/chat/completions"),
    (
        "azure_ingestion",
        "PUT",
        "/extensions/on-your-data/ingestion-jobs/{job}",
    ),
    ("azure_oyd", "POST", "/extensions/chat/completions"),
    ("azure_speech", "POST", "/audio/speech"),
    ("azure_translation", "POST", "/audio/translations"),
    ("databricks_responses", "POST", "/responses"),
    ("vertex_chat", "POST", "/chat/completions"),
    ("vertex_selfdeployed_chat", "POST", "/chat/completions"),
];

/// Schemas of OpenAI's with an example that is neither a whole body nor an event: the type that holds one, and how.
pub(super) const WITHIN: &[(&str, &str, &str)] = &[("Embedding", "embeddings.Response", "/data/0")];

/// What OpenAI's file misspells, and how it was meant.
pub(super) const MENDED: &[(&str, &str)] = &[
    ("\"\n  \"system_fingerprint\"", "\",\n  \"system_fingerprint\""),
    ("\"\n  \"sequence_number\"", "\",\n  \"sequence_number\""),
    (
        "\"created_at\": \"2021-01-01T00:00:00Z\"",
        "\"created_at\": 1609459200, \"output\": []",
    ),
];
