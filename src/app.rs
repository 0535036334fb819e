//! The route table, a line a page, and the layers around it.

use std::convert::Infallible;
use std::task::{self, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::future::RouteFuture;
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::kojiweb;
use crate::pages;
use crate::urls::BasePath;
use crate::web::{self, Context};

/// No request takes longer, whatever happens: a bound above the hub's deadline, for defects.
const LONGEST: Duration = Duration::from_secs(60);

/// All of Kojiview as one service: the router, and what has to happen to a request before it is routed.
#[derive(Clone)]
pub struct Service {
    router: Router,
    base: BasePath,
}

impl tower::Service<Request> for Service {
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    fn poll_ready(&mut self, context: &mut task::Context<'_>) -> Poll<Result<(), Infallible>> {
        tower::Service::<Request>::poll_ready(&mut self.router, context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        self.router.call(web::enter(request, &self.base))
    }
}

/// All of Kojiview, over this hub.
pub fn service(context: Context) -> Service {
    let base = context.base.clone();
    let router = Router::new()
        .route("/", get(pages::overview::get))
        .route("/search", get(pages::search::get))
        .route("/builds", get(pages::builds::get))
        .route("/builds/{build}", get(pages::build::get))
        .route("/tags", get(pages::tags::get))
        .route("/tags/{tag}", get(pages::tag::get))
        .route("/tags/{tag}/builds", get(pages::tag_builds::get))
        .route("/tags/{tag}/children", get(pages::tag_children::get))
        .route("/tags/{tag}/packages", get(pages::tag_packages::get))
        .route("/hosts", get(pages::hosts::get))
        .route("/hosts/{host}", get(pages::host::get))
        .route("/channels", get(pages::channels::get))
        .route("/channels/{channel}", get(pages::channel::get))
        .route("/tasks", get(pages::tasks::get))
        .route("/tasks/{task}", get(pages::task::get))
        .route("/static/{hash}/{name}", get(web::assets::get))
        .fallback(web::answer::no_page)
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, LONGEST))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(context.clone(), kojiweb::redirect))
        .layer(from_fn_with_state(context.clone(), web::answer::show))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(context.clone(), web::headers::everywhere))
        .with_state(context);
    Service { router, base }
}
