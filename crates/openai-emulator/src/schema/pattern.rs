//! Strings that a regular expression matches: literals, classes, groups, alternatives and quantifiers.

use std::iter::Peekable;
use std::str::Chars;

use crate::random::Random;

/// Writes a string that the expression matches, with up to `extra` more repetitions than it demands where it allows
/// them. `None` for what is not understood: look-around, back-references, Unicode properties.
pub(crate) fn write(pattern: &str, extra: usize, random: &mut Random) -> Option<String> {
    let mut parser = Parser {
        rest: pattern.chars().peekable(),
        depth: 0,
    };
    let parsed = parser.alternatives()?;
    if parser.rest.next().is_some() {
        return None;
    }
    let mut text = String::new();
    put(&parsed, extra, random, &mut text)?;
    Some(text)
}

/// The longest string that is made.
const LONGEST: usize = 100_000;

#[derive(Debug)]
enum Part {
    /// One of these characters.
    Set(Vec<char>),
    /// One of these sequences.
    Group(Vec<Vec<Repeated>>),
}

#[derive(Debug)]
struct Repeated {
    part: Part,
    least: usize,
    most: usize,
}

fn put(alternatives: &[Vec<Repeated>], extra: usize, random: &mut Random, text: &mut String) -> Option<()> {
    for Repeated { part, least, most } in random.pick(alternatives)? {
        for _ in 0..least.saturating_add(extra).min(*most) {
            if text.len() > LONGEST {
                return None;
            }
            match part {
                Part::Set(set) => text.push(*random.pick(set)?),
                Part::Group(alternatives) => put(alternatives, extra, random, text)?,
            }
        }
    }
    Some(())
}

#[derive(Debug)]
struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    depth: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Option<Vec<Vec<Repeated>>> {
        const DEEPEST: usize = 64;
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut alternatives = vec![self.sequence()?];
        while self.rest.next_if_eq(&'|').is_some() {
            alternatives.push(self.sequence()?);
        }
        self.depth -= 1;
        Some(alternatives)
    }

    fn sequence(&mut self) -> Option<Vec<Repeated>> {
        let mut sequence = Vec::new();
        while let Some(next) = self.rest.next_if(|next| !matches!(next, '|' | ')')) {
            let part = match next {
                '^' | '$' => continue,
                '(' => self.group()?,
                '[' => Part::Set(self.class()?),
                '.' => Part::Set(word_characters()),
                '\\' => Part::Set(self.escape()?),
                '*' | '+' | '?' => return None,
                literal => Part::Set(vec![literal]),
            };
            let (least, most) = self.quantifier()?;
            sequence.push(Repeated { part, least, most });
        }
        Some(sequence)
    }

    fn group(&mut self) -> Option<Part> {
        if self.rest.next_if_eq(&'?').is_some() {
            match self.rest.next()? {
                ':' => {}
                'P' | '<' if !matches!(self.rest.peek(), Some('=' | '!')) => while self.rest.next()? != '>' {},
                _ => return None,
            }
        }
        let alternatives = self.alternatives()?;
        (self.rest.next() == Some(')')).then_some(Part::Group(alternatives))
    }

    fn quantifier(&mut self) -> Option<(usize, usize)> {
        let bounds = match self.rest.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => {
                self.rest.next();
                let mut inside = String::new();
                while let Some(next) = self.rest.next_if(|next| *next != '}') {
                    inside.push(next);
                }
                let (least, most) = match inside.split_once(',') {
                    None => (inside.parse().ok()?, inside.parse().ok()?),
                    Some((least, "")) => (least.parse().ok()?, usize::MAX),
                    Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
                };
                (least, most)
            }
            _ => return Some((1, 1)),
        };
        self.rest.next()?;
        // A lazy or a possessive quantifier matches the same strings here.
        self.rest.next_if(|next| matches!(next, '?' | '+'));
        (bounds.0 <= bounds.1).then_some(bounds)
    }

    fn class(&mut self) -> Option<Vec<char>> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut set = Vec::new();
        loop {
            let low = match self.rest.next()? {
                ']' if !set.is_empty() => break,
                '[' if self.rest.peek() == Some(&':') => return None,
                '\\' => {
                    let escaped = self.escape()?;
                    match escaped.as_slice() {
                        [one] => *one,
                        _ => {
                            set.extend(escaped);
                            continue;
                        }
                    }
                }
                literal => literal,
            };
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('-') && ahead.peek().is_some_and(|next| *next != ']') {
                self.rest.next();
                let high = match self.rest.next()? {
                    '\\' => *self.escape()?.first()?,
                    literal => literal,
                };
                set.extend((low..=high).take(256));
            } else {
                set.push(low);
            }
        }
        if negated {
            set = word_characters()
                .into_iter()
                .chain(" -_.,;:/".chars())
                .filter(|kept| !set.contains(kept))
                .collect();
        }
        Some(set)
    }

    fn escape(&mut self) -> Option<Vec<char>> {
        let set = match self.rest.next()? {
            'd' => ('0'..='9').collect(),
            'w' => word_characters(),
            's' => vec![' '],
            'D' => ('a'..='z').collect(),
            'W' => vec![' ', '-'],
            'S' => word_characters(),
            'n' => vec!['\n'],
            'r' => vec!['\r'],
            't' => vec!['\t'],
            'x' => vec![self.code(2)?],
            'u' => vec![self.code(4)?],
            letter if letter.is_ascii_alphanumeric() => return None,
            literal => vec![literal],
        };
        Some(set)
    }

    fn code(&mut self, digits: usize) -> Option<char> {
        let text: String = (0..digits)
            .map_while(|_| self.rest.next_if(char::is_ascii_hexdigit))
            .collect();
        (text.len() == digits).then(|| u32::from_str_radix(&text, 16).ok().and_then(char::from_u32))?
    }
}

fn word_characters() -> Vec<char> {
    ('a'..='z').chain('0'..='9').collect()
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::random::Random;

    fn text(pattern: &str) -> Option<String> {
        write(pattern, 1, &mut Random::new(9))
    }

    #[test]
    fn literals_classes_and_quantifiers() {
        let number = text(r"^[A-Z]{3}-\d{4}$").unwrap();
        assert_eq!(number.len(), 8);
        assert!(
            number.chars().take(3).all(|letter| letter.is_ascii_uppercase()),
            "{number}"
        );
        assert!(number.chars().skip(4).all(|digit| digit.is_ascii_digit()), "{number}");
        assert!(["cat", "dog"].contains(&text("^(?:cat|dog)$").unwrap().as_str()));
        assert_eq!(text(r"\(\x41\u0042\)").unwrap(), "(AB)");
        assert!(
            !text("^[^a-z]+$")
                .unwrap()
                .contains(|letter: char| letter.is_ascii_lowercase())
        );
    }

    #[test]
    fn what_is_not_understood_is_left_alone() {
        for pattern in [
            "(?=a)b",
            r"(a)\1",
            r"\p{L}",
            "a{2",
            "(",
            "[",
            "*",
            "a{1000000}",
            "[[:alpha:]]",
        ] {
            assert_eq!(text(pattern), None, "{pattern}");
        }
    }
}
