//! One dialect out of four: what Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 write differently is written alike.
//!
//! `nullable`, `x-nullable` and lists of types stay as they are: [`shapes`](super::shape) reads them all.

use serde_json::{Map, Value, json};

/// Rewrites a specification in place.
pub(crate) fn unify(document: &mut Value) {
    bodies(document);
    let folder = if document.get("definitions").is_some() {
        "/definitions"
    } else {
        "/components/schemas"
    };
    anchors(document, folder);
    discriminators(document, folder);
}

/// Swagger's parameters in the body and in forms become request bodies, and its answers' schemas contents.
fn bodies(document: &mut Value) {
    if document.get("swagger").is_none() {
        return;
    }
    let shared = document["parameters"].clone();
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (_, operations) in paths.into_iter().flatten() {
        for (_, operation) in operations
            .as_object_mut()
            .into_iter()
            .flatten()
            .filter(|(_, one)| one.is_object())
        {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let parameters = parameters.into_iter().map(|parameter| {
                let name = parameter["$ref"]
                    .as_str()
                    .and_then(|at| at.strip_prefix("#/parameters/"));
                name.map_or(parameter.clone(), |name| shared[name].clone())
            });
            let mut fields = Map::new();
            for parameter in parameters {
                match (parameter["in"].as_str(), parameter["name"].as_str()) {
                    (Some("body"), _) => {
                        operation["requestBody"] = content("application/json", &parameter["schema"]);
                    }
                    (Some("formData"), Some(name)) => {
                        fields.insert(name.to_owned(), parameter);
                    }
                    _ => {}
                }
            }
            if !fields.is_empty() {
                let form = json!({"type": "object", "properties": fields});
                operation["requestBody"] = content("multipart/form-data", &form);
            }
            let answers = operation.get_mut("responses").and_then(Value::as_object_mut);
            for (_, answer) in answers.into_iter().flatten() {
                if let Some(schema) = answer.get("schema") {
                    *answer = content("application/json", schema);
                }
            }
        }
    }
}

fn content(kind: &str, schema: &Value) -> Value {
    json!({"content": {kind: {"schema": schema}}})
}

/// A reference to the nearest anchor above becomes one to the schema's name.
fn anchors(document: &mut Value, folder: &str) {
    let schemas = document.pointer_mut(folder).and_then(Value::as_object_mut);
    for (name, schema) in schemas.into_iter().flatten() {
        if schema["$recursiveAnchor"] == true {
            named(schema, &format!("#{folder}/{name}"));
        }
    }
}

fn named(schema: &mut Value, name: &str) {
    match schema {
        Value::Object(members) if members.contains_key("$recursiveRef") => *schema = json!({"$ref": name}),
        Value::Object(members) => members.values_mut().for_each(|member| named(member, name)),
        Value::Array(items) => items.iter_mut().for_each(|item| named(item, name)),
        _ => {}
    }
}

/// A base schema with a discriminator becomes the union of what derives from it; what derives keeps the base.
fn discriminators(document: &mut Value, folder: &str) {
    let Some(schemas) = document.pointer(folder).and_then(Value::as_object).cloned() else {
        return;
    };
    let is_base = |schema: &Value| {
        schema.get("discriminator").is_some() && schema.get("oneOf").is_none() && schema.get("anyOf").is_none()
    };
    for (name, base) in schemas.iter().filter(|(_, schema)| is_base(schema)) {
        let own = format!("#{folder}/{name}");
        let kept = format!("{own} itself");
        let union: Vec<_> = derived(&schemas, folder, &own, base)
            .into_iter()
            .map(|(value, reference)| {
                let tag = base["discriminator"]
                    .as_str()
                    .or(base["discriminator"]["propertyName"].as_str());
                json!({"allOf": [{"$ref": reference}, {"properties": {tag.unwrap_or_default(): {"enum": [value]}}}]})
            })
            .collect();
        let Some(all) = document.pointer_mut(folder).and_then(Value::as_object_mut) else {
            return;
        };
        if union.is_empty() {
            continue;
        }
        all.insert(format!("{name} itself"), base.clone());
        for schema in all.values_mut() {
            let parts = schema.get_mut("allOf").and_then(Value::as_array_mut);
            for part in parts.into_iter().flatten() {
                if part["$ref"] == own.as_str() {
                    *part = json!({"$ref": kept});
                }
            }
        }
        all.insert(name.clone(), json!({"anyOf": union}));
    }
}

/// The tags and references of what derives from a base.
fn derived(schemas: &Map<String, Value>, folder: &str, own: &str, base: &Value) -> Vec<(String, String)> {
    if let Some(mapping) = base["discriminator"]["mapping"].as_object() {
        let target = |(value, target): (&String, &Value)| Some((value.clone(), target.as_str()?.to_owned()));
        return mapping.iter().filter_map(target).collect();
    }
    let derives = |schema: &Value| {
        let mut parts = schema["allOf"].as_array().into_iter().flatten();
        parts.any(|part| part["$ref"] == own)
    };
    let tagged = |(name, schema): (&String, &Value)| {
        let value = schema["x-ms-discriminator-value"].as_str().unwrap_or(name);
        (value.to_owned(), format!("#{folder}/{name}"))
    };
    schemas
        .iter()
        .filter(|(_, schema)| derives(schema))
        .map(tagged)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swagger_has_its_bodies_where_openapi_has_them() {
        let mut document = json!({
            "swagger": "2.0",
            "definitions": {},
            "parameters": {"model": {"in": "formData", "name": "model", "type": "string"}},
            "paths": {"/a": {
                "put": {
                    "parameters": [{"in": "body", "name": "b", "schema": {"type": "object"}}],
                    "responses": {"200": {"description": "OK", "schema": {"type": "array"}}, "204": {}},
                },
                "post": {"parameters": [{"$ref": "#/parameters/model"}], "responses": {}},
            }},
        });
        unify(&mut document);
        let json = |schema: Value| content("application/json", &schema);
        let paths = &document["paths"]["/a"];
        assert_eq!(paths["put"]["requestBody"], json(json!({"type": "object"})));
        assert_eq!(paths["put"]["responses"]["200"], json(json!({"type": "array"})));
        let form = paths["post"]["requestBody"].pointer("/content/multipart~1form-data/schema/properties/model");
        assert_eq!(form.expect("the field")["type"], "string");
    }

    #[test]
    fn a_base_becomes_the_union_of_what_derives_from_it() {
        let mut document = json!({"definitions": {
            "Base": {"discriminator": "type", "properties": {"type": {"type": "string"}}},
            "One": {"allOf": [{"$ref": "#/definitions/Base"}], "x-ms-discriminator-value": "one"},
            "Lonely": {"discriminator": "type", "properties": {}},
        }});
        let lonely = document["definitions"]["Lonely"].clone();
        unify(&mut document);
        let schemas = &document["definitions"];
        assert_eq!(
            schemas["Base"]["anyOf"],
            json!([{"allOf": [{"$ref": "#/definitions/One"}, {"properties": {"type": {"enum": ["one"]}}}]}])
        );
        assert_eq!(schemas["One"]["allOf"], json!([{"$ref": "#/definitions/Base itself"}]));
        assert!(schemas["Base itself"].get("properties").is_some());
        assert_eq!(schemas["Lonely"], lonely);
    }

    #[test]
    fn a_recursive_schema_refers_to_its_name() {
        let mut document = json!({"components": {"schemas": {
            "A": {"$recursiveAnchor": true, "items": {"oneOf": [{"$recursiveRef": "#"}]}},
        }}});
        unify(&mut document);
        let reference = document.pointer("/components/schemas/A/items/oneOf/0/$ref");
        assert_eq!(reference, Some(&json!("#/components/schemas/A")));
    }
}
