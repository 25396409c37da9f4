//! Responses: what requests, answers and events offer beside their members.

use openai_types::responses::event::{ResponseEvent, TextDelta};
use openai_types::responses::tool::{Comparison, ComparisonOperator, Filter, McpTool, WebSearchTool, WebSearchVersion};
use openai_types::responses::{Event, Input, Item, ListQuery, Query, Request, Response, TextConfig, Tool, Verbosity};
use openai_types::{Secret, decode_str};
use serde_json::{Value, json};

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn a_request_takes_text_or_items_and_does_without_a_model() {
    assert_eq!(written(&Request::new("m", "Hi")), json!({"model": "m", "input": "Hi"}));
    assert_eq!(
        written(&Request::new("m", [Item::user("Hi")])),
        json!({"model": "m", "input": [{"role": "user", "content": "Hi", "type": "message"}]})
    );
    assert_eq!(written(&Request::without_model("Hi")), json!({"input": "Hi"}));
}

#[test]
fn a_schema_keeps_the_verbosity_that_was_set() {
    let request = Request::new("m", "Hi")
        .text(TextConfig::new().verbosity(Verbosity::Low))
        .json_schema("place", json!({"type": "object"}));
    let format = json!({"type": "json_schema", "name": "place", "schema": {"type": "object"}, "strict": true});
    assert_eq!(written(&request)["text"], json!({"format": format, "verbosity": "low"}));
}

#[test]
fn output_text_joins_the_text_of_messages_and_nothing_else() {
    let message = |parts: Value| json!({"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": parts});
    let text = |text: &str| json!({"type": "output_text", "text": text, "annotations": []});
    let cases = [
        (json!([]), ""),
        (
            json!([{"type": "custom_tool_call", "call_id": "c", "name": "n", "input": "not this"}]),
            "",
        ),
        (json!([message(json!([{"type": "refusal", "refusal": "No."}]))]), ""),
        (
            json!([message(json!([text("a"), text("b")])), {"type": "dream"}, message(json!([text("c")]))]),
            "abc",
        ),
    ];
    for (output, wanted) in cases {
        let response: Response = decode_str(&json!({"output": output}).to_string()).unwrap();
        assert_eq!(response.output_text(), wanted);
    }
}

#[test]
fn dated_names_of_a_tool_are_kept_and_the_plain_one_is_the_default() {
    assert_eq!(written(&Tool::web_search()), json!({"type": "web_search"}));
    let dated = json!({"type": "web_search_2025_08_26", "search_context_size": "low"});
    let tool: Tool = decode_str(&dated.to_string()).unwrap();
    assert!(matches!(
        &tool,
        Tool::WebSearch(WebSearchTool {
            version: Some(WebSearchVersion::V20250826),
            ..
        })
    ));
    assert_eq!(written(&tool), dated);
}

#[test]
fn a_filter_s_type_is_its_operator() {
    let filter = Filter::any([Filter::compare("a", ComparisonOperator::NotIn, ["x".into()])]);
    let wanted = json!({"type": "or", "filters": [{"type": "nin", "key": "a", "value": ["x"]}]});
    assert_eq!(written(&filter), wanted);
    let Filter::Compound(compound) = decode_str(&wanted.to_string()).unwrap() else {
        panic!("several conditions");
    };
    let operator = compound.filters.first().map(|filter| match filter {
        Filter::Comparison(Comparison { operator, .. }) => operator.as_str(),
        _ => "",
    });
    assert_eq!(operator, Some("nin"));
}

#[test]
fn secrets_of_tools_are_written_and_never_printed() {
    let tool = McpTool::at("a", "https://a.example").authorization(Secret::from("hush-1"));
    let tool: Tool = tool.headers([("x-key".to_owned(), Secret::from("hush-2"))]).into();
    let secret = json!({"domain": "a.example", "name": "KEY", "value": "hush-3"});
    let policy = json!({"type": "allowlist", "allowed_domains": ["a.example"], "domain_secrets": [secret]});
    let shell = json!({"type": "shell", "environment": {"type": "container_auto", "network_policy": policy}});
    let request = Request::new("m", "Hi").tools([tool, decode_str(&shell.to_string()).unwrap()]);
    let text = written(&request).to_string();
    for secret in ["hush-1", "hush-2", "hush-3"] {
        assert!(text.contains(secret), "{text}");
    }
    assert!(!format!("{request:?}").contains("hush"), "{request:?}");
}

#[test]
fn a_secret_of_the_wrong_kind_is_not_quoted() {
    let mcp = |name: &str, value| json!({"tools": [{"type": "mcp", "server_label": "a", name: value}]});
    let policy = json!({"type": "allowlist", "allowed_domains": [], "domain_secrets": "hush"});
    let shell = json!({"type": "shell", "environment": {"type": "container_auto", "network_policy": policy}});
    for (body, path) in [
        (mcp("headers", json!("hush")), "tools[0].headers"),
        (mcp("headers", json!({"x-key": 471_147})), "tools[0].headers.x-key"),
        (mcp("authorization", json!(471_147)), "tools[0].authorization"),
        (
            json!({"tools": [shell]}),
            "tools[0].environment.network_policy.domain_secrets",
        ),
    ] {
        let error = decode_str::<Request>(&body.to_string()).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hush") && !shown.contains("471147"), "{shown}");
        assert_eq!(error.path(), path, "{error}");
    }
    let body = json!({"model": "m", "messages": [{"role": "user", "content": 471_147}, "hush"]});
    let error = decode_str::<openai_types::chat::Request>(&body.to_string()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "messages[0].content: invalid type: integer, expected string or array"
    );
}

#[test]
fn events_tell_their_text_their_response_and_the_end() {
    let event: Event = TextDelta::new("m", "Hi").into();
    assert_eq!((event.text_delta(), event.is_last()), (Some("Hi"), false));
    let done = Event::Completed(ResponseEvent::new(Response::new([Item::assistant("Hi")])));
    assert_eq!(done.response().map(|response| response.output.len()), Some(1));
    assert_eq!((done.tag(), done.is_last()), ("response.completed", true));
    let unknown: Event = decode_str(r#"{"type":"response.dream.delta","delta":1}"#).unwrap();
    assert_eq!((unknown.tag(), unknown.is_last()), ("response.dream.delta", false));
}

#[test]
fn a_failed_stream_tells_why_in_either_shape() {
    for (text, code) in [
        (
            r#"{"type":"error","code":"c","message":"m","param":"p","sequence_number":1}"#,
            "c",
        ),
        (
            r#"{"type":"error","sequence_number":1,"error":{"type":"t","code":"c","message":"m","param":"p"}}"#,
            "c",
        ),
        (
            r#"{"type":"error","error":{"code":400,"message":"m","param":"p"}}"#,
            "400",
        ),
    ] {
        let Event::Error(error) = decode_str(text).unwrap() else {
            panic!("an error");
        };
        assert_eq!(
            (error.code().as_deref(), error.message(), error.param()),
            (Some(code), Some("m"), Some("p"))
        );
    }
}

#[test]
fn a_malformed_event_is_an_error_at_its_place() {
    let delta =
        r#"{"item_id":"m","output_index":"first","content_index":0,"delta":"Hi","type":"response.output_text.delta"}"#;
    assert_eq!(decode_str::<Event>(delta).unwrap_err().path(), "output_index");
    let done = r#"{"type":"response.completed","response":{"output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":1}]}]}}"#;
    assert_eq!(
        decode_str::<Event>(done).unwrap_err().path(),
        "response.output[0].content[0].text"
    );
}

#[test]
fn queries_are_spelled_as_the_address_has_them() {
    let joined = |query: Vec<(String, String)>| {
        let pairs: Vec<_> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    };
    let query = Query::new()
        .include(["reasoning.encrypted_content".into()])
        .stream(true)
        .starting_after(7);
    assert_eq!(
        joined(query.query()),
        "include[]=reasoning.encrypted_content&starting_after=7&stream=true"
    );
    let query = ListQuery::new().after("msg_1").limit(5).order("asc");
    assert_eq!(joined(query.query()), "after=msg_1&limit=5&order=asc");
}

#[test]
fn input_is_text_or_items() {
    assert!(matches!(decode_str(r#""Hi""#), Ok(Input::Text(_))));
    assert!(matches!(
        decode_str(r#"[{"role":"user","content":"Hi"}]"#),
        Ok(Input::Items(_))
    ));
}
