//! Azure's content filter: its verdicts, and the error of a prompt that it blocks.

use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::{Family, Wire};
use crate::failure::Failure;

pub(crate) mod asynchronous;

/// Why a choice ends that the filter cuts.
pub(crate) const CUT: &str = "content_filter";

/// Lets a prompt of these texts pass, unless it asks to be blocked and the wire is Azure's.
///
/// # Errors
/// The filter's own, or an `x-emulator-filter-spelling` header that names no spelling.
pub(crate) fn screen<'a>(
    family: Family,
    headers: &HeaderMap,
    mut texts: impl Iterator<Item = &'a str>,
) -> Result<(), Failure> {
    let triggers = |text: &str| text.to_lowercase().contains("trigger content filter");
    if family == Family::Azure && texts.any(triggers) {
        return Err(Failure::filtered(spelling(headers)?));
    }
    Ok(())
}

/// Whether the filter cuts the answer to these texts: they ask for it, and the wire is Azure's.
pub(crate) fn cuts<'a>(family: Family, mut texts: impl Iterator<Item = &'a str>) -> bool {
    family == Family::Azure && texts.any(|text| text.to_lowercase().contains("trigger output filter"))
}

/// The categories that a choice is blocked for, by why it ends.
pub(crate) fn blocked(finish: &str) -> &'static [&'static str] {
    if finish == CUT { &["violence"] } else { &[] }
}

fn spelling(headers: &HeaderMap) -> Result<FilterSpelling, Failure> {
    let Some(header) = headers.get("x-emulator-filter-spelling") else {
        return Ok(FilterSpelling::default());
    };
    header.to_str().ok().and_then(FilterSpelling::parse).ok_or_else(|| {
        let message = "x-emulator-filter-spelling is one of inner_error, innererror-results and innererror";
        Failure::new(StatusCode::BAD_REQUEST, message)
    })
}

/// The filter's verdict on a prompt that it lets pass.
pub(crate) fn prompt_filter_results(wire: &Wire) -> Value {
    json!([prompt_result(wire, 0)])
}

/// The filter's verdict on one of several prompts. On v1 it always speaks of attacks from quoted documents too.
pub(crate) fn prompt_result(wire: &Wire, index: usize) -> Value {
    let mut verdict = prompt_verdict(&[]);
    if let (Wire::AzureV1, Some(verdict)) = (wire, verdict.as_object_mut()) {
        verdict.insert(
            "indirect_attack".into(),
            json!({ "filtered": false, "detected": false }),
        );
    }
    json!({ "prompt_index": index, "content_filter_results": verdict })
}

/// The chunk before all others: it speaks only of the prompt, and names neither answer nor model.
pub(crate) fn first_chunk(wire: &Wire) -> Value {
    json!({
        "id": "",
        "object": "",
        "created": 0,
        "model": "",
        "choices": [],
        "prompt_filter_results": prompt_filter_results(wire),
    })
}

/// The filter's verdicts on a response that it lets pass: on its prompt, and on its output where there is any.
pub(crate) fn response_verdicts(has_output: bool) -> Value {
    let verdict = |source: &str, mut results: Value| {
        for name in ["jailbreak", "task_adherence"] {
            if let Some(results) = results.as_object_mut() {
                results.insert(name.into(), json!({ "filtered": false, "detected": false }));
            }
        }
        json!({
            "blocked": false,
            "source_type": source,
            "content_filter_results": results,
            "content_filter_offsets": { "start_offset": 0, "end_offset": 0, "check_offset": 0 },
        })
    };
    let mut verdicts = vec![verdict("prompt", prompt_verdict(&[]))];
    if has_output {
        verdicts.push(verdict("completion", choice_verdict(&[])));
    }
    json!(verdicts)
}

/// The filter's verdict on a choice, with these categories blocked.
pub(crate) fn choice_verdict(blocked: &[&str]) -> Value {
    let mut verdict = prompt_verdict(blocked);
    if let Some(verdict) = verdict.as_object_mut() {
        verdict.remove("jailbreak");
        verdict.insert(
            "protected_material_code".into(),
            json!({ "filtered": false, "detected": false }),
        );
        verdict.insert(
            "protected_material_text".into(),
            json!({ "filtered": false, "detected": false }),
        );
    }
    verdict
}

/// The filter's verdict on a prompt, with these categories blocked.
pub(crate) fn prompt_verdict(blocked: &[&str]) -> Value {
    let mut verdict = json!({ "jailbreak": { "filtered": false, "detected": false } });
    for category in ["hate", "self_harm", "sexual", "violence"] {
        let filtered = blocked.contains(&category);
        let severity = if filtered { "high" } else { "safe" };
        if let Some(verdict) = verdict.as_object_mut() {
            verdict.insert(category.into(), json!({ "filtered": filtered, "severity": severity }));
        }
    }
    verdict
}

/// Where a blocked prompt's error carries the filter's verdict: documents and the service disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum FilterSpelling {
    /// `innererror.content_filter_result`, as the service sends it.
    #[default]
    Service,
    /// `innererror.content_filter_results`, as the guides print it.
    Guides,
    /// `inner_error.content_filter_results`, as the OpenAPI files have it.
    Schema,
}

impl FilterSpelling {
    /// Reads the `x-emulator-filter-spelling` header.
    fn parse(text: &str) -> Option<Self> {
        match text {
            "innererror" => Some(Self::Service),
            "innererror-results" => Some(Self::Guides),
            "inner_error" => Some(Self::Schema),
            _ => None,
        }
    }
}

/// The error of a prompt that the content filter blocks.
pub(crate) fn error(spelling: FilterSpelling) -> Value {
    let (outer, inner) = match spelling {
        FilterSpelling::Service => ("innererror", "content_filter_result"),
        FilterSpelling::Guides => ("innererror", "content_filter_results"),
        FilterSpelling::Schema => ("inner_error", "content_filter_results"),
    };
    json!({
        "error": {
            "message": "The response was filtered: the prompt triggered the content management policy of this emulator. \
                        Change the prompt and retry.",
            "type": Value::Null,
            "param": "prompt",
            "code": "content_filter",
            "status": 400,
            outer: { "code": "ResponsibleAIPolicyViolation", inner: prompt_verdict(&["violence"]) },
        }
    })
}
