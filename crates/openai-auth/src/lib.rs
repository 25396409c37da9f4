//! Credentials: API key, bearer, basic and a single-flight token cache
