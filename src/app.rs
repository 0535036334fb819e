//! The route table, a line a page, and the layers around it.

use std::convert::Infallible;
use std::task::{self, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::future::RouteFuture;
use axum::routing::{MethodRouter, get};
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

/// A page's address and its handler.
pub struct Route {
    /// The path, as axum has it.
    pub path: &'static str,
    /// Addresses of such pages that the frozen demo has. The contract of all pages is tested on them.
    pub examples: &'static [&'static str],
    handler: MethodRouter<Context>,
}

fn page<H: Handler<T, Context>, T: 'static>(
    path: &'static str,
    handler: H,
    examples: &'static [&'static str],
) -> Route {
    Route { path, examples, handler: get(handler) }
}

/// The route table, a line a page.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        page("/", pages::overview::get, &["/"]),
        page("/search", pages::search::get, &["/search", "/search?q=f40", "/search?q=*a*&type=rpm"]),
        page(
            "/builds",
            pages::builds::list::get,
            &["/builds", "/builds?tag=f40&latest=no", "/builds?state=failed&within=48"],
        ),
        page("/builds/{build}", pages::builds::show::get, &["/builds/bash-6.13-1.fc41", "/builds/slowpoke-1.0-1.fc40"]),
        page("/tags", pages::tags::list::get, &["/tags", "/tags?match=f4"]),
        page("/tags/{tag}", pages::tags::show::get, &["/tags/f40-build", "/tags/71"]),
        page(
            "/builds/{build}/logs/{*file}",
            pages::logs::of_build::get,
            &["/builds/behemoth-2.0-1.fc41/logs/x86_64/build.log"],
        ),
        page("/tags/{tag}/builds", pages::tags::builds::get, &["/tags/f40/builds"]),
        page("/tags/{tag}/children", pages::tags::children::get, &["/tags/f40/children"]),
        page("/tags/{tag}/counts", pages::tags::counts::get, &["/tags/f40/counts"]),
        page("/tags/{tag}/groups", pages::tags::groups::get, &["/tags/f40-build/groups"]),
        page(
            "/tags/{tag}/history",
            pages::tags::history::get,
            &["/tags/f40/history", "/tags/f40/history?kind=settings", "/tags/f40-updates/history?package=bash"],
        ),
        page("/tags/{tag}/packages", pages::tags::packages::get, &["/tags/f40-build/packages?owner=jane&prefix=k"]),
        page(
            "/packages",
            pages::packages::list::get,
            &["/packages", "/packages?prefix=k", "/packages?match=*py*", "/packages?owner=jane&blocked=no"],
        ),
        page("/packages/{package}", pages::packages::show::get, &["/packages/bash"]),
        page("/packages/{package}/history", pages::packages::history::get, &["/packages/bash/history"]),
        page("/packages/{package}/latest", pages::packages::latest::get, &["/packages/bash/latest?tag=f41-updates"]),
        page("/packages/{package}/tags", pages::packages::tags::get, &["/packages/bash/tags"]),
        page("/api", pages::api::list::get, &["/api", "/api?q=task"]),
        page("/api/{method}", pages::api::show::get, &["/api/listTagged"]),
        page("/hub", pages::hub::show::get, &["/hub"]),
        page("/volumes", pages::hub::list::volumes, &["/volumes"]),
        page("/permissions", pages::hub::list::permissions, &["/permissions"]),
        page("/content-generators", pages::hub::list::content_generators, &["/content-generators"]),
        page("/btypes", pages::hub::list::btypes, &["/btypes"]),
        page("/archive-types", pages::hub::list::archive_types, &["/archive-types"]),
        page("/repos", pages::repos::list::get, &["/repos", "/repos?tag=f40-build", "/repos?state=ready&dist=yes"]),
        page("/repos/{repo}", pages::repos::show::get, &["/repos/10000035", "/repos/10000045?buildroots=yes"]),
        page(
            "/repo-requests",
            pages::repo_requests::list::get,
            &["/repo-requests", "/repo-requests?state=all", "/repo-requests?state=ended&tag=f40-build&priority=20"],
        ),
        page("/repo-requests/{request}", pages::repo_requests::show::get, &["/repo-requests/2998"]),
        page("/external-repos", pages::external_repos::list::get, &["/external-repos"]),
        page("/external-repos/{repo}", pages::external_repos::show::get, &["/external-repos/bootstrap"]),
        page("/targets", pages::targets::list::get, &["/targets", "/targets?build_tag=f40-build"]),
        page("/targets/{target}", pages::targets::show::get, &["/targets/f40"]),
        page(
            "/targets/{target}/contains",
            pages::targets::contains::get,
            &["/targets/f40/contains", "/targets/f41/contains?build=bash-6.13-1.fc41"],
        ),
        page(
            "/users",
            pages::users::list::get,
            &["/users", "/users?type=groups", "/users?prefix=k", "/users?perm=tag"],
        ),
        page("/users/{user}", pages::users::show::get, &["/users/jane", "/users/90"]),
        page("/hosts", pages::hosts::list::get, &["/hosts", "/hosts?channel=1&state=ready"]),
        page("/hosts/{host}", pages::hosts::show::get, &["/hosts/1", "/hosts/1?buildroots=yes"]),
        page("/channels", pages::channels::list::get, &["/channels"]),
        page("/channels/{channel}", pages::channels::show::get, &["/channels/default"]),
        page(
            "/logs/compare",
            pages::logs::compare::get,
            &["/logs/compare", "/logs/compare?a=/tasks/1306404/logs/build.log"],
        ),
        page("/tasks", pages::tasks::list::get, &["/tasks", "/tasks?state=all&view=flat&method=newRepo"]),
        page("/tasks/{task}", pages::tasks::show::get, &["/tasks/1305520", "/tasks/1305520?buildroots=yes"]),
        page("/tasks/{task}/log", pages::logs::matters::get, &["/tasks/1305520/log"]),
        page(
            "/tasks/{task}/tail",
            pages::logs::tail::get,
            &["/tasks/1306400/tail", "/tasks/1306192/tail?log=root.log"],
        ),
        page("/tasks/{task}/logs", pages::logs::list::get, &["/tasks/1305520/logs"]),
        page(
            "/tasks/{task}/logs/{*file}",
            pages::logs::of_task::get,
            &["/tasks/1305522/logs/build.log", "/tasks/1306404/logs/build.log?end=yes"],
        ),
    ]
}

/// All of Kojiview, over this hub.
pub fn service(context: Context) -> Service {
    let base = context.base.clone();
    let router = routes().into_iter().fold(Router::new(), |router, route| router.route(route.path, route.handler));
    let router = router
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
