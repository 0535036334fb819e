//! Connections of readers: bounded in number, in the time that a request's head may take, and in how long a stop waits.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

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

/// Serves until `stop` is done, and then what is under way, for a while.
pub async fn serve(listener: TcpListener, service: Service, bounds: Bounds, stop: impl Future<Output = ()>) {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(bounds.head).max_buf_size(LARGEST_HEAD);
    let (graceful, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(bounds.connections)));
    let (stopped, _) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let accepted = async {
            // The semaphore is never closed, so it always gives a permit.
            let place = places.clone().acquire_owned().await.ok();
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "no connection could be accepted");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // Small answers go out at once; where that cannot be set, they come a little later.
        let _ = stream.set_nodelay(true);
        let service = service.clone().map_request(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer.ip()));
            request
        });
        let is_crowded = places.available_permits() < bounds.connections / 2;
        let silence = if is_crowded { bounds.silence / 10 } else { bounds.silence };
        let (builder, watcher, mut stopping) = (builder.clone(), graceful.watcher(), stopped.subscribe());
        tokio::spawn(async move {
            // Who connects and says nothing takes a place of somebody else.
            let mut first = [0];
            let begins = tokio::select! {
                begins = tokio::time::timeout(silence, stream.peek(&mut first)) => matches!(begins, Ok(Ok(1..))),
                _ = stopping.changed() => false,
            };
            if !begins {
                return;
            }
            let mut stream = TimeoutStream::new(stream);
            stream.set_write_timeout(Some(bounds.slow_reader));
            let stream = TokioIo::new(Box::pin(stream));
            let connection = watcher.watch(builder.serve_connection(stream, TowerToHyperService::new(service)));
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    stopped.send_replace(true);
    if tokio::time::timeout(bounds.stop, graceful.shutdown()).await.is_err() {
        tracing::warn!("stopped with requests under way");
    }
}
