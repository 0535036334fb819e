//! A site over some hub, asked without a socket; the hub is a real server on a port of its own.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use kojiview::app::{self, Service};
use kojiview::demo::{Demo, Koji, Settings};
use kojiview::hub::{HubClient, Limits};
use kojiview::web::appearance::Appearance;
use kojiview::web::files::Files;
use kojiview::web::observe::Peer;
use kojiview::web::{Clock, Context, HubAddress};
use scraper::{Html, Selector};
use tower::ServiceExt as _;

/// A site that tests ask.
pub struct Site(Service);

/// What it answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// A client for what is asked over a socket. It wants to know who does TLS for it, though nothing here speaks it.
pub fn http_client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// Serves a router on a port of its own, for as long as the test runs; its address.
pub async fn listen(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// A site over a frozen demo.
pub async fn demo() -> (Site, Arc<Demo>) {
    demo_with(Limits::default()).await
}

/// A site over a frozen demo, with these limits.
pub async fn demo_with(limits: Limits) -> (Site, Arc<Demo>) {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let clock = demo.clone();
    (Site::with(&hub, limits, Arc::new(move || clock.now())), demo)
}

/// A site over a frozen demo of this version of Koji, and its client, which does not know yet what that has.
pub async fn demo_of(koji: Koji) -> (Site, Arc<Demo>, Arc<HubClient>) {
    let demo = Demo::new(Settings { frozen: true, koji, ..Settings::default() });
    let (site, client) = over(&listen(demo.router()).await);
    (site, demo, client)
}

/// A site over the hub at this address, and its client.
pub fn over(hub: &str) -> (Site, Arc<HubClient>) {
    let mut client = None;
    let clock = Arc::new(|| "2026-11-22T14:00:00Z".parse().unwrap());
    let site = Site::set(hub, Limits::default(), clock, |context| client = Some(context.hub.clone()));
    (site, client.unwrap())
}

/// All clocks but the hub's jump ahead: what is kept grows old.
pub async fn grow_old(by: Duration) {
    tokio::time::pause();
    tokio::time::advance(by).await;
    tokio::time::resume();
}

impl Site {
    /// Over the hub at this address, with the limits of the product.
    pub fn over(hub: &str) -> Self {
        Self::with(hub, Limits::default(), Arc::new(|| "2026-11-22T14:00:00Z".parse().unwrap()))
    }

    pub fn with(hub: &str, limits: Limits, clock: Clock) -> Self {
        Self::set(hub, limits, clock, |_| {})
    }

    /// The same with other settings.
    pub fn set(hub: &str, limits: Limits, clock: Clock, settings: impl FnOnce(&mut Context)) -> Self {
        let hub = HubClient::new(format!("{hub}/kojihub").parse().unwrap(), limits).unwrap();
        let files = Files::at("https://files.example.org/kojifiles".parse().unwrap());
        let hub_address = HubAddress::of("https://hub.example.org/kojihub".parse().unwrap());
        let mut context =
            Context { appearance: Arc::new(Appearance::named("test")), ..app::context(hub, hub_address, files, clock) };
        settings(&mut context);
        Self(app::service(context))
    }

    /// The service itself, for tests that need a socket.
    pub fn service(&self) -> Service {
        self.0.clone()
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask("GET", address, &[]).await
    }

    /// As htmx asks for a part.
    pub async fn part(&self, address: &str, target: &str) -> Answer {
        let headers =
            [("hx-request", "true"), ("hx-request-type", "partial"), ("hx-target", target), ("accept", "text/html")];
        self.ask("GET", address, &headers).await
    }

    /// As somebody at this address asks, with these headers.
    pub async fn get_from(&self, client: &str, address: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(address).extension(Peer(client.parse().unwrap()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    pub async fn ask(&self, method: &str, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, address, headers, "").await
    }

    pub async fn send(&self, method: &str, address: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.0.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Answer { status: head.status, headers: head.headers, body }
    }
}

impl Site {
    /// All lines of the head of an answer.
    pub async fn head(&self, address: &str, headers: &[(&str, &str)]) -> HeaderMap {
        let mut request = Request::get(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.0.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().headers().clone()
    }

    /// The coding of an answer and its bytes.
    pub async fn raw(&self, address: &str, headers: &[(&str, &str)]) -> (String, Vec<u8>) {
        let mut request = Request::get(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.0.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let coding =
            response.headers().get("content-encoding").map_or("", |coding| coding.to_str().unwrap()).to_owned();
        (coding, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The texts of what a selector finds, white space folded.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let folded = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Html::parse_document(&self.body).select(&selector).map(|found| folded(found.text().collect())).collect()
    }

    /// The one text of what a selector finds.
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        let mut texts = self.texts(selector);
        assert_eq!(texts.len(), 1, "{selector}: {texts:?}");
        texts.remove(0)
    }

    /// The values of an attribute of what a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        Html::parse_document(&self.body)
            .select(&selector)
            .filter_map(|found| found.attr(name).map(str::to_owned))
            .collect()
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}
