//! Provider: Google Vertex AI
