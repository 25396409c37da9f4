//! `oai emulate`, and the emulator inside `oai chat`.

use openai_emulator::{Config, Emulator, Running};

use crate::args::Emulate;
use crate::exit::Failure;
use crate::terminal::{Output, note};

/// Serves until Ctrl-C.
pub(crate) async fn run(arguments: Emulate) -> Result<(), Failure> {
    let mut config = Config::new().listen(arguments.listen);
    if let Some(key) = arguments.key {
        config = config.key(key);
    }
    if let Some(seed) = arguments.seed {
        config = config.seed(seed);
    }
    let emulator = start(config).await?;
    Output::standard().piece(&format!("listening on {}\n", emulator.url()))?;
    let interrupted = tokio::signal::ctrl_c().await;
    emulator.stop().await;
    interrupted.map_err(|error| Failure::output(format!("Ctrl-C cannot be waited for: {error}")))?;
    note("stopped");
    Ok(())
}

/// Starts an emulator in this process.
pub(crate) async fn start(config: Config) -> Result<Running, Failure> {
    Emulator::start(config)
        .await
        .map_err(|error| Failure::input(format!("{error}; choose another with --listen IP:PORT")))
}
