//! Who may ask: each wire's scheme and header.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::failure::Failure;
use crate::issuer::{Issuer, Verdict};
use crate::wire::Family;

/// Accepts a credential of the wire's scheme: any non-empty one, or only `key` where there is one. A token of the
/// issuer's own is judged by the issuer.
///
/// # Errors
/// A 401 that says which header the wire reads, or a 403 for a token that is for something else. Neither repeats what
/// was sent.
pub(crate) fn authenticate(
    family: Family,
    headers: &HeaderMap,
    key: Option<&str>,
    issuer: &Issuer,
) -> Result<(), Failure> {
    let own_header = if family == Family::Azure {
        api_key(headers)
    } else {
        None
    };
    if let (None, Some(token)) = (&own_header, bearer(headers)) {
        match issuer.judge(family, &token) {
            Verdict::Good => return Ok(()),
            Verdict::Invalid(message) => return Err(refusal(family, message)),
            Verdict::Narrow(message) => return Err(Failure::new(StatusCode::FORBIDDEN, message)),
            Verdict::Foreign => {}
        }
    }
    let secret = match family {
        Family::Azure => own_header.or_else(|| bearer(headers)),
        Family::Databricks => bearer(headers).or_else(|| basic(headers)),
        Family::OpenAi | Family::Vertex => bearer(headers),
    };
    match secret {
        None => Err(refusal(family, &format!("No credential: send {}.", expected(family)))),
        Some(secret) if key.is_some_and(|key| !issuer.is_same(&secret, key)) => Err(refusal(
            family,
            "The credential is not the one that this emulator accepts.",
        )),
        Some(_) => Ok(()),
    }
}

fn expected(family: Family) -> &'static str {
    match family {
        Family::OpenAi => "the header 'Authorization: Bearer KEY'",
        Family::Azure => "the header 'api-key: KEY', or 'Authorization: Bearer TOKEN'",
        Family::Vertex => "the header 'Authorization: Bearer TOKEN' with an OAuth 2 access token",
        Family::Databricks => "the header 'Authorization: Bearer TOKEN', or HTTP Basic with the user 'token'",
    }
}

fn refusal(family: Family, message: &str) -> Failure {
    let failure = Failure::new(StatusCode::UNAUTHORIZED, message);
    match family {
        Family::Vertex | Family::Databricks => failure.header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
        Family::OpenAi | Family::Azure => failure,
    }
}

fn api_key(headers: &HeaderMap) -> Option<String> {
    let key = headers.get("api-key")?.to_str().ok()?;
    (!key.trim().is_empty()).then(|| key.to_owned())
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    scheme(headers, "bearer").map(str::to_owned)
}

/// HTTP Basic as Databricks reads it: the user `token`, the token as its password.
fn basic(headers: &HeaderMap) -> Option<String> {
    let decoded = STANDARD.decode(scheme(headers, "basic")?).ok()?;
    let pair = String::from_utf8(decoded).ok()?;
    let token = pair.strip_prefix("token:")?;
    (!token.is_empty()).then(|| token.to_owned())
}

fn scheme<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let (scheme, secret) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case(wanted) && !secret.is_empty()).then_some(secret)
}

#[cfg(test)]
mod tests {
    use super::{Family, Issuer, authenticate};
    use crate::config::Config;
    use http::{HeaderMap, HeaderName, HeaderValue};

    fn accepts(family: Family, header: (&str, &str), key: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        let name = HeaderName::try_from(header.0).unwrap();
        headers.insert(name, HeaderValue::try_from(header.1).unwrap());
        let issuer = Issuer::new(&Config::new()).unwrap();
        authenticate(family, &headers, key, &issuer).is_ok()
    }

    #[test]
    fn each_wire_reads_its_own_scheme() {
        // `dG9rZW46ZGFwaQ==` is `token:dapi`, `dXNlcjpkYXBp` is `user:dapi`.
        let cases: &[(&str, &str, [bool; 4])] = &[
            ("authorization", "Bearer dapi", [true, true, true, true]),
            ("authorization", "bearer dapi", [true, true, true, true]),
            ("authorization", "Bearer ", [false, false, false, false]),
            ("authorization", "dapi", [false, false, false, false]),
            ("api-key", "dapi", [false, true, false, false]),
            ("api-key", " ", [false, false, false, false]),
            ("authorization", "Basic dG9rZW46ZGFwaQ==", [false, false, false, true]),
            ("authorization", "Basic dXNlcjpkYXBp", [false, false, false, false]),
            ("x-goog-api-key", "dapi", [false, false, false, false]),
        ];
        let families = [Family::OpenAi, Family::Azure, Family::Vertex, Family::Databricks];
        for (name, value, expected) in cases {
            for (family, expected) in families.into_iter().zip(expected) {
                assert_eq!(
                    accepts(family, (name, value), None),
                    *expected,
                    "{family:?} {name}: {value}"
                );
                assert_eq!(
                    accepts(family, (name, value), Some("dapi")),
                    *expected,
                    "{family:?} {name}: {value}"
                );
                assert!(
                    !accepts(family, (name, value), Some("other")),
                    "{family:?} {name}: {value}"
                );
            }
        }
    }
}
