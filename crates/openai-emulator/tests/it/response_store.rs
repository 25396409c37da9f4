//! Responses that are kept: continued, fetched again, listed, cancelled, deleted.

use std::time::Duration;

use openai_emulator::{Clock, Config, Emulator};
use serde_json::{Value, json};

use crate::responses::{OPENAI, ask, call, refused, text};
use crate::wire::{send, start};

#[tokio::test]
async fn a_conversation_goes_on_from_what_is_kept() {
    let emulator = start().await;
    let first = ask(&emulator, json!({ "instructions": "Be brief." })).await;
    let id = first["id"].as_str().unwrap();
    let second = ask(
        &emulator,
        json!({ "input": "And at night?", "previous_response_id": id }),
    )
    .await;
    assert_eq!(second["previous_response_id"], *id);
    assert!(second["usage"]["input_tokens"].as_u64() > first["usage"]["input_tokens"].as_u64());
    let fetched = call(&emulator, "GET", &format!("{OPENAI}/{id}")).await;
    assert_eq!(fetched.json(), first);
    let message = &first["output"][0]["id"];
    let reference = json!([{ "type": "item_reference", "id": message }, { "role": "user", "content": "Go on" }]);
    ask(&emulator, json!({ "input": reference })).await;
    let deleted = call(&emulator, "DELETE", &format!("{OPENAI}/{id}")).await;
    assert_eq!(
        deleted.json(),
        json!({ "id": id, "object": "response", "deleted": true })
    );
    for (method, path) in [
        ("GET", format!("{OPENAI}/{id}")),
        ("DELETE", format!("{OPENAI}/{id}")),
        ("POST", format!("{OPENAI}/{id}/cancel")),
        ("GET", format!("{OPENAI}/{id}/input_items")),
    ] {
        let gone = send(emulator.address(), method, &path, &[], b"").await.unwrap();
        assert_eq!(
            (gone.status, gone.message()),
            (404, format!("Response with id '{id}' not found.")),
            "{path}"
        );
    }
    let lost = refused(&emulator, json!({ "previous_response_id": id })).await;
    assert_eq!(lost.json()["error"]["code"], "previous_response_not_found");
    let odd = call(&emulator, "GET", &format!("{OPENAI}/chatcmpl-1")).await;
    assert!(
        odd.status == 400 && odd.message().contains("begins with 'resp'"),
        "{odd:?}"
    );
    let unkept = ask(&emulator, json!({ "store": false })).await;
    let path = format!("{OPENAI}/{}", unkept["id"].as_str().unwrap());
    assert_eq!(call(&emulator, "GET", &path).await.status, 404);
}

#[tokio::test]
async fn work_in_the_background_follows_the_clock() {
    let clock = Clock::manual();
    let emulator = Emulator::start(Config::new().clock(clock.clone())).await.unwrap();
    let created = ask(&emulator, json!({ "background": true })).await;
    assert_eq!((&created["status"], &created["output"]), (&json!("queued"), &json!([])));
    let path = format!("{OPENAI}/{}", created["id"].as_str().unwrap());
    let status = async || call(&emulator, "GET", &path).await.json()["status"].clone();
    clock.advance(Duration::from_secs(1));
    assert_eq!(status().await, "in_progress");
    clock.advance(Duration::from_secs(2));
    let done = call(&emulator, "GET", &path).await.json();
    assert_eq!(done["status"], "completed");
    assert!(text(&done).contains("sky"));
    // What has ended stays as it is.
    let ended = call(&emulator, "POST", &format!("{path}/cancel")).await.json();
    assert_eq!(ended["status"], "completed");

    let other = ask(&emulator, json!({ "background": true })).await;
    let path = format!("{OPENAI}/{}", other["id"].as_str().unwrap());
    for _ in 0..2 {
        let cancelled = call(&emulator, "POST", &format!("{path}/cancel")).await;
        assert_eq!(
            (cancelled.status, &cancelled.json()["status"]),
            (200, &json!("cancelled"))
        );
    }
    clock.advance(Duration::from_secs(60));
    assert_eq!(call(&emulator, "GET", &path).await.json()["status"], "cancelled");

    let plain = ask(&emulator, json!({})).await;
    let path = format!("{OPENAI}/{}/cancel", plain["id"].as_str().unwrap());
    let synchronous = call(&emulator, "POST", &path).await;
    assert_eq!(
        (synchronous.status, synchronous.message()),
        (400, "Cannot cancel a synchronous response.".to_owned())
    );
    let unkept = refused(&emulator, json!({ "background": true, "store": false })).await;
    assert_eq!(unkept.json()["error"]["param"], "background");
}

#[tokio::test]
async fn input_items_come_in_pages() {
    let emulator = start().await;
    let input: Vec<Value> = (0..5)
        .map(|number| json!({ "role": "user", "content": format!("Number {number}") }))
        .collect();
    let response = ask(&emulator, json!({ "input": input })).await;
    let path = format!("{OPENAI}/{}/input_items", response["id"].as_str().unwrap());
    let texts = |page: &Value| -> Vec<String> {
        let items = page["data"].as_array().unwrap().iter();
        items
            .map(|item| item["content"][0]["text"].as_str().unwrap().to_owned())
            .collect()
    };
    let page = call(&emulator, "GET", &format!("{path}?limit=2")).await.json();
    assert_eq!(texts(&page), ["Number 4", "Number 3"]);
    assert_eq!(page["has_more"], true);
    let after = page["last_id"].as_str().unwrap();
    let rest = call(&emulator, "GET", &format!("{path}?after={after}")).await.json();
    assert_eq!((texts(&rest).len(), &rest["has_more"]), (3, &json!(false)));
    let oldest = call(&emulator, "GET", &format!("{path}?order=asc&limit=1"))
        .await
        .json();
    assert_eq!(texts(&oldest), ["Number 0"]);
    for query in [
        "limit=0",
        "limit=101",
        "order=up",
        "after=msg_0",
        "include=nope",
        "include[]=nope",
        "include=message.input_image.image_url&include=nope",
    ] {
        assert_eq!(
            call(&emulator, "GET", &format!("{path}?{query}")).await.status,
            400,
            "{query}"
        );
    }
}

#[tokio::test]
async fn what_is_included_is_a_word_of_the_list() {
    let emulator = start().await;
    let response = ask(&emulator, json!({})).await;
    let path = format!("{OPENAI}/{}", response["id"].as_str().unwrap());
    for path in [path.clone(), format!("{path}/input_items")] {
        let known = "include[]=reasoning.encrypted_content&include=message.output_text.logprobs";
        assert_eq!(call(&emulator, "GET", &format!("{path}?{known}")).await.status, 200);
        let error = call(&emulator, "GET", &format!("{path}?{known}&include=nope"))
            .await
            .json();
        assert_eq!(
            (&error["error"]["code"], &error["error"]["param"]),
            (&json!("invalid_value"), &json!("include[2]")),
            "{error}"
        );
    }
}

/// No item is known before the response is done, and none of a response that was cancelled.
#[tokio::test]
async fn nothing_goes_on_from_what_is_not_done() {
    let clock = Clock::manual();
    let emulator = Emulator::start(Config::new().clock(clock.clone())).await.unwrap();
    let function = json!({ "type": "function", "name": "f", "parameters": { "type": "object" } });
    let begin = async || ask(&emulator, json!({ "background": true, "tools": [function] })).await["id"].clone();
    let on = |id: &Value| json!({ "input": "And?", "previous_response_id": id });
    let (slow, cancelled) = (begin().await, begin().await);
    let path = format!("{OPENAI}/{}/cancel", cancelled.as_str().unwrap());
    assert_eq!(call(&emulator, "POST", &path).await.status, 200);
    for _ in 0..2 {
        let early = refused(&emulator, on(&slow)).await;
        assert_eq!(
            (early.status, &early.json()["error"]["param"]),
            (400, &json!("previous_response_id"))
        );
        clock.advance(Duration::from_secs(1));
    }
    // The call that would have been made needs no answer, as nobody has seen it.
    let next = ask(&emulator, on(&cancelled)).await;
    let path = format!("{OPENAI}/{}/input_items", next["id"].as_str().unwrap());
    assert_eq!(
        call(&emulator, "GET", &path).await.json()["data"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    clock.advance(Duration::from_secs(1));
    let late = refused(&emulator, on(&slow)).await;
    assert!(
        late.message().starts_with("No tool output found for function call"),
        "{late:?}"
    );
}

#[tokio::test]
async fn input_items_begin_with_what_came_before() {
    let emulator = start().await;
    let first = ask(&emulator, json!({ "input": "One" })).await;
    let second = ask(
        &emulator,
        json!({ "input": "Two", "previous_response_id": first["id"] }),
    )
    .await;
    let third = ask(
        &emulator,
        json!({ "input": "Three", "previous_response_id": second["id"] }),
    )
    .await;
    let path = format!("{OPENAI}/{}/input_items?order=asc", third["id"].as_str().unwrap());
    let page = call(&emulator, "GET", &path).await.json();
    let items = page["data"].as_array().unwrap();
    let roles: Vec<&Value> = items.iter().map(|item| &item["role"]).collect();
    assert_eq!(roles, ["user", "assistant", "user", "assistant", "user"]);
    assert_eq!((&items[1], &items[3]), (&first["output"][0], &second["output"][0]));
    assert_eq!(items[4]["content"][0]["text"], "Three");
}
