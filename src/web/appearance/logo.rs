//! An operator's picture at the top of every page.

use std::path::Path;

/// Bytes of one at most: it is loaded once by every reader.
const LARGEST: u64 = 256 << 10;

/// A picture, and what kind of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Logo {
    /// The picture in a file.
    ///
    /// # Errors
    ///
    /// There is none, or it is too large, or none that browsers show.
    pub fn read(path: &Path) -> Result<Self, String> {
        let about = std::fs::metadata(path).map_err(|error| error.to_string())?;
        if !about.is_file() {
            return Err("not a file".to_owned());
        }
        if about.len() > LARGEST {
            return Err(format!("{} KB are too much: at most {} KB", about.len() >> 10, LARGEST >> 10));
        }
        let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
        let kind = kind(&bytes).ok_or("neither PNG, SVG, WebP, JPEG nor GIF")?;
        Ok(Self { kind, bytes })
    }
}

/// The media type of a picture, by what it begins with.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    let is_svg = || std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg"));
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ if is_svg() => Some("image/svg+xml"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_pictures() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n"[..], Some("image/png")),
            (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", Some("image/svg+xml")),
            (b"RIFF1234WEBPVP8 ", Some("image/webp")),
            (b"GIF89a", Some("image/gif")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"<html><script>", None),
            (b"", None),
        ] {
            assert_eq!(kind(bytes), expected);
        }
        assert_eq!(Logo::read(Path::new("/dev/zero")), Err("not a file".to_owned()));
    }
}
