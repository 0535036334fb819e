//! A body in the content codings that readers accept: each is made once, when somebody first wants it.

use std::io::Write as _;
use std::sync::OnceLock;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;

use crate::web::request::weight;

/// A body and its content codings.
#[derive(Debug)]
pub struct Encoded {
    identity: Bytes,
    codings: [OnceLock<Option<Bytes>>; CODINGS.len()],
}

/// The content codings, those first that cost least to make and take least to send.
const CODINGS: [Coding; 3] = [
    Coding { name: "zstd", encode: |bytes| zstd::bulk::compress(bytes, 3) },
    Coding { name: "br", encode: brotli },
    Coding { name: "gzip", encode: gzip },
];

struct Coding {
    name: &'static str,
    encode: fn(&[u8]) -> std::io::Result<Vec<u8>>,
}

/// A shorter body fits into one packet as it is.
const WORTHWHILE: usize = 512;

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut out, 4096, 5, 20);
    encoder.write_all(bytes)?;
    drop(encoder);
    Ok(out)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(5));
    encoder.write_all(bytes)?;
    encoder.finish()
}

impl Encoded {
    /// This body, in no coding yet.
    #[must_use]
    pub fn new(identity: impl Into<Bytes>) -> Self {
        Self { identity: identity.into(), codings: Default::default() }
    }

    /// Bytes that it takes up, once each coding is made; roughly.
    #[must_use]
    pub(super) fn weight(&self) -> usize {
        self.identity.len() + self.identity.len() / 2
    }

    /// The body in the coding that whoever sent these headers likes best.
    #[must_use]
    pub fn response(&self, request: &HeaderMap) -> Response {
        let best = self.best(request);
        let body = best.as_ref().map_or(&self.identity, |(_, encoded)| encoded).clone();
        let mut response = Body::from(body).into_response();
        if let Some((coding, _)) = best {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }

    fn best(&self, request: &HeaderMap) -> Option<(&'static str, &Bytes)> {
        if self.identity.len() < WORTHWHILE {
            return None;
        }
        let accepted = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let accepted = accepted.collect::<Vec<_>>().join(",");
        let wanted =
            CODINGS.iter().zip(&self.codings).map(|(coding, made)| (weight_of(&accepted, coding.name), coding, made));
        // Of those that are wanted alike the first one is taken.
        let wanted = wanted.rev().max_by(|(a, ..), (b, ..)| a.total_cmp(b));
        let (_, coding, made) = wanted.filter(|(weight, ..)| *weight > 0.0)?;
        let made = made.get_or_init(|| (coding.encode)(&self.identity).ok().map(Bytes::from));
        Some((coding.name, made.as_ref()?))
    }
}

/// How much a coding is wanted, from 0 to 1 (RFC 9110, 12.5.3).
fn weight_of(accepted: &str, coding: &str) -> f32 {
    let mut any = 0.0;
    for range in accepted.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let weight = weight(parts);
        if name.eq_ignore_ascii_case(coding) {
            return weight;
        }
        if name == "*" {
            any = weight;
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coding_for(accepted: &str) -> String {
        let encoded = Encoded::new("a text that is long enough ".repeat(100));
        let request = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_str(accepted).unwrap())]);
        let response = encoded.response(&request);
        response.headers().get(header::CONTENT_ENCODING).map_or("", |coding| coding.to_str().unwrap()).to_owned()
    }

    #[test]
    fn the_coding_that_is_liked_best() {
        for (accepted, coding) in [
            ("gzip, deflate, br, zstd", "zstd"),
            ("gzip, deflate, br", "br"),
            ("GZIP", "gzip"),
            ("zstd;q=0.5, gzip", "gzip"),
            ("zstd;q=0, *;q=0.1", "br"),
            ("zstd;q=0, br;q=0, gzip;q=0", ""),
            ("zstd;q=nonsense, gzip;q=0.1", "gzip"),
            ("zstd;q=7", ""),
            ("*", "zstd"),
            ("identity", ""),
            ("", ""),
        ] {
            assert_eq!(coding_for(accepted), coding, "{accepted}");
        }
    }

    #[test]
    fn what_is_short_is_sent_as_it_is() {
        let request = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"))]);
        let response = Encoded::new("short").response(&request);
        assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
    }

    #[test]
    fn codings_can_be_undone() {
        let text = "a text that is long enough ".repeat(1000);
        let made = |coding: usize| (CODINGS[coding].encode)(text.as_bytes()).unwrap();
        assert_eq!(zstd::bulk::decompress(&made(0), 1 << 20).unwrap(), text.as_bytes());
        let mut undone = Vec::new();
        brotli::BrotliDecompress(&mut made(1).as_slice(), &mut undone).unwrap();
        assert_eq!(undone, text.as_bytes());
        let mut undone = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(made(2).as_slice()), &mut undone).unwrap();
        assert_eq!(undone, text.as_bytes());
    }
}
