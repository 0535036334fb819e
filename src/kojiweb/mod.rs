//! kojiweb's addresses, and where each leads: one table.

mod buildroots;
mod builds;
mod components;
mod hosts;
mod packages;
mod repo_requests;
mod search;
mod tags;
mod targets;
mod tasks;
mod users;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::urls::{self, PageQuery, Url, YesNo};
use crate::web::{Context, Error, Here, OutsideBasePath, Redirect, Routes, Table};

/// Sends a reader of one of kojiweb's addresses on; all others pass.
pub async fn redirect(State(context): State<Context>, request: Request, next: Next) -> Response {
    let status = if context.permanent_redirects { StatusCode::MOVED_PERMANENTLY } else { StatusCode::FOUND };
    let here = Here::of(request.uri());
    let is_outside = request.extensions().get::<OutsideBasePath>().is_some();
    let own = || own_below_koji(&here, &context.routes);
    // kojiweb ignores what follows the name of a page; what is a page of ours with it is meant so.
    let url = match here.path().matches('/').count() {
        2 if is_own_list(&here, &context.routes) => own(),
        0..=2 => ours(&here, is_outside).or_else(own),
        _ => own().or_else(|| ours(&here, is_outside)),
    };
    match url {
        Some(url) => Redirect(status, url).into_response(),
        None if is_outside => Error::NoPage.into_response(),
        None => next.run(request).await,
    }
}

/// Our address for one of kojiweb's. Its pages are below `/koji/` as a rule, and what follows the name of a page is
/// ignored, as kojiweb does. What is outside of the site's base path can be nothing but one of kojiweb's.
fn ours(here: &Here, is_outside: bool) -> Option<Url> {
    let path = here.path().trim_start_matches('/');
    let below = path.strip_prefix("koji").filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let (path, below_koji) = below.map_or((path, false), |path| (path.trim_start_matches('/'), true));
    let page = path.split('/').next().unwrap_or_default();
    match page {
        "buildinfo" => here.get("buildID").map(urls::build_named),
        "hosts" => hosts::list(here, below_koji),
        "hostinfo" => hosts::one(here),
        "channelinfo" => here.get("channelID").map(urls::channel_named),
        "builds" => builds::list(here, below_koji),
        "packages" => packages::list(here, below_koji),
        "packageinfo" => here.get("packageID").map(urls::package_named),
        "taginfo" => here.get("tagID").map(urls::tag_named),
        "tags" => tags::list(here, below_koji),
        "search" => search::search(here, below_koji),
        "taskinfo" => here.get("taskID").map(urls::task_named),
        "buildtargets" => Some(targets::list(here)),
        "buildtargetinfo" => targets::one(here),
        "rpminfo" => components::rpm(here),
        "fileinfo" => components::file(here),
        "buildroots" => buildroots::list(here, below_koji),
        "buildrootinfo" => here.get("buildrootID").map(urls::buildroot_named),
        "archiveinfo" => here.get("archiveID").map(urls::archive_named),
        "rpmlist" => components::rpms(here),
        "archivelist" => components::archives(here),
        "repoinfo" => here.get("repoID").map(urls::repo_named),
        "reporequest" => here.get("reqID").map(urls::repo_request_named),
        "reporequests" => Some(repo_requests::list(here)),
        "externalrepoinfo" => here.get("extrepoID").map(urls::external_repo_named),
        "users" => users::list(here, below_koji),
        "userinfo" => here.get("userID").map(urls::user_named),
        "tasks" => tasks::list(here, below_koji),
        "getfile" => tasks::file(here),
        "watchlogs" => tasks::logs(here),
        "api" if below_koji || is_outside => Some(urls::api()),
        "index" => Some(urls::overview()),
        "" if below_koji || is_outside => Some(urls::overview()),
        _ if is_outside => None,
        _ => without_slash(here),
    }
}

/// Our own page below `/koji`, where kojiweb had its own: `/koji/builds/52346`.
fn own_below_koji(here: &Here, routes: &Routes) -> Option<Url> {
    let path = here.path().strip_prefix("/koji/")?;
    let segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    routes.has(&segments).then(|| here.at(&format!("/{path}")).itself())
}

/// Parameters that lists of kojiweb have, some of them by our names.
const THEIRS: [&str; 20] = [
    "arch",
    "blocked",
    "channel",
    "channelID",
    "hostID",
    "inherited",
    "latest",
    "method",
    "order",
    "owner",
    "packageID",
    "prefix",
    "ready",
    "start",
    "state",
    "tagID",
    "terms",
    "type",
    "userID",
    "view",
];
/// Values of those that kojiweb does not know.
const OURS: [&str; 7] = ["yes", "no", "ready", "not-ready", "groups", "people", "hosts"];

/// Is it a list of ours below `/koji`, by parameters that can be none of kojiweb's?
fn is_own_list(here: &Here, routes: &Routes) -> bool {
    let Some(route) = here.path().strip_prefix("/koji").and_then(|path| routes.at(path)) else { return false };
    let is_own = |(name, value): &(String, String)| !THEIRS.contains(&name.as_str()) || OURS.contains(&value.as_str());
    here.pairs().all(|(name, _)| route.reads(name)) && here.pairs().any(is_own)
}

/// Our own address without the slashes at its end, which kojiweb ignores.
fn without_slash(here: &Here) -> Option<Url> {
    let path = here.path();
    let plain = path.trim_end_matches('/');
    (plain.len() < path.len() && !plain.is_empty())
        .then(|| here.at(&format!("/{}", plain.trim_start_matches('/'))).itself())
}

/// The page of a list. kojiweb can sort by columns that we do not sort by.
fn page_query(here: &Here, table: &Table) -> PageQuery {
    let order = here.get("order").filter(|order| table.knows_order(order));
    PageQuery { order: order.map(str::to_owned), offset: offset(here), ..PageQuery::default() }
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

#[cfg(test)]
mod tests {
    use super::{Here, ours};
    use crate::urls::BasePath;

    #[test]
    fn outside_of_the_base_path_only_kojiweb_is() {
        for (theirs, address) in [
            ("/koji/taskinfo?taskID=1", Some("/tasks/1")),
            ("/koji/builds", Some("/builds")),
            ("/", Some("/")),
            ("/koji", Some("/")),
            ("/builds", None),
            ("/builds/", Some("/builds")),
            ("/nothing/", None),
        ] {
            let location = ours(&Here::of(&theirs.parse().unwrap()), true);
            assert_eq!(location.map(|url| url.below(&BasePath::default())).as_deref(), address, "{theirs}");
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn kojiweb_addresses_lead_on() {
        for (theirs, address) in [
            ("/buildinfo?buildID=150120", Some("/builds/150120")),
            ("/koji/buildinfo?buildID=bash-5.2-1.fc40", Some("/builds/bash-5.2-1.fc40")),
            ("/koji/buildinfo/anything?buildID=1", Some("/builds/1")),
            ("/koji/buildinfo?buildID=1&buildID=2", Some("/builds/1")),
            ("/koji/buildinfo", None),
            ("/koji/builds", Some("/builds")),
            (
                "/builds?userID=10&state=3&order=-build_id&start=50",
                Some("/builds?user=10&state=failed&order=-build_id&offset=50"),
            ),
            ("/koji/builds?tagID=f40&latest=0&inherited=1&type=all&start=0", Some("/builds?tag=f40&latest=no")),
            ("/builds?state=all&packageID=a%2Bb", Some("/builds?package=a%2Bb")),
            ("/builds?state=failed&user=x", None),
            ("/builds?offset=50", None),
            ("/builds/", Some("/builds")),
            ("/builds/1/?x=1", Some("/builds/1?x=1")),
            ("/tasks/1//", Some("/tasks/1")),
            ("//evil.example.org/", Some("/evil.example.org")),
            ("/koji", Some("/")),
            ("/kojira", None),
            ("/builds?state=99", None),
            ("/koji/builds?state=99", Some("/builds?state=99")),
            ("/koji/tasks?order=-owner", Some("/tasks")),
            ("/koji/builds?order=-nope", Some("/builds")),
            ("/koji/taginfo?tagID=3", Some("/tags/3")),
            ("/taginfo?tagID=lab-f40%2Bx/y&all=1", Some("/tags/lab-f40%2Bx%2Fy")),
            ("/taginfo", None),
            ("/koji/tags", Some("/tags")),
            ("/tags?start=50&order=-id", Some("/tags?order=-id&offset=50")),
            ("/tags?childID=7", Some("/tags")),
            ("/tags?order=-id", None),
            ("/tags/f40/packages?order=-package_id", None),
            (
                "/packages?tagID=f40&userID=jane&prefix=k&inherited=0&blocked=0&order=-owner_name&start=50",
                Some("/tags/f40/packages?owner=jane&prefix=k&inherited=no&blocked=no&order=-owner_name&offset=50"),
            ),
            ("/koji/packages?tagID=3&inherited=1&start=0", Some("/tags/3/packages")),
            ("/koji/packages", Some("/packages")),
            ("/packages", None),
            ("/packages?prefix=k&order=-package_id", None),
            ("/packages?prefix=k&start=50&order=-package_id", Some("/packages?prefix=k&order=-package_id&offset=50")),
            ("/packages?userID=jane&blocked=0&order=tag_name", Some("/packages?owner=jane&blocked=no&order=tag_name")),
            ("/packages?prefix=k&inherited=1&blocked=1", Some("/packages?prefix=k")),
            ("/packages?owner=jane&blocked=no", None),
            ("/koji/packageinfo?packageID=7", Some("/packages/7")),
            ("/packageinfo?packageID=a%2Bb", Some("/packages/a%2Bb")),
            ("/packageinfo", None),
            ("/koji/users", Some("/users")),
            ("/users?order=-id", None),
            ("/koji/users?prefix=k&order=-id&start=50", Some("/users?prefix=k&order=-id&offset=50")),
            ("/koji/userinfo?userID=801&packageOrder=x", Some("/users/801")),
            ("/userinfo?userID=%C5%BEofie", Some("/users/%C5%BEofie")),
            ("/koji/buildtargets?start=50&order=-name", Some("/targets?order=-name&offset=50")),
            ("/buildtargetinfo?targetID=7", Some("/targets/7")),
            ("/koji/buildtargetinfo?name=f40%2Bx", Some("/targets/f40%2Bx")),
            ("/buildtargetinfo", None),
            ("/koji/", Some("/")),
            ("/koji/search", Some("/search")),
            (
                "/search?terms=a*%2B&type=rpm&match=glob&start=50&order=id",
                Some("/search?q=a*%2B&type=rpm&order=id&offset=50"),
            ),
            ("/koji/search?terms=%5Ea&type=tag&match=regexp", Some("/search?q=%5Ea&type=tag&match=regexp")),
            ("/search?q=a&type=tag", None),
            ("/koji/hostinfo?hostID=43", Some("/hosts/43")),
            ("/hostinfo?hostID=a.example.org&userID=7", Some("/hosts/a.example.org")),
            ("/hostinfo?userID=810", Some("/hosts?user=810")),
            ("/hostinfo?userID=a.example.org", Some("/hosts/a.example.org")),
            ("/hostinfo", None),
            ("/koji/channelinfo?channelID=1", Some("/channels/1")),
            ("/koji/hosts", Some("/hosts?state=enabled")),
            ("/koji/hosts?state=all&channel=all&arch=all", Some("/hosts")),
            ("/hosts?start=50&order=-last_update", Some("/hosts?state=enabled&order=-update_ts&offset=50")),
            ("/hosts?state=enabled&ready=no&arch=s390x", Some("/hosts?state=not-ready&arch=s390x")),
            ("/hosts?ready=yes&channel=a%2Bb&order=channels", Some("/hosts?state=ready&channel=a%2Bb")),
            ("/hosts?state=disabled&ready=all", Some("/hosts?state=disabled")),
            ("/hosts?state=ready&arch=x86_64&order=-update_ts", None),
            ("/hosts", None),
            ("/koji/repoinfo?repoID=7", Some("/repos/7")),
            ("/koji/rpminfo?rpmID=7&fileOrder=name&buildrootOrder=-id", Some("/rpms/7")),
            ("/rpminfo?rpmID=a-1-1.src", Some("/rpms/a-1-1.src")),
            ("/rpminfo?rpmID=7&fileOrder=-size&fileStart=50", Some("/rpms/7/files?order=-size&offset=50")),
            ("/koji/fileinfo?rpmID=7&filename=/usr/bin/a%20b", Some("/rpms/7/file?path=%2Fusr%2Fbin%2Fa%20b")),
            ("/koji/fileinfo?rpmID=7", Some("/rpms/7")),
            ("/fileinfo", None),
            ("/koji/buildrootinfo?buildrootID=7", Some("/buildroots/7")),
            (
                "/koji/buildroots?repoID=7&state=2&start=50&order=-id",
                Some("/buildroots?state=building&repo=7&order=-id&offset=50"),
            ),
            ("/koji/buildroots?repoID=x&state=all", Some("/buildroots")),
            ("/rpmlist?buildrootID=7&type=component&order=-nvr", Some("/buildroots/7/rpms?order=-nvr")),
            ("/koji/rpmlist?buildrootID=7&type=built&start=50", Some("/buildroots/7/rpms?built=yes&offset=50")),
            ("/koji/rpmlist", None),
            ("/koji/rpmlist?imageID=7&type=image&order=-id", Some("/archives/7/rpms")),
            ("/koji/archiveinfo?archiveID=7", Some("/archives/7")),
            ("/archiveinfo", None),
            ("/fileinfo?archiveID=7&filename=a/b%20%3C%26%3E", Some("/archives/7/file?path=a%2Fb%20%3C%26%3E")),
            ("/koji/fileinfo?archiveID=7", Some("/archives/7")),
            ("/koji/archivelist?buildrootID=7&type=component&start=50", Some("/buildroots/7/archives?offset=50")),
            (
                "/archivelist?buildrootID=7&type=built&order=-filename",
                Some("/buildroots/7/archives?built=yes&order=-filename"),
            ),
            ("/archivelist?imageID=7&type=image", Some("/archives/7/archives")),
            ("/buildroots?state=building&host=1", None),
            ("/koji/reporequest?reqID=7", Some("/repo-requests/7")),
            ("/koji/reporequests", Some("/repo-requests")),
            ("/koji/reporequests?active=all&tag=39&start=50", Some("/repo-requests?state=all&tag=39&offset=50")),
            ("/reporequests?active=0&order=-priority", Some("/repo-requests?state=ended&order=-priority")),
            ("/koji/externalrepoinfo?extrepoID=a/b", Some("/external-repos/a%2Fb")),
            ("/koji/api", Some("/api")),
            ("/api?q=task", None),
            ("/index", Some("/")),
            ("/koji/taskinfo?taskID=499754", Some("/tasks/499754")),
            (
                "/tasks?owner=jane&state=all&view=flat&method=all&start=50",
                Some("/tasks?user=jane&state=all&view=flat&offset=50"),
            ),
            ("/koji/tasks?hostID=7&channelID=2&order=-id", Some("/tasks?host=7&channel=2&order=-id")),
            ("/tasks?state=failed&method=build", None),
            ("/koji/watchlogs?taskID=7", Some("/tasks/7/logs")),
            ("/koji/watchlogs", None),
            (
                "/getfile?taskID=7&name=build.log&volume=DEFAULT&offset=-4000",
                Some("/tasks/7/logs/build.log?end=yes#end"),
            ),
            (
                "/koji/getfile?taskID=7&name=a%20b%2Fx.log&volume=v1&offset=12",
                Some("/tasks/7/logs/a%20b/x.log?volume=v1&at=12"),
            ),
            ("/koji/getfile?taskID=7&name=x.rpm", Some("/tasks/7")),
            ("/koji/getfile?taskID=x&name=x.log", Some("/tasks/x")),
        ] {
            let location = ours(&Here::of(&theirs.parse().unwrap()), false);
            let location = location.map(|url| url.below(&BasePath::default()));
            assert_eq!(location.as_deref(), address, "{theirs}");
        }
    }
}
