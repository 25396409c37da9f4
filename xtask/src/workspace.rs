//! Where the workspace stands, and what is in it.

use std::error::Error;
use std::path::{Path, PathBuf};

use cargo_metadata::{MetadataCommand, Package};

/// Why a task ended badly: one sentence for a person.
pub(crate) type Failure = Box<dyn Error>;

/// The workspace that this task was built from.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// The real target folder, wherever the environment or a configuration puts it.
    pub(crate) target: PathBuf,
    packages: Vec<Package>,
}

impl Workspace {
    /// Asks cargo.
    pub(crate) fn load() -> Result<Self, Failure> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
        let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec()?;
        Ok(Self {
            root: metadata.workspace_root.into(),
            target: metadata.target_directory.into(),
            packages: metadata.packages,
        })
    }

    /// The names of the library crates.
    pub(crate) fn libraries(&self) -> impl Iterator<Item = &str> {
        self.packages
            .iter()
            .filter(|package| package.targets.iter().any(|target| target.is_lib()))
            .map(|package| package.name.as_str())
    }

    /// The features of one crate, `default` left out.
    pub(crate) fn features(&self, package: &str) -> Result<Vec<&str>, Failure> {
        let package = self
            .packages
            .iter()
            .find(|candidate| candidate.name == package)
            .ok_or_else(|| format!("the workspace has no crate named {package}"))?;
        Ok(package
            .features
            .keys()
            .map(String::as_str)
            .filter(|feature| *feature != "default")
            .collect())
    }
}
