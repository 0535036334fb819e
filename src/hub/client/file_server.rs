//! The server of the hub's files: a part of a file by an HTTP range, which costs the hub nothing.

use std::time::Duration;

use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE, RANGE};
use reqwest::{Certificate, Response, StatusCode, Url};
use tokio::time::timeout;

use super::circuit_breaker::CircuitBreaker;
use super::transport;
use crate::hub::{Error, FilePart, PartRead};

/// The connection to one server of files.
pub(super) struct FileServer {
    client: reqwest::Client,
    base: Url,
    circuit_breaker: CircuitBreaker,
}

/// Time for one part: the hub has the same.
const TIMEOUT: Duration = Duration::from_secs(4);
/// Of a server that knows no ranges, no more bytes are read than this.
const LONGEST_BEGINNING: u64 = 4 << 20;

impl FileServer {
    /// Files below this address; nothing is asked yet.
    pub(super) fn new(base: Url, authorities: &[Certificate]) -> Result<Self, reqwest::Error> {
        // A compressed part would be a part of something else.
        let client = transport::builder(authorities).no_gzip().build()?;
        Ok(Self { client, base, circuit_breaker: CircuitBreaker::default() })
    }

    /// The bytes of this part, fewer where the file ends before; `None` where the server does not give them, whatever
    /// the reason.
    pub(super) async fn read(&self, part: &FilePart) -> Option<PartRead> {
        let attempt = self.circuit_breaker.pass().ok()?;
        let read = timeout(TIMEOUT, self.ask(part)).await.unwrap_or(Err(Error::Timeout(TIMEOUT)));
        attempt.note(read.as_ref().err());
        match read {
            Ok(read) => read,
            Err(error) => {
                tracing::info!(path = part.path, %error, "the server of files does not answer; the hub is asked");
                None
            }
        }
    }

    async fn ask(&self, part: &FilePart) -> Result<Option<PartRead>, Error> {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            // What would leave the folder is left out.
            path.pop_if_empty().extend(part.path.split('/'));
        }
        let range = format!("bytes={}-{}", part.offset, (part.offset + part.length).saturating_sub(1));
        let asked = self.client.get(url).header(RANGE, range).send().await;
        let response = asked.map_err(|error| transport::failed(&error))?;
        if response.status().is_server_error() {
            return Err(Error::Status(response.status().as_u16()));
        }
        if response.status() == StatusCode::RANGE_NOT_SATISFIABLE {
            // The file ends before the part begins; an empty one has no part at all.
            return Ok(total(&response).map(|total| PartRead { bytes: Vec::new(), total: Some(total) }));
        }
        let Some(skipped) = skipped(&response, part) else { return Ok(None) };
        let total = total(&response);
        let bytes = receive(response, skipped, part.length).await?;
        Ok(Some(PartRead { bytes, total }))
    }
}

/// How many bytes stand before the part in this response; `None` where it is not the file.
fn skipped(response: &Response, part: &FilePart) -> Option<u64> {
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    // A page for people, under whatever status.
    if text(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html")) {
        return None;
    }
    match response.status() {
        StatusCode::PARTIAL_CONTENT => {
            let first = text(CONTENT_RANGE)?.strip_prefix("bytes ")?.split('-').next()?;
            (first.parse() == Ok(part.offset)).then_some(0)
        }
        StatusCode::OK => (part.offset + part.length <= LONGEST_BEGINNING).then_some(part.offset),
        _ => None,
    }
}

/// Bytes of the whole file: `bytes 0-99/1234`, `bytes */1234`, or the length of all of it.
fn total(response: &Response) -> Option<u64> {
    if response.status() == StatusCode::OK {
        return response.content_length();
    }
    let range = response.headers().get(CONTENT_RANGE)?.to_str().ok()?;
    range.strip_prefix("bytes ")?.rsplit_once('/')?.1.parse().ok()
}

async fn receive(mut response: Response, mut skipped: u64, length: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| transport::failed(&error))? {
        let skip = skipped.min(chunk.len() as u64);
        skipped -= skip;
        let wanted = (length - bytes.len() as u64).min(chunk.len() as u64 - skip);
        let range = usize::try_from(skip).unwrap_or_default()..usize::try_from(skip + wanted).unwrap_or_default();
        bytes.extend_from_slice(&chunk[range]);
        if bytes.len() as u64 >= length {
            break;
        }
    }
    Ok(bytes)
}
