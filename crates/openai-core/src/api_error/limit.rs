//! A limit that was exceeded.

use serde_json::{Map, Value};

use super::{bounded, plain};

/// A limit that was exceeded, as the body of Databricks' 429 tells it.
///
/// Source: Databricks, Foundation Model APIs limits and quotas.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExceededLimit {
    /// What is limited, such as the input tokens per minute.
    pub limit_type: String,
    /// The most in a period.
    pub limit: Option<u64>,
    /// How much was used when the request came.
    pub current: Option<u64>,
}

impl ExceededLimit {
    /// Reads it from the members of an error; nothing where they name no type of limit.
    pub(super) fn read(members: &Map<String, Value>) -> Option<Self> {
        let number = |name| {
            let value: &Value = members.get(name)?;
            value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
        };
        Some(Self {
            limit_type: bounded(&members.get("limit_type").and_then(plain)?),
            limit: number("limit"),
            current: number("current"),
        })
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use crate::ApiError;

    fn read(body: &str) -> ApiError {
        ApiError::read(StatusCode::TOO_MANY_REQUESTS, &HeaderMap::new(), body.as_bytes())
    }

    #[test]
    fn databricks_tells_which_limit_was_exceeded() {
        let error = read(
            r#"{"error":{"message":"over","type":"rate_limit_error","code":429,"limit_type":"input_tokens_per_minute",
                "limit":200000,"current":"200150","retry_after":15}}"#,
        );
        let exceeded = error.exceeded_limit().unwrap();
        assert_eq!(exceeded.limit_type, "input_tokens_per_minute");
        assert_eq!((exceeded.limit, exceeded.current), (Some(200_000), Some(200_150)));
        assert_eq!(error.retry_after().unwrap().as_secs(), 15);
        let error = read(r#"{"error":{"message":"over","limit_type":"qph","limit":-1}}"#);
        assert_eq!(error.exceeded_limit().unwrap().limit, None);
    }

    #[test]
    fn where_no_limit_is_told_there_is_none() {
        for body in [
            r#"{"error":{"message":"over","limit":5,"current":6}}"#,
            r#"{"error":{"limit_type":null}}"#,
            "over",
        ] {
            assert_eq!(read(body).exceeded_limit(), None, "{body}");
        }
    }
}
