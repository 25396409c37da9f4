//! JPEG files: baseline, every block of eight by eight pixels in one colour.

use super::Picture;

/// The most bits that a difference of two colours takes.
const CATEGORIES: u8 = 12;

/// Writes the picture, its edges rounded to whole blocks.
pub(crate) fn write(picture: &Picture) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    segment(&mut file, 0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    // One table of quantization; with steps of eight, a block's coefficient is its colour.
    let mut quantization = vec![0];
    quantization.extend([8; 64]);
    segment(&mut file, 0xdb, &quantization);
    let mut frame = vec![8];
    frame.extend(side(picture.height));
    frame.extend(side(picture.width));
    frame.extend([3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
    segment(&mut file, 0xc0, &frame);
    // Codes for the first coefficient: each of the categories has four bits.
    let mut first = vec![0x00, 0, 0, 0, CATEGORIES];
    first.extend([0; 12]);
    first.extend(0..CATEGORIES);
    segment(&mut file, 0xc4, &first);
    // Codes for all others: one bit that ends the block.
    let mut others = vec![0x10, 1];
    others.extend([0; 15]);
    others.push(0);
    segment(&mut file, 0xc4, &others);
    segment(&mut file, 0xda, &[3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
    scan(&mut file, picture);
    file.extend([0xff, 0xd9]);
    file
}

fn side(length: u32) -> [u8; 2] {
    u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes()
}

fn segment(file: &mut Vec<u8>, marker: u8, data: &[u8]) {
    file.extend([0xff, marker]);
    file.extend(u16::try_from(data.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
    file.extend(data);
}

fn scan(file: &mut Vec<u8>, picture: &Picture) {
    let mut bits = Bits::default();
    let mut before = [0; 3];
    for y in (0..picture.height).step_by(8) {
        for x in (0..picture.width).step_by(8) {
            let block = components(picture.colour(x, y));
            for (now, before) in block.into_iter().zip(&mut before) {
                let difference = now - *before;
                *before = now;
                let category = i32::BITS - difference.unsigned_abs().leading_zeros();
                bits.push(file, category, 4);
                // A negative difference is written as its complement.
                let pattern = if difference < 0 { difference - 1 } else { difference };
                bits.push(file, pattern.cast_unsigned(), category);
                bits.push(file, 0, 1);
            }
        }
    }
    bits.finish(file);
}

/// Brightness and the two colour differences, around zero.
fn components([red, green, blue]: [u8; 3]) -> [i32; 3] {
    let (red, green, blue) = (i32::from(red), i32::from(green), i32::from(blue));
    [
        (299 * red + 587 * green + 114 * blue) / 1000 - 128,
        (-169 * red - 331 * green + 500 * blue) / 1000,
        (500 * red - 419 * green - 81 * blue) / 1000,
    ]
}

/// Bits, the highest first; a byte of ones is followed by a byte of zeros.
#[derive(Debug, Default)]
struct Bits {
    waiting: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, file: &mut Vec<u8>, pattern: u32, count: u32) {
        let mask = (1_u32 << count) - 1;
        self.waiting = (self.waiting << count) | (pattern & mask);
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            let [.., byte] = (self.waiting >> self.count).to_be_bytes();
            file.push(byte);
            if byte == 0xff {
                file.push(0);
            }
        }
    }

    fn finish(mut self, file: &mut Vec<u8>) {
        let missing = (8 - self.count) % 8;
        self.push(file, u32::MAX, missing);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Picture;
    use super::{Bits, write};

    #[test]
    fn bits_are_padded_with_ones_and_stuffed() {
        let mut file = Vec::new();
        let mut bits = Bits::default();
        bits.push(&mut file, 0b1111_1111, 8);
        bits.push(&mut file, 0b010, 3);
        bits.finish(&mut file);
        assert_eq!(file, [0xff, 0x00, 0b0101_1111]);
    }

    #[test]
    fn the_segments_are_in_order_and_as_long_as_they_say() {
        let file = write(&Picture::new(1536, 1024, 0x0123_4567_89ab_cdef, false));
        let mut at = 2;
        let mut markers = Vec::new();
        while markers.last() != Some(&0xda) {
            assert_eq!(file[at], 0xff);
            markers.push(file[at + 1]);
            at += 2 + usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
        }
        assert_eq!(markers, [0xe0, 0xdb, 0xc0, 0xc4, 0xc4, 0xda]);
        assert!(file.ends_with(&[0xff, 0xd9]));
        let scan = &file[at..file.len() - 2];
        assert!(
            scan.windows(2).all(|pair| pair[0] != 0xff || pair[1] == 0),
            "a byte of ones is stuffed"
        );
    }
}
