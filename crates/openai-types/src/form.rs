//! The text fields of a form, for the operations that take one because they take files.

use serde::Serialize;
use serde_json::Value;

/// A request's members as fields: an array gives a field `name[]` an item, an object a field `name[member]` a member.
/// What is absent or null gives none.
pub(crate) fn fields(request: &impl Serialize) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    // A request is an object of JSON values: there is nothing about it that could fail.
    if let Ok(Value::Object(members)) = serde_json::to_value(request) {
        for (name, value) in members {
            push(name, value, &mut fields);
        }
    }
    fields
}

fn push(name: String, value: Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Bool(value) => fields.push((name, value.to_string())),
        Value::Number(value) => fields.push((name, value.to_string())),
        Value::String(value) => fields.push((name, value)),
        Value::Array(items) => {
            for item in items {
                push(format!("{name}[]"), item, fields);
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                push(format!("{name}[{member}]"), value, fields);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn arrays_and_objects_are_spelled_in_brackets() {
        let request = json!({
            "a": "x y", "b": 1.5, "c": true, "d": null, "e": ["x", 2], "f": {"g": 1, "h": ["y"]}, "i": []
        });
        let fields: Vec<_> = fields(&request)
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(
            fields,
            ["a=x y", "b=1.5", "c=true", "e[]=x", "e[]=2", "f[g]=1", "f[h][]=y"]
        );
    }
}
