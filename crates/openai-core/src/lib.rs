//! The contract between operations, providers, credentials and transports: pure, no I/O
