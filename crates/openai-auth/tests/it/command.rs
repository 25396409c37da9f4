//! Programs that print tokens. They are really run, on the real clock.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

use openai_auth::{BearerFrom, Cached, Command};
use openai_core::{Credential, ExposeSecret, Token, TokenSource};

fn shell(script: &str) -> Command {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    Command::new("sh", ["-c", script, "canary-argument"]).with_wall_clock(move || now)
}

async fn token(script: &str) -> Token {
    shell(script).fetch().await.unwrap()
}

async fn failure(command: Command) -> String {
    let error = command.fetch().await.map(|_| ()).unwrap_err();
    let shown = format!("{command:?} {error} {error:?}");
    assert!(!shown.contains("canary") && !shown.contains("eyJ"), "{shown}");
    error.to_string()
}

#[tokio::test]
async fn reads_a_bare_token() {
    let read = token("echo; echo '  ya29.token  '").await;
    assert_eq!(read.secret.expose_secret(), "ya29.token");
    assert_eq!(read.expires_in, Some(Duration::from_secs(300)));
    let kept = shell("echo t").with_lifetime(None).fetch().await.unwrap();
    assert_eq!(kept.expires_in, None);
}

/// The two commands of Google's guide, run as a program of that name which answers to nothing else.
#[tokio::test]
async fn gcloud_prints_a_token_in_both_of_its_ways() {
    let folder = tempfile::tempdir().unwrap();
    let gcloud = folder.path().join("gcloud");
    let script = "#!/bin/sh\ncase \"$*\" in\n\
                  'auth print-access-token') echo ya29.of-the-user;;\n\
                  'auth application-default print-access-token') echo ya29.of-the-application;;\n\
                  *) echo \"ERROR: (gcloud) Invalid choice: '$*'\" >&2; exit 2;;\nesac\n";
    fs::write(&gcloud, script).unwrap();
    fs::set_permissions(&gcloud, fs::Permissions::from_mode(0o755)).unwrap();
    for (arguments, expected) in [
        (&["auth", "print-access-token"][..], "ya29.of-the-user"),
        (
            &["auth", "application-default", "print-access-token"],
            "ya29.of-the-application",
        ),
    ] {
        let credential = BearerFrom::new(Cached::new(Command::new(&gcloud, arguments)));
        let (mut head, ()) = http::Request::new(()).into_parts();
        credential.authorize(&mut head).await.unwrap();
        assert_eq!(head.headers["authorization"], format!("Bearer {expected}"));
    }
    let wrong = Command::new(&gcloud, ["auth", "print-identity-token"]);
    let error = wrong.fetch().await.unwrap_err().to_string();
    assert!(
        error.starts_with("`gcloud` failed (exit status: 2): ERROR: (gcloud)"),
        "{error}"
    );
}

#[tokio::test]
async fn reads_json_with_a_lifetime_in_each_spelling() {
    for (json, seconds) in [
        (r#"{"access_token":"t","token_type":"Bearer","expires_in":1799}"#, 1799),
        (r#"{"access_token":"t","expiry":"2023-11-14T22:14:20.5Z"}"#, 60),
        (r#"{"access_token":"t","expiry":"2023-11-14T15:14:20-07:00"}"#, 60),
        (r#"{"access_token":"t","expiry":"2001-01-01T00:00:00Z"}"#, 0),
        (
            r#"{"accessToken":"t","expiresOn":"2023-11-14 22:14:20.000000","expires_on":1700000061,"tokenType":"Bearer"}"#,
            61,
        ),
        (r#"{"accessToken":"t","expiresOn":"2023-11-14 22:14:20.000000"}"#, 300),
    ] {
        let read = token(&format!("echo '{json}'")).await;
        assert_eq!(read.secret.expose_secret(), "t");
        assert_eq!(read.expires_in, Some(Duration::from_secs(seconds)), "{json}");
    }
}

#[tokio::test]
async fn tells_why_there_is_no_token() {
    for (script, expected) in [
        ("true", "what `sh` printed is empty"),
        (
            "echo 'Your token is eyJcanary1234567'",
            "what `sh` printed is neither a token alone nor a JSON object",
        ),
        (
            "echo '{\"token\":\"canary\"}'",
            "what `sh` printed has no `access_token` or `accessToken`",
        ),
        ("echo '{canary'", "what `sh` printed is not a JSON object"),
        (
            "echo '{\"access_token\":\"canary\",\"expiry\":\"canary\"}'",
            "what `sh` printed has an `expiry` that is not a moment such as 2026-03-01T12:00:00Z",
        ),
        ("printf '\\377'", "what `sh` printed is not UTF-8"),
        ("exit 3", "`sh` failed (exit status: 3) and said nothing"),
        (
            "echo canary; echo 'please run: login; eyJhbGciOiJSUzI1NiJ9.canary' >&2; exit 1",
            "`sh` failed (exit status: 1): please run: login; ***",
        ),
        (
            "head -c 1048577 /dev/zero",
            "`sh` printed more than 1 MiB, which is no token",
        ),
        (
            "while :; do echo 0123456789; done",
            "`sh` printed more than 1 MiB, which is no token",
        ),
    ] {
        assert_eq!(failure(shell(script)).await, expected, "{script}");
    }
    let noisy = failure(shell("head -c 3000000 /dev/zero | tr '\\0' 'x' >&2; exit 1")).await;
    assert!(noisy.chars().count() < 400, "{}", noisy.len());
}

#[tokio::test]
async fn a_program_that_is_not_there_or_may_not_run() {
    let missing = Command::new("/nowhere/gcloud-canary/gcloud", ["auth"]);
    assert_eq!(
        missing.fetch().await.unwrap_err().to_string(),
        "`gcloud` is not there: install it, put it on PATH, or give its whole path"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tool");
    fs::write(&file, "#!/bin/sh\necho t").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(
        failure(Command::new(&file, ["x"]))
            .await
            .starts_with("`tool` may not be run")
    );
}

#[tokio::test]
async fn arguments_are_not_read_by_a_shell() {
    let echo = Command::new("printf", ["%s", "$(true);|&"]);
    assert_eq!(echo.fetch().await.unwrap().secret.expose_secret(), "$(true);|&");
}

#[tokio::test]
async fn a_program_that_hangs_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pid");
    let script = format!("echo $$ > {}; exec sleep 600", file.display());
    let command = shell(&script).with_time_limit(Duration::from_millis(300));
    let error = command.fetch().await.map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), "`sh` took longer than 300ms");
    assert!(error.is_retryable());
    let pid = fs::read_to_string(&file).unwrap();
    let process = std::path::Path::new("/proc").join(pid.trim());
    if std::path::Path::new("/proc/self").exists() {
        let is_gone = || match fs::read_to_string(process.join("stat")) {
            Ok(stat) => stat.contains(") Z "),
            Err(_) => true,
        };
        while !is_gone() {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn behind_the_cache_the_program_runs_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("runs");
    let cached = Cached::new(shell(&format!("echo x >> {}; echo t", file.display())));
    for _ in 0..3 {
        assert_eq!(crate::scripted::text(&cached).await, "t");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "x\n");
}

#[test]
fn needs_a_runtime_and_says_so() {
    use futures_util::FutureExt;
    let error = shell("echo t").fetch().now_or_never().unwrap().unwrap_err();
    assert!(error.to_string().contains("needs a tokio runtime"), "{error}");
}
