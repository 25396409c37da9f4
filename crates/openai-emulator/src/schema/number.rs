//! Numbers that `minimum`, `maximum`, their exclusive forms and `multipleOf` accept.

use serde_json::{Map, Value, json};

use super::{Unsatisfiable, number_of};
use crate::random::Random;

/// An integer within its bounds.
pub(super) fn integer(keywords: &Map<String, Value>, random: &mut Random) -> Result<Value, Unsatisfiable> {
    let (lowest, highest) = bounds(keywords);
    let step = number_of(keywords, "multipleOf")
        .filter(|step| *step > 0.0)
        .unwrap_or(1.0);
    let step = if step.fract() == 0.0 {
        step
    } else {
        step * (1.0 / step).round().max(1.0)
    };
    let (lowest, highest) = match (lowest, highest) {
        (None, None) => (0.0, 100.0 * step),
        (Some(lowest), None) => (lowest, lowest.abs().max(1.0) + lowest + 100.0 * step),
        (None, Some(highest)) => (highest - highest.abs() - 100.0 * step, highest),
        (Some(lowest), Some(highest)) => (lowest, highest),
    };
    let exclusive = |name: &str, bound: f64| is_exclusive(keywords, name, bound);
    let mut first = (lowest / step).ceil();
    let mut last = (highest / step).floor();
    if exclusive("exclusiveMinimum", first * step) {
        first += 1.0;
    }
    if exclusive("exclusiveMaximum", last * step) {
        last -= 1.0;
    }
    if first > last {
        return Err("no integer lies within its bounds".into());
    }
    let picked = first + random.below((last - first).min(1000.0) as u64 + 1) as f64;
    let value = picked * step;
    if value.abs() < 9.0e15 {
        Ok(json!(value as i64))
    } else {
        Ok(json!(value))
    }
}

/// A number within its bounds, of two decimals where they leave room.
pub(super) fn number(keywords: &Map<String, Value>, random: &mut Random) -> Result<Value, Unsatisfiable> {
    if let Some(step) = number_of(keywords, "multipleOf").filter(|step| *step > 0.0) {
        let (lowest, highest) = bounds(keywords);
        let mut count = lowest.map_or(0.0, |lowest| (lowest / step).ceil());
        count = highest.map_or(count, |highest| count.min((highest / step).floor()));
        if is_exclusive(keywords, "exclusiveMinimum", count * step) {
            count += 1.0;
        }
        if is_exclusive(keywords, "exclusiveMaximum", count * step) {
            count -= 1.0;
        }
        let places = step.to_string().split_once('.').map_or(0, |(_, places)| places.len());
        let value = format!("{:.places$}", count * step).parse().unwrap_or(count * step);
        return Ok(json!(value));
    }
    let (lowest, highest) = match bounds(keywords) {
        (None, None) => (0.0, 100.0),
        (Some(lowest), None) => (lowest, lowest + 100.0),
        (None, Some(highest)) => (highest - 100.0, highest),
        (Some(lowest), Some(highest)) => (lowest, highest),
    };
    if lowest > highest {
        return Err("no number lies within its bounds".into());
    }
    let picked = lowest + (highest - lowest) * (0.25 + random.fraction() / 2.0);
    let rounded = (picked * 100.0).round() / 100.0;
    Ok(json!(if lowest < rounded && rounded < highest {
        rounded
    } else {
        picked
    }))
}

/// The lowest and the highest number, exclusive bounds included as numbers.
fn bounds(keywords: &Map<String, Value>) -> (Option<f64>, Option<f64>) {
    let pair = |one: &str, other: &str| (number_of(keywords, one), number_of(keywords, other));
    let lowest = match pair("minimum", "exclusiveMinimum") {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    };
    let highest = match pair("maximum", "exclusiveMaximum") {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    (lowest, highest)
}

/// Whether a bound itself is outside: by a number, or by the `true` of OpenAPI 3.0.
fn is_exclusive(keywords: &Map<String, Value>, name: &str, bound: f64) -> bool {
    let plain = if name == "exclusiveMinimum" {
        "minimum"
    } else {
        "maximum"
    };
    match keywords.get(name) {
        Some(Value::Bool(true)) => number_of(keywords, plain) == Some(bound),
        _ => number_of(keywords, name) == Some(bound),
    }
}

#[cfg(test)]
mod tests {
    use super::{integer, number};
    use crate::random::Random;
    use serde_json::{Value, json};

    fn keywords(schema: Value) -> serde_json::Map<String, Value> {
        schema.as_object().unwrap().clone()
    }

    #[test]
    fn an_exclusive_bound_is_never_met() {
        for schema in [
            json!({ "exclusiveMinimum": 5, "exclusiveMaximum": 7 }),
            json!({ "minimum": 5, "exclusiveMinimum": true, "maximum": 7, "exclusiveMaximum": true }),
            json!({ "exclusiveMinimum": 5.5, "maximum": 6 }),
        ] {
            let made = integer(&keywords(schema.clone()), &mut Random::new(1)).unwrap();
            assert_eq!(made, json!(6), "{schema}");
        }
        assert!(
            integer(
                &keywords(json!({ "exclusiveMinimum": 5, "exclusiveMaximum": 6 })),
                &mut Random::new(1)
            )
            .is_err()
        );
    }

    #[test]
    fn one_bound_is_enough() {
        for seed in 0..50 {
            let least = integer(&keywords(json!({ "minimum": 1000 })), &mut Random::new(seed)).unwrap();
            assert!(least.as_i64().unwrap() >= 1000, "{least}");
            let most = integer(&keywords(json!({ "maximum": -1000 })), &mut Random::new(seed)).unwrap();
            assert!(most.as_i64().unwrap() <= -1000, "{most}");
        }
    }

    #[test]
    fn a_step_is_kept() {
        let step = |schema: Value| number(&keywords(schema), &mut Random::new(1)).unwrap();
        assert_eq!(step(json!({ "multipleOf": 0.1, "exclusiveMinimum": 0.2 })), json!(0.3));
        assert_eq!(step(json!({ "multipleOf": 2.5, "maximum": -4 })), json!(-5.0));
    }
}
