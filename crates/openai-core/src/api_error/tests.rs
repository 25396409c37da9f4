//! Every shape with every field, and bytes that no server should send.

use serde_json::json;

use super::*;

/// What is expected of one body; the fields that are not named are expected to be absent.
#[derive(Default)]
struct Expected {
    message: &'static str,
    code: Option<&'static str>,
    kind: Option<&'static str>,
    param: Option<&'static str>,
    status_text: Option<&'static str>,
    details: Option<Value>,
    inner: Option<Value>,
    external: Option<Value>,
    retry_after: Option<u64>,
    request_id: Option<&'static str>,
}

#[track_caller]
fn check(status: u16, body: impl AsRef<[u8]>, expected: Expected) {
    let error = ApiError::read(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), body.as_ref());
    assert_eq!(error.message(), expected.message);
    assert_eq!(error.code(), expected.code, "code");
    assert_eq!(error.kind(), expected.kind, "kind");
    assert_eq!(error.param(), expected.param, "param");
    assert_eq!(error.status_text(), expected.status_text, "status_text");
    assert_eq!(error.details(), expected.details.as_ref(), "details");
    assert_eq!(error.inner(), expected.inner.as_ref(), "inner");
    assert_eq!(error.external_model_message(), expected.external.as_ref(), "external");
    assert_eq!(
        error.retry_after(),
        expected.retry_after.map(Duration::from_millis),
        "retry_after"
    );
    assert_eq!(error.request_id(), expected.request_id, "request_id");
}

#[test]
fn openai() {
    check(
        404,
        r#"{"error":{"message":"The model `x` does not exist","type":"invalid_request_error","param":"model","code":"model_not_found"}}"#,
        Expected {
            message: "The model `x` does not exist",
            code: Some("model_not_found"),
            kind: Some("invalid_request_error"),
            param: Some("model"),
            ..Default::default()
        },
    );
    check(
        400,
        r#"{"error":{"message":"no","type":"invalid_request_error","param":null,"code":null},"request_id":"req_1"}"#,
        Expected {
            message: "no",
            kind: Some("invalid_request_error"),
            request_id: Some("req_1"),
            ..Default::default()
        },
    );
}

#[test]
fn azure() {
    let inner = json!({"code": "ResponsibleAIPolicyViolation", "content_filter_result": {"hate": {"filtered": true}}});
    check(
        400,
        json!({"error": {"message": "filtered", "type": null, "param": "prompt", "code": "content_filter", "status": 400, "innererror": inner}})
            .to_string(),
        Expected {
            message: "filtered",
            code: Some("content_filter"),
            param: Some("prompt"),
            inner: Some(inner),
            ..Default::default()
        },
    );
    check(
        409,
        r#"{"error":{"code":"conflict","message":"in use","target":"file","details":[{"code":"a","message":"b"}]}}"#,
        Expected {
            message: "in use",
            code: Some("conflict"),
            param: Some("file"),
            details: Some(json!([{"code": "a", "message": "b"}])),
            ..Default::default()
        },
    );
    // The flat form that the v1 specification draws, and the gateway's own.
    check(
        400,
        r#"{"code":"bad","message":"flat","param":"n","type":"invalid_request_error","inner_error":{"code":"x"}}"#,
        Expected {
            message: "flat",
            code: Some("bad"),
            kind: Some("invalid_request_error"),
            param: Some("n"),
            inner: Some(json!({"code": "x"})),
            ..Default::default()
        },
    );
    check(
        401,
        r#"{ "statusCode": 401, "message": "Access denied due to invalid subscription key." }"#,
        Expected {
            message: "Access denied due to invalid subscription key.",
            code: Some("401"),
            ..Default::default()
        },
    );
    check(
        401,
        r#"{"error":{"code":"401","message":"denied"}}"#,
        Expected {
            message: "denied",
            code: Some("401"),
            ..Default::default()
        },
    );
}

#[test]
fn google() {
    let details = json!([
        {"@type": "type.googleapis.com/google.rpc.QuotaFailure"},
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}
    ]);
    let error = json!({"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED", "details": details}});
    for body in [
        error.to_string(),
        json!([error]).to_string(),
        format!("\n[{error}\n]\n"),
    ] {
        check(
            429,
            body,
            Expected {
                message: "Quota exceeded",
                code: Some("429"),
                status_text: Some("RESOURCE_EXHAUSTED"),
                details: Some(details.clone()),
                retry_after: Some(34_500),
                ..Default::default()
            },
        );
    }
}

#[test]
fn databricks() {
    check(
        400,
        r#"{"error_code":"BAD_REQUEST","message":"store is not supported"}"#,
        Expected {
            message: "store is not supported",
            code: Some("BAD_REQUEST"),
            ..Default::default()
        },
    );
    // JSON inside the message, one and two layers deep.
    let nested = json!({"error": {"message": "too long", "type": "invalid_request_error", "code": "context_length"}});
    let wrapped = json!({"external_model_provider": "openai", "external_model_error": nested});
    for message in [
        nested.to_string(),
        wrapped.to_string(),
        json!({"message": nested.to_string()}).to_string(),
    ] {
        check(
            400,
            json!({"error_code": "BAD_REQUEST", "message": message}).to_string(),
            Expected {
                message: "too long",
                code: Some("BAD_REQUEST"),
                kind: Some("invalid_request_error"),
                ..Default::default()
            },
        );
    }
    check(
        400,
        r#"{"error_code":"BAD_REQUEST","message":"{\"foo\": 1}"}"#,
        Expected {
            message: r#"{"foo": 1}"#,
            code: Some("BAD_REQUEST"),
            ..Default::default()
        },
    );
    let external = json!({"error_code": "RATE_LIMITED", "message": "slow down"});
    check(
        429,
        json!({"error": "Received error from openai", "external_model_message": external}).to_string(),
        Expected {
            message: "Received error from openai: slow down",
            code: Some("RATE_LIMITED"),
            external: Some(external),
            ..Default::default()
        },
    );
    check(
        429,
        r#"{"error":{"message":"over","type":"rate_limit","code":"limit","limit_type":"itpm","limit":5,"current":6,"retry_after":12}}"#,
        Expected {
            message: "over",
            code: Some("limit"),
            kind: Some("rate_limit"),
            retry_after: Some(12_000),
            ..Default::default()
        },
    );
    check(
        404,
        "ENDPOINT_NOT_FOUND: no endpoint: x\n",
        Expected {
            message: "no endpoint: x",
            code: Some("ENDPOINT_NOT_FOUND"),
            ..Default::default()
        },
    );
    check(
        400,
        r#"{"error":"invalid_grant","error_description":"secret expired","request_id":"r"}"#,
        Expected {
            message: "secret expired",
            code: Some("invalid_grant"),
            request_id: Some("r"),
            ..Default::default()
        },
    );
}

#[test]
fn model_servers() {
    let says = |message, code, kind| Expected {
        message,
        code,
        kind,
        ..Default::default()
    };
    check(404, r#"{"detail":"Not Found"}"#, says("Not Found", None, None));
    check(
        422,
        r#"{"detail":[{"loc":["body","messages",0,"role"],"msg":"Field required","type":"missing"},{"msg":"second"}]}"#,
        says("body.messages.0.role: Field required; second", None, None),
    );
    check(
        400,
        r#"{"object":"error","message":"too long","type":"BadRequestError","param":null,"code":400}"#,
        says("too long", Some("400"), Some("BadRequestError")),
    );
    check(
        422,
        r#"{"error":"Input validation error: x","error_type":"validation"}"#,
        says("Input validation error: x", None, Some("validation")),
    );
    check(
        404,
        r#"{"error":"model 'x' not found"}"#,
        says("model 'x' not found", None, None),
    );
    check(
        500,
        r#"{"error":"Internal Server Error","message":"down","status":500}"#,
        says("down", None, None),
    );
    check(500, r#"{"message":"just this"}"#, says("just this", None, None));
    check(500, r#"{"error":true,"message":"m"}"#, says("m", None, None));
    check(500, r#"{"status":"fail","message":"m"}"#, says("m", None, None));
    check(500, r#"{"foo":{"bar":1}}"#, says(r#"{"foo":{"bar":1}}"#, None, None));
    check(500, r#""only text""#, says("only text", None, None));
    check(500, r#"["a",{"message":"b"}]"#, says("a; b", None, None));
    check(
        500,
        r#"{"error":{"message":["a","b"],"code":7}}"#,
        says("a; b", Some("7"), None),
    );
}

#[test]
fn text_and_pages() {
    let says = |message| Expected {
        message,
        ..Default::default()
    };
    check(
        502,
        "upstream connect error: reset",
        says("upstream connect error: reset"),
    );
    check(502, b"\xEF\xBB\xBF  two\nlines \n", says("two\nlines"));
    check(502, b"bad \xFF bytes", says("bad \u{fffd} bytes"));
    check(
        404,
        "<!DOCTYPE html>\n<html lang=en><TITLE class=x>Error 404 (Not Found)!!1</Title><p>long text",
        says("Error 404 (Not Found)!!1"),
    );
    check(
        502,
        "<html><style>p{color:red}</style><body><h1>502&nbsp;Bad</h1>\n<p>A &amp; B &lt;c&gt;<Script>if (a<b) x()</SCRIPT>\n end</body></html>",
        says("502 Bad A & B <c> end"),
    );
    check(502, "<html><script>never ends", says("Bad Gateway"));
    check(
        500,
        "<?xml version=\"1.0\"?><Error><Code>X</Code><Message>why</Message></Error>",
        says("X why"),
    );
}

#[test]
fn nothing_said() {
    let says = |message| Expected {
        message,
        ..Default::default()
    };
    for body in ["", "  \n", "{}", "null", "[]", "\"\"", "<html></html>", "<"] {
        check(503, body, says("Service Unavailable"));
    }
    check(
        599,
        "",
        says("the server reported an error without a message (HTTP status 599)"),
    );
    check(
        200,
        "{}",
        says("the server reported an error without a message (HTTP status 200)"),
    );
    check(
        400,
        r#"{"error":{"code":"x","message":""}}"#,
        Expected {
            message: "Bad Request",
            code: Some("x"),
            ..Default::default()
        },
    );
}

#[test]
fn content_filters_in_three_spellings() {
    let results = json!({"violence": {"filtered": true, "severity": "high"}});
    for (inner, name) in [
        ("inner_error", "content_filter_results"),
        ("innererror", "content_filter_results"),
        ("innererror", "content_filter_result"),
    ] {
        let body = json!({"error": {"message": "m", "code": null, inner: {"code": "c", name: results}}}).to_string();
        let error = ApiError::read(StatusCode::BAD_REQUEST, &HeaderMap::new(), body.as_bytes());
        assert_eq!(error.content_filter(), Some(&results), "{inner}.{name}");
        assert!(error.is_content_filter());
        let violence = error.filter_results().unwrap().violence.unwrap();
        assert!(violence.filtered, "{inner}.{name}");
    }
    // Azure OpenAI behind a Databricks endpoint.
    let azure = json!({"error": {"message": "m", "innererror": {"content_filter_result": results}}}).to_string();
    let body = json!({"error_code": "BAD_REQUEST", "message": azure}).to_string();
    let error = ApiError::read(StatusCode::BAD_REQUEST, &HeaderMap::new(), body.as_bytes());
    assert_eq!(
        (error.code(), error.content_filter()),
        (Some("BAD_REQUEST"), Some(&results))
    );
    assert!(ApiError::new("m").with_code("content_filter").is_content_filter());
    assert!(!ApiError::new("m").with_code("other").is_content_filter());
    let body = br#"{"error":{"message":"m","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#;
    let error = ApiError::read(StatusCode::BAD_REQUEST, &HeaderMap::new(), body);
    assert!(error.is_content_filter() && error.content_filter().is_none());
}

#[test]
fn request_ids_of_every_provider() {
    let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    };
    for (pairs, expected) in [
        (&[("x-request-id", "a"), ("apim-request-id", "b")][..], Some("a")),
        (&[("x-ms-request-id", "c"), ("apim-request-id", "b")], Some("b")),
        (&[("x-ms-request-id", "c")], Some("c")),
        (
            &[("x-databricks-org-id", "no"), ("x-databricks-apiproxy-request-id", "d")],
            Some("d"),
        ),
        (&[("x-request-id", " "), ("x-ms-request-id", "c")], Some("c")),
        (&[("x-ms-client-request-id", "ours")], None),
    ] {
        assert_eq!(request_id(&headers(pairs)), expected);
    }
    let body = br#"{"error":{"message":"m","request_id":"in body"}}"#;
    let read = |pairs| ApiError::read(StatusCode::BAD_REQUEST, &headers(pairs), body);
    assert_eq!(read(&[("x-request-id", "in head")]).request_id(), Some("in head"));
    assert_eq!(read(&[]).request_id(), Some("in body"));
    let mut opaque = HeaderMap::new();
    opaque.insert("x-request-id", http::HeaderValue::from_bytes(b"\xFF").unwrap());
    assert_eq!(request_id(&opaque), None);
}

#[test]
fn errors_inside_a_stream() {
    for (kind, data) in [
        ("message", r#"{"id":"","choices":[],"error":null}"#),
        ("message", r#"{"error":false}"#),
        ("message", r#"{"error":""}"#),
        ("message", r#"{"error":0}"#),
        ("message", r#"{"error":{}}"#),
        ("message", r#"{"choices":[{"delta":{"content":"the \"error\" was"}}]}"#),
        (
            "response.failed",
            r#"{"type":"response.failed","response":{"error":{"message":"m"}}}"#,
        ),
        ("message", r#"{"a":["error"],"b":"error"}"#),
        ("message", r#"{"error":"cut"#),
        ("message", "[DONE]"),
        ("message", ""),
    ] {
        assert_eq!(ApiError::in_stream(kind, data.as_bytes()), None, "{data}");
    }
    for (kind, data, message, code) in [
        (
            "message",
            r#"{"error":{"message":"m","code":"server_error"}}"#,
            "m",
            Some("server_error"),
        ),
        (
            "message",
            r#"{"choices":[], "error" : "overloaded"}"#,
            "overloaded",
            None,
        ),
        (
            "message",
            r#"[{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}]"#,
            "m",
            Some("503"),
        ),
        (
            "error",
            r#"{"type":"error","code":"x","message":"m","param":null}"#,
            "m",
            Some("x"),
        ),
        (
            "",
            r#"{"object":"error","message":"m","param":null,"code":404}"#,
            "m",
            Some("404"),
        ),
        ("error", "it broke", "it broke", None),
        ("error", "", "the server reported an error without a message", None),
    ] {
        let error = ApiError::in_stream(kind, data.as_bytes()).unwrap_or_else(|| panic!("{data}"));
        assert_eq!(
            (error.message(), error.code(), error.kind()),
            (message, code, None),
            "{data}"
        );
    }
    let headers = [("x-request-id".parse().unwrap(), "r".parse().unwrap())]
        .into_iter()
        .collect();
    let error = ApiError::in_stream("error", b"x").unwrap().with_headers(&headers);
    assert_eq!(error.request_id(), Some("r"));
}

#[test]
fn displays_one_line_with_the_most_telling_label() {
    let error = ApiError::new(" two\n\tlines\u{1b}[31m ").with_code("c\n1");
    assert_eq!(error.to_string(), r"two lines [31m (c\n1)");
    assert_eq!(ApiError::new("plain").to_string(), "plain");
    let body = br#"[{"error":{"code":404,"message":"gone","status":"NOT_FOUND"}}]"#;
    let error = ApiError::read(StatusCode::NOT_FOUND, &HeaderMap::new(), body);
    assert_eq!(error.to_string(), "gone (NOT_FOUND)");
}

#[test]
fn long_texts_are_cut_between_characters() {
    let long = "é".repeat(100_000);
    let page = format!("<p>{long}");
    let error = json!({"error": {"message": long, "code": long, "type": long}}).to_string();
    for body in [
        &long,
        &page,
        &error,
        &json!([long]).to_string(),
        &json!({"detail": [{"msg": long}]}).to_string(),
    ] {
        let error = ApiError::read(StatusCode::BAD_REQUEST, &HeaderMap::new(), body.as_bytes());
        assert_eq!(error.message().chars().count(), LONGEST);
        assert!(error.code().is_none_or(|code| code.chars().count() == LONGEST));
        assert!(error.to_string().len() < 5 * LONGEST);
    }
}

#[test]
fn odd_delays_are_no_delays() {
    for delay in ["-1", "1e400", "\"soon\"", "null", "[]", "1e300", "\"NaN\""] {
        let body = format!(r#"{{"error":{{"message":"m","retry_after":{delay}}}}}"#);
        let error = ApiError::read(StatusCode::TOO_MANY_REQUESTS, &HeaderMap::new(), body.as_bytes());
        assert_eq!(error.retry_after(), None, "{delay}");
        assert!(!error.message().is_empty());
    }
    let body = br#"{"error":{"message":"m","retry_after":" 1.5 "}}"#;
    let error = ApiError::read(StatusCode::TOO_MANY_REQUESTS, &HeaderMap::new(), body);
    assert_eq!(error.retry_after(), Some(Duration::from_millis(1_500)));
}

#[test]
fn mutated_bodies_never_panic_and_always_say_something() {
    let bodies: [&[u8]; 6] = [
        br#"[{"error":{"code":400,"message":"m","status":"NOT_FOUND","details":[{"retryDelay":"1s"}]}}]"#,
        br#"{"error_code":"X","message":"{\"error\":{\"message\":\"{\\\"message\\\":1}\"}}"}"#,
        br#"{"error":"e","external_model_message":{"error":"f","external_model_message":{"message":"g"}}}"#,
        "<html><title>é</title><script>a</script><p>&amp;</p></html>".as_bytes(),
        br#"{"detail":[{"loc":["a",1],"msg":"b"}],"retry_after":1,"innererror":{"content_filter_result":{}}}"#,
        "CODE_X: täxt".as_bytes(),
    ];
    let pieces: [&[u8]; 12] = [
        b"{",
        b"}",
        b"[",
        b"\"",
        b"\\",
        b"<",
        b">",
        b"</title",
        b"\xFF",
        b"null",
        b"1e999",
        b"\"error\":",
    ];
    let mut seed = 1_u64;
    let mut below = |limit: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % limit
    };
    for round in 0..20_000 {
        let mut body = bodies[below(bodies.len())].to_vec();
        for _ in 0..=below(4) {
            let from = below(body.len() + 1);
            let to = (from + below(4)).min(body.len());
            body.splice(from..to, pieces[below(pieces.len())].iter().copied());
        }
        let error = ApiError::read(StatusCode::BAD_REQUEST, &HeaderMap::new(), &body);
        assert!(
            !error.message().is_empty() && !error.to_string().contains('\n'),
            "round {round}: {body:?}"
        );
        for kind in ["message", "error"] {
            assert!(
                ApiError::in_stream(kind, &body).is_none_or(|error| !error.message().is_empty()),
                "round {round}"
            );
        }
    }
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    assert!(
        ApiError::read(StatusCode::BAD_REQUEST, &HeaderMap::new(), &deep)
            .message()
            .starts_with("[[[")
    );
}
