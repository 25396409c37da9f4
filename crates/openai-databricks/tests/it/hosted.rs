//! What the page says of the models that Databricks hosts: which ones take custom tools, and what they read.

use openai_core::{Endpoint, NoticeKind, Policy, Provider, Spelled};
use openai_types::responses::{Request, Tool};
use serde_json::json;

use crate::body;
use crate::chat::databricks;

fn send(request: &Request) -> Spelled {
    databricks().request(&request.call().unwrap(), &Policy::new()).unwrap()
}

#[test]
fn custom_tools_are_for_six_models() {
    let ask = |model: &str| send(&Request::new(model, "Go").tools([Tool::custom("code_exec", "Runs code.")]));
    for model in [
        "databricks-gpt-5",
        "databricks-gpt-5-1",
        "databricks-gpt-5-2",
        "databricks-gpt-5-4",
        "databricks-gpt-5-5",
        "databricks-gpt-5-5-pro",
    ] {
        let spelled = ask(model);
        assert!(spelled.notices.is_empty(), "{model}: {:?}", spelled.notices);
        assert_eq!(body::of(&spelled)["tools"][0]["type"], "custom");
    }
    for model in ["databricks-gpt-5-3", "databricks-gpt-5-mini", "databricks-gpt-oss-120b"] {
        let kinds: Vec<_> = ask(model).notices.iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [NoticeKind::Unlisted], "{model}");
    }
}

#[test]
fn images_of_any_format_go_as_they_are() {
    let text = json!({ "type": "input_text", "text": "What is this?" });
    for url in ["https://a.example/b.tiff", "data:image/bmp;base64,AAAA"] {
        let image = json!({ "type": "input_image", "image_url": url, "detail": "auto" });
        let input = json!([{ "role": "user", "content": [text, image] }]);
        let request = serde_json::from_value(json!({ "model": "databricks-gpt-5", "input": input })).unwrap();
        let spelled = send(&request);
        assert!(spelled.notices.is_empty(), "{:?}", spelled.notices);
        assert_eq!(body::of(&spelled)["input"], input);
    }
}
