//! Vectors from hashed words and letter groups: whoever shares them points the same way.

use std::collections::HashMap;

use super::input::Input;
use crate::random::Random;

/// The vector of an input: of unit length, the same for the same model, instruction and input.
pub(super) fn embed(model: &str, instruction: Option<&str>, input: &Input, dimensions: usize) -> Vec<f32> {
    let mut vector = vec![0.0_f32; dimensions];
    // All vectors of a model have a little in common, as real ones do; so none is nothing.
    add(&mut vector, &[b"model", model.as_bytes()], 1.0);
    if let Some(instruction) = instruction {
        add(&mut vector, &[b"instruction", instruction.as_bytes()], 1.0);
    }
    for (feature, count) in features(input) {
        // What is said twice counts for more, but not for twice as much.
        let weight = 1.0 + (count as f32).ln();
        add(&mut vector, &[feature.as_bytes()], weight);
    }
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|number| *number /= length);
    } else if let Some(first) = vector.first_mut() {
        *first = 1.0;
    }
    vector
}

/// Adds a feature, which has one place, up or down, in each group of four numbers: so a shortened vector keeps it.
fn add(vector: &mut [f32], feature: &[&[u8]], weight: f32) {
    const GROUP: usize = 4;
    let mut random = Random::from_parts(0, feature);
    for group in vector.chunks_mut(GROUP) {
        let number = random.next();
        let place = (number >> 1) as usize % GROUP;
        let sign = if number & 1 == 0 { weight } else { -weight };
        if let Some(place) = group.get_mut(place) {
            *place += sign;
        }
    }
}

/// Each word, and each three letters in a row of a word and its ends; each token, and each two in a row.
fn features(input: &Input) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut count = |feature: String| *counts.entry(feature).or_default() += 1;
    match input {
        Input::Text(text) => {
            let lower = text.to_lowercase();
            let words = lower
                .split(|character: char| !character.is_alphanumeric())
                .filter(|word| !word.is_empty());
            for word in words {
                let ended: Vec<char> = format!(" {word} ").chars().collect();
                for letters in ended.windows(3) {
                    count(letters.iter().collect());
                }
                count(word.to_owned());
            }
        }
        Input::Tokens(tokens) => {
            for token in tokens {
                count(format!("token {token}"));
            }
            for pair in tokens.windows(2) {
                count(format!("tokens {pair:?}"));
            }
        }
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    // Sums of floats depend on their order.
    counts.sort_unstable();
    counts
}

#[cfg(test)]
mod tests {
    use super::{Input, embed};

    fn vector(text: &str, dimensions: usize) -> Vec<f32> {
        embed("m", None, &Input::Text(text.into()), dimensions)
    }

    fn cosine(one: &str, other: &str, dimensions: usize) -> f32 {
        let (one, other) = (vector(one, dimensions), vector(other, dimensions));
        one.iter().zip(&other).map(|(one, other)| one * other).sum()
    }

    #[test]
    fn closer_texts_are_closer() {
        let cat = "The cat sat on the mat.";
        for dimensions in [256, 1536] {
            let near = cosine(cat, "A cat is sitting on a mat", dimensions);
            let far = cosine(cat, "Quarterly revenue grew by twelve percent", dimensions);
            assert!(near > far + 0.2, "{dimensions}: {near} {far}");
            assert!(cosine(cat, "the CAT sat on the mat", dimensions) > 0.999);
        }
    }

    #[test]
    fn vectors_have_unit_length_however_short() {
        for dimensions in [1, 2, 3, 8, 1536] {
            for text in ["a", "?!", "The quick brown fox", "大模型"] {
                let length: f32 = vector(text, dimensions).iter().map(|number| number * number).sum();
                assert!((length - 1.0).abs() < 1e-4, "{dimensions} {text}: {length}");
            }
        }
    }

    #[test]
    fn an_instruction_and_a_model_turn_the_vector() {
        let text = Input::Text("hello".into());
        let plain = embed("m", None, &text, 64);
        assert_eq!(plain, embed("m", None, &text, 64));
        assert_ne!(plain, embed("m", Some("Represent this for search:"), &text, 64));
        assert_ne!(plain, embed("other", None, &text, 64));
        assert_ne!(plain, embed("m", None, &Input::Tokens(vec![1]), 64));
    }
}
