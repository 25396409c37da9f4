//! In which versions of the dated API something is there.

use crate::ApiVersion;
use crate::version::stable;

/// The versions that have an operation or a parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Dates {
    /// The first version with it, a preview for the most part.
    since: ApiVersion,
    /// The first stable version with it.
    stable: Option<ApiVersion>,
    /// The first version without it again.
    until: Option<ApiVersion>,
    /// The first preview without it again, where stable versions keep it.
    until_preview: Option<ApiVersion>,
}

impl Dates {
    /// In every version.
    pub(super) const ALWAYS: Self = Self::since(stable(2022, 12, 1)).stable(stable(2022, 12, 1));

    /// In this preview and later ones, and in no stable version.
    pub(super) const fn since(version: ApiVersion) -> Self {
        Self {
            since: version,
            stable: None,
            until: None,
            until_preview: None,
        }
    }

    /// In this stable version and later ones too.
    pub(super) const fn stable(mut self, version: ApiVersion) -> Self {
        self.stable = Some(version);
        self
    }

    /// No longer from this version on.
    pub(super) const fn until(mut self, version: ApiVersion) -> Self {
        self.until = Some(version);
        self
    }

    /// No longer in previews from this one on; stable versions keep it.
    pub(super) const fn until_preview(mut self, version: ApiVersion) -> Self {
        self.until_preview = Some(version);
        self
    }

    /// Whether a version has it. What previews have, a stable version later than the last known one is taken to have.
    pub(super) fn has(&self, version: ApiVersion) -> bool {
        let came = match self.stable {
            Some(stable) if !version.is_preview() => version >= stable,
            None if !version.is_preview() => version > ApiVersion::LATEST_STABLE && version >= self.since,
            _ => version >= self.since,
        };
        let until = if version.is_preview() {
            self.until_preview.or(self.until)
        } else {
            self.until
        };
        came && until.is_none_or(|until| version < until)
    }

    /// When it was there, in words. `v1` says whether v1 has it.
    pub(super) fn words(&self, v1: bool) -> String {
        let since = self.since;
        if let Some(until) = self.until_preview {
            return format!("it came with {since}, and went from previews with {until}; stable versions have it");
        }
        match (self.until, self.stable) {
            (Some(until), _) => format!("it came with {since} and went with {until}"),
            (None, Some(stable)) if stable == since => format!("it came with {since}"),
            (None, Some(stable)) => format!("it came with {since} and the stable {stable}"),
            (None, None) if v1 => format!("it came with {since}, and no stable version but v1 has it"),
            (None, None) => format!("it came with {since}, and no stable version has it"),
        }
    }
}
