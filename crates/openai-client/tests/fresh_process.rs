//! A process in which nobody has chosen a provider of cryptography for rustls: the client has to do that by itself.

use openai_client::HttpTransport;
use openai_core::{Payload, Transport as _, TransportErrorKind};

#[tokio::test]
async fn tls_works_in_a_process_that_has_not_set_it_up() {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    // Answers the TLS greeting with something else.
    let server = std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        let (mut connection, _) = socket.accept().unwrap();
        let mut greeting = [0; 3];
        connection.read_exact(&mut greeting).unwrap();
        connection.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        greeting
    });
    let mut request = http::Request::new(Payload::Empty);
    *request.uri_mut() = format!("https://{address}/").parse().unwrap();
    let error = HttpTransport::new().send(request).await.unwrap_err();
    let greeting = server.join().unwrap();
    assert_eq!(greeting[..2], [0x16, 0x03], "a TLS handshake was begun: {error:?}");
    assert_eq!(error.kind(), TransportErrorKind::Connect, "{error:?}");
}
