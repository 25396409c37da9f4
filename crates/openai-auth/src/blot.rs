//! What may be shown of a text that somebody else wrote.

use openai_core::{ExposeSecret, SecretString};
use percent_encoding::utf8_percent_encode;

use crate::endpoint::FORM;

/// How many characters of a server's or a program's text an error keeps.
const LONGEST: usize = 300;

/// How the tokens of the clouds begin. Words of this shape are blotted out even where their secret is not known.
const SHAPES: [&str; 5] = ["dapi", "dose", "eyJ", "sk-", "ya29."];

/// A shorter word of such a shape is no token.
const SHORTEST_TOKEN: usize = 12;

/// One line of a foreign text, not too long and without the secrets.
pub(crate) fn blot(text: &str, secrets: &[&SecretString]) -> String {
    let mut clean = text.to_owned();
    for secret in secrets.iter().map(|secret| secret.expose_secret()) {
        if !secret.is_empty() {
            clean = clean.replace(secret, "***");
            clean = clean.replace(&utf8_percent_encode(secret, FORM).to_string(), "***");
        }
    }
    let clean: String = clean
        .split_inclusive(|character| !is_of_token(character))
        .map(
            |word| match word.trim_end_matches(|character| !is_of_token(character)) {
                token if has_shape(token) => word.replacen(token, "***", 1),
                _ => word.to_owned(),
            },
        )
        .collect();
    let line = clean
        .split(|character: char| character.is_whitespace() || character.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn is_of_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~+".contains(character)
}

fn has_shape(word: &str) -> bool {
    word.len() >= SHORTEST_TOKEN && SHAPES.iter().any(|shape| word.starts_with(shape))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blots_out_known_secrets_and_what_looks_like_a_token() {
        let secret = SecretString::from("p4ss/word");
        for (text, clean) in [
            ("Bad p4ss/word, p4ss/word!", "Bad ***, ***!"),
            ("client_secret=p4ss%2Fword", "client_secret=***"),
            ("token 'eyJhbGciOiJSUzI1NiJ9.e30.x-y_z' is bad", "token '***' is bad"),
            ("access_token=ya29.a0AfH6SMBx,", "access_token=***,"),
            ("dapi0123456789ab", "***"),
            ("sk-proj-0123456789\ndose0123456789ab", "*** ***"),
            ("a skill, dapi, eyJ", "a skill, dapi, eyJ"),
            ("two\r\nlines\u{1b}[31m", "two lines [31m"),
            ("", ""),
        ] {
            assert_eq!(blot(text, &[&secret, &SecretString::from("")]), clean, "{text}");
        }
    }

    #[test]
    fn keeps_a_long_text_short() {
        let line = blot(&"ö ".repeat(5000), &[]);
        assert_eq!(line.chars().count(), LONGEST + 1);
        assert!(line.ends_with('…'));
    }
}
