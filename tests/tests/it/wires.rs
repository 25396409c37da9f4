//! The wires of this repository, each with its own emulator.

use std::sync::Arc;

use conformance::{Cell, Check, KEY, Wire, streamed, whole};
use openai_client::{Client, Connection};
use openai_core::{BaseUrl, Operation, Transport};
use openai_emulator::{Clock, Config, Emulator, Running};
use openai_multicloud::auth::Bearer;
use openai_multicloud::{Azure, Environment, Vertex, connect, wires::vertex};

use crate::{azure, databricks, filter, vertex as gemini};

/// A wire: its name in reports, a provider URI below the emulator's address, the variable that holds its secret, and
/// the models that answer what the default one does not.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    uri: &'static str,
    variable: &'static str,
    models: &'static [(Cell, &'static str)],
    /// Whether the provider's switch is on for operations that are described in no document.
    unverified: bool,
}

const OPENAI: &[(Cell, &str)] = &[
    (whole(Operation::COMPLETIONS), "gpt-3.5-turbo-instruct"),
    (whole(Operation::EMBEDDINGS), "text-embedding-3-small"),
    (whole(Operation::IMAGES_GENERATIONS), "dall-e-3"),
    (streamed(Operation::IMAGES_GENERATIONS), "gpt-image-1"),
    (whole(Operation::IMAGES_EDITS), "gpt-image-1"),
    (whole(Operation::IMAGES_VARIATIONS), "dall-e-2"),
    (whole(Operation::AUDIO_TRANSCRIPTIONS), "whisper-1"),
    (streamed(Operation::AUDIO_TRANSCRIPTIONS), "gpt-4o-transcribe"),
    (whole(Operation::AUDIO_TRANSLATIONS), "whisper-1"),
    (whole(Operation::AUDIO_SPEECH), "tts-1"),
    (streamed(Operation::AUDIO_SPEECH), "gpt-4o-mini-tts"),
];

/// Deployments whose names tell their models.
const AZURE: &[(Cell, &str)] = &[
    (whole(Operation::COMPLETIONS), "prod-instruct"),
    (whole(Operation::EMBEDDINGS), "prod-embedding-3-small"),
    (whole(Operation::IMAGES_GENERATIONS), "prod-dalle3"),
    (whole(Operation::AUDIO_TRANSCRIPTIONS), "prod-whisper"),
    (whole(Operation::AUDIO_TRANSLATIONS), "prod-whisper"),
    (whole(Operation::AUDIO_SPEECH), "prod-tts-1"),
];

const LATE_AZURE: &[(Cell, &str)] = &[
    (whole(Operation::COMPLETIONS), "prod-instruct"),
    (whole(Operation::EMBEDDINGS), "prod-embedding-3-small"),
    (whole(Operation::IMAGES_GENERATIONS), "prod-gpt-image-1"),
    (whole(Operation::IMAGES_EDITS), "prod-gpt-image-1"),
    (whole(Operation::AUDIO_TRANSCRIPTIONS), "prod-whisper"),
    (streamed(Operation::AUDIO_TRANSCRIPTIONS), "prod-4o-transcribe"),
    (whole(Operation::AUDIO_TRANSLATIONS), "prod-whisper"),
    (whole(Operation::AUDIO_SPEECH), "prod-tts-1"),
    (streamed(Operation::AUDIO_SPEECH), "prod-4o-mini-tts"),
];

const GOOGLE: &str = "CLOUDSDK_AUTH_ACCESS_TOKEN";
const GEMINI_URI: &str = "vertex+{url}/v1beta1/projects/p/locations/us-central1/endpoints/openapi";
/// A model of another publisher's, at the address of Google's own.
const PARTNER_URI: &str = "vertex+{url}/v1/projects/p/locations/us-central1/endpoints/openapi?model=meta/llama-4-maverick-17b-128e-instruct-maas";
const DEPLOYED_URI: &str = "vertex+{url}/v1/projects/p/locations/us-central1/endpoints/1234";

const GEMINI: &[(Cell, &str)] = &[(whole(Operation::EMBEDDINGS), "intfloat/multilingual-e5-small-maas")];

const DATABRICKS: &[(Cell, &str)] = &[
    (whole(Operation::COMPLETIONS), "prod-llama-instruct"),
    (whole(Operation::EMBEDDINGS), "databricks-gte-large-en"),
];

/// Every wire, Azure in each version that something came or went with, and Databricks by both of its schemes.
pub(crate) const ROWS: &[Row] = &[
    row("OpenAI", "openai+{url}/v1?model=gpt-5-mini", "OPENAI_API_KEY", OPENAI),
    azure(
        "Azure 2023-06-01-preview",
        "azure+{url}?api-version=2023-06-01-preview&model=prod-4o",
        AZURE,
    ),
    azure(
        "Azure 2023-10-01-preview",
        "azure+{url}?api-version=2023-10-01-preview&model=prod-4o",
        AZURE,
    ),
    azure(
        "Azure 2023-12-01-preview",
        "azure+{url}?api-version=2023-12-01-preview&model=prod-4o",
        AZURE,
    ),
    azure(
        "Azure 2024-02-01",
        "azure+{url}?api-version=2024-02-01&model=prod-4o",
        AZURE,
    ),
    azure(
        "Azure 2024-02-15-preview",
        "azure+{url}?api-version=2024-02-15-preview&model=prod-4o",
        AZURE,
    ),
    azure(
        "Azure 2024-10-21",
        "azure+{url}?api-version=2024-10-21&model=prod-4o",
        AZURE,
    ),
    azure(
        "Azure 2025-04-01-preview",
        "azure+{url}?api-version=2025-04-01-preview&model=prod-4o",
        LATE_AZURE,
    ),
    azure("Azure v1", "azure+{url}?model=prod-4o", LATE_AZURE),
    unverified(azure(
        "Azure v1, unverified",
        "azure+{url}?api-version=preview&model=prod-4o",
        LATE_AZURE,
    )),
    row("Vertex Gemini", GEMINI_URI, GOOGLE, GEMINI),
    unverified(row("Vertex Gemini, unverified", GEMINI_URI, GOOGLE, GEMINI)),
    row("Vertex partner", PARTNER_URI, GOOGLE, GEMINI),
    row("Vertex self-deployed", DEPLOYED_URI, GOOGLE, &[]),
    unverified(row("Vertex self-deployed, unverified", DEPLOYED_URI, GOOGLE, &[])),
    row("Databricks", "databricks+{url}", "DATABRICKS_TOKEN", DATABRICKS),
    row(
        "Databricks, Basic",
        "databricks+{url}?auth=basic",
        "DATABRICKS_TOKEN",
        DATABRICKS,
    ),
    row(
        "Databricks, external model",
        "databricks+{url}?model=gateway-gpt-5",
        "DATABRICKS_TOKEN",
        DATABRICKS,
    ),
];

const fn row(
    name: &'static str,
    uri: &'static str,
    variable: &'static str,
    models: &'static [(Cell, &'static str)],
) -> Row {
    Row {
        name,
        uri,
        variable,
        models,
        unverified: false,
    }
}

const fn unverified(row: Row) -> Row {
    Row {
        unverified: true,
        ..row
    }
}

const fn azure(name: &'static str, uri: &'static str, models: &'static [(Cell, &'static str)]) -> Row {
    row(name, uri, "AZURE_OPENAI_API_KEY", models)
}

/// An emulator that accepts the suite's key, and its clock, which stands still.
pub(crate) async fn start() -> (Running, Clock) {
    let clock = Clock::manual();
    let config = Config::new().key(KEY).clock(clock.clone()).unverified(true);
    (Emulator::start(config).await.unwrap(), clock)
}

impl Row {
    /// The checks of what only this wire's provider has.
    pub(crate) fn own(&self) -> impl Iterator<Item = &'static Check> {
        let dated = self.uri.contains("api-version=20").then_some(azure::CHECKS);
        let own = match self.uri.split_once('+') {
            Some(("azure", _)) => filter::CHECKS,
            Some(("databricks", _)) => databricks::CHECKS,
            _ if self.uri == GEMINI_URI => gemini::CHECKS,
            _ => &[],
        };
        dated.into_iter().chain([own]).flatten()
    }

    /// The wire to an emulator, through a transport.
    pub(crate) fn wire(&'static self, emulator: &Running, clock: Clock, transport: Arc<dyn Transport>) -> Wire {
        let url = emulator.url();
        let wire = Wire::new(self.name, move |key| {
            let connection = if self.unverified {
                self.switched_on(&url, key)
            } else {
                let environment = Environment::from([(self.variable, key)]);
                connect(&environment, Some(&self.uri.replace("{url}", &url)))
                    .unwrap()
                    .unwrap()
            };
            Client::builder(connection).transport(Arc::clone(&transport))
        });
        let wire = wire.with_clock(move |by| clock.advance(by));
        self.models
            .iter()
            .fold(wire, |wire, (cell, model)| wire.with_model(*cell, *model))
    }

    /// The switch is no part of a provider's URI.
    fn switched_on(&self, url: &str, key: &str) -> Connection {
        if self.variable != GOOGLE {
            let azure = Azure::with_key(url, key).unwrap().model("prod-4o");
            return Connection::from(azure.configure(|azure| azure.preview().unverified()));
        }
        let base = self.uri.trim_start_matches("vertex+").replace("{url}", url);
        let provider = vertex::Vertex::with_base_url(BaseUrl::parse("the base URL", &base).unwrap()).unverified();
        let is_gemini = provider.is_gemini();
        let vertex = Vertex::new(provider, Bearer::new(GOOGLE, key).unwrap());
        Connection::from(if is_gemini {
            vertex.model("google/gemini-2.5-flash")
        } else {
            vertex
        })
    }
}
