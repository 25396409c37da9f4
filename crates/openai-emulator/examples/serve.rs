//! Serves the four wires until it is killed: `cargo run -p openai-emulator --example serve -- 127.0.0.1:8099`.

use std::error::Error;
use std::io::Write as _;

use openai_emulator::{Config, Emulator};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut config = Config::new();
    if let Some(address) = std::env::args().nth(1) {
        config = config.listen(address.parse()?);
    }
    let emulator = Emulator::start(config).await?;
    writeln!(std::io::stdout(), "listening on {}", emulator.url())?;
    std::future::pending().await
}
