//! Provider: OpenAI itself
