//! kojiweb's addresses, and where each leads: one table.

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::web::{Here, links};

/// Sends a reader of one of kojiweb's addresses on; all others pass.
pub async fn redirect(request: Request, next: Next) -> Response {
    match ours(&Here::of(request.uri())) {
        Some(address) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, address)]).into_response(),
        None => next.run(request).await,
    }
}

/// Our address for one of kojiweb's. Its pages are below `/koji/` as a rule, and what follows the name of a page is
/// ignored, as kojiweb does.
fn ours(here: &Here) -> Option<String> {
    let path = here.path().trim_start_matches('/');
    let path = path.strip_prefix("koji/").unwrap_or(path);
    let page = path.split('/').next().unwrap_or_default();
    match page {
        "buildinfo" => here.get("buildID").map(links::build_named),
        "builds" => builds(here, path != here.path().trim_start_matches('/')),
        "taskinfo" => here.get("taskID").map(links::task_named),
        "tasks" => tasks(here, path != here.path().trim_start_matches('/')),
        "index" => Some("/".to_owned()),
        _ => None,
    }
}

/// `builds`: the path is ours too, so it is the parameters that tell.
fn builds(here: &Here, below_koji: bool) -> Option<String> {
    let numeric =
        |name| here.get(name).is_some_and(|value| value == "all" || value.bytes().all(|b| b.is_ascii_digit()));
    let known = ["userID", "tagID", "packageID", "start"].iter().any(|name| here.get(name).is_some());
    if !(known || below_koji || numeric("state") || numeric("inherited") || numeric("latest")) {
        return None;
    }
    let text = |name| here.get(name).map(str::to_owned);
    let choice = |name| (here.get(name) == Some("0")).then(|| "no".to_owned());
    let number = |name| here.get(name)?.parse::<i64>().ok();
    let state = number("state").map(|number| crate::hub::words::BuildState::from(number).word().into_owned());
    let changes = [
        ("user", text("userID").or_else(|| text("user"))),
        ("tag", text("tagID").or_else(|| text("tag"))),
        ("package", text("packageID").or_else(|| text("package"))),
        ("state", state),
        ("type", text("type").filter(|btype| btype != "all")),
        ("prefix", text("prefix")),
        ("latest", choice("latest")),
        ("inherited", choice("inherited")),
        ("order", text("order")),
        ("offset", text("start").filter(|start| start != "0")),
    ];
    Some(links::builds_with(&changes))
}

/// `tasks`: the path is ours too. kojiweb's words for states and views are ours.
fn tasks(here: &Here, below_koji: bool) -> Option<String> {
    let known = ["owner", "hostID", "channelID", "start"].iter().any(|name| here.get(name).is_some());
    let all = here.get("method") == Some("all");
    if !(known || below_koji || all) {
        return None;
    }
    let text = |name| here.get(name).map(str::to_owned);
    let changes = [
        ("user", text("owner")),
        ("host", text("hostID")),
        ("channel", text("channelID")),
        ("state", text("state").map(|state| state.to_lowercase())),
        ("view", text("view")),
        ("method", text("method").filter(|method| method != "all")),
        ("order", text("order")),
        ("offset", text("start").filter(|start| start != "0")),
    ];
    Some(links::tasks_with(&changes))
}

#[cfg(test)]
mod tests {
    use super::{Here, ours};

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
            ("/koji/", None),
            ("/index", Some("/")),
            ("/koji/taskinfo?taskID=499754", Some("/tasks/499754")),
            (
                "/tasks?owner=jane&state=all&view=flat&method=all&start=50",
                Some("/tasks?user=jane&state=all&view=flat&offset=50"),
            ),
            ("/koji/tasks?hostID=7&channelID=2&order=-id", Some("/tasks?host=7&channel=2&order=-id")),
            ("/tasks?state=failed&method=build", None),
        ] {
            let led = ours(&Here::of(&theirs.parse().unwrap()));
            assert_eq!(led.as_deref(), address, "{theirs}");
        }
    }
}
