//! Whatever address is asked for, ours or kojiweb's, over a hub that is down: a page answers, and redirects stay within the site.

#![no_main]

use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::http::{Request, StatusCode, Uri, header};
use kojiview::app::{self, Service};
use kojiview::hub::{HubClient, Limits};
use kojiview::web::files::Files;
use kojiview::web::{Context, HubAddress};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_all().build().expect("a runtime"));

/// One that redirects kojiweb's addresses, and one that answers them.
static SITES: LazyLock<[Service; 2]> = LazyLock::new(|| [false, true].map(site));

fn site(kojiweb_in_place: bool) -> Service {
    let _guard = RUNTIME.enter();
    let hub: reqwest::Url = "http://127.0.0.1:9/kojihub".parse().expect("an address");
    let client = HubClient::new(hub.clone(), Limits::default()).expect("a client");
    let files = Files::at("http://127.0.0.1:9/kojifiles".parse().expect("an address"));
    let context = app::context(client, HubAddress::of(hub), files, Arc::new(jiff::Timestamp::now));
    app::service(Context { kojiweb_in_place, base: "/koji".parse().expect("a path"), ..context })
}

fuzz_target!(|address: &str| {
    let Ok(uri) = format!("/koji/{address}").parse::<Uri>() else { return };
    for site in &*SITES {
        let request = Request::get(uri.clone()).header("host", "x").body(Body::empty()).expect("a request");
        let response = RUNTIME.block_on(site.clone().oneshot(request)).expect("an answer");
        assert_ne!(response.status(), StatusCode::INTERNAL_SERVER_ERROR, "{uri}");
        if let Some(location) = response.headers().get(header::LOCATION) {
            let location = location.to_str().expect("ASCII");
            // The files of the hub are elsewhere.
            let is_file = location.starts_with("http://127.0.0.1:9/kojifiles/");
            let is_inside = location.starts_with("/koji/") || location == "/koji";
            assert!(is_file || is_inside && !location.contains('\\'), "{uri} leads to {location}");
        }
    }
});
