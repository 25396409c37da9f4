//! The emulator's own tokenizer: usage, limits and stream chunks all count with it.

/// Cuts text into tokens: whitespace in front belongs to the token after it, a word is one token, and so is every
/// other character. Joined, the tokens are the text again.
pub(crate) fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (token, after) = rest.split_at(first_token(rest));
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// How many tokens the text has.
pub(crate) fn count(text: &str) -> usize {
    tokens(text).len()
}

fn first_token(text: &str) -> usize {
    let mut characters = text
        .char_indices()
        .skip_while(|(_, character)| character.is_whitespace());
    let Some((start, first)) = characters.next() else {
        return text.len();
    };
    if !is_word(first) {
        return start + first.len_utf8();
    }
    characters
        .find(|(_, character)| !is_word(*character))
        .map_or(text.len(), |(end, _)| end)
}

/// Scripts written without spaces (from the CJK radicals on) have a token for each character.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() && character < '\u{2e80}'
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn words_and_punctuation_are_tokens() {
        assert_eq!(
            tokens("Hello, big  world!\n"),
            ["Hello", ",", " big", "  world", "!", "\n"]
        );
        assert_eq!(tokens("{\"a\":1}"), ["{", "\"", "a", "\"", ":", "1", "}"]);
        assert!(tokens("").is_empty());
    }

    #[test]
    fn other_scripts_keep_every_character() {
        assert_eq!(tokens("größer 大模型"), ["größer", " 大", "模", "型"]);
        let text = "naïve 🦀\u{200d}🔥 текст";
        assert_eq!(tokens(text).concat(), text);
    }
}
