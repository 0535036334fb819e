//! Connections of readers, over TCP and Unix sockets: bounded in number, in the time that a request's head may take, and in how long a stop waits.

mod listener;
pub mod systemd;

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

use self::listener::Connection;
pub use self::listener::{Inherited, Listen, Listeners};
use crate::app::Service;
use crate::web::observe::Peer;

/// What bounds the connections.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Connections at once; further ones wait until the system accepts them.
    pub connections: usize,
    /// A connection sends the first byte of its first request within this; within a tenth of it where most places are taken.
    pub silence: Duration,
    /// A request's head takes no longer, and a connection is idle no longer: more than a proxy keeps one.
    pub head: Duration,
    /// A reader who takes no byte for so long is given up.
    pub slow_reader: Duration,
    /// A stop waits no longer for what is under way.
    pub stop: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 2048,
            silence: Duration::from_secs(10),
            head: Duration::from_secs(75),
            slow_reader: Duration::from_secs(30),
            stop: Duration::from_secs(10),
        }
    }
}

/// Bytes of a request's head at most: the longest search that is answered, and what browsers and proxies say beside it.
const LARGEST_HEAD: usize = 52 << 10;

/// How long nothing is accepted after the system could not: it has no file handles left, as a rule.
const PAUSE: Duration = Duration::from_millis(100);

/// A new connection has this long for its request when there is to be a stop.
const FIRST_SILENCE: Duration = Duration::from_secs(1);

/// One that has had an answer has this long for one more.
const LAST_SILENCE: Duration = Duration::from_millis(300);

/// The service that answers each request, which may be another one for the next.
#[derive(Clone)]
pub struct CurrentService(watch::Receiver<Service>);

impl CurrentService {
    /// One that can be changed.
    #[must_use]
    pub fn changing(service: Service) -> (watch::Sender<Service>, Self) {
        let (sender, receiver) = watch::channel(service);
        (sender, Self(receiver))
    }

    fn now(&self) -> Service {
        self.0.borrow().clone()
    }
}

impl From<Service> for CurrentService {
    fn from(service: Service) -> Self {
        Self::changing(service).1
    }
}

/// Serves until `stop` is done, and then what is under way, for a while.
pub async fn serve(
    listeners: impl Into<Listeners>,
    service: impl Into<CurrentService>,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) {
    let (listeners, service) = (listeners.into(), service.into());
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(bounds.head).max_buf_size(LARGEST_HEAD);
    let places = Arc::new(Semaphore::new(bounds.connections));
    // Each connection has a receiver for as long as it is open.
    let (stopped, _) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let accepted = async {
            // The semaphore is never closed, so it always gives a permit.
            let place = places.clone().acquire_owned().await.ok();
            (listeners.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let connection = match accepted {
            Ok(connection) => connection,
            Err(error) => {
                tracing::warn!(%error, "no connection could be accepted");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let is_crowded = places.available_permits() < bounds.connections / 2;
        let silence = if is_crowded { bounds.silence / 10 } else { bounds.silence };
        let (service, builder) = (service.clone(), builder.clone());
        let mut stopping = stopped.subscribe();
        tokio::spawn(async move {
            if !begins(&connection, silence, &mut stopping).await {
                return;
            }
            let peer = Peer(connection.peer());
            let answered = match connection {
                Connection::Tcp(stream, _) => answer(stream, peer, service, &builder, bounds, stopping).await,
                Connection::Unix(stream) => answer(stream, peer, service, &builder, bounds, stopping).await,
            };
            if let Err(error) = answered {
                tracing::debug!(%error, "a connection ended early");
            }
            drop::<Option<OwnedSemaphorePermit>>(place);
        });
    }
    drop(listeners);
    stopped.send_replace(true);
    if tokio::time::timeout(bounds.stop, stopped.closed()).await.is_err() {
        tracing::warn!("stopped with requests under way");
    }
}

/// Waits for the first byte: who connects and says nothing takes a place of somebody else.
async fn begins(connection: &Connection, silence: Duration, stopping: &mut watch::Receiver<bool>) -> bool {
    let last_silence = async {
        let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
        tokio::time::sleep(FIRST_SILENCE).await;
    };
    tokio::select! {
        begins = connection.begins() => begins,
        () = tokio::time::sleep(silence) => false,
        () = last_silence => false,
    }
}

/// Answers the requests of a connection. The first one is answered whatever happens, and any that comes just before a stop.
async fn answer(
    stream: impl AsyncRead + AsyncWrite + Send + 'static,
    peer: Peer,
    service: CurrentService,
    builder: &Builder,
    bounds: Bounds,
    mut stopping: watch::Receiver<bool>,
) -> hyper::Result<()> {
    let has_asked = Arc::new(AtomicBool::new(false));
    let service = tower::service_fn({
        let (has_asked, stopping) = (has_asked.clone(), stopping.clone());
        move |request: Request<Incoming>| {
            has_asked.store(true, Ordering::Relaxed);
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            let (answer, stopping) = (service.now().oneshot(request), stopping.clone());
            async move {
                let mut response = answer.await?;
                if *stopping.borrow() {
                    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                }
                Ok::<_, Infallible>(response)
            }
        }
    });
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(bounds.slow_reader));
    let stream = TokioIo::new(Box::pin(stream));
    let mut connection = pin!(builder.serve_connection(stream, TowerToHyperService::new(service)));
    let last_silence = async {
        let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
        // What is on its way, or has come and was not read yet, is answered, and is told that it is the last.
        tokio::time::sleep(LAST_SILENCE).await;
    };
    tokio::select! {
        done = &mut connection => return done,
        () = last_silence => {}
    }
    // hyper would close one on which nothing has been read yet.
    if has_asked.load(Ordering::Relaxed) {
        connection.as_mut().graceful_shutdown();
    }
    connection.await
}
