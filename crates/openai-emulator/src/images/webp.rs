//! WebP files: lossless, with at most two values in each channel.

use super::Picture;

/// Writes the picture.
pub(crate) fn write(picture: &Picture) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(0x2f, 8);
    bits.push(picture.width.saturating_sub(1), 14);
    bits.push(picture.height.saturating_sub(1), 14);
    bits.push(u32::from(picture.transparent), 1);
    // The format's version, no transform, no cache of colours, one set of codes for the whole image.
    bits.push(0, 3 + 1 + 1 + 1);
    let [behind, front] = picture.colours;
    let alpha = if picture.transparent { 0 } else { 255 };
    let channels = [
        [behind[1], front[1]],
        [behind[0], front[0]],
        [behind[2], front[2]],
        [alpha, 255],
    ];
    for [one, other] in channels {
        bits.code(one, other);
    }
    // Distances of copies, of which there are none.
    bits.code(0, 0);
    for y in 0..picture.height {
        for x in 0..picture.width {
            let is_front = picture.is_front(x, y);
            for [behind, front] in channels {
                // Of two values the smaller has the code 0; a lone value needs no bit.
                if behind != front {
                    bits.push(u32::from(is_front == (front > behind)), 1);
                }
            }
        }
    }
    wrap(&bits.finish())
}

fn wrap(data: &[u8]) -> Vec<u8> {
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes();
    let padding = data.len() % 2;
    let mut file = b"RIFF".to_vec();
    file.extend(length(data.len() + padding + 12));
    file.extend(b"WEBPVP8L");
    file.extend(length(data.len()));
    file.extend(data);
    file.extend(std::iter::repeat_n(0, padding));
    file
}

/// Bits, the lowest first.
#[derive(Debug, Default)]
struct Bits {
    bytes: Vec<u8>,
    waiting: u64,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        self.waiting |= u64::from(value) << self.count;
        self.count += count;
        while self.count >= 8 {
            let [byte, ..] = self.waiting.to_le_bytes();
            self.bytes.push(byte);
            self.waiting >>= 8;
            self.count -= 8;
        }
    }

    /// A code of one or two values, in its simple form.
    fn code(&mut self, one: u8, other: u8) {
        let (low, high) = (one.min(other), one.max(other));
        self.push(1, 1);
        self.push(u32::from(low != high), 1);
        // The first value takes eight bits.
        self.push(1, 1);
        self.push(u32::from(low), 8);
        if low != high {
            self.push(u32::from(high), 8);
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            let [byte, ..] = self.waiting.to_le_bytes();
            self.bytes.push(byte);
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::super::Picture;
    use super::write;

    #[test]
    fn the_header_says_the_size() {
        for (width, height) in [(1024, 1536), (1, 1), (33, 7)] {
            let file = write(&Picture::new(width, height, 0x0123_4567_89ab_cdef, true));
            let length = u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize;
            assert_eq!((length, file.len() % 2), (file.len() - 8, 0));
            assert_eq!(file[20], 0x2f);
            let bits = u32::from_le_bytes(file[21..25].try_into().unwrap());
            assert_eq!(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1), (width, height));
            assert_eq!(bits >> 28, 1, "the alpha channel is used");
        }
    }
}
