//! The client against scripted answers on a paused clock, and against sockets on the real one. Never both at once.
#![cfg(test)]

mod accumulate;
mod calls;
mod credentials;
mod retries;
mod script;
mod sockets;
mod streams;
mod time;
mod trace;
