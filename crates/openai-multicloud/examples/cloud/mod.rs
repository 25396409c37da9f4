// The cloud that the examples talk to.

use openai_emulator::{Config, Emulator, Running};
use openai_multicloud::{Client, Environment, connect};

/// A client of the cloud that the environment names; where it names none, of an emulator.
///
/// `uri` is a provider URI with `{}` for the emulator's address. The emulator answers for as long as it is kept.
pub(crate) async fn client(uri: &str) -> Result<(Client, Option<Running>), Box<dyn std::error::Error>> {
    match connect(&Environment::current(), None)? {
        Some(connection) => Ok((Client::new(connection), None)),
        None => {
            let (client, emulator) = emulated(uri, Config::new()).await?;
            Ok((client, Some(emulator)))
        }
    }
}

/// A client of an emulator.
pub(crate) async fn emulated(uri: &str, config: Config) -> Result<(Client, Running), Box<dyn std::error::Error>> {
    let emulator = Emulator::start(config).await?;
    let keys = Environment::from([
        ("OPENAI_API_KEY", "any"),
        ("AZURE_OPENAI_API_KEY", "any"),
        ("CLOUDSDK_AUTH_ACCESS_TOKEN", "any"),
    ]);
    let connection = connect(&keys, Some(&uri.replace("{}", &emulator.url())))?.ok_or("no provider")?;
    Ok((Client::new(connection), emulator))
}
