//! `oai auth list`.

use std::path::{Path, PathBuf};

use openai_multicloud::auth::databricks::profile_names;
use openai_multicloud::{Environment, connect};
use serde_json::{Value, json};

use super::metadata::{self, Machine};
use crate::args::List;
use crate::exit::Failure;
use crate::terminal::Output;

/// Shows what this machine offers. Nothing is fetched, no program is started.
pub(crate) async fn run(arguments: List) -> Result<(), Failure> {
    let environment = Environment::current();
    let clouds = offers(&environment).await?;
    let chosen = match connect(&environment, None) {
        Ok(Some(connection)) => connection.provider.name().to_owned(),
        Ok(None) => "none: the emulator inside oai".to_owned(),
        Err(error) => format!("none: {error}"),
    };
    let text = if arguments.json {
        let clouds: serde_json::Map<String, Value> = clouds.iter().map(Cloud::json).collect();
        format!("{:#}\n", json!({ "clouds": clouds, "chosen": chosen }))
    } else {
        let clouds: String = clouds.iter().map(Cloud::text).collect();
        format!("{clouds}oai chat asks: {chosen}\n")
    };
    let mut output = Output::standard();
    output.piece(&text)
}

/// What there is for a cloud.
#[derive(Debug)]
struct Cloud {
    name: &'static str,
    offers: Vec<Offer>,
}

#[derive(Debug)]
struct Offer {
    kind: &'static str,
    what: String,
}

/// What a cloud is looked for by.
struct Marks {
    name: &'static str,
    variables: &'static [&'static str],
    programs: &'static [&'static str],
}

const MARKS: [Marks; 4] = [
    Marks {
        name: "openai",
        variables: &[
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL",
            "OPENAI_ORG_ID",
            "OPENAI_PROJECT_ID",
        ],
        programs: &[],
    },
    Marks {
        name: "azure",
        variables: &[
            "AZURE_OPENAI_ENDPOINT",
            "AZURE_OPENAI_API_KEY",
            "AZURE_OPENAI_AD_TOKEN",
            "AZURE_TENANT_ID",
            "AZURE_CLIENT_ID",
            "AZURE_CLIENT_SECRET",
            "AZURE_FEDERATED_TOKEN_FILE",
            "AZURE_AUTHORITY_HOST",
            "IDENTITY_ENDPOINT",
        ],
        programs: &["az", "azd"],
    },
    Marks {
        name: "vertex",
        variables: &[
            "GOOGLE_CLOUD_PROJECT",
            "GOOGLE_CLOUD_LOCATION",
            "CLOUDSDK_AUTH_ACCESS_TOKEN",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "GOOGLE_CLOUD_QUOTA_PROJECT",
            "GCE_METADATA_HOST",
        ],
        programs: &["gcloud"],
    },
    Marks {
        name: "databricks",
        variables: &[
            "DATABRICKS_HOST",
            "DATABRICKS_TOKEN",
            "DATABRICKS_CLIENT_ID",
            "DATABRICKS_CLIENT_SECRET",
            "DATABRICKS_CONFIG_PROFILE",
            "DATABRICKS_CONFIG_FILE",
            "DATABRICKS_AUTH_TYPE",
            "ARM_CLIENT_ID",
            "ARM_CLIENT_SECRET",
            "ARM_TENANT_ID",
            "ARM_USE_MSI",
        ],
        programs: &["databricks"],
    },
];

async fn offers(environment: &Environment) -> Result<Vec<Cloud>, Failure> {
    let google = environment.var("GCE_METADATA_HOST")?.unwrap_or(metadata::ADDRESS);
    let (azure, google) = tokio::join!(metadata::probe(metadata::ADDRESS), metadata::probe(google));
    let mut clouds = Vec::new();
    for marks in MARKS {
        let mut offers = Vec::new();
        for name in marks.variables {
            if environment.var(name)?.is_some() {
                offers.push(Offer::new("variable", *name));
            }
        }
        offers.extend(files(marks.name, environment)?);
        let path = environment.var("PATH")?.unwrap_or_default();
        let found = marks.programs.iter().filter_map(|name| program(name, path));
        offers.extend(found.map(|path| Offer::new("program", path.display().to_string())));
        let machine = match marks.name {
            "azure" => azure.filter(|machine| *machine == Machine::Azure),
            "vertex" => google.filter(|machine| *machine == Machine::Google),
            _ => None,
        };
        offers.extend(machine.map(|_| Offer::new("metadata", "a server answers: this is one of the cloud's machines")));
        clouds.push(Cloud {
            name: marks.name,
            offers,
        });
    }
    Ok(clouds)
}

/// The files of a cloud that are there, and those that a variable names.
fn files(cloud: &str, environment: &Environment) -> Result<Vec<Offer>, Failure> {
    let home = match environment.var("HOME")? {
        Some(home) => Some(home),
        None => environment.var("USERPROFILE")?,
    };
    let in_home = |rest: &str| home.map(|home| Path::new(home).join(rest));
    let mut found = Vec::new();
    let mut named = |variable: &str, value: Option<&str>| {
        if let Some(path) = value {
            let state = if Path::new(path).is_file() { "" } else { ": not there" };
            found.push(Offer::new("file", format!("{path} ({variable}){state}")));
        }
    };
    match cloud {
        "azure" => {
            let variable = "AZURE_FEDERATED_TOKEN_FILE";
            named(variable, environment.var(variable)?);
            let profile = in_home(".azure/azureProfile.json").filter(|path| path.is_file());
            found.extend(profile.map(|path| Offer::new("file", format!("{} (the Azure CLI)", path.display()))));
        }
        "vertex" => {
            let variable = "GOOGLE_APPLICATION_CREDENTIALS";
            named(variable, environment.var(variable)?);
            let file = "application_default_credentials.json";
            let folder = match (environment.var("CLOUDSDK_CONFIG")?, environment.var("APPDATA")?) {
                (Some(folder), _) => Some(PathBuf::from(folder)),
                (None, Some(folder)) if cfg!(windows) => Some(Path::new(folder).join("gcloud")),
                _ => in_home(".config/gcloud"),
            };
            let login = folder.map(|folder| folder.join(file)).filter(|path| path.is_file());
            found.extend(login.map(|path| Offer::new("file", format!("{} (gcloud's login)", path.display()))));
        }
        "databricks" => {
            let named = environment.var("DATABRICKS_CONFIG_FILE")?.map(PathBuf::from);
            found.extend(
                named
                    .or_else(|| in_home(".databrickscfg"))
                    .and_then(|path| profiles(&path)),
            );
        }
        _ => {}
    }
    Ok(found)
}

fn profiles(path: &Path) -> Option<Offer> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).ok()?;
    let what = match profile_names(&shown, &text) {
        Ok(names) if names.is_empty() => format!("{shown}: no profiles"),
        Ok(names) => format!("{shown}: the profiles {}", names.join(", ")),
        // It begins with path and line.
        Err(error) => error.to_string(),
    };
    Some(Offer::new("file", what))
}

/// Where a program is found.
fn program(name: &str, path: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    let files = std::env::split_paths(path).flat_map(|folder| {
        let file = move |ending: &&str| folder.join(format!("{name}{ending}"));
        endings.iter().map(file).collect::<Vec<_>>()
    });
    files.into_iter().find(|file| file.is_file())
}

impl Offer {
    fn new(kind: &'static str, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { kind, what }
    }
}

impl Cloud {
    fn text(&self) -> String {
        let mut text = format!("{}\n", self.name);
        for Offer { kind, what } in &self.offers {
            text.push_str(&format!("  {kind:<9} {what}\n"));
        }
        if self.offers.is_empty() {
            text.push_str("  nothing\n");
        }
        text
    }

    fn json(&self) -> (String, Value) {
        let offers = self.offers.iter();
        let offers = offers.map(|offer| json!({ "kind": offer.kind, "what": offer.what }));
        (self.name.to_owned(), offers.collect())
    }
}
