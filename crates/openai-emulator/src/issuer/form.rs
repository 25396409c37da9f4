//! What is posted to a token endpoint.

use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use percent_encoding::percent_decode;
use serde_json::Value;

/// The most bytes of a form.
const LONGEST: usize = 64 * 1024;

/// Names and values, each name once.
#[derive(Debug, Default)]
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    /// Reads a form, or the members of a JSON object; what is wrong with it.
    pub(crate) async fn read(headers: &HeaderMap, body: Incoming) -> Result<Self, String> {
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let essence = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let bytes = Limited::new(body, LONGEST).collect().await;
        let bytes = bytes
            .map_err(|_| "The request body broke off, or is longer than 64 KiB.")?
            .to_bytes();
        match essence.to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => Self::parse(&bytes),
            "application/json" => Self::parse_json(&bytes),
            _ => Err("The content type must be application/x-www-form-urlencoded.".to_owned()),
        }
    }

    /// Reads a form's text, or a query.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        let mut form = BTreeMap::new();
        for pair in text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let mut half = || decode(halves.next().unwrap_or_default());
            let (name, value) = (half()?, half()?);
            if form.contains_key(&name) {
                return Err(format!("The parameter '{name}' is there twice."));
            }
            form.insert(name, value);
        }
        Ok(Self(form))
    }

    fn parse_json(text: &[u8]) -> Result<Self, String> {
        match serde_json::from_slice(text) {
            Ok(Value::Object(members)) => {
                let texts = members.into_iter();
                let texts = texts.filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())));
                Ok(Self(texts.collect()))
            }
            _ => Err("The request body is not a JSON object.".to_owned()),
        }
    }

    /// A value that is there and not empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

fn decode(text: &[u8]) -> Result<String, String> {
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let decoded = percent_decode(&spaced).decode_utf8();
    decoded
        .map(|text| text.into_owned())
        .map_err(|_| "The request body is not UTF-8.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn a_form_is_decoded() {
        let form = Form::parse(b"a=1%2F2+3&b=&c&d=x=y").unwrap();
        assert_eq!(form.text("a"), Some("1/2 3"));
        assert_eq!(
            (form.text("b"), form.text("c"), form.text("d")),
            (None, None, Some("x=y"))
        );
        assert!(Form::parse(b"a=1&a=2").unwrap_err().contains("'a' is there twice"));
        assert!(Form::parse(b"a=%ff").is_err());
        assert_eq!(Form::parse_json(br#"{"a":"b","n":1}"#).unwrap().text("a"), Some("b"));
    }
}
