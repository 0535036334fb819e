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
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

use crate::app::Service;
use crate::web::observe::Peer;

/// What bounds the connections.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Connections at once; further ones wait until the system accepts them.
    pub connections: usize,
    /// A request's head takes no longer, and a connection is idle no longer.
    pub head: Duration,
    /// A stop waits no longer for what is under way.
    pub stop: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { connections: 2048, head: Duration::from_secs(20), stop: Duration::from_secs(10) }
    }
}

/// How long nothing is accepted after the system could not: it has no file handles left, as a rule.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop` is done, and then what is under way, for a while.
pub async fn serve(listener: TcpListener, service: Service, bounds: Bounds, stop: impl Future<Output = ()>) {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(bounds.head);
    let (graceful, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(bounds.connections)));
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
        let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(bounds.stop, graceful.shutdown()).await.is_err() {
        tracing::warn!("stopped with requests under way");
    }
}
