//! kojiweb's addresses, and where each leads: one table.

mod acting;
mod address;
mod buildroots;
mod builds;
mod components;
mod files;
mod hosts;
mod own;
mod packages;
mod repo_requests;
mod reports;
mod search;
mod tags;
mod targets;
mod tasks;
#[cfg(test)]
mod tests;
mod things;
mod users;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use self::files::File;
use self::own::without_slash;
use crate::hub::model::UserId;
use crate::urls::{self, HostsUrl, ListUrl as _, PageQuery, Url, YesNo};
use crate::web::{ActingPage, Context, Error, Here, OutsideBasePath, Redirect, Routes, Table, asks_for_html, hub_for};

/// What one of kojiweb's addresses is here.
enum Destination {
    /// A page of ours.
    Page(Url),
    /// The page of the host that has this account, which its hub knows.
    HostOf(UserId),
    /// A file of a task.
    File(File),
    /// Nothing: it changed something, or was about the reader's own account.
    Acting(ActingPage),
    /// Nothing: the page is about one thing, and the parameter that names it is not there.
    Unnamed { page: &'static str, parameter: &'static str },
}

/// Sends a reader of one of kojiweb's addresses on; all others pass.
pub async fn redirect(State(context): State<Context>, request: Request, next: Next) -> Response {
    if search::is_posted(&request) {
        return search::posted(request).await;
    }
    let is_outside = request.extensions().get::<OutsideBasePath>().is_some();
    let (path, query) = (request.uri().path().to_owned(), request.uri().query().unwrap_or_default());
    // Not to be sent on: where a proxy takes the base path away, that would have no end.
    let is_root = is_outside && path == "/";
    let destination = destination(&path, query, is_outside, &context.routes).filter(|_| !is_root);
    let status = match (request.method(), context.permanent_redirects) {
        // What is at the other address is to be got, and not to be sent the same once more.
        (&Method::POST, _) => StatusCode::SEE_OTHER,
        (_, true) => StatusCode::MOVED_PERMANENTLY,
        (_, false) => StatusCode::FOUND,
    };
    let asks_for_html = asks_for_html(request.headers());
    if destination.is_some() && !matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        return Error::Method.into_response();
    }
    match destination {
        Some(Destination::Page(url)) => Redirect(status, url).into_response(),
        Some(Destination::HostOf(user)) => {
            let hub = hub_for(&context, request.extensions());
            hosts::of_account(&hub, user)
                .await
                .map_or_else(IntoResponse::into_response, |url| Redirect(status, url).into_response())
        }
        Some(Destination::File(file)) => {
            file.answer(&hub_for(&context, request.extensions()), &context, asks_for_html, status).await
        }
        Some(Destination::Acting(page)) => Error::Acting(page).into_response(),
        Some(Destination::Unnamed { page, parameter }) => {
            let why = format!("kojiweb's {page} needs {parameter}, and this address has none.");
            Error::Nothing { title: "Nothing is named", why }.into_response()
        }
        // Crawlers look for it at the root of the host, whatever the base path.
        None if is_outside && path != "/robots.txt" => outside(&context).into_response(),
        None => next.run(request).await,
    }
}

/// What is told of an address that is not below the base path.
fn outside(context: &Context) -> Error {
    let base = context.base.as_str();
    let why = format!(
        "This site is below {base}/. If the address that you asked for begins so, a proxy takes {base} away from it: it has to pass \
         addresses on as they come."
    );
    Error::Nothing { title: "Nothing here", why }
}

/// The page of ours that such a path and query lead to, in place of a redirect to it.
pub fn in_place(path: &str, query: &str, is_outside: bool, routes: &Routes) -> Option<Url> {
    match destination(path, query, is_outside, routes)? {
        Destination::Page(url) => Some(url),
        Destination::HostOf(_) | Destination::File(_) | Destination::Acting(_) | Destination::Unnamed { .. } => None,
    }
}

/// The page of ours that an address of some kojiweb leads to, by what follows `/koji/` in it.
#[must_use]
pub fn page_of(page: &str, query: &str, routes: &Routes) -> Option<Url> {
    let page = page.strip_suffix(".json").unwrap_or(page);
    match destination(&format!("/koji/{page}"), query, false, routes)? {
        Destination::Page(url) => Some(url),
        Destination::HostOf(user) => Some(HostsUrl { user: Some(user.into()), ..HostsUrl::default() }.url()),
        Destination::File(file) => Some(file.page()),
        // It tells how the same is done.
        Destination::Acting(_) => Some(Here::of_text(&format!("/koji/{page}"), query).itself()),
        Destination::Unnamed { .. } => None,
    }
}

fn destination(path: &str, query: &str, is_outside: bool, routes: &Routes) -> Option<Destination> {
    let here = Here::of_text(path, query);
    let theirs = || ours(&address::read(path, query), is_outside);
    let own = || own::below_koji(&here, routes).map(Destination::Page);
    // kojiweb ignores what follows the name of a page; what is a page of ours with it is meant so.
    match here.path().matches('/').count() {
        2 if own::is_list_below_koji(&here, routes) => own(),
        0..=2 => theirs().or_else(own),
        _ => own().or_else(theirs),
    }
    .or_else(|| without_slash(&here).filter(|_| !is_outside).map(Destination::Page))
}

/// Our address for one of kojiweb's. Its pages are below `/koji/` as a rule, and what follows the name of a page is
/// ignored, as kojiweb does. What is outside of the site's base path can be nothing but one of kojiweb's.
fn ours(here: &Here, is_outside: bool) -> Option<Destination> {
    let path = here.path().trim_start_matches('/');
    let below = path.strip_prefix("koji").filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let (path, below_koji) = below.map_or((path, false), |path| (path.trim_start_matches('/'), true));
    let page = path.split('/').next().unwrap_or_default();
    if let Some(acting) = acting::page(page, here) {
        return Some(Destination::Acting(acting));
    }
    if let ("hostinfo", Some(user)) = (page, hosts::account(here)) {
        return Some(Destination::HostOf(user));
    }
    if let ("getfile", Some(file)) = (page, File::of(here)) {
        return Some(Destination::File(file));
    }
    if let Some(things::Thing { page, parameter, lead }) = things::ALL.iter().find(|thing| thing.page == page) {
        return Some(lead(here).map_or(Destination::Unnamed { page, parameter }, Destination::Page));
    }
    let url = match page {
        "hosts" => hosts::list(here, below_koji),
        "builds" => builds::list(here, below_koji),
        "packages" => packages::list(here, below_koji),
        "tags" => tags::list(here, below_koji),
        "search" => search::search(here, below_koji),
        "buildtargets" => Some(targets::list(here)),
        "buildroots" => buildroots::list(here, below_koji),
        "reporequests" => Some(repo_requests::list(here)),
        "users" => users::list(here, below_koji),
        "tasks" => tasks::list(here, below_koji),
        "api" if below_koji || is_outside => Some(urls::api()),
        "reports" => reports::list(below_koji || is_outside),
        "index" | "login" | "logout" => Some(urls::overview()),
        "" if below_koji || is_outside => Some(urls::overview()),
        page => reports::one(page, here),
    };
    url.map(Destination::Page)
}

/// The page of a list. kojiweb can sort by columns that we do not sort by.
fn page_query(here: &Here, table: &Table) -> PageQuery {
    let order = here.get("order").filter(|order| table.knows_order(order));
    PageQuery { order: order.map(str::to_owned), offset: offset(here), ..PageQuery::default() }
}

/// The page of a list that stands on the page of a thing, whose parameters begin with its name: `buildOrder`,
/// `buildStart`. Nothing, where it is the first page in kojiweb's own order, which the page of the thing shows.
fn page_within(here: &Here, list: &str, usual: &str, table: &Table) -> Option<PageQuery> {
    let order = here.get(&format!("{list}Order")).filter(|order| table.knows_order(order)).unwrap_or(usual);
    let offset = here.get(&format!("{list}Start")).and_then(|start| start.parse().ok()).filter(|start| *start > 0);
    let own = Some(order.to_owned()).filter(|order| !table.is_in_order(order));
    let page = PageQuery { order: own, offset, ..PageQuery::default() };
    (order != usual || offset.is_some()).then_some(page)
}

fn offset(here: &Here) -> Option<u32> {
    here.get("start")?.parse().ok().filter(|start| *start > 0)
}

/// A parameter's text.
fn text(here: &Here, name: &str) -> Option<String> {
    here.get(name).map(str::to_owned)
}

/// A switch of kojiweb's, `0` or `1`, that is on unless it is `0`.
fn unless_0(here: &Here, name: &str) -> Option<YesNo> {
    (here.get(name) == Some("0")).then_some(YesNo::No)
}
