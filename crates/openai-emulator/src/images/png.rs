//! PNG files: a made-up picture of two colours, in any size.

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::Picture;

/// Writes the picture as a palette image of one bit a pixel, so that the largest size stays small.
pub(crate) fn write(picture: &Picture) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::with_capacity(13);
    header.extend(picture.width.to_be_bytes());
    header.extend(picture.height.to_be_bytes());
    // One bit a pixel, colour type 3 (palette), and the only compression, filter and no interlacing.
    header.extend([1, 3, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &header);
    chunk(&mut file, b"PLTE", &picture.colours.concat());
    if picture.transparent {
        chunk(&mut file, b"tRNS", &[0]);
    }
    chunk(&mut file, b"IDAT", &compress_to_vec_zlib(&rows(picture), 6));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn rows(picture: &Picture) -> Vec<u8> {
    let bytes = picture.width.div_ceil(8);
    let mut rows = Vec::new();
    for y in 0..picture.height {
        // The filter of the row: none.
        rows.push(0);
        rows.extend((0..bytes).map(|byte| {
            let bits = (0..8).map(|bit| u8::from(picture.is_front(byte * 8 + bit, y)));
            bits.fold(0, |row, bit| (row << 1) | bit)
        }));
    }
    rows
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    file.extend(length.to_be_bytes());
    let start = file.len();
    file.extend(kind);
    file.extend(data);
    let sum = checksum(file.get(start..).unwrap_or_default());
    file.extend(sum.to_be_bytes());
}

/// CRC-32 as PNG and zip use it.
fn checksum(bytes: &[u8]) -> u32 {
    let rest = bytes.iter().fold(u32::MAX, |rest, byte| {
        (0..8).fold(rest ^ u32::from(*byte), |rest, _| {
            (rest >> 1) ^ if rest & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    });
    !rest
}

#[cfg(test)]
mod tests {
    use super::super::Picture;
    use super::{checksum, write};
    use miniz_oxide::inflate::decompress_to_vec_zlib;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
        assert_eq!(checksum(b"IEND"), 0xae42_6082);
    }

    #[test]
    fn a_file_unpacks_to_its_size() {
        for (width, height) in [(256, 256), (1792, 1024), (1, 1), (9, 3)] {
            let file = write(&Picture::new(width, height, 7, true));
            let mut rest = &file[8..];
            let mut kinds = Vec::new();
            let mut pixels = Vec::new();
            while !rest.is_empty() {
                let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
                let (chunk, after) = rest.split_at(length + 12);
                let sum = u32::from_be_bytes(chunk[length + 8..].try_into().unwrap());
                assert_eq!(checksum(&chunk[4..length + 8]), sum);
                kinds.push(std::str::from_utf8(&chunk[4..8]).unwrap().to_owned());
                if &chunk[4..8] == b"IDAT" {
                    pixels = decompress_to_vec_zlib(&chunk[8..length + 8]).unwrap();
                }
                rest = after;
            }
            assert_eq!(kinds, ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
            assert_eq!(pixels.len(), (width.div_ceil(8) as usize + 1) * height as usize);
        }
    }
}
