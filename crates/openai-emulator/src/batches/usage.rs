//! What a batch costs in tokens: the sum over its answers.

use serde_json::{Value, json};

/// Tokens of one answer, or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Usage {
    input: u64,
    cached: u64,
    output: u64,
    reasoning: u64,
}

impl Usage {
    /// Reads what an operation's answer tells, in the words of responses and images or in those of the older operations.
    /// An answer that tells nothing costs nothing.
    pub(super) fn of(answer: &Value) -> Self {
        let usage = answer.get("usage");
        let count = |value: Option<&Value>| value.and_then(Value::as_u64);
        let either = |names: [&str; 2]| names.into_iter().find_map(|name| count(usage?.get(name)));
        let detail =
            |names: [&str; 2], part: &str| names.into_iter().find_map(|name| count(usage?.get(name)?.get(part)));
        Self {
            input: either(["input_tokens", "prompt_tokens"]).unwrap_or(0),
            cached: detail(["input_tokens_details", "prompt_tokens_details"], "cached_tokens").unwrap_or(0),
            output: either(["output_tokens", "completion_tokens"]).unwrap_or(0),
            reasoning: detail(
                ["output_tokens_details", "completion_tokens_details"],
                "reasoning_tokens",
            )
            .unwrap_or(0),
        }
    }

    pub(super) fn describe(self) -> Value {
        json!({
            "input_tokens": self.input,
            "input_tokens_details": { "cached_tokens": self.cached },
            "output_tokens": self.output,
            "output_tokens_details": { "reasoning_tokens": self.reasoning },
            "total_tokens": self.input + self.output,
        })
    }
}

impl std::iter::Sum for Usage {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            input: sum.input + one.input,
            cached: sum.cached + one.cached,
            output: sum.output + one.output,
            reasoning: sum.reasoning + one.reasoning,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Usage;

    #[test]
    fn every_operation_is_summed_in_one_set_of_words() {
        let answers = [
            json!({ "usage": {
                "prompt_tokens": 3, "prompt_tokens_details": { "cached_tokens": 2 },
                "completion_tokens": 7, "completion_tokens_details": { "reasoning_tokens": 5 }, "total_tokens": 10,
            } }),
            json!({ "usage": {
                "input_tokens": 20, "input_tokens_details": { "cached_tokens": 10 },
                "output_tokens": 40, "output_tokens_details": { "reasoning_tokens": 30 }, "total_tokens": 60,
            } }),
            json!({ "usage": { "prompt_tokens": 100, "total_tokens": 100 } }),
            json!({ "results": [] }),
        ];
        assert_eq!(
            answers.iter().map(Usage::of).sum::<Usage>().describe(),
            json!({
                "input_tokens": 123, "input_tokens_details": { "cached_tokens": 12 },
                "output_tokens": 47, "output_tokens_details": { "reasoning_tokens": 35 }, "total_tokens": 170,
            })
        );
    }
}
