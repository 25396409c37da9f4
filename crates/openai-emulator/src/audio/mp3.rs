//! MP3 files: silence, in frames that any decoder plays.

/// Samples in a second.
pub(super) const RATE: u32 = 24_000;

/// MPEG 2, layer III, no checksum; 32 kbit/s at 24 kHz without padding; one channel, an original.
const HEADER: [u8; 4] = [0xff, 0xf3, 0x44, 0xc4];
/// Bytes in a frame: 72 × 32,000 / 24,000.
const FRAME: usize = 96;
const SAMPLES: u64 = 576;

/// Silence of at least so many milliseconds.
///
/// After the header, a frame of zeros says that no part of it holds any sound.
pub(super) fn silence(milliseconds: u64) -> Vec<u8> {
    let samples = milliseconds.saturating_mul(u64::from(RATE)) / 1000;
    let frames = samples.div_ceil(SAMPLES).max(1);
    let mut file = Vec::new();
    for _ in 0..frames {
        let end = file.len() + FRAME;
        file.extend(HEADER);
        file.resize(end, 0);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::{FRAME, HEADER, silence};

    #[test]
    fn every_frame_begins_with_a_header() {
        let file = silence(1000);
        let frames: Vec<&[u8]> = file.chunks(FRAME).collect();
        // A frame plays for 24 ms.
        assert_eq!(frames.len(), 42);
        assert!(
            frames
                .iter()
                .all(|frame| frame.len() == FRAME && frame.starts_with(&HEADER))
        );
        assert_eq!(silence(0).len(), FRAME);
    }
}
