//! How `oai` ends where things go wrong after something was sent.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::run::{CANARY, Emulator, Ran, command, oai};

#[test]
fn refused_by_the_provider_is_3() {
    let emulator = Emulator::start();
    let uri = format!("openai+{}/v1?model=gpt-5-mini", emulator.url);
    let ran = oai(&["chat", "-p", &uri, "Hello"], &[("OPENAI_API_KEY", "another")]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(
        ran.out.is_empty() && ran.err.contains("401") && !ran.err.contains("another"),
        "{ran:?}"
    );
    let ran = oai(&["chat", "-p", &uri, "-t", "9", "Hello"], &[("OPENAI_API_KEY", CANARY)]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("temperature"), "{ran:?}");
}

#[test]
fn unreachable_is_4() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let uri = format!("openai+http://{closed}/v1");
    let ran = oai(&["chat", "-p", &uri, "Hello"], &[("OPENAI_API_KEY", CANARY)]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains(&closed.to_string()), "{ran:?}");
}

#[test]
fn a_deadline_is_4() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("openai+http://{}/v1", silent.local_addr().unwrap());
    let ran = oai(
        &["chat", "-p", &uri, "--timeout", "0.05", "Hello"],
        &[("OPENAI_API_KEY", CANARY)],
    );
    assert_eq!(ran.code, Some(4), "{ran:?}");
}

/// The server takes the request and stays silent; Ctrl-C ends the program at once.
#[cfg(unix)]
#[test]
fn ctrl_c_is_130() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("openai+http://{}/v1", silent.local_addr().unwrap());
    let child = command(&["chat", "-p", &uri, "Hello"], &[("OPENAI_API_KEY", CANARY)])
        .spawn()
        .unwrap();
    let (mut connection, _) = silent.accept().unwrap();
    connection.read_exact(&mut [0; 64]).unwrap();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(130), "{ran:?}");
    assert!(ran.err.contains("interrupted"), "{ran:?}");
}

/// The server sends one piece and falls silent: Ctrl-C ends the line that the piece began.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_line() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("openai+http://{}/v1", server.local_addr().unwrap());
    let mut child = command(&["chat", "-p", &uri, "Hello"], &[("OPENAI_API_KEY", CANARY)])
        .spawn()
        .unwrap();
    let (mut connection, _) = server.accept().unwrap();
    connection.read_exact(&mut [0; 64]).unwrap();
    let chunk = r#"data: {"choices":[{"index":0,"delta":{"content":"one"}}]}"#;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    connection.write_all(format!("{head}{chunk}\n\n").as_bytes()).unwrap();
    let mut piece = [0; 3];
    child.stdout.as_mut().unwrap().read_exact(&mut piece).unwrap();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!(
        (&piece, ran.out.as_str(), ran.code),
        (b"one", "\n", Some(130)),
        "{ran:?}"
    );
}

/// A reader that has had enough is no failure.
#[cfg(unix)]
#[test]
fn a_closed_output_is_no_failure() {
    let mut child = command(&["chat", "--quiet", "Hello"], &[]).spawn().unwrap();
    drop(child.stdout.take());
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.err.contains("cannot be written"), "{ran:?}");
}
