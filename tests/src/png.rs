//! What is in a PNG file, as far as its size can be told.

use miniz_oxide::inflate::decompress_to_vec_zlib;

/// Width and height of an image whose every line is there; nothing where it is no such file.
#[must_use]
pub fn size(file: &[u8]) -> Option<(u32, u32)> {
    let mut rest = file.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let (mut header, mut packed) = (None, Vec::new());
    loop {
        let (length, after) = rest.split_first_chunk()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (data, after) = after.split_at_checked(length)?;
        let (_checksum, after) = after.split_first_chunk::<4>()?;
        match kind {
            b"IHDR" => header = Some(data),
            b"IDAT" => packed.extend_from_slice(data),
            b"IEND" => break,
            _ => {}
        }
        rest = after;
    }
    let (width, rest) = header?.split_first_chunk()?;
    let (height, rest) = rest.split_first_chunk()?;
    let (width, height) = (u32::from_be_bytes(*width), u32::from_be_bytes(*height));
    let [depth, kind, 0, 0, 0] = rest else {
        return None;
    };
    let samples = match kind {
        0 | 3 => 1,
        4 => 2,
        2 => 3,
        6 => 4,
        _ => return None,
    };
    // Each line has a byte before it that names its filter.
    let line = (u64::from(width) * samples * u64::from(*depth)).div_ceil(8) + 1;
    let lines = decompress_to_vec_zlib(&packed).ok()?;
    (u64::try_from(lines.len()).ok()? == line * u64::from(height)).then_some((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One black pixel, written by hand: a stored block of two bytes.
    fn pixel() -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        let mut chunk = |kind: &[u8; 4], data: &[u8]| {
            file.extend_from_slice(&u32::try_from(data.len()).unwrap_or_default().to_be_bytes());
            file.extend_from_slice(kind);
            file.extend_from_slice(data);
            file.extend_from_slice(&[0; 4]);
        };
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
        chunk(b"IDAT", &[0x78, 1, 1, 2, 0, 0xfd, 0xff, 0, 0, 0, 2, 0, 1]);
        chunk(b"IEND", &[]);
        file
    }

    #[test]
    fn a_whole_image_has_a_size_and_a_cut_one_has_none() {
        assert_eq!(size(&pixel()), Some((1, 1)));
        let mut taller = pixel();
        taller[23] = 2;
        assert_eq!(size(&taller), None);
        assert_eq!(size(&pixel()[..40]), None);
        assert_eq!(size(b"GIF89a"), None);
    }
}
