//! The engine: HTTP, retries, deadlines, streams and the typed client
