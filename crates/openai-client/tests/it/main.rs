//! The client against scripted answers on a paused clock, and against sockets on the real one. Never both at once.
#![cfg(test)]

mod accumulate;
mod calls;
mod collect;
mod credentials;
mod downloads;
mod files;
mod operations;
mod pages;
mod parse;
mod poller;
mod raw;
mod retries;
mod script;
mod sockets;
mod streams;
mod time;
mod tools;
mod trace;
mod turns;
mod wire;
