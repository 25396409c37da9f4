//! `oai auth`: where credentials come from, and what is there. [`crate::run`] fails on every canary that is printed.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::run::{CANARY, Ran, oai};

const PROFILES: &str = "[DEFAULT]\nhost = http://127.0.0.1:1\ntoken = dapi-canary-1\n\n[dev]\nhost = HOST\n\
                        client_id = c-1\nclient_secret = dose-canary-2\n";

/// A server that answers one request after another with these bodies, then hangs up for good.
fn server(answers: &'static [(u16, &'static str)]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for (status, body) in answers {
            let (mut socket, _) = listener.accept().unwrap();
            let _ = socket.read(&mut [0; 8192]);
            let head = format!(
                "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}",
                body.len()
            );
            let _ = socket.write_all(format!("{head}\r\n\r\n{body}").as_bytes());
        }
    });
    url
}

fn home(host: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join(".databrickscfg"), PROFILES.replace("HOST", host)).unwrap();
    home
}

fn path(folder: &Path) -> &str {
    folder.to_str().unwrap()
}

fn told(ran: &Ran, code: i32, out: &[&str], err: &[&str]) {
    assert_eq!(ran.code, Some(code), "{ran:?}");
    for hint in out {
        assert!(ran.out.contains(hint), "{hint:?} is missing: {ran:?}");
    }
    for hint in err {
        assert!(ran.err.contains(hint), "{hint:?} is missing: {ran:?}");
    }
}

#[test]
fn a_key_is_named_and_not_shown() {
    let ran = oai(&["auth", "check"], &[("OPENAI_API_KEY", CANARY)]);
    told(
        &ran,
        0,
        &[
            "provider    openai\n",
            "address     https://api.openai.com\n",
            "credential  OPENAI_API_KEY\n",
            "sent as     authorization: Bearer\n",
            "identity    not told by the credential\n",
            "expires     not known here\n",
        ],
        &[],
    );
    let azure = [("AZURE_OPENAI_API_KEY", CANARY)];
    let ran = oai(&["auth", "check", "-p", "azure://contoso"], &azure);
    told(
        &ran,
        0,
        &["credential  AZURE_OPENAI_API_KEY\n", "sent as     api-key\n"],
        &[],
    );
    let ran = oai(&["auth", "check", "-p", "openai+http://127.0.0.1:1/v1"], &[]);
    told(&ran, 0, &["credential  none: the server is on this machine\n"], &[]);
}

#[test]
fn a_token_tells_whose_it_is() {
    let token = |payload: &str| format!("eyJhbGciOiJub25lIn0.{}.canary", URL_SAFE_NO_PAD.encode(payload));
    let check = |token: &str| {
        let arguments = ["auth", "check", "-p", "azure://contoso"];
        oai(&arguments, &[("AZURE_OPENAI_AD_TOKEN", token)])
    };
    let good = token(r#"{"upn":"ada@example.com","tid":"t-1","exp":4102444800}"#);
    let ran = check(&good);
    told(
        &ran,
        0,
        &[
            "identity    upn ada@example.com, tid t-1\n",
            "Fri, 01 Jan 2100 00:00:00 GMT (in ",
        ],
        &[],
    );
    let ran = check(&token(r#"{"appid":"app-1","exp":1000000000}"#));
    told(
        &ran,
        2,
        &["identity    appid app-1\n", " days ago)"],
        &["the token ran out at Sun, 09 Sep 2001", "fetch a new one"],
    );
}

#[test]
fn a_profile_is_followed_to_its_token() {
    let url = server(&[
        (404, ""),
        (
            200,
            r#"{"access_token":"ya29.canary-token","token_type":"Bearer","expires_in":3600}"#,
        ),
        (404, ""),
        (
            200,
            r#"{"access_token":"eyJ-canary-token","token_type":"Bearer","expires_in":3600}"#,
        ),
    ]);
    let home = home(&url);
    let variables = [("HOME", path(home.path()))];
    let arguments = ["auth", "check", "-p", "databricks://?profile=dev"];
    let ran = oai(&arguments, &variables);
    let from = format!("oauth-m2m from profile dev of {}/.databrickscfg", path(home.path()));
    told(
        &ran,
        0,
        &[
            &format!("address     {url}\n"),
            &from,
            "(the service principal c-1)",
            "(in 59 min)",
        ],
        &[],
    );
    let ran = oai(&[&arguments[..], &["--json"]].concat(), &variables);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&report["provider"], &report["error"]),
        (&"databricks".into(), &Value::Null)
    );
    assert!(report["credential"].as_str().unwrap().starts_with(&from), "{report}");
    assert!(report["expires_at"].as_u64().unwrap() > 1_700_000_000, "{report}");
}

#[test]
fn the_first_step_that_fails_is_told() {
    const REFUSING: &str =
        r#"{"error":"invalid_client","error_description":"dose-canary-2 is bad, eyJhbGciOiJcanary"}"#;
    let home = home(&server(&[(404, ""), (401, REFUSING)]));
    let variables = [("HOME", path(home.path()))];
    let check = |uri: &str| oai(&["auth", "check", "-p", uri], &variables);
    let ran = check("databricks://?profile=dev");
    told(
        &ran,
        2,
        &["credential  oauth-m2m from profile dev"],
        &["answered 401 invalid_client (*** is bad, ***): check the client id and the secret"],
    );
    // Now nobody listens there any more.
    told(
        &check("databricks://?profile=dev"),
        4,
        &["provider    databricks\n"],
        &["no connection to http://127.0.0.1"],
    );
    told(
        &check("databricks://?profile=prod"),
        2,
        &[],
        &["has no profile `prod`: it has DEFAULT, dev"],
    );
    told(&check("openai://"), 2, &[], &["OPENAI_API_KEY"]);
    told(
        &oai(&["auth", "check"], &[]),
        2,
        &[],
        &["no provider is configured", "oai auth list"],
    );
    let ran = oai(
        &["auth", "check", "--json", "-p", "databricks://?profile=dev"],
        &variables,
    );
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(
        report["error"].as_str().unwrap().contains("no connection to"),
        "{report}"
    );
}

/// The same credential, refused on the way of a chat.
#[test]
fn a_chat_that_gets_no_token_hides_the_secrets_too() {
    const REFUSING: &str =
        r#"{"error":"invalid_client","error_description":"dose-canary-2 and eyJhbGciOiJcanary are bad"}"#;
    let url = server(&[(404, ""), (401, REFUSING)]);
    let home = home(&url);
    let arguments = ["chat", "-p", "databricks://?profile=dev", "Hello"];
    let ran = oai(&arguments, &[("HOME", path(home.path())), ("RUST_LOG", "trace")]);
    told(&ran, 2, &[], &["invalid_client (*** and *** are bad)"]);
}

#[test]
fn what_is_there_is_listed_by_name() {
    let home = home("https://dbc-1.cloud.databricks.com");
    let programs = tempfile::tempdir().unwrap();
    fs::write(programs.path().join("gcloud"), "").unwrap();
    fs::write(programs.path().join("gcloud.cmd"), "").unwrap();
    let gcloud = home.path().join(".config/gcloud");
    fs::create_dir_all(&gcloud).unwrap();
    fs::write(gcloud.join("application_default_credentials.json"), "canary").unwrap();
    let metadata = server(&[(200, "canary")]);
    let variables = [
        ("HOME", path(home.path())),
        ("CLOUDSDK_CONFIG", path(&gcloud)),
        ("PATH", path(programs.path())),
        ("OPENAI_API_KEY", CANARY),
        ("AZURE_CLIENT_SECRET", CANARY),
        ("GOOGLE_APPLICATION_CREDENTIALS", "no/such/key.json"),
        ("GCE_METADATA_HOST", metadata.trim_start_matches("http://")),
    ];
    let ran = oai(&["auth", "list"], &variables);
    told(
        &ran,
        0,
        &[
            "openai\n  variable  OPENAI_API_KEY\n",
            "azure\n  variable  AZURE_CLIENT_SECRET\n",
            "no/such/key.json (GOOGLE_APPLICATION_CREDENTIALS): not there\n",
            "application_default_credentials.json (gcloud's login)\n",
            &format!("  program   {}/gcloud", path(programs.path())),
            ".databrickscfg: the profiles DEFAULT, dev\n",
            "oai chat asks: openai\n",
        ],
        &[],
    );
    assert!(!ran.out.contains("metadata "), "the server is not Google's: {ran:?}");
    let ran = oai(&["auth", "list", "--json"], &variables);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["chosen"], "openai");
    assert_eq!(report["clouds"]["openai"][0]["what"], "OPENAI_API_KEY");

    let nothing = [("PATH", ""), ("GCE_METADATA_HOST", "127.0.0.1:1")];
    let ran = oai(&["auth", "list"], &nothing);
    told(
        &ran,
        0,
        &["openai\n  nothing\n", "oai chat asks: none: the emulator inside oai\n"],
        &[],
    );
}

/// A login is listed, and chooses nothing.
#[test]
fn a_login_does_not_choose_a_cloud() {
    let home = home("https://dbc-1.cloud.databricks.com");
    let ran = oai(
        &["auth", "list"],
        &[("HOME", path(home.path())), ("GCE_METADATA_HOST", "127.0.0.1:1")],
    );
    told(&ran, 0, &["the profiles DEFAULT, dev", "oai chat asks: none"], &[]);
}

#[cfg(not(feature = "logins"))]
#[test]
fn a_build_without_logins_names_the_feature() {
    for (uri, feature) in [
        ("azure://contoso", "the feature `entra`"),
        ("vertex://p/eu", "the feature `google`"),
    ] {
        told(&oai(&["auth", "check", "-p", uri], &[]), 2, &[], &[feature]);
    }
}

#[cfg(feature = "logins")]
#[test]
fn a_google_key_is_followed_to_its_token() {
    let url = server(&[(
        200,
        r#"{"access_token":"ya29.canary-token","token_type":"Bearer","expires_in":3600}"#,
    )]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.json");
    let login = format!(
        r#"{{"type":"authorized_user","client_id":"c","client_secret":"canary-1","refresh_token":"canary-2","account":"ada@example.com","token_uri":"{url}/t"}}"#
    );
    fs::write(&file, login).unwrap();
    let arguments = ["auth", "check", "-p", "vertex://p/eu"];
    let ran = oai(&arguments, &[("GOOGLE_APPLICATION_CREDENTIALS", path(&file))]);
    told(
        &ran,
        0,
        &[
            "a user's login in ",
            "(ada@example.com)",
            "sent as     authorization: Bearer",
        ],
        &[],
    );
    let ran = oai(&arguments, &[("GOOGLE_APPLICATION_CREDENTIALS", path(&file))]);
    told(&ran, 4, &["a user's login in "], &["cannot be asked for a token"]);
    fs::write(&file, "{\"type\": canary}").unwrap();
    let ran = oai(&arguments, &[("GOOGLE_APPLICATION_CREDENTIALS", path(&file))]);
    told(&ran, 2, &[], &["key.json", "is not JSON (line 1, column 10)"]);
}
