//! WAV files: written with silence, and read for how long they last.

/// Samples in a second of what is written.
const RATE: u32 = 24_000;
const HEADER: u32 = 44;

/// Silence as bare samples of 16 bits, one channel.
pub(super) fn samples(milliseconds: u64) -> Vec<u8> {
    let count = milliseconds.saturating_mul(u64::from(RATE)) / 1000;
    vec![0; usize::try_from(count).unwrap_or(0) * 2]
}

/// The same in a file.
pub(super) fn silence(milliseconds: u64) -> Vec<u8> {
    let samples = samples(milliseconds);
    let length = u32::try_from(samples.len()).unwrap_or(u32::MAX - HEADER);
    let mut file = b"RIFF".to_vec();
    file.extend((length + HEADER - 8).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    // Plain samples, one channel.
    file.extend([1, 0, 1, 0]);
    file.extend(RATE.to_le_bytes());
    file.extend((RATE * 2).to_le_bytes());
    file.extend([2, 0, 16, 0]);
    file.extend(b"data");
    file.extend(length.to_le_bytes());
    file.extend(samples);
    file
}

/// How long a file lasts, in seconds, by the rate and the length in its header; none where it is no WAV file.
pub(super) fn duration(file: &[u8]) -> Option<f64> {
    let word = |at: usize| Some(u32::from_le_bytes(file.get(at..at.checked_add(4)?)?.try_into().ok()?));
    if file.get(..4)? != b"RIFF" || file.get(8..12)? != b"WAVE" {
        return None;
    }
    let mut rate = None;
    let mut at = 12;
    loop {
        let kind = file.get(at..at + 4)?;
        let length = usize::try_from(word(at + 4)?).ok()?;
        let body = at.checked_add(8)?;
        match kind {
            b"fmt " => rate = word(body + 8).filter(|rate| *rate > 0),
            b"data" => {
                // Recorders that stream write a length of zero or of all ones: then the rest of the file counts.
                let there = file.len().saturating_sub(body);
                let bytes = if length == 0 || length > there { there } else { length };
                return Some(bytes as f64 / f64::from(rate?));
            }
            _ => {}
        }
        // Chunks are padded to an even length.
        at = body.checked_add(length)?.checked_add(length % 2)?;
    }
}

#[cfg(test)]
mod tests {
    use super::{duration, silence};

    #[test]
    fn what_is_written_is_read() {
        for milliseconds in [0, 100, 1500, 60_000] {
            assert_eq!(duration(&silence(milliseconds)), Some(milliseconds as f64 / 1000.0));
        }
    }

    #[test]
    fn other_chunks_and_unknown_lengths_are_passed() {
        let mut file = silence(1000);
        file.splice(12..12, *b"LIST\x03\0\0\0abc\0");
        assert_eq!(duration(&file), Some(1.0));
        let at = file.windows(4).position(|window| window == b"data").unwrap() + 4;
        for length in [0_u32, u32::MAX] {
            file[at..at + 4].copy_from_slice(&length.to_le_bytes());
            assert_eq!(duration(&file), Some(1.0), "{length}");
        }
    }

    #[test]
    fn no_file_makes_it_stumble() {
        let file = silence(10);
        for end in 0..44 {
            assert_eq!(duration(&file[..end]), None, "{end}");
        }
        for (at, byte) in (12..44).flat_map(|at| [0, 0x7f, 0xff].map(|byte| (at, byte))) {
            let mut odd = file.clone();
            odd[at] = byte;
            assert!(duration(&odd).is_none_or(f64::is_finite), "{at} {byte}");
        }
        assert_eq!(duration(b"ID3"), None);
    }
}
