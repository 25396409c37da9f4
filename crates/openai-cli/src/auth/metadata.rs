//! The metadata server that a cloud puts beside its machines.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Whose machine this is, as its metadata server tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Machine {
    Azure,
    Google,
}

/// Where all clouds have it.
pub(crate) const ADDRESS: &str = "169.254.169.254";

/// It is next door, or nowhere.
const LIMIT: Duration = Duration::from_millis(500);

/// The longest beginning of an answer that is read.
const HEAD: usize = 4096;

/// Asks who answers at this address, for half a second at most. No proxy hears of it.
pub(crate) async fn probe(host: &str) -> Option<Machine> {
    let address = if host
        .rsplit_once(':')
        .is_some_and(|(_, port)| port.parse::<u16>().is_ok())
    {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let head = timeout(LIMIT, ask(&address, host)).await.ok()?.ok()?;
    read(&head)
}

/// Azure answers with the machine's description, and Google with its flavour, whatever the path.
async fn ask(address: &str, host: &str) -> std::io::Result<String> {
    let mut socket = TcpStream::connect(address).await?;
    let path = "/metadata/instance/compute/azEnvironment?api-version=2021-02-01&format=text";
    let headers = "Metadata: true\r\nMetadata-Flavor: Google\r\nConnection: close";
    socket
        .write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n\r\n").as_bytes())
        .await?;
    let mut head = Vec::new();
    socket.take(HEAD as u64).read_to_end(&mut head).await?;
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn read(head: &str) -> Option<Machine> {
    let lower = head.to_ascii_lowercase();
    if lower.contains("\r\nmetadata-flavor: google\r\n") {
        Some(Machine::Google)
    } else if lower.starts_with("http/1.1 200 ") && lower.contains("\r\n\r\nazure") {
        Some(Machine::Azure)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_clouds_apart() {
        for (head, expected) in [
            (
                "HTTP/1.1 404 Not Found\r\nMetadata-Flavor: Google\r\n\r\n",
                Some(Machine::Google),
            ),
            (
                "HTTP/1.1 200 OK\r\nServer: x\r\n\r\nAzurePublicCloud",
                Some(Machine::Azure),
            ),
            ("HTTP/1.1 200 OK\r\n\r\n<html>a captive portal of Azure", None),
            ("HTTP/1.1 401 Unauthorized\r\nServer: EC2ws\r\n\r\n", None),
            ("", None),
        ] {
            assert_eq!(read(head), expected, "{head}");
        }
    }

    #[tokio::test]
    async fn nobody_there_is_no_machine() {
        let closed = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        assert_eq!(probe(&closed.to_string()).await, None);
    }
}
