//! The repository's own vectors, those of the conformance file, and what vectors cannot show: limits and cost.

#[path = "../../../../tests/requests/specification.rs"]
mod specification;

use super::*;

type Owned = (String, String, String);

/// Name, input, and the expected (kind, data, id).
type Vector<'a> = (&'a str, &'a [u8], &'a [(&'a str, &'a str, &'a str)]);

#[rustfmt::skip]
const VECTORS: &[Vector<'_>] = &[
    ("nothing", b"", &[]),
    ("LF", b"data: 1\n\ndata: 2\n\n", &[("message", "1", ""), ("message", "2", "")]),
    ("CR", b"data: 1\r\rdata: 2\r\r", &[("message", "1", ""), ("message", "2", "")]),
    ("CRLF", b"data: 1\r\n\r\ndata: 2\r\n\r\n", &[("message", "1", ""), ("message", "2", "")]),
    ("mixed endings", b"data: 1\r\ndata: 2\rdata: 3\n\r", &[("message", "1\n2\n3", "")]),
    ("LF CR is two endings", b"data: 1\n\rdata: 2\n\n", &[("message", "1", ""), ("message", "2", "")]),
    ("blank lines in plenty", b"\n\r\n\r\n\ndata: 1\n\n\n\n\r\r", &[("message", "1", "")]),
    ("byte order mark", b"\xEF\xBB\xBFdata: 1\n\n", &[("message", "1", "")]),
    ("only the first mark", b"\xEF\xBB\xBF\xEF\xBB\xBFdata: 1\n\ndata: 2\n\n", &[("message", "2", "")]),
    ("mark inside data", b"data: \xEF\xBB\xBFx\n\n", &[("message", "\u{feff}x", "")]),
    ("half a mark", b"\xEF\xBBdata: 1\n\ndata: 2\n\n", &[("message", "2", "")]),
    ("comments", b": hello\n:\ndata: 1\n: data: 2\n\n:\n\n", &[("message", "1", "")]),
    ("one leading space", b"data:a\ndata: b\ndata:  c\ndata:\td\n\n", &[("message", "a\nb\n c\n\td", "")]),
    ("colon in the value", b"data: {\"a\": \"b:c\"}\n\n", &[("message", "{\"a\": \"b:c\"}", "")]),
    ("no colon", b"data\n\ndata\ndata\n\n", &[("message", "", ""), ("message", "\n", "")]),
    ("long line joined to short", b"data: a\ndata: bcdefghijklmnop\ndata\ndata: q\n\n", &[("message", "a\nbcdefghijklmnop\n\nq", "")]),
    ("fields between data lines", b"data: a\nevent: k\nid: 7\n: note\ndata: b\nfoo: bar\n\n", &[("k", "a\nb", "7")]),
    ("names are exact", b"Data: 1\n data: 2\ndata : 3\nda-ta: 4\ndata: 5\n\n", &[("message", "5", "")]),
    ("kind lasts one event", b"event: a\ndata: 1\n\ndata: 2\n\n", &[("a", "1", ""), ("message", "2", "")]),
    ("empty kind", b"event: a\nevent:\ndata: 1\n\n", &[("message", "1", "")]),
    ("kind without data", b"event: ping\n\ndata: 1\n\n", &[("message", "1", "")]),
    ("id persists", b"id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", &[("message", "a", "1"), ("message", "b", "1"), ("message", "c", "")]),
    ("id without data", b"id: 1\n\ndata: a\n\n", &[("message", "a", "1")]),
    ("id with NUL", b"id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n", &[("message", "a", "1"), ("message", "b", "1")]),
    ("NUL in data", b"data: a\0b\n\n", &[("message", "a\0b", "")]),
    ("not UTF-8", b"data: a\xFFb\xE2\x80\n\ndata: c\n\n", &[("message", "a\u{fffd}b\u{fffd}", ""), ("message", "c", "")]),
    ("not UTF-8 elsewhere", b"event: \xFF\nid: \xC3\ndata: c\n\n", &[("\u{fffd}", "c", "\u{fffd}")]),
    ("long characters", "data: é\u{20ac}\u{1f600}\n\n".as_bytes(), &[("message", "é\u{20ac}\u{1f600}", "")]),
    ("other line separators", "data: a\u{2028}b\u{85}c\u{b}\u{c}\n\n".as_bytes(), &[("message", "a\u{2028}b\u{85}c\u{b}\u{c}", "")]),
    ("unfinished line", b"data: 1\n\ndata: 2", &[("message", "1", "")]),
    ("unfinished event", b"data: 1\n\ndata: 2\n", &[("message", "1", "")]),
    ("done", b"data: {}\n\ndata: [DONE]\n\n", &[("message", "{}", ""), ("message", "[DONE]", "")]),
];

/// Decodes what comes piece by piece, and drops what is unfinished, as the standard says.
fn decode<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Owned>, Decoder) {
    let mut decoder = Decoder::new();
    let mut events = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(event) = decoder.next_event().unwrap() {
            events.push((event.kind.to_owned(), event.data.to_owned(), event.id.to_owned()));
        }
    }
    (events, decoder)
}

/// Whole, in two at every byte, and byte by byte.
fn check(name: &str, input: &[u8], expected: &[Owned], retry: Option<u64>) {
    for at in 0..=input.len() {
        let (first, second) = input.split_at(at);
        let (events, decoder) = decode([first, second]);
        assert_eq!(events, expected, "{name}, cut at byte {at}");
        assert_eq!(decoder.retry, retry, "{name}, cut at byte {at}");
    }
    let (events, decoder) = decode(input.chunks(1));
    assert_eq!(events, expected, "{name}, byte by byte");
    assert_eq!(decoder.retry, retry, "{name}, byte by byte");
}

#[test]
fn own_vectors() {
    for (name, input, expected) in VECTORS {
        let expected: Vec<Owned> = expected
            .iter()
            .map(|(a, b, c)| (a.to_string(), b.to_string(), c.to_string()))
            .collect();
        check(name, input, &expected, None);
    }
}

#[test]
fn conformance_vectors() {
    let Some(specs) = specification::folder("sse::conformance_vectors") else {
        return;
    };
    let vectors = specification::read(&specs.join("conformance/sse.json"));
    let vectors = vectors.as_array().unwrap();
    assert!(vectors.len() >= 39, "{}", vectors.len());
    for vector in vectors {
        let name = vector["name"].as_str().unwrap();
        let hex = vector["hex"].as_str().unwrap();
        let input: Vec<u8> = (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect();
        let expected: Vec<Owned> = serde_json::from_value(vector["events"].clone()).unwrap();
        let (_, whole) = decode([&*input]);
        if let Some(retry) = vector.get("retry") {
            assert_eq!(whole.retry, retry.as_u64(), "{name}");
        }
        check(name, &input, &expected, whole.retry);
    }
}

#[test]
fn random_pieces_make_no_difference() {
    let input: Vec<u8> = VECTORS.iter().flat_map(|(_, input, _)| input.iter().copied()).collect();
    let (whole, _) = decode([&*input]);
    assert!(whole.len() > 30, "{}", whole.len());
    let mut random = Random(42);
    for round in 0..300 {
        let mut rest = &*input;
        let pieces = std::iter::from_fn(|| {
            let (piece, left) = rest.split_at(random.below(1 + rest.len().min(40)));
            rest = left;
            (!rest.is_empty() || !piece.is_empty()).then_some(piece)
        });
        assert_eq!(decode(pieces).0, whole, "round {round}");
    }
}

#[test]
fn random_bytes_never_panic_and_splits_agree() {
    let alphabet = b"data: \n\rid:event\0\xEF\xBB\xBF\xFFx:";
    let mut random = Random(7);
    for _ in 0..2_000 {
        let input: Vec<u8> = (0..random.below(60))
            .map(|_| alphabet[random.below(alphabet.len())])
            .collect();
        let (whole, mut decoder) = decode([&*input]);
        let (bytewise, mut other) = decode(input.chunks(1));
        assert_eq!(whole, bytewise, "{input:?}");
        assert_eq!(decoder.finish(), other.finish(), "{input:?}");
    }
}

#[test]
fn retry_is_the_last_valid_number() {
    for (input, retry) in [
        (&b"data: x\n\n"[..], None),
        (b"retry: 1500\ndata: x\n\n", Some(1500)),
        (
            b"retry: 03000\nretry: 1s\nretry\nretry: -1\nretry: +1\nretry: 99999999999999999999\ndata: x\n\n",
            Some(3000),
        ),
    ] {
        let mut decoder = Decoder::new();
        decoder.push(input);
        assert_eq!(decoder.next_event().unwrap().unwrap().retry, retry);
    }
}

#[test]
fn a_last_done_needs_no_blank_line() {
    for input in [
        "data: [DONE]",
        "data:[DONE]",
        "data: [DONE]\n",
        "data: [DONE]\r",
        "data: [DONE]\r\n",
        "id: 1\ndata: [DONE]",
    ] {
        let (events, mut decoder) = decode(["data: {}\n\n".as_bytes(), input.as_bytes()]);
        assert_eq!(events.len(), 1);
        let event = decoder.finish().unwrap_or_else(|| panic!("{input:?}"));
        assert!(event.is_done() && event.kind == "message");
        assert_eq!(decoder.finish(), None);
    }
    for input in [
        "",
        "\n",
        "data: [DONE",
        "data: [DONE] ",
        "data: {}\ndata: [DONE]",
        "data: [DONE]\n\n",
        ": [DONE]",
        "\u{feff}",
    ] {
        let (_, mut decoder) = decode([input.as_bytes()]);
        assert_eq!(decoder.finish(), None, "{input:?}");
        decoder.push(b"\ndata: new\n\n");
        let event = decoder.next_event().unwrap().unwrap();
        assert_eq!(event.data, "new", "{input:?}");
    }
}

#[test]
fn an_event_past_the_limit_is_an_error_whatever_the_pieces() {
    let fits = [b"data: 1\n\n".repeat(100), b"data: 1234567890\n\n".to_vec()].concat();
    let line = b"data: 12345678901\n\n".to_vec();
    let lines = b"data: 12345\ndata: 12345\ndata: 1\n\n".to_vec();
    let endless = b"12345678901234567".to_vec();
    for (input, refused) in [(fits, false), (line, true), (lines, true), (endless, true)] {
        for size in [1, 2, 3, 7, 1_000] {
            let mut decoder = Decoder::with_limit(16);
            let outcome = input.chunks(size).try_for_each(|piece| {
                decoder.push(piece);
                while decoder.next_event()?.is_some() {}
                Ok::<_, TooLarge>(())
            });
            assert_eq!(outcome.is_err(), refused, "{size}: {}", String::from_utf8_lossy(&input));
            if refused {
                decoder.push(&[b'x'; 1_000]);
                assert_eq!(decoder.next_event(), Err(TooLarge { limit: 16 }));
                assert_eq!(decoder.finish(), None);
                assert_eq!(decoder.buffer.capacity(), 0);
            }
        }
    }
    assert!(TooLarge { limit: 16 }.to_string().contains("limit of 16 bytes"));
}

#[test]
fn comments_without_end_take_no_memory() {
    let mut decoder = Decoder::with_limit(1_000);
    decoder.push(b"data: kept\n");
    for _ in 0..100_000 {
        decoder.push(b": still there\n");
        assert_eq!(decoder.next_event().unwrap(), None);
    }
    assert!(decoder.buffer.capacity() < 1_000, "{}", decoder.buffer.capacity());
    decoder.push(b"\n");
    assert_eq!(decoder.next_event().unwrap().unwrap().data, "kept");
}

#[test]
fn the_work_is_linear_in_the_input() {
    const SIZE: usize = 256 << 10;
    let one_line = [b"data: ", &*vec![b'x'; 3 << 20], b"\n\n"].concat();
    let many_lines = [b"data: 0123456789\r\n".repeat(SIZE / 18), b"\r\n".to_vec()].concat();
    let many_events = b"data: 0123456789\n\n".repeat(SIZE / 18);
    let event_in_noise = [b"data: 1\n".to_vec(), b": noise\n".repeat(SIZE / 8), b"\n".to_vec()].concat();
    for (name, input) in [
        ("line", one_line),
        ("lines", many_lines),
        ("events", many_events),
        ("noise", event_in_noise),
    ] {
        for size in [1, 1_000, 8 << 10, input.len()] {
            let mut decoder = Decoder::new();
            let mut bytes = 0;
            for piece in input.chunks(size) {
                decoder.push(piece);
                while let Some(event) = decoder.next_event().unwrap() {
                    bytes += event.data.len();
                }
                let work = decoder.work;
                assert!(work <= 2 * input.len(), "{name} in {size}: {work} for {}", input.len());
            }
            assert!(bytes > 0);
        }
    }
}

#[test]
fn debug_shows_no_content() {
    let mut decoder = Decoder::new();
    decoder.push(b"event: kind\nid: secret\ndata: secret\n\ndata: secret");
    assert!(!format!("{decoder:?}").contains("secret"));
    let event = decoder.next_event().unwrap().unwrap();
    assert_eq!(format!("{event:?}"), r#"Event { kind: "kind", bytes: 6, .. }"#);
    assert!(!format!("{decoder:?}").contains("secret"));
}

/// A small generator, so that a failure repeats.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}
