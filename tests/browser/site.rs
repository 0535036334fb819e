//! A site over a frozen demo on a port of its own, and an account of what it was asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse as _};
use kojiview::app;
use kojiview::demo::{Demo, Settings};
use kojiview::hub::{HubClient, Limits};
use kojiview::web::files::Files;
use kojiview::web::{Context, HubAddress};
use serde_json::Value;
use tokio::net::TcpListener;

use super::long_names::lengthen;

/// A site that a browser visits.
pub struct Site {
    pub demo: Arc<Demo>,
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
    gateway: Arc<Mutex<Gateway>>,
}

/// What stands between readers and Kojiview does with what it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gateway {
    /// It passes it on.
    #[default]
    Up,
    /// It answers an error page of its own.
    Down,
    /// It answers a page of its own as if nothing were wrong.
    LogIn,
    /// It passes it on after a while.
    Slow,
}

async fn listen(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

impl Site {
    pub async fn start() -> Self {
        Self::over(|hub| hub).await
    }

    /// The same over a hub whose names are as long as they can get.
    pub async fn with_long_names() -> Self {
        Self::over(lengthen).await
    }

    async fn over(between: impl FnOnce(Router) -> Router) -> Self {
        let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
        let hub = listen(between(demo.router())).await;
        let clock = demo.clone();
        let service = app::service(Context {
            appearance: Arc::new(kojiview::web::appearance::Appearance::named("test")),
            ..app::context(
                HubClient::new(format!("{hub}/kojihub").parse().unwrap(), Limits::default()).unwrap(),
                HubAddress::of("https://hub.example.org/kojihub".parse().unwrap()),
                Files::at("https://files.example.org/kojifiles".parse().unwrap()),
                Arc::new(move || clock.now()),
            )
        });
        let (asked, gateway) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<Mutex<Gateway>>::default());
        let (account, mode) = (asked.clone(), gateway.clone());
        // Where a reverse proxy would be.
        let between = from_fn(move |request: Request, next: Next| {
            account.lock().unwrap().push(request.uri().to_string());
            let mode = *mode.lock().unwrap();
            async move {
                match mode {
                    Gateway::Up => {}
                    Gateway::Slow => tokio::time::sleep(Duration::from_secs(8)).await,
                    Gateway::Down => {
                        return (StatusCode::BAD_GATEWAY, Html("<title>502</title><h1>Bad Gateway</h1>"))
                            .into_response();
                    }
                    Gateway::LogIn => {
                        return Html("<title>Log in</title><h1>Welcome to this network</h1>").into_response();
                    }
                }
                next.run(request).await
            }
        });
        let address = listen(Router::new().fallback_service(service).layer(between)).await;
        Self { demo, address, asked, gateway }
    }

    /// The whole address of a page.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// How often a page, or any with `""`, was asked for.
    pub fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| asked.starts_with(path)).count()
    }

    /// Waits until a page was asked for so many times more.
    pub async fn until_asked(&self, path: &str, times: usize) {
        let goal = self.asked(path) + times;
        let waiting = async {
            while self.asked(path) < goal {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let done = tokio::time::timeout(Duration::from_secs(120), waiting).await;
        done.unwrap_or_else(|_| panic!("{path} was not asked for {times} times more"));
    }

    /// What stands between readers and Kojiview does this from now on.
    pub fn gateway(&self, mode: Gateway) {
        *self.gateway.lock().unwrap() = mode;
    }

    /// Waits until names are suggested.
    pub async fn know_names(&self) {
        for name in ["bash", "f40-build", "jane", "buildvm-x86-01"] {
            while self.json(&format!("/suggestions?q={name}")).await["names"].as_array().unwrap().is_empty() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// The data of a page.
    pub async fn json(&self, path: &str) -> Value {
        let client = super::driver::http_client().build().unwrap();
        let request = client.get(self.at(path)).header("accept", "application/json");
        serde_json::from_slice(&request.send().await.unwrap().bytes().await.unwrap()).unwrap()
    }

    /// The address of the newest build that a list has.
    pub async fn build(&self, query: &str) -> String {
        let list = self.json(&format!("/builds?limit=1&{query}")).await;
        format!("/builds/{}", list["builds"]["rows"][0]["build_id"])
    }

    /// The address of the newest task that a list has.
    pub async fn task(&self, query: &str) -> String {
        let list = self.json(&format!("/tasks?limit=1&{query}")).await;
        format!("/tasks/{}", list["tasks"]["rows"][0]["id"])
    }
}

/// All clocks but the demo's and the browser's jump ahead: what is kept grows old.
pub async fn grow_old(by: Duration) {
    tokio::time::pause();
    tokio::time::advance(by).await;
    tokio::time::resume();
}
