//! Text for a model, as text or as tokens: what completions continue and embeddings embed.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{F64Deserializer, SeqAccessDeserializer};
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

use crate::wire::Unknowns;
use crate::wire::support::{Member, Whole as _};

/// One text or several, each as text or as the numbers of its tokens. One answer comes back for each.
///
/// An empty list reads as [`Texts`](Self::Texts).
///
/// ```
/// use openai_types::prompt::Prompt;
///
/// let prompt: Prompt = openai_types::decode_str("[[15339, 1917]]")?;
/// assert_eq!(prompt, Prompt::from([vec![15339, 1917]]));
/// assert_eq!(prompt.count(), 1);
/// # Ok::<(), openai_types::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Prompt {
    /// One text.
    Text(String),
    /// Several texts. The only list that Azure's dated api-versions and Databricks document.
    Texts(Vec<String>),
    /// One text as tokens.
    Tokens(Vec<u64>),
    /// Several texts as tokens.
    TokenLists(Vec<Vec<u64>>),
}

impl Prompt {
    /// How many texts there are.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::Text(_) | Self::Tokens(_) => 1,
            Self::Texts(texts) => texts.len(),
            Self::TokenLists(lists) => lists.len(),
        }
    }
}

macro_rules! from {
    ($($variant:ident($type:ty) <- $item:ty;)*) => {
        $(impl From<$type> for Prompt {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }

        impl<const N: usize> From<[$item; N]> for Prompt {
            fn from(value: [$item; N]) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! {
    Texts(Vec<String>) <- String;
    Tokens(Vec<u64>) <- u64;
    TokenLists(Vec<Vec<u64>>) <- Vec<u64>;
}

impl From<String> for Prompt {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&str> for Prompt {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl<const N: usize> From<[&str; N]> for Prompt {
    fn from(value: [&str; N]) -> Self {
        Self::Texts(value.map(str::to_owned).into())
    }
}

impl Serialize for Prompt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Texts(texts) => texts.serialize(serializer),
            Self::Tokens(tokens) => tokens.serialize(serializer),
            Self::TokenLists(lists) => lists.serialize(serializer),
        }
    }
}

// By hand: three of the forms are arrays, told apart by their first item, and `wire!` tells forms apart by kind alone.
impl<'de> Deserialize<'de> for Prompt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl<'de> Visitor<'de> for Form {
            type Value = Prompt;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a string or an array")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Prompt, E> {
                Ok(text.into())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Prompt, A::Error> {
                match items.next_element()? {
                    None => Ok(Prompt::Texts(vec![])),
                    Some(Item::Text(first)) => rest(first, items, || PhantomData::<String>).map(Prompt::Texts),
                    Some(Item::Token(first)) => rest(first, items, Member::<u64>::new).map(Prompt::Tokens),
                    Some(Item::Tokens(first)) => rest(first, items, Member::<Vec<u64>>::new).map(Prompt::TokenLists),
                }
            }
        }

        deserializer.deserialize_any(Form)
    }
}

fn rest<'de, S: DeserializeSeed<'de>, A: SeqAccess<'de>>(
    first: S::Value,
    mut items: A,
    seed: fn() -> S,
) -> Result<Vec<S::Value>, A::Error> {
    let mut all = vec![first];
    while let Some(item) = items.next_element_seed(seed())? {
        all.push(item);
    }
    Ok(all)
}

/// The first item of a list: it tells which list it is.
enum Item {
    Text(String),
    Token(u64),
    Tokens(Vec<u64>),
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct First;

        impl<'de> Visitor<'de> for First {
            type Value = Item;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text, a token or a list of tokens")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Item, E> {
                Ok(Item::Text(text.to_owned()))
            }

            fn visit_u64<E: de::Error>(self, token: u64) -> Result<Item, E> {
                Ok(Item::Token(token))
            }

            fn visit_f64<E: de::Error>(self, token: f64) -> Result<Item, E> {
                u64::read(F64Deserializer::new(token)).map(Item::Token)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, tokens: A) -> Result<Item, A::Error> {
                Vec::read(SeqAccessDeserializer::new(tokens)).map(Item::Tokens)
            }
        }

        deserializer.deserialize_any(First)
    }
}

impl Unknowns for Prompt {}

crate::__wire_schema!(Prompt, generator, {
    crate::wire::support::schema::either(
        "One text or several, each as text or as the numbers of its tokens.",
        [
            ("One text.", generator.subschema_for::<String>()),
            ("Several texts.", generator.subschema_for::<Vec<String>>()),
            ("One text as tokens.", generator.subschema_for::<Vec<u64>>()),
            ("Several texts as tokens.", generator.subschema_for::<Vec<Vec<u64>>>()),
        ],
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        crate::decode_str::<Prompt>(text)
            .expect_err("it does not fit")
            .to_string()
    }

    #[test]
    fn each_form_is_its_own() {
        for (text, prompt, count) in [
            (r#""a""#, Prompt::from("a"), 1),
            (r#"["a","b"]"#, Prompt::from(["a", "b"]), 2),
            ("[1,2,3]", Prompt::from([1, 2, 3]), 1),
            ("[1.0,2e0,3]", Prompt::from([1, 2, 3]), 1),
            ("[[1],[],[2,3]]", Prompt::from([vec![1], vec![], vec![2, 3]]), 3),
            ("[]", Prompt::Texts(vec![]), 0),
        ] {
            assert_eq!(crate::decode_str::<Prompt>(text).expect(text), prompt);
            assert_eq!(
                serde_json::to_string(&prompt).expect("JSON"),
                text.replace(".0", "").replace("e0", "")
            );
            assert_eq!(prompt.count(), count, "{text}");
        }
    }

    #[test]
    fn a_mixed_list_is_an_error_at_the_item_that_differs() {
        assert!(error(r#"["a",1]"#).starts_with("[1]: invalid type: integer, expected a string"));
        assert!(error(r#"[1,"a"]"#).starts_with("[1]: "));
        assert!(error(r#"[[1],[2,"a"]]"#).starts_with("[1][1]: "));
        for text in ["[1,-1]", "[1,1.5]", "[[1],[2,1.5]]", "[1,18446744073709551616]"] {
            assert!(error(text).starts_with("[1]"), "{text}");
        }
        assert!(
            error("[true]").starts_with("[0]: invalid type: boolean, expected a text, a token or a list of tokens")
        );
        assert!(error("7").starts_with("invalid type: integer, expected a string or an array"));
    }
}
