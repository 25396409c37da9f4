//! Azure's content filter: its verdicts, and the error of a prompt that it blocks.

use serde_json::{Value, json};

/// The filter's verdict on a prompt that it lets pass.
pub(crate) fn prompt_filter_results() -> Value {
    json!([{ "prompt_index": 0, "content_filter_results": prompt_verdict(&[]) }])
}

/// The chunk before all others: it speaks only of the prompt, and names neither answer nor model.
pub(crate) fn first_chunk() -> Value {
    json!({
        "id": "",
        "object": "",
        "created": 0,
        "model": "",
        "choices": [],
        "prompt_filter_results": prompt_filter_results(),
    })
}

/// The filter's verdict on a choice that it lets pass.
pub(crate) fn choice_verdict() -> Value {
    let mut verdict = prompt_verdict(&[]);
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
    pub(crate) fn parse(text: &str) -> Option<Self> {
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
