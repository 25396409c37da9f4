//! Keeping secrets out of what people read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderMap;
use openai_core::Error;

/// Headers that are known to hold secrets, in lower case.
const SECRET: [&str; 6] = [
    "api-key",
    "authorization",
    "cookie",
    "proxy-authorization",
    "x-api-key",
    "x-goog-api-key",
];

/// Shorter texts are no secrets, and would be found everywhere.
const SHORTEST: usize = 8;

/// Passwords are shorter than keys.
const SHORTEST_PASSWORD: usize = 4;

/// The scheme of HTTP Basic authentication.
const BASIC: &[u8] = b"basic ";

/// Marks the headers that are known to hold secrets, so that nobody prints them.
pub(crate) fn mark(headers: &mut HeaderMap) {
    for (name, value) in headers.iter_mut() {
        if SECRET.contains(&name.as_str()) {
            value.set_sensitive(true);
        }
    }
}

/// Blots the secrets of a request out of its answer: some servers repeat the key that they do not like.
pub(crate) fn blot(body: Bytes, sent: &HeaderMap) -> Bytes {
    let values = sent.values().filter(|value| value.is_sensitive());
    values.fold(body, |body, value| {
        // A scheme such as `Bearer` is no secret, and a server may repeat the token without it.
        let words = value.as_bytes().split(|byte| *byte == b' ');
        let body = words.filter(|word| word.len() >= SHORTEST).fold(body, replace);
        match password(value.as_bytes()) {
            Some(password) if password.len() >= SHORTEST_PASSWORD => replace(body, &password),
            _ => body,
        }
    })
}

/// The error of an answer that could not be decoded, without the secrets of its request.
///
/// Where the answer repeats one, it is blotted out and the answer is decoded again, so that all parts of the error
/// are clean.
pub(crate) fn keep_out<T>(
    error: Error,
    body: Bytes,
    sent: &HeaderMap,
    decode: impl FnOnce(Bytes) -> Result<T, Error>,
) -> Error {
    let clean = blot(body.clone(), sent);
    if clean == body {
        return error;
    }
    decode(clean.clone()).err().unwrap_or_else(|| {
        let message = "the answer cannot be read, and repeats the credential";
        Error::new(error.kind(), message).with_body(clean)
    })
}

/// The password of HTTP Basic authentication.
fn password(value: &[u8]) -> Option<Vec<u8>> {
    let (scheme, encoded) = value.split_at_checked(BASIC.len())?;
    if !scheme.eq_ignore_ascii_case(BASIC) {
        return None;
    }
    let decoded = STANDARD.decode(encoded.trim_ascii()).ok()?;
    let colon = decoded.iter().position(|byte| *byte == b':')?;
    decoded.get(colon.saturating_add(1)..).map(<[u8]>::to_vec)
}

fn replace(body: Bytes, secret: &[u8]) -> Bytes {
    let mut clean = Vec::new();
    let mut rest = &body[..];
    let found = |text: &[u8]| (0..text.len()).find_map(|at| Some((at, after(secret, text.get(at..)?)?.len())));
    while let Some((at, left)) = found(rest) {
        clean.extend_from_slice(rest.get(..at).unwrap_or_default());
        clean.extend_from_slice(b"***");
        rest = rest.get(rest.len().saturating_sub(left)..).unwrap_or_default();
    }
    if clean.is_empty() {
        return body;
    }
    clean.extend_from_slice(rest);
    clean.into()
}

/// What follows a secret that the text begins with.
fn after<'a>(secret: &[u8], text: &'a [u8]) -> Option<&'a [u8]> {
    secret.iter().try_fold(text, |text, byte| after_byte(*byte, text))
}

/// What follows a byte that the text begins with: as it is, or escaped as JSON may have it, in JSON inside JSON too.
fn after_byte(byte: u8, text: &[u8]) -> Option<&[u8]> {
    let (first, rest) = text.split_first()?;
    if *first == byte {
        return Some(rest);
    }
    let escaped = text.get(
        text.iter()
            .position(|byte| *byte != b'\\')
            .filter(|slashes| *slashes > 0)?..,
    )?;
    let (first, rest) = escaped.split_first()?;
    if *first == byte {
        return Some(rest);
    }
    let (digits, rest) = rest.split_at_checked(4).filter(|_| *first == b'u')?;
    let code = u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    (code == u32::from(byte)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let header =
            |(name, value): &(&'static str, &'static str)| (name.parse().unwrap(), HeaderValue::from_static(value));
        let mut headers = pairs.iter().map(header).collect();
        mark(&mut headers);
        headers
    }

    #[test]
    fn blots_out_what_a_server_repeats() {
        let sent = headers(&[
            ("authorization", "Bearer sk-secret-1"),
            ("api-key", "k-secret-2"),
            ("x-tenant", "tenant-name"),
        ]);
        for (body, clean) in [
            ("bad key sk-secret-1, sk-secret-1!", "bad key ***, ***!"),
            ("Bearer sk-secret-1", "Bearer ***"),
            ("k-secret-2", "***"),
            ("Bearer of tenant-name", "Bearer of tenant-name"),
            ("sk-secret", "sk-secret"),
            ("", ""),
        ] {
            assert_eq!(blot(Bytes::from_static(body.as_bytes()), &sent), clean);
        }
    }

    #[test]
    fn blots_out_the_password_of_basic_authentication() {
        for (value, body, clean) in [
            // user:pa:ss
            ("Basic dXNlcjpwYTpzcw==", "no user with pa:ss", "no user with ***"),
            ("basic dXNlcjpwYTpzcw==", "user:pa:ss dXNlcjpwYTpzcw==", "user:*** ***"),
            // user:abc
            ("Basic dXNlcjphYmM=", "user abc", "user abc"),
            ("Basic no-base-64", "no-base-64 here", "*** here"),
        ] {
            let sent = headers(&[("authorization", value)]);
            assert_eq!(blot(Bytes::from_static(body.as_bytes()), &sent), clean);
        }
    }

    #[test]
    fn blots_out_what_json_escapes() {
        let sent = headers(&[("api-key", "ab+/cd==ef")]);
        for (body, clean) in [
            (r#"{"m":"key ab+\/cd==ef."}"#, r#"{"m":"key ***."}"#),
            (r#"{"m":"\u0061b\u002B/cd\u003d=ef\n"}"#, r#"{"m":"***\n"}"#),
            (r#""{\"m\":\"ab\\u002b\\\/cd==ef\"}""#, r#""{\"m\":\"***\"}""#),
            (r"ab\u002c/cd==ef \u00", r"ab\u002c/cd==ef \u00"),
        ] {
            assert_eq!(blot(Bytes::from_static(body.as_bytes()), &sent), clean);
        }
    }

    #[test]
    fn a_short_value_is_no_secret() {
        let body = Bytes::from_static(b"key error");
        assert_eq!(
            blot(body.clone(), &headers(&[("api-key", "key"), ("cookie", "")])),
            body
        );
    }
}
