//! The pages as one service: the router, made of the route table, and the layers around it.

mod entry;
mod routes;
mod routes_of_contents;

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

pub use self::routes::routes;
use crate::kojiweb;
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
    let router = routes::entries().into_iter().fold(Router::new(), |router, entry| entry.add_to(router));
    let router = router
        .route("/static/{hash}/{name}", get(web::assets::get))
        .fallback(web::response::no_page)
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, LONGEST))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(context.clone(), kojiweb::redirect))
        .layer(from_fn_with_state(context.clone(), web::response::represent))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(context.clone(), web::response::headers::everywhere))
        .with_state(context);
    Service { router, base }
}
