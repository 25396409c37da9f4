//! Each api-version takes one of the two shapes; the other one is refused with the name of the right one.

use openai_azure::enhancements::{self, Enhancements};
use openai_azure::on_your_data::{v2023, v2024};
use openai_azure::{ApiVersion, Azure};
use openai_core::{Call, Endpoint, Error, ErrorKind, Operation, Policy, Provider, Reaction, Spelled, Streaming};
use openai_types::chat::Request;
use serde_json::json;

use crate::chat::{dated, endpoint, hello};
use crate::samples::spell;

fn of_2023() -> v2023::Request {
    let search = v2023::SearchParameters::new("https://docs.search.windows.net", "manuals")
        .authentication(v2023::Authentication::api_key("search-key"));
    v2023::Request::new(hello(), search)
}

fn of_2024() -> v2024::Request {
    let search = v2024::SearchParameters::new("https://docs.search.windows.net", "manuals")
        .authentication(v2024::Authentication::api_key("search-key"));
    v2024::Request::new(hello(), search)
}

fn send<R: Endpoint>(azure: &Azure, request: &R) -> Result<Spelled, Error> {
    azure.request(&request.call()?, &Policy::new())
}

#[test]
fn each_version_takes_one_shape() {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for version in ApiVersion::KNOWN {
        let azure = Azure::new(endpoint("https://r.openai.azure.com"), *version);
        if send(&azure, &of_2023()).is_ok() {
            old.push(version.to_string());
        }
        if send(&azure, &of_2024()).is_ok() {
            new.push(version.to_string());
        }
    }
    assert_eq!(old.first().map(String::as_str), Some("2023-06-01-preview"));
    assert_eq!(old.last().map(String::as_str), Some("2023-12-01-preview"));
    assert_eq!(old.len(), 6, "{old:?}");
    assert_eq!(new.first().map(String::as_str), Some("2024-02-01"));
    assert_eq!(new.last().map(String::as_str), Some("2025-04-01-preview"));
    assert!(old.iter().all(|version| !new.contains(version)));
    assert!(!new.contains(&"2024-02-01-preview".to_owned()) && new.contains(&"2024-10-21".to_owned()));
}

#[test]
fn the_wrong_shape_is_refused_with_the_name_of_the_right_one() {
    insta::assert_snapshot!(
        "2023_shape_in_2024",
        send(&dated("2024-10-21"), &of_2023()).unwrap_err()
    );
    insta::assert_snapshot!(
        "2024_shape_in_2023",
        send(&dated("2023-12-01-preview"), &of_2024()).unwrap_err()
    );
    insta::assert_snapshot!(
        "2023_shape_before_any",
        send(&dated("2023-05-15"), &of_2023()).unwrap_err()
    );
    insta::assert_snapshot!(
        "2024_shape_before_any",
        send(&dated("2023-05-15"), &of_2024()).unwrap_err()
    );
    let v1 = Azure::v1(endpoint("https://r.openai.azure.com"));
    insta::assert_snapshot!("2023_shape_in_v1", send(&v1, &of_2023()).unwrap_err());
    send(&v1, &of_2024()).unwrap();
    let policy = Policy::new().rejected(Reaction::Report);
    let sent = dated("2024-10-21")
        .request(&of_2023().call().unwrap(), &policy)
        .unwrap();
    assert_eq!(sent.notices.len(), 1);
}

#[test]
fn the_requests_as_they_are_sent() {
    insta::assert_snapshot!(
        "2023_shape",
        send(&dated("2023-12-01-preview"), &of_2023().streamed(false)).unwrap()
    );
    insta::assert_snapshot!(
        "2024_shape",
        send(&dated("2024-10-21"), &of_2024().streamed(true)).unwrap()
    );
    insta::assert_snapshot!("2024_shape_unstreamed", send(&dated("2024-10-21"), &of_2024()).unwrap());
}

#[test]
fn enhancements_go_along_where_a_version_has_them() {
    let vision = v2023::ComputerVisionParameters::new("https://v.cognitiveservices.azure.com", "vision-key");
    let request = v2023::Request::new(hello(), vision).enhancements(Enhancements::all());
    insta::assert_snapshot!("enhancements", send(&dated("2023-12-01-preview"), &request).unwrap());
    let error = send(&dated("2023-10-01-preview"), &request).unwrap_err().to_string();
    assert!(error.contains("`enhancements` is refused"), "{error}");
}

fn of_vision() -> enhancements::Request {
    let vision = v2023::ComputerVisionParameters::new("https://v.cognitiveservices.azure.com", "vision-key");
    enhancements::Request::new(hello(), vision).enhancements(Enhancements::all())
}

#[test]
fn enhancements_go_to_chat_completions_in_early_2024() {
    insta::assert_snapshot!(
        "enhancements_2024",
        send(&dated("2024-02-15-preview"), &of_vision()).unwrap()
    );
    let mut having = Vec::new();
    for version in ApiVersion::KNOWN {
        let azure = Azure::new(endpoint("https://r.openai.azure.com"), *version);
        if send(&azure, &of_vision()).is_ok() {
            having.push(version.to_string());
        }
    }
    assert_eq!(having, ["2024-02-15-preview", "2024-03-01-preview"]);
}

#[test]
fn what_looks_at_pictures_is_the_only_source_of_the_old_shape_in_early_2024() {
    let azure = dated("2024-02-15-preview");
    let vision = v2023::ComputerVisionParameters::new("https://v.cognitiveservices.azure.com", "vision-key");
    let misplaced = v2023::Request::new(hello(), vision).enhancements(Enhancements::all());
    insta::assert_snapshot!("vision_on_the_extensions", send(&azure, &misplaced).unwrap_err());
    let mut mixed = of_2023();
    mixed.data_sources.extend(misplaced.data_sources);
    for request in [of_2023(), mixed] {
        let error = send(&azure, &request).unwrap_err().to_string();
        assert!(error.contains("this version takes `data_sources`"), "{error}");
    }
    let body = r#"{"model":"gpt-4o","messages":[],"dataSources":[{"type":"AzureCognitiveSearch","parameters":{}}]}"#;
    let call = Call::raw(Operation::CHAT, &["chat", "completions"], body);
    let error = azure.request(&call, &Policy::new()).unwrap_err().to_string();
    assert!(error.contains("this version takes `data_sources`"), "{error}");
}

#[test]
fn one_source_is_the_most() {
    let mut request = of_2024();
    request.data_sources.extend(of_2024().data_sources);
    let error = send(&dated("2024-10-21"), &request).unwrap_err().to_string();
    assert!(
        error.contains("`data_sources` is refused by Azure OpenAI 2024-10-21: it has 2 sources, and takes exactly one"),
        "{error}"
    );
}

#[test]
fn log_probabilities_do_not_go_with_data_sources() {
    let mut request = of_2024();
    request.chat.logprobs = Some(true);
    let error = send(&dated("2024-10-21"), &request).unwrap_err().to_string();
    assert!(
        error.contains("`logprobs` is refused by Azure OpenAI 2024-10-21: not beside `data_sources`"),
        "{error}"
    );
}

#[test]
fn what_only_the_extensions_take_is_refused_elsewhere() {
    let request: Request = hello().extra("dataSources", json!([])).extra("enhancements", json!({}));
    insta::assert_snapshot!("misplaced", spell(&dated("2023-12-01-preview"), &request).unwrap_err());
}

#[test]
fn a_request_that_cannot_be_right_is_not_sent() {
    let mut request = of_2024();
    request.data_sources.clear();
    let error = request.call().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().contains("`data_sources` is empty"), "{error}");
    let mut request = of_2023();
    request.chat.messages.clear();
    assert!(request.call().unwrap_err().to_string().contains("`messages` is empty"));
}

#[test]
fn a_malformed_source_is_an_error_at_its_place() {
    for (text, place) in [
        (
            r#"{"messages":[],"data_sources":[{"type":"azure_search","parameters":{"endpoint":"e"}}]}"#,
            "data_sources[0].parameters",
        ),
        (
            r#"{"messages":[],"data_sources":[{"parameters":{"endpoint":1,"index_name":"i"},"type":"azure_search"}]}"#,
            "data_sources[0].parameters.endpoint",
        ),
        (r#"{"messages":1,"data_sources":[]}"#, "messages"),
        (r#"{"messages":[]}"#, ""),
    ] {
        let error = openai_types::decode_str::<v2024::Request>(text).unwrap_err();
        assert_eq!(error.path(), place, "{error}");
    }
    let error = openai_types::decode_str::<v2024::Request>(r#"{"messages":[]}"#).unwrap_err();
    assert_eq!(error.message(), "missing field `data_sources`");
}

#[test]
fn a_source_is_written_once() {
    let mut request = of_2024().enhancements(Enhancements::all());
    request.chat = request
        .chat
        .extra("data_sources", json!(1))
        .extra("enhancements", json!(2));
    let text = serde_json::to_string(&request).unwrap();
    assert_eq!(text.matches("\"data_sources\"").count(), 1, "{text}");
    assert_eq!(text.matches("\"enhancements\"").count(), 1, "{text}");
}
