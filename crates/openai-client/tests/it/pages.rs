//! Lists, read page by page.

use futures_util::TryStreamExt as _;
use openai_core::{ErrorKind, files};
use openai_types::files::ListQuery;
use serde_json::json;

use crate::script::{Step, answer, client};

fn page(ids: &[&str], more: bool) -> Step {
    let data: Vec<_> = ids.iter().map(|id| json!({"id": id})).collect();
    let body = json!({"object": "list", "data": data, "last_id": ids.last(), "has_more": more});
    answer(200).body(&body.to_string())
}

#[tokio::test(start_paused = true)]
async fn a_page_is_asked_for_when_the_one_before_is_used_up() {
    let (client, script) = client([page(&["a", "b"], true), page(&[], true), page(&["c"], false)]);
    let mut files = client.pages(files::List::new().query(ListQuery::new().limit(2)));
    assert_eq!(script.count(), 0);
    assert_eq!(files.try_next().await.unwrap().unwrap().id, "a");
    assert_eq!(files.try_next().await.unwrap().unwrap().id, "b");
    assert_eq!(script.count(), 1);
    assert!(
        files.try_next().await.unwrap().is_none(),
        "a page without items leads nowhere"
    );
    assert_eq!(script.seen()[1].request.uri().query(), Some("after=b&limit=2"));
}

#[tokio::test(start_paused = true)]
async fn it_is_a_stream_to_the_last_item() {
    let (client, _) = client([page(&["a"], true), page(&["b"], false), page(&["never"], false)]);
    let files: Vec<_> = client.pages(files::List::new()).try_collect().await.unwrap();
    let ids: Vec<_> = files.iter().map(|file| file.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_does_not_name_its_last_item_is_not_the_last() {
    let body = json!({"data": [{"id": "a"}], "has_more": true});
    let (client, script) = client([answer(200).body(&body.to_string()), page(&["b"], false)]);
    let files: Vec<_> = client.pages(files::List::new()).try_collect().await.unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!(script.seen()[1].request.uri().query(), Some("after=a"));
}

#[tokio::test(start_paused = true)]
async fn pages_that_lead_in_a_circle_are_an_error() {
    let last = page(&["a"], true).header("x-request-id", "req-7");
    let (client, script) = client([page(&["a"], true), page(&["b"], true), last]);
    let read = client.pages(files::List::new()).try_collect::<Vec<_>>().await;
    let error = read.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Decode, 3));
    assert_eq!((error.request_id(), error.attempts()), (Some("req-7"), 1));
}

#[tokio::test(start_paused = true)]
async fn a_list_without_end_is_an_error_and_ends() {
    let (client, script) = client([page(&["a"], true)]);
    let mut files = client.pages(files::List::new());
    assert_eq!(files.try_next().await.unwrap().unwrap().id, "a");
    assert_eq!(files.try_next().await.unwrap_err().kind(), ErrorKind::Decode);
    assert!(files.try_next().await.unwrap().is_none());
    assert_eq!(script.count(), 2);
}
