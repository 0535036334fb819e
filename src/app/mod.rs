//! The pages as one service: the router, made of the route table, and the layers around it.

mod entry;
mod routes;
mod routes_of_contents;
mod routes_of_feeds;
mod routes_of_reports;

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{self, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::future::RouteFuture;
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

pub use self::routes::routes;
use crate::hub::HubClient;
use crate::kojiweb;
use crate::pages::{crawlers, search};
use crate::urls::BasePath;
use crate::web::appearance::Appearance;
use crate::web::files::Files;
use crate::web::observe::{self, Metrics, TrustedProxies};
use crate::web::response::PageCache;
use crate::web::{self, Clock, Console, Context, HubAddress, KojiwebPages, Routes};

/// No request takes longer, whatever happens: a bound above the hub's deadline, for defects.
const LONGEST: Duration = Duration::from_secs(60);

/// Bytes of pages that are kept as they were sent, where nothing is set.
const PAGES: u64 = 32 << 20;

/// All of Kojiview as one service: the router, and what has to happen to a request before it is routed.
#[derive(Clone)]
pub struct Service {
    router: Router,
    base: BasePath,
    /// The pages, where kojiweb's addresses are answered in place.
    in_place: Option<Routes>,
    /// Health, and metrics where they have no address of their own.
    operations: Router,
}

impl tower::Service<Request> for Service {
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    fn poll_ready(&mut self, context: &mut task::Context<'_>) -> Poll<Result<(), Infallible>> {
        tower::Service::<Request>::poll_ready(&mut self.router, context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let path = request.uri().path();
        let below_base = self.base.rest(path).unwrap_or(path);
        if observe::health::is_at(below_base) && request.method() != Method::OPTIONS {
            let below_base = below_base.to_owned();
            let request = web::at_path(request, &below_base);
            return self.operations.call(request);
        }
        let request = web::enter(request, &self.base);
        self.router.call(match &self.in_place {
            Some(routes) if request.method().is_safe() => {
                web::lead(request, |path, query, is_outside| kojiweb::in_place(path, query, is_outside, routes))
            }
            _ => request,
        })
    }
}

/// What the process has, where nothing is set: a site over this hub, with files there.
pub fn context(hub: Arc<HubClient>, hub_address: HubAddress, files: Files, clock: Clock) -> Context {
    Context {
        metrics: Metrics::of(&hub),
        hub,
        hub_address,
        files,
        clock,
        appearance: Arc::new(Appearance::named("Kojiview")),
        base: BasePath::default(),
        origin: None,
        routes: routes(),
        kojiweb_pages: KojiwebPages(kojiweb::page_of),
        pages: PageCache::of(PAGES),
        proxies: TrustedProxies::default(),
        metrics_are_elsewhere: false,
        permanent_redirects: false,
        kojiweb_in_place: false,
        console: Console::On,
        json_origin: None,
    }
}

/// All of Kojiview, over this hub.
pub fn service(context: Context) -> Service {
    let base = context.base.clone();
    let operations = observe::health::router(context.clone(), !context.metrics_are_elsewhere);
    let in_place = context.kojiweb_in_place.then(|| context.routes.clone());
    let router = routes::entries().into_iter().fold(Router::new(), |router, entry| entry.add_to(router));
    let router = router
        .route("/static/{hash}/{name}", get(web::assets::get))
        .route("/robots.txt", get(crawlers::robots::get))
        .route("/sitemap.xml", get(crawlers::sitemap::index))
        .route("/sitemap/{name}", get(crawlers::sitemap::part))
        .route("/opensearch.xml", get(search::opensearch::description))
        .route("/opensearch-suggestions", get(search::opensearch::suggestions))
        .fallback(web::response::no_page)
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, LONGEST))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(context.clone(), kojiweb::redirect))
        .layer(from_fn_with_state(context.clone(), web::response::represent))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(context.clone(), web::response::headers::everywhere))
        .layer(from_fn_with_state(context.clone(), observe::observe))
        .with_state(context);
    Service { router, base, in_place, operations }
}
