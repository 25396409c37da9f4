//! What `Debug` must not show.

use serde_json::{Value, json};

use crate::json::CANARY;
use crate::kind::round_named;
use crate::places::Place;
use crate::walk::everywhere;

/// Members that hold a secret, or a map of secrets, at the end of a path.
const SECRETS: [&str; 5] = [
    "/authorization",
    "/headers/",
    "/env/",
    "/domain_secrets/0/value",
    "/content_url",
];

/// What to put in place of a string so that it holds a secret, if it is one that may.
fn planted(text: &str, place: &Place<'_>) -> Option<String> {
    if SECRETS.iter().any(|secret| place.pointer.contains(secret)) {
        return Some(CANARY.to_owned());
    }
    let (scheme, _) = text.split_once("://")?;
    let is_address = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_address.then(|| format!("{scheme}://{CANARY}:{CANARY}@example.com/a.png?sig={CANARY}#{CANARY}"))
}

#[test]
fn no_debug_shows_a_secret_or_what_an_address_is_signed_with() {
    let mut count = 0;
    everywhere(|body, value, place| {
        let text = value.pointer(&place.pointer).and_then(Value::as_str);
        let Some(planted) = text.and_then(|text| planted(text, place)) else {
            return;
        };
        let mut value = value.clone();
        *value.pointer_mut(&place.pointer).expect("the place is there") = json!(planted);
        round_named(body.kind, &value.to_string())
            .unwrap_or_else(|error| panic!("{} {}: {error}", body.name, place.pointer));
        count += 1;
    });
    assert!(count > 40, "{count} secrets");
    println!("{count} secrets");
}
