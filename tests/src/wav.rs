//! Recordings to send: silence, in a WAV file.

const RATE: u32 = 8000;

/// So many milliseconds of silence: one channel, 16 bits, 8,000 samples a second.
pub(crate) fn silence(milliseconds: u32) -> Vec<u8> {
    let bytes = milliseconds * (RATE / 1000) * 2;
    let mut file = Vec::new();
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + bytes).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend_from_slice(&RATE.to_le_bytes());
    file.extend_from_slice(&(RATE * 2).to_le_bytes());
    file.extend_from_slice(b"\x02\0\x10\0data");
    file.extend_from_slice(&bytes.to_le_bytes());
    file.extend(std::iter::repeat_n(0, usize::try_from(bytes).unwrap_or_default()));
    file
}

#[cfg(test)]
mod tests {
    use super::silence;

    #[test]
    fn a_second_has_sixteen_thousand_bytes_after_its_header() {
        let file = silence(1000);
        assert_eq!(file.len(), 44 + 16_000);
        assert_eq!(file[40..44], 16_000_u32.to_le_bytes());
    }
}
