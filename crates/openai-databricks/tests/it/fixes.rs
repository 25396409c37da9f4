//! Repairs: each visible, each to be turned off.

use openai_core::{Endpoint, NoticeKind, Policy, Provider};
use openai_databricks::{CLAUDE_EMPTY_CONTENT, MAX_TOKENS, STRIP_STRICT};
use openai_types::chat::Request;

use crate::chat::{databricks, sent};
use crate::samples::spell;

/// The sample with tools: it holds `strict`, and an assistant message with calls and empty content.
fn tools(model: &str) -> Request {
    let request: Request = openai_types::decode_str(include_str!("../../../../tests/requests/tools.json")).unwrap();
    request.model(model)
}

#[test]
fn a_request_to_claude_is_mended() {
    let spelled = spell(&databricks(), &tools("databricks-claude-sonnet-4")).unwrap();
    insta::assert_snapshot!("claude", spelled);
    assert!(spelled.notices.iter().all(|notice| notice.kind == NoticeKind::Fixed));
}

#[test]
fn only_strict_is_left_out_for_other_models() {
    insta::assert_snapshot!(
        "llama",
        spell(&databricks(), &tools("databricks-meta-llama-3-3-70b-instruct")).unwrap()
    );
}

#[test]
fn gpt_models_need_no_mending() {
    for model in ["databricks-gpt-5", "My-GPT-endpoint"] {
        assert!(spell(&databricks(), &tools(model)).unwrap().notices.is_empty());
    }
}

#[test]
fn each_fix_can_be_turned_off() {
    let call = tools("databricks-claude-sonnet-4").call().unwrap();
    for (off, left, parameter) in [
        (STRIP_STRICT, CLAUDE_EMPTY_CONTENT, "messages"),
        (CLAUDE_EMPTY_CONTENT, STRIP_STRICT, "tools"),
    ] {
        let notices = databricks()
            .request(&call, &Policy::new().without_fix(off))
            .unwrap()
            .notices;
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert!(
            notices[0].parameter == parameter && notices[0].message.contains(left),
            "{notices:?}"
        );
    }
    let policy = Policy::new()
        .without_fix(STRIP_STRICT)
        .without_fix(CLAUDE_EMPTY_CONTENT);
    let spelled = databricks().request(&call, &policy).unwrap();
    assert!(spelled.notices.is_empty());
    assert!(spelled.to_string().contains(r#""strict": true"#));
}

#[test]
fn the_newer_limit_goes_out_by_its_older_name() {
    let body = |model: &str, limits: &str| format!(r#"{{"model":"{model}",{limits}"messages":[],"stream":false}}"#);
    let (newer, older) = (r#""max_completion_tokens":9,"#, r#""max_tokens":9"#);
    let renamed = sent(&body("databricks-gpt-5", newer), &Policy::new());
    assert!(
        renamed.contains(older) && !renamed.contains("max_completion_tokens"),
        "{renamed}"
    );
    let off = Policy::new().without_fix(MAX_TOKENS);
    for (model, limits, policy) in [
        ("databricks-gpt-5", newer.to_owned(), &off),
        ("databricks-gpt-5", format!("{newer}{older},"), &Policy::new()),
        (
            "databricks-gpt-5",
            r#""max_completion_tokens":null,"#.to_owned(),
            &Policy::new(),
        ),
        ("my-azure-gpt", newer.to_owned(), &Policy::new()),
    ] {
        let body = body(model, &limits);
        assert_eq!(sent(&body, policy), body);
    }
    let request =
        Request::new("databricks-gpt-5", [openai_types::chat::Message::user("Hi")]).max_completion_tokens(9_u64);
    let notices = spell(&databricks(), &request).unwrap().notices;
    assert_eq!(
        (notices.len(), notices[0].kind),
        (1, NoticeKind::Renamed),
        "{notices:?}"
    );
    assert!(notices[0].message.contains(MAX_TOKENS), "{notices:?}");
    let notices = databricks().request(&request.call().unwrap(), &off).unwrap().notices;
    assert_eq!(
        (notices.len(), notices[0].kind),
        (1, NoticeKind::Unlisted),
        "{notices:?}"
    );
}

#[test]
fn what_counts_as_empty_beside_tool_calls() {
    let with = |content: &str| {
        let message = format!(r#"{{"role":"assistant",{content}"tool_calls":[{{"id":"1"}}]}}"#);
        sent(
            &format!(r#"{{"model":"claude","messages":[{message}],"stream":false}}"#),
            &Policy::new(),
        )
    };
    for content in [
        "",
        r#""content":"","#,
        r#""content":"\n","#,
        r#""content":null,"#,
        r#""content":[],"#,
        r#""content":[{"type":"text","text":""}],"#,
    ] {
        assert!(
            with(content).contains(r#""content":" ""#),
            "{content}: {}",
            with(content)
        );
    }
    for content in [
        r#""content":"Hm","#,
        r#""content":[{"type":"text","text":"a"}],"#,
        r#""content":[{"type":"image"}],"#,
    ] {
        assert!(with(content).contains(content), "{content}: {}", with(content));
    }
}

#[test]
fn empty_content_elsewhere_is_left_alone() {
    for message in [
        r#"{"role":"assistant","content":""}"#,
        r#"{"role":"assistant","content":"","tool_calls":[]}"#,
        r#"{"role":"user","content":"","tool_calls":[1]}"#,
        r#"7"#,
    ] {
        let body = format!(r#"{{"model":"claude", "messages":[{message}],"stream":false}}"#);
        assert_eq!(sent(&body, &Policy::new()), body);
    }
}
