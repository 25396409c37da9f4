//! Strings that a schema's `format`, `pattern`, `minLength` and `maxLength` accept.

use serde_json::{Map, Value};

use super::{Unsatisfiable, pattern, size_of};
use crate::answer;
use crate::random::Random;

/// The longest string that is made.
const LONGEST: usize = 100_000;

/// Writes a string for these keywords. A pattern goes before a format; one that is beyond the generator is ignored.
pub(super) fn write(keywords: &Map<String, Value>, random: &mut Random) -> Result<String, Unsatisfiable> {
    let least = size_of(keywords, "minLength").unwrap_or(0);
    let most = size_of(keywords, "maxLength").unwrap_or(usize::MAX);
    if least > most || least > LONGEST {
        return Err("its minLength is out of reach".into());
    }
    let fits = |text: &String| (least..=most).contains(&text.chars().count());
    if let Some(Value::String(source)) = keywords.get("pattern")
        && let Some(text) = (0..=64)
            .filter_map(|extra| pattern::write(source, extra, random))
            .find(fits)
    {
        return Ok(text);
    }
    if let Some(Value::String(name)) = keywords.get("format")
        && let Some(text) = format(name, random).filter(fits)
    {
        return Ok(text);
    }
    let mut text = format!("{} {}", answer::word(random), answer::word(random));
    while text.chars().count() < least {
        text.push(' ');
        text.push_str(answer::word(random));
    }
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
    }
    Ok(text)
}

fn format(name: &str, random: &mut Random) -> Option<String> {
    let word = answer::word(random);
    let (month, day) = (1 + random.below(12), 1 + random.below(28));
    let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
    let date = format!("2025-{month:02}-{day:02}");
    let time = format!("{hour:02}:{minute:02}:{second:02}Z");
    match name {
        "date" => Some(date),
        "time" => Some(time),
        "date-time" => Some(format!("{date}T{time}")),
        "duration" => Some(format!("P{day}DT{hour}H")),
        "email" => Some(format!("{word}@example.com")),
        "hostname" => Some(format!("{word}.example.com")),
        "ipv4" => Some(format!("192.0.2.{}", random.below(256))),
        "ipv6" => Some(format!("2001:db8::{:x}", 1 + random.below(0xfffe))),
        "uri" => Some(format!("https://example.com/{word}")),
        "uuid" => Some(random.uuid()),
        _ => None,
    }
}
