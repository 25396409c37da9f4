//! The dated versions of the API.

use std::fmt;
use std::str::FromStr;

use openai_core::{Error, ErrorKind};

/// A dated version of the API, such as `2024-10-21` or `2024-12-01-preview`: the query parameter `api-version`.
///
/// Versions are ordered by date; on the same date a preview comes before the stable version. Every well-formed date is
/// taken, so that a version that this crate does not know can be asked for; [`is_known`](Self::is_known) tells.
///
/// As an extension of a [`Call`](openai_core::Call) it holds for that call alone.
///
/// ```
/// use openai_azure::ApiVersion;
///
/// let version: ApiVersion = "2024-12-01-preview".parse()?;
/// assert!(version.is_preview() && version > ApiVersion::LATEST_STABLE);
/// assert!("2024-02-30".parse::<ApiVersion>().is_err());
/// # Ok::<(), openai_core::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ApiVersion {
    year: u16,
    month: u8,
    day: u8,
    stable: bool,
}

impl ApiVersion {
    /// `2024-10-21`, the last stable version with a date. What came later is in previews, and in v1.
    pub const LATEST_STABLE: Self = stable(2024, 10, 21);

    /// The versions that the REST reference and its OpenAPI files name, oldest first.
    pub const KNOWN: &[Self] = &[
        stable(2022, 12, 1),
        preview(2023, 3, 15),
        stable(2023, 5, 15),
        preview(2023, 6, 1),
        preview(2023, 7, 1),
        preview(2023, 8, 1),
        preview(2023, 9, 1),
        preview(2023, 10, 1),
        preview(2023, 12, 1),
        stable(2024, 2, 1),
        preview(2024, 2, 15),
        preview(2024, 3, 1),
        preview(2024, 4, 1),
        preview(2024, 5, 1),
        stable(2024, 6, 1),
        preview(2024, 7, 1),
        preview(2024, 8, 1),
        preview(2024, 9, 1),
        preview(2024, 10, 1),
        Self::LATEST_STABLE,
        preview(2024, 12, 1),
        preview(2025, 1, 1),
        preview(2025, 2, 1),
        preview(2025, 3, 1),
        preview(2025, 4, 1),
    ];

    /// Reads a version. `what` names its source in an error: a variable, a flag, a field.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the text is not a date of the calendar, with or without `-preview`.
    pub fn parse(what: &str, text: &str) -> Result<Self, Error> {
        let refuse = |why: &str| {
            let shown: String = text.chars().take(32).flat_map(char::escape_debug).collect();
            let like = "it looks like 2024-10-21 or 2024-12-01-preview";
            Err(Error::new(
                ErrorKind::Config,
                format!("{what} `{shown}` is not an api-version: {why}; {like}"),
            ))
        };
        if matches!(text, "v1" | "preview") {
            return refuse("v1 has no date, and is asked for by itself");
        }
        let (date, stable) = text.strip_suffix("-preview").map_or((text, true), |date| (date, false));
        let mut parts = date.split('-').map(|part| (part.len(), digits(part)));
        let (Some((4, Some(year))), Some((2, Some(month))), Some((2, Some(day))), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return refuse("it is not written as YYYY-MM-DD or YYYY-MM-DD-preview");
        };
        match (u8::try_from(month), u8::try_from(day)) {
            (Ok(month), Ok(day)) if (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day) => {
                Ok(Self {
                    year,
                    month,
                    day,
                    stable,
                })
            }
            _ => refuse("the calendar has no such day"),
        }
    }

    /// Whether it is a preview.
    #[must_use]
    pub fn is_preview(&self) -> bool {
        !self.stable
    }

    /// Whether Microsoft's documents name it, as far as this crate has read them.
    #[must_use]
    pub fn is_known(&self) -> bool {
        Self::KNOWN.contains(self)
    }
}

impl FromStr for ApiVersion {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse("the text", text)
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let preview = if self.stable { "" } else { "-preview" };
        write!(out, "{:04}-{:02}-{:02}{preview}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for ApiVersion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ApiVersion({self})")
    }
}

pub(crate) const fn stable(year: u16, month: u8, day: u8) -> ApiVersion {
    ApiVersion {
        year,
        month,
        day,
        stable: true,
    }
}

pub(crate) const fn preview(year: u16, month: u8, day: u8) -> ApiVersion {
    ApiVersion {
        year,
        month,
        day,
        stable: false,
    }
}

/// The number that digits alone spell: `u16::from_str` would take a sign.
fn digits(text: &str) -> Option<u16> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

fn days_of(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_versions() {
        for version in ApiVersion::KNOWN {
            assert_eq!(version.to_string().parse::<ApiVersion>().unwrap(), *version);
            assert!(version.is_known());
        }
        assert!(
            "2024-02-29-preview"
                .parse::<ApiVersion>()
                .is_ok_and(|leap| leap.is_preview() && !leap.is_known())
        );
    }

    #[test]
    fn refuses_what_is_no_date() {
        for (text, why) in [
            ("", "not written as"),
            ("v1", "v1 has no date"),
            ("preview", "v1 has no date"),
            ("latest", "not written as"),
            ("2024-1-1", "not written as"),
            ("2024-10-21-beta", "not written as"),
            ("2024-10-21-PREVIEW", "not written as"),
            ("2024-10-21-preview-preview", "not written as"),
            (" 2024-10-21", "not written as"),
            ("+024-10-21", "not written as"),
            ("２０２４-10-21", "not written as"),
            ("2024-13-01", "no such day"),
            ("2024-00-01", "no such day"),
            ("2024-04-31", "no such day"),
            ("2023-02-29", "no such day"),
            ("1900-02-29", "no such day"),
            ("2024-10-00-preview", "no such day"),
        ] {
            let error = ApiVersion::parse("OPENAI_API_VERSION", text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{text}");
            let error = error.to_string();
            assert!(
                error.starts_with("OPENAI_API_VERSION `") && error.contains(why),
                "{text}: {error}"
            );
        }
        let long = ApiVersion::parse("x", &"a\n".repeat(10_000)).unwrap_err().to_string();
        assert!(long.len() < 250 && !long.contains('\n'), "{long}");
    }

    #[test]
    fn orders_by_date_and_previews_first() {
        assert!(ApiVersion::KNOWN.is_sorted());
        assert!(preview(2024, 10, 21) < stable(2024, 10, 21));
        assert!(stable(2024, 10, 21) < preview(2024, 12, 1));
        assert_eq!(
            ApiVersion::KNOWN.iter().filter(|version| !version.is_preview()).max(),
            Some(&ApiVersion::LATEST_STABLE)
        );
    }
}
