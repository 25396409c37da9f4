//! When a signed assertion counts.

use super::jwt::Jwt;

/// How far the caller's clock may be off, in seconds.
const SKEW: u64 = 300;

/// Whether it begins by now, has not ended, and lives no longer than `longest` seconds.
pub(super) fn is_fresh(jwt: &Jwt<'_>, now: u64, longest: u64) -> bool {
    let (Some(issued), Some(expires)) = (jwt.moment("iat"), jwt.moment("exp")) else {
        return false;
    };
    is_current(jwt, now) && issued <= expires && expires - issued <= longest.saturating_add(SKEW)
}

/// Whether it begins by now, as far as it says when, and has not ended.
pub(super) fn is_current(jwt: &Jwt<'_>, now: u64) -> bool {
    let soon = now.saturating_add(SKEW);
    let begun = |name| jwt.moment(name).is_none_or(|moment| moment <= soon);
    begun("iat") && begun("nbf") && jwt.moment("exp").is_some_and(|end| end > now)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    use super::{Jwt, is_current, is_fresh};

    fn judge(claims: &Value) -> (bool, bool) {
        let text = format!("e30.{}.", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let jwt = Jwt::parse(&text).unwrap();
        (is_fresh(&jwt, 10_000, 3600), is_current(&jwt, 10_000))
    }

    #[test]
    fn an_assertion_is_short_lived_and_of_this_hour() {
        assert_eq!(judge(&json!({ "iat": 10_000, "exp": 13_600 })), (true, true));
        assert_eq!(judge(&json!({ "iat": 9_990, "exp": 13_600 })), (true, true));
        assert_eq!(judge(&json!({ "iat": 10_000.25, "exp": 13_600.25 })), (true, true));
        assert_eq!(judge(&json!({ "iat": 10_299, "exp": 10_400 })), (true, true));
        assert_eq!(judge(&json!({ "iat": 10_000, "exp": 14_000 })), (false, true));
        assert_eq!(judge(&json!({ "iat": 10_400, "exp": 13_600 })), (false, false));
        assert_eq!(judge(&json!({ "iat": 6_000, "exp": 9_600 })), (false, false));
        assert_eq!(judge(&json!({ "iat": 9_000, "exp": 8_000 })), (false, false));
        assert_eq!(judge(&json!({ "exp": 13_600 })), (false, true));
        assert_eq!(judge(&json!({ "nbf": 11_000, "exp": 13_600 })), (false, false));
        assert_eq!(judge(&json!({ "iat": 10_000, "exp": "13600" })), (false, false));
    }
}
