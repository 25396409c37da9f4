//! oai
fn main() {}
