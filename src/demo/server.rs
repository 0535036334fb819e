//! The demo hub over HTTP: XML-RPC at `/kojihub`, files at `/kojifiles`, and a few switches at `/demo`.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};

use super::{Demo, InjectedFault, range};
use crate::xmlrpc::{self, Fault};

/// The header that tells the version of the hub.
const VERSION: HeaderName = HeaderName::from_static("koji-version");
const XML: &str = "text/xml";
const TEXT: &str = "text/plain; charset=utf-8";
/// A hub's default `MaxRequestLength`.
const LONGEST: usize = 4 * 1024 * 1024;

pub(super) fn router(demo: &Arc<Demo>) -> Router {
    Router::new()
        .route("/kojihub", any(hub))
        .route("/kojihub/", any(hub))
        .route("/kojihub/{*rest}", any(hub))
        .route("/kojifiles/{*path}", get(file))
        .route("/demo/fault/{kind}", get(fault).post(fault))
        .route("/demo/calls", get(calls))
        .layer(DefaultBodyLimit::max(LONGEST))
        .with_state(Arc::clone(demo))
}

fn typed(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body.into()).into_response()
}

/// The hub, which names its version with each answer if it is one that does.
async fn hub(State(demo): State<Arc<Demo>>, method: Method, body: Result<Bytes, BytesRejection>) -> Response {
    let mut answer = answer(&demo, &method, body).await;
    let koji = demo.koji();
    if koji.is_in_headers() && answer.status() != StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(VERSION, HeaderValue::from_static(koji.version()));
    }
    answer
}

async fn answer(demo: &Demo, method: &Method, body: Result<Bytes, BytesRejection>) -> Response {
    if *method != Method::POST {
        let text = "Method Not Allowed\nThis is an XML-RPC server. Only POST requests are accepted.\n";
        let mut refusal = typed(StatusCode::METHOD_NOT_ALLOWED, TEXT, text);
        refusal.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return refusal;
    }
    demo.count("POST");
    let fault = demo.current_fault();
    match fault {
        InjectedFault::Slow(by) => tokio::time::sleep(by).await,
        InjectedFault::Unavailable => {
            let page = "<!DOCTYPE html>\n<title>503 Service Unavailable</title>\n<h1>Service Unavailable</h1>\n";
            return (StatusCode::SERVICE_UNAVAILABLE, [(header::CONTENT_TYPE, "text/html")], page).into_response();
        }
        InjectedFault::Invalid => {
            return typed(StatusCode::OK, "text/html", "<html><p>Hello from the wrong server.</html>");
        }
        InjectedFault::Offline => {
            let fault = Fault { code: 1014, message: "server is offline".to_owned() };
            return typed(StatusCode::OK, XML, xmlrpc::write_fault(&fault));
        }
        InjectedFault::None | InjectedFault::Closing => {}
    }
    let body = match body {
        Ok(body) if body.is_empty() => return refused("Empty request"),
        Ok(body) => body,
        Err(_) => return refused("Request too long"),
    };
    match demo.answer(&body) {
        Err(why) => refused(why),
        Ok(answer) if fault == InjectedFault::Closing => half(answer),
        Ok(answer) => typed(StatusCode::OK, XML, answer),
    }
}

/// For what is no call, and for nothing else, a hub leaves 200.
fn refused(why: impl std::fmt::Display) -> Response {
    let mut refusal = typed(StatusCode::BAD_REQUEST, TEXT, format!("Invalid request: {why}"));
    refusal.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    refusal
}

/// The first half of an answer under the length of the whole, then an end.
fn half(answer: String) -> Response {
    let length = answer.len();
    let mut bytes = answer.into_bytes();
    bytes.truncate(length / 2);
    let parts = stream::iter([Ok(Bytes::from(bytes)), Err(std::io::Error::other("closing"))]);
    // What was sent has to leave before the connection is cut.
    let slowly = parts.then(|part| async {
        if part.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        part
    });
    let mut answer = typed(StatusCode::OK, XML, Body::from_stream(slowly));
    answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    answer
}

async fn file(State(demo): State<Arc<Demo>>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    demo.count("GET");
    let kind = match path.rsplit('.').next() {
        Some("log" | "txt") => TEXT,
        _ => "application/octet-stream",
    };
    match demo.file(&path) {
        Some(bytes) => range::serve(&bytes, kind, &headers),
        None => (StatusCode::NOT_FOUND, "Not Found\n").into_response(),
    }
}

async fn fault(State(demo): State<Arc<Demo>>, Path(kind): Path<String>) -> Result<String, (StatusCode, String)> {
    match kind.parse() {
        Ok(fault) => {
            demo.inject(fault);
            Ok(format!("{fault:?}\n"))
        }
        Err(unknown) => Err((StatusCode::NOT_FOUND, format!("{unknown}\n"))),
    }
}

async fn calls(State(demo): State<Arc<Demo>>) -> Response {
    let counts = serde_json::to_string(&demo.calls()).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], counts).into_response()
}
