//! Wire schemas of the OpenAI-style API: lossless, tolerant, no I/O
