//! One call over HTTP: POST, status, size, deadline.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::Certificate;

use super::Limits;
use crate::hub::Error;

/// The connection to one hub.
pub(super) struct Transport {
    client: reqwest::Client,
    url: reqwest::Url,
    largest: u64,
    under_way: Arc<UnderWay>,
}

/// Bytes of all answers that are being received or decoded.
struct UnderWay {
    bytes: AtomicU64,
    most: u64,
}

/// The bytes of an answer. They count as under way until this is dropped.
pub(super) struct Body {
    bytes: Vec<u8>,
    koji_version: Option<String>,
    counted: u64,
    under_way: Arc<UnderWay>,
}

impl Body {
    fn new(under_way: &Arc<UnderWay>) -> Self {
        Self { bytes: Vec::new(), koji_version: None, counted: 0, under_way: under_way.clone() }
    }

    /// Room for so many more bytes, or [`Error::Busy`] where too many are under way already.
    fn count(&mut self, more: u64) -> Result<(), Error> {
        let before = self.under_way.bytes.fetch_add(more, Ordering::Relaxed);
        self.counted += more;
        if before + more > self.under_way.most { Err(Error::Busy) } else { Ok(()) }
    }

    /// The version that the hub named; those before 1.34 name none.
    pub(super) fn koji_version(&self) -> Option<&str> {
        self.koji_version.as_deref()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        self.under_way.bytes.fetch_sub(self.counted, Ordering::Relaxed);
    }
}

/// Characters of a hub's version.
const LONGEST_VERSION: usize = 40;
/// A hub closes idle connections after 5 s and holds a process for each: let go earlier.
const IDLE: Duration = Duration::from_secs(3);
/// How many idle connections are kept.
const IDLE_CONNECTIONS: usize = 4;
const CONNECT: Duration = Duration::from_secs(3);
/// Who asks: an operator of the hub can see it in the log.
const USER_AGENT: &str = concat!("kojiview/", env!("CARGO_PKG_VERSION"));

/// Of any connection to the hub's servers, whose certificates may be by these authorities, too: no redirect leads elsewhere.
pub(super) fn builder(authorities: &[Certificate]) -> reqwest::ClientBuilder {
    // The other provider is several times as large, in C, and no faster for a few connections. It is an error that one is
    // installed already: the first client did so.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(CONNECT)
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .tls_certs_merge(authorities.iter().cloned())
}

impl Transport {
    pub(super) fn new(url: reqwest::Url, authorities: &[Certificate], limits: &Limits) -> Result<Self, reqwest::Error> {
        let client = builder(authorities).build()?;
        let under_way = Arc::new(UnderWay { bytes: AtomicU64::new(0), most: limits.all_answers });
        Ok(Self { client, url, largest: limits.largest_answer, under_way })
    }

    /// Sends an encoded call, gives the body of the answer, of so many bytes at most.
    pub(super) async fn send(&self, request: &str, largest: u64) -> Result<Body, Error> {
        let largest = largest.min(self.largest);
        match self.post(request).await {
            // A kept-alive connection that the hub closed just then: calls only read, so once more does no harm.
            Err(error) if error.is_request() && !error.is_connect() && !error.is_timeout() => {
                self.receive(self.post(request).await.map_err(|e| failed(&e))?, largest).await
            }
            response => self.receive(response.map_err(|e| failed(&e))?, largest).await,
        }
    }

    async fn post(&self, request: &str) -> Result<reqwest::Response, reqwest::Error> {
        let post = self.client.post(self.url.clone()).header("content-type", "text/xml");
        post.body(request.to_owned()).send().await
    }

    async fn receive(&self, mut response: reqwest::Response, largest: u64) -> Result<Body, Error> {
        if response.status() != reqwest::StatusCode::OK {
            return Err(Error::Status(response.status().as_u16()));
        }
        let announced = response.content_length().unwrap_or(0);
        if announced > largest {
            return Err(Error::TooLarge(largest));
        }
        let mut body = Body::new(&self.under_way);
        let version = response.headers().get("koji-version").and_then(|version| version.to_str().ok());
        body.koji_version = version.map(|version| version.chars().take(LONGEST_VERSION).collect());
        while let Some(chunk) = response.chunk().await.map_err(|e| Error::Interrupted(plain(&e)))? {
            if (body.bytes.len() + chunk.len()) as u64 > largest {
                return Err(Error::TooLarge(largest));
            }
            body.count(chunk.len() as u64)?;
            body.bytes.extend_from_slice(&chunk);
        }
        if is_page(body.bytes()) { Err(Error::NoHub) } else { Ok(body) }
    }
}

/// Is it a page for people, as a server says with status 200 that the hub is being worked on?
fn is_page(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    ["<!doctype html", "<html"]
        .iter()
        .any(|page| start.get(..page.len()).is_some_and(|start| start.eq_ignore_ascii_case(page.as_bytes())))
}

pub(super) fn failed(error: &reqwest::Error) -> Error {
    if error.is_connect() { Error::Unreachable(plain(error)) } else { Error::Interrupted(plain(error)) }
}

/// The innermost cause: the outer ones only repeat the address, which readers need not see.
fn plain(error: &reqwest::Error) -> Arc<str> {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string().into()
}
