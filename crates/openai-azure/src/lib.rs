//! Provider: Azure OpenAI
