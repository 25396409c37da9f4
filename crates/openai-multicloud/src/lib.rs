//! One OpenAI-style API for OpenAI, Azure OpenAI, Vertex AI and Databricks
