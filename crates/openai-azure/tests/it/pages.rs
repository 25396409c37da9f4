//! Lists that come page by page, by the addresses that their pages give.

use openai_azure::ingestion::v2024::{JobList, List, ListRuns, RunList, UserTokens};
use openai_core::{Endpoint, Error, ErrorKind, Paged, Policy, Provider, Spelled};
use openai_types::decode_str;

use crate::chat::dated;

fn send(request: &impl Endpoint) -> Result<Spelled, Error> {
    dated("2024-10-01-preview").request(&request.call()?, &Policy::new())
}

#[test]
fn the_next_page_is_where_the_one_before_says() {
    let link =
        "https://my-resource.openai.azure.com/openai/ingestion/jobs?api-version=2024-05-01-preview&$skipToken=a%2Fb";
    let text = format!(r#"{{"value":[{{"kind":"SystemCompute","jobId":"manuals"}}],"nextLink":"{link}"}}"#);
    let page = List::page(decode_str::<JobList>(&text).unwrap());
    assert_eq!((page.items.len(), page.next.as_deref()), (1, Some(link)));
    let first = List::new().tokens(UserTokens::new().management("mgmt-token"));
    let next = send(&first.after(page.next.as_deref().unwrap())).unwrap().request;
    assert_eq!(next.uri(), link, "as it is written, api-version and all");
    assert_eq!(next.headers()["mgmt-user-token"], "mgmt-token");
    let last = List::page(decode_str::<JobList>(r#"{"value":[]}"#).unwrap());
    assert_eq!((last.items.len(), last.next), (0, None));
}

#[test]
fn runs_come_page_by_page_too() {
    let link = "https://my-resource.openai.azure.com/openai/ingestion/jobs/manuals/runs?page=2";
    let text = format!(r#"{{"value":[{{"runId":"1"}},{{"runId":"2"}}],"nextLink":"{link}"}}"#);
    let page = ListRuns::page(decode_str::<RunList>(&text).unwrap());
    assert_eq!(page.items.len(), 2);
    let next = send(&ListRuns::new("manuals").after(page.next.as_deref().unwrap())).unwrap();
    assert_eq!(next.request.uri(), link);
}

#[test]
fn a_page_elsewhere_is_refused() {
    for link in [
        "https://elsewhere.example/openai/ingestion/jobs?page=2",
        "http://my-resource.openai.azure.com/openai/ingestion/jobs?page=2",
        "/openai/ingestion/jobs?page=2",
    ] {
        let error = send(&List::new().link(link)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{link}");
        assert!(
            error.to_string().contains("another origin than https://my-resource"),
            "{error}"
        );
    }
    let error = send(&ListRuns::new("manuals").link("no address")).unwrap_err();
    assert!(
        error.to_string().contains("`nextLink` cannot be read as an address"),
        "{error}"
    );
}
