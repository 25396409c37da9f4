//! The examples of Databricks' page on responses, written with the types.

use openai_core::{BaseUrl, Endpoint, Policy, Provider, Spelled};
use openai_databricks::Databricks;
use openai_types::responses::{Item, Message, Request, Role, Tool};
use serde_json::{Value, json};

use crate::{body, example, specification};

/// A message without the `type` that the page's samples leave out.
fn says(role: Role, text: &str) -> Item {
    Message::untyped(role, text).into()
}

fn basic(system: &str, question: &str) -> Request {
    let input = vec![says(Role::System, system), says(Role::User, question)];
    Request::new("databricks-gpt-5", input).max_output_tokens(256_u64)
}

fn with_tool(question: &str, tool: Tool) -> Request {
    let input = vec![says(Role::User, question)];
    Request::new("databricks-gpt-5", input)
        .tools([tool])
        .max_output_tokens(1024_u64)
}

fn ask(host: &str, request: &Request) -> Spelled {
    let databricks = Databricks::new(BaseUrl::parse("test", &format!("https://{host}/serving-endpoints")).unwrap());
    let spelled = databricks.request(&request.call().unwrap(), &Policy::new()).unwrap();
    assert_eq!(spelled.request.method(), "POST");
    assert_eq!(spelled.request.headers()["content-type"], "application/json");
    assert!(spelled.notices.is_empty(), "{:?}", spelled.notices);
    spelled
}

/// The body, but for the member that always says whether to stream.
fn body(spelled: &Spelled) -> Value {
    let mut body = body::of(spelled);
    let stream = body.as_object_mut().and_then(|body| body.remove("stream"));
    assert_eq!(stream, Some(Value::Bool(false)));
    body
}

#[test]
fn three_requests() {
    let host = "example.cloud.databricks.com";
    let patch = body(&ask(host, &with_tool("Mend it.", Tool::apply_patch())));
    assert_eq!(
        patch,
        json!({"model": "databricks-gpt-5", "max_output_tokens": 1024, "tools": [{"type": "apply_patch"}],
               "input": [{"role": "user", "content": "Mend it."}]})
    );
    let custom = body(&ask(host, &with_tool("Write it.", Tool::custom("run", "Runs it."))));
    assert_eq!(
        custom["tools"],
        json!([{"type": "custom", "name": "run", "description": "Runs it."}])
    );
    let plain = body(&ask(host, &basic("Be kind.", "Why?")));
    assert_eq!(
        plain["input"],
        json!([{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Why?"}])
    );
}

#[test]
fn the_examples_of_the_page() {
    let Some(folder) = specification::folder("openai-databricks: the_examples_of_the_page") else {
        return;
    };
    let fixture = |name: &str| {
        let file = format!("fixtures/seeds/databricks_responses_{name}.request.json");
        specification::read(&folder.join(file))
    };
    let addresses: Vec<String> = example::addresses(&folder, "000");
    let [address] = addresses.as_slice() else {
        panic!("{addresses:?}")
    };
    // Once as a command line, once from a client that is given the base address: the same request but for the host.
    for host in [
        "<workspace_host>.databricks.com",
        "example.staging.cloud.databricks.com",
    ] {
        let host = host.replace(['<', '>'], "").replace('_', "-");
        let expected = fixture("basic");
        let at = |place: &str| example::text(&expected, place).to_owned();
        let spelled = ask(&host, &basic(&at("/input/0/content"), &at("/input/1/content")));
        assert_eq!(body(&spelled), expected);
        let path = address.split_once(".databricks.com").unwrap().1;
        assert_eq!(spelled.request.uri().to_string(), format!("https://{host}{path}"));
    }
    let expected = fixture("custom_tool");
    let at = |place: &str| example::text(&expected, place);
    let tool = Tool::custom(at("/tools/0/name"), at("/tools/0/description"));
    let spelled = ask("host.example", &with_tool(at("/input/0/content"), tool));
    assert_eq!(body(&spelled), expected);
    let expected = fixture("apply_patch");
    let question = example::text(&expected, "/input/0/content");
    let spelled = ask("host.example", &with_tool(question, Tool::apply_patch()));
    assert_eq!(body(&spelled), expected);
}
