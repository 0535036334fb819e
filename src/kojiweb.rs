//! kojiweb's addresses, and where each leads: one table.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::hub::words::BuildState;
use crate::pages::{builds, tag_packages, tags, tasks};
use crate::urls::{self, Url};
use crate::web::listing::{Column, knows_order};
use crate::web::{Context, Error, Here, Outside, Redirect};

/// Sends a reader of one of kojiweb's addresses on; all others pass.
pub async fn redirect(State(context): State<Context>, request: Request, next: Next) -> Response {
    let status = if context.permanent_redirects { StatusCode::MOVED_PERMANENTLY } else { StatusCode::FOUND };
    let here = Here::of(request.uri());
    let is_outside = request.extensions().get::<Outside>().is_some();
    match ours(&here, is_outside) {
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
        "hosts" => of_hosts(here, below_koji),
        "hostinfo" => hostinfo(here),
        "channelinfo" => here.get("channelID").map(urls::channel_named),
        "builds" => of_builds(here, below_koji),
        "packages" => of_packages(here),
        "taginfo" => here.get("tagID").map(urls::tag_named),
        "tags" => of_tags(here, below_koji),
        "search" => of_search(here, below_koji),
        "taskinfo" => here.get("taskID").map(urls::task_named),
        "tasks" => of_tasks(here, below_koji),
        "index" => Some(urls::overview()),
        "" if below_koji || is_outside => Some(urls::overview()),
        _ if is_outside => None,
        _ => without_slash(here),
    }
}

/// Our own address without the slashes at its end, which kojiweb ignores.
fn without_slash(here: &Here) -> Option<Url> {
    let path = here.path();
    let plain = path.trim_end_matches('/');
    (plain.len() < path.len() && !plain.is_empty())
        .then(|| here.at(&format!("/{}", plain.trim_start_matches('/'))).itself())
}

/// The order, where it is one of ours too: kojiweb can sort by columns that we do not sort by.
fn order(here: &Here, columns: &[Column]) -> Option<String> {
    here.get("order").filter(|order| knows_order(columns, order)).map(str::to_owned)
}

/// `builds`: the path is ours too, so it is the parameters that tell.
fn of_builds(here: &Here, below_koji: bool) -> Option<Url> {
    let number = |name| here.get(name)?.parse::<i64>().ok();
    let state = number("state").map(BuildState::from).filter(|state| BuildState::ALL.contains(state));
    let theirs = |name| matches!(here.get(name), Some("0" | "1"));
    let known = ["userID", "tagID", "packageID", "start"].iter().any(|name| here.get(name).is_some());
    let all = ["state", "type"].iter().any(|name| here.get(name) == Some("all"));
    if !(known || below_koji || all || state.is_some() || theirs("inherited") || theirs("latest")) {
        return without_slash(here);
    }
    let text = |name| here.get(name).map(str::to_owned);
    let choice = |name| (here.get(name) == Some("0")).then(|| "no".to_owned());
    let state = state.map(|state| state.word().into_owned()).or_else(|| text("state").filter(|state| state != "all"));
    let in_tag = ["tagID", "tag"].iter().any(|name| here.get(name).is_some());
    let changes = [
        ("user", text("userID").or_else(|| text("user"))),
        ("tag", text("tagID").or_else(|| text("tag"))),
        ("package", text("packageID").or_else(|| text("package"))),
        ("state", state),
        ("type", text("type").filter(|btype| btype != "all")),
        ("prefix", text("prefix")),
        ("latest", choice("latest")),
        ("inherited", choice("inherited")),
        ("order", order(here, &builds::columns(in_tag))),
        ("offset", text("start").filter(|start| start != "0")),
    ];
    Some(urls::builds_with(&changes))
}

/// `packages?tagID=`: those of a tag.
fn of_packages(here: &Here) -> Option<Url> {
    let text = |name| here.get(name).map(str::to_owned);
    let choice = |name| (here.get(name) == Some("0")).then(|| "no".to_owned());
    let changes = [
        ("owner", text("userID")),
        ("prefix", text("prefix")),
        ("inherited", choice("inherited")),
        ("blocked", choice("blocked")),
        ("order", order(here, &tag_packages::columns())),
        ("offset", text("start").filter(|start| start != "0")),
    ];
    Some(urls::packages_in_tag_with(here.get("tagID")?, &changes))
}

/// `tags`: our path too. `childID` chose a parent for a tag, and nothing is changed here.
fn of_tags(here: &Here, below_koji: bool) -> Option<Url> {
    if !below_koji && ["start", "childID"].iter().all(|name| here.get(name).is_none()) {
        return without_slash(here);
    }
    let text = |name| here.get(name).map(str::to_owned);
    Some(urls::tags_with(&[
        ("order", order(here, &tags::columns())),
        ("offset", text("start").filter(|start| start != "0")),
    ]))
}

/// `search`: the path is ours too, and its form asks for `terms`.
fn of_search(here: &Here, below_koji: bool) -> Option<Url> {
    let text = |name| here.get(name).map(str::to_owned);
    (below_koji || here.get("terms").is_some()).then(|| {
        urls::search_with(&[
            ("q", text("terms").or_else(|| text("q"))),
            ("type", text("type")),
            ("match", text("match").filter(|how| how != "glob")),
            ("order", text("order")),
            ("offset", text("start").filter(|start| start != "0")),
        ])
    })
}

/// `hosts`: the path is ours too. kojiweb shows the enabled ones unless it is told otherwise.
fn of_hosts(here: &Here, below_koji: bool) -> Option<Url> {
    let order = here.get("order").map(|order| order.trim_start_matches('-'));
    let known = here.get("start").is_some()
        || here.get("ready").is_some()
        || ["state", "channel", "arch"].iter().any(|name| here.get(name) == Some("all"))
        || matches!(order, Some("last_update" | "enabled" | "ready" | "channels"));
    if !(known || below_koji) {
        return without_slash(here);
    }
    let chosen = |name| here.get(name).filter(|value| *value != "all").map(str::to_owned);
    let state = match (here.get("state").unwrap_or("enabled"), here.get("ready")) {
        ("disabled", _) => Some("disabled"),
        (_, Some("yes")) => Some("ready"),
        (_, Some("no")) => Some("not-ready"),
        ("enabled", _) => Some("enabled"),
        _ => None,
    };
    let changes = [
        ("state", state.map(str::to_owned)),
        ("channel", chosen("channel")),
        ("arch", chosen("arch")),
        ("order", here.get("order").and_then(hosts_order)),
        ("offset", chosen("start").filter(|start| start != "0")),
    ];
    Some(urls::hosts_with(&changes))
}

/// What we call a column of kojiweb's hosts; channels are no order of ours.
fn hosts_order(theirs: &str) -> Option<String> {
    let (minus, column) = theirs.strip_prefix('-').map_or(("", theirs), |column| ("-", column));
    let ours = match column {
        "last_update" => "update_ts",
        "enabled" | "ready" => "state",
        "id" | "name" | "arches" | "task_load" | "capacity" => column,
        _ => return None,
    };
    Some(format!("{minus}{ours}"))
}

/// `hostinfo`: by host, or by the host's account, which has the host's name.
fn hostinfo(here: &Here) -> Option<Url> {
    let of_user = |user: &str| {
        if user.bytes().all(|b| b.is_ascii_digit()) {
            urls::hosts_with(&[("user", Some(user.to_owned()))])
        } else {
            urls::host_named(user)
        }
    };
    here.get("hostID").map(urls::host_named).or_else(|| here.get("userID").map(of_user))
}

/// `tasks`: the path is ours too. kojiweb's words for states and views are ours.
fn of_tasks(here: &Here, below_koji: bool) -> Option<Url> {
    let known = ["owner", "hostID", "channelID", "start"].iter().any(|name| here.get(name).is_some());
    let all = here.get("method") == Some("all");
    if !(known || below_koji || all) {
        return without_slash(here);
    }
    let text = |name| here.get(name).map(str::to_owned);
    let changes = [
        ("user", text("owner")),
        ("host", text("hostID")),
        ("channel", text("channelID")),
        ("state", text("state").map(|state| state.to_lowercase())),
        ("view", text("view")),
        ("method", text("method").filter(|method| method != "all")),
        ("order", order(here, &tasks::columns())),
        ("offset", text("start").filter(|start| start != "0")),
    ];
    Some(urls::tasks_with(&changes))
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
            let led = ours(&Here::of(&theirs.parse().unwrap()), true);
            assert_eq!(led.map(|url| url.below(&BasePath::default())).as_deref(), address, "{theirs}");
        }
    }

    #[test]
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
            ("/index", Some("/")),
            ("/koji/taskinfo?taskID=499754", Some("/tasks/499754")),
            (
                "/tasks?owner=jane&state=all&view=flat&method=all&start=50",
                Some("/tasks?user=jane&state=all&view=flat&offset=50"),
            ),
            ("/koji/tasks?hostID=7&channelID=2&order=-id", Some("/tasks?host=7&channel=2&order=-id")),
            ("/tasks?state=failed&method=build", None),
        ] {
            let led = ours(&Here::of(&theirs.parse().unwrap()), false);
            let led = led.map(|url| url.below(&BasePath::default()));
            assert_eq!(led.as_deref(), address, "{theirs}");
        }
    }
}
