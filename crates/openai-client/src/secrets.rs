//! Keeping secrets out of what people read.

use bytes::Bytes;
use http::HeaderMap;

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
    // A scheme such as `Bearer` is no secret, and a server may repeat the token without it.
    let secrets = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b' '));
    secrets.filter(|secret| secret.len() >= SHORTEST).fold(body, replace)
}

fn replace(body: Bytes, secret: &[u8]) -> Bytes {
    let mut clean = Vec::new();
    let mut rest = &body[..];
    while let Some(place) = rest.windows(secret.len()).position(|window| window == secret) {
        let (before, found) = rest.split_at(place);
        clean.extend_from_slice(before);
        clean.extend_from_slice(b"***");
        rest = found.get(secret.len()..).unwrap_or_default();
    }
    if clean.is_empty() {
        return body;
    }
    clean.extend_from_slice(rest);
    clean.into()
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
    fn a_short_value_is_no_secret() {
        let body = Bytes::from_static(b"key error");
        assert_eq!(
            blot(body.clone(), &headers(&[("api-key", "key"), ("cookie", "")])),
            body
        );
    }
}
