//! Addresses where nothing is: each cloud says so in its own way.

use http::request::Parts;
use serde_json::json;

use crate::wire::Family;

/// The content type and the body of a 404 for an address that a cloud does not know.
pub(crate) fn page(family: Family, head: &Parts) -> (&'static str, String) {
    const JSON: &str = "application/json";
    let (method, path) = (&head.method, head.uri.path());
    match family {
        Family::OpenAi => {
            let message = format!("Invalid URL ({method} {path})");
            let error = json!({ "message": message, "type": "invalid_request_error", "param": null, "code": null });
            (JSON, json!({ "error": error }).to_string())
        }
        Family::Azure => {
            let error = json!({ "code": "404", "message": "Resource not found" });
            (JSON, json!({ "error": error }).to_string())
        }
        // Google's front end answers, not the service: with a page for people.
        Family::Vertex => ("text/html; charset=UTF-8", google(path)),
        Family::Databricks => {
            let message = format!("No API found for '{method} {path}'");
            let error = json!({ "error_code": "ENDPOINT_NOT_FOUND", "message": message });
            (JSON, error.to_string())
        }
    }
}

fn google(path: &str) -> String {
    let path = path.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<!DOCTYPE html>\n<title>404</title>\n<p>There is nothing at <code>{path}</code>.\n")
}
