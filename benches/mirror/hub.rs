//! The large demo as a hub that takes a while for each call, is down when it is told to, and counts.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use kojiview::demo::{Demo, Settings, Size};

/// What is to be told and known of the hub.
#[derive(Default)]
pub struct Hub {
    latency: AtomicU64,
    is_down: AtomicBool,
    now: AtomicUsize,
    most: AtomicUsize,
    /// How often each call was made, by a hash of its body.
    calls: Mutex<HashMap<u64, usize>>,
}

impl Hub {
    /// A hub, and its address.
    pub async fn start() -> (Arc<Self>, String) {
        let hub = Arc::<Self>::default();
        let demo = Demo::new(Settings { frozen: true, size: Size::Large, ..Settings::default() });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/kojihub", listener.local_addr().unwrap());
        let router = demo.router().layer(from_fn_with_state(hub.clone(), answer));
        tokio::spawn(async move { axum::serve(listener, router).await });
        (hub, address)
    }

    pub fn set_latency(&self, latency: Duration) {
        self.latency.store(latency.as_millis() as u64, Ordering::Relaxed);
    }

    pub fn set_down(&self, is_down: bool) {
        self.is_down.store(is_down, Ordering::Relaxed);
    }

    /// Counts from the beginning again; how many calls there were, how often the one that was made most often, and how many
    /// were under way at once at most.
    pub fn take(&self) -> (usize, usize, usize) {
        let calls = std::mem::take(&mut *self.calls.lock().unwrap());
        let most = self.most.swap(0, Ordering::Relaxed);
        (calls.values().sum(), calls.values().copied().max().unwrap_or(0), most)
    }
}

async fn answer(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    if hub.is_down.load(Ordering::Relaxed) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let mut hasher = DefaultHasher::new();
    (parts.uri.path(), &body).hash(&mut hasher);
    *hub.calls.lock().unwrap().entry(hasher.finish()).or_default() += 1;
    let now = hub.now.fetch_add(1, Ordering::Relaxed) + 1;
    hub.most.fetch_max(now, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(hub.latency.load(Ordering::Relaxed))).await;
    let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
    hub.now.fetch_sub(1, Ordering::Relaxed);
    answer
}
