//! `/robots.txt`, made of the route table: crawlers leave out the pages that are not indexed, and all that multiplies: sorts,
//! filters, places in logs.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;

use crate::urls;
use crate::web::{Context, Route, Routes, cached_with_origin, origin};

/// Before the path of a rule, below the base path: where kojiweb's addresses are, too.
const KOJIWEB: [&str; 2] = ["", "/koji"];

/// kojiweb's pages of what has a page here that is indexed.
const KOJIWEB_PAGES: [&str; 11] = [
    "buildinfo?buildID",
    "buildtargetinfo?name",
    "buildtargetinfo?targetID",
    "channelinfo?channelID",
    "externalrepoinfo?extrepoID",
    "hostinfo?hostID",
    "packageinfo?packageID",
    "repoinfo?repoID",
    "taginfo?tagID",
    "taskinfo?taskID",
    "userinfo?userID",
];

/// The rules.
pub async fn get(State(context): State<Context>, headers: HeaderMap) -> impl IntoResponse {
    let base = context.base.as_str();
    let mut rules = vec![("Disallow", "/*?".to_owned()), ("Disallow", "/*.json$".to_owned())];
    rules.push(("Disallow", urls::opensearch_suggestions().path_and_query().to_owned()));
    // kojiweb's addresses of one thing lead on to its page, and search engines are to learn that. The longest rule counts.
    for (below, page) in KOJIWEB.iter().flat_map(|below| KOJIWEB_PAGES.map(|page| (below, page))) {
        rules.push(("Allow", format!("{below}/{page}=")));
        rules.push(("Disallow", format!("{below}/{page}=*&")));
    }
    rules.extend(left_out(&context.routes).into_iter().map(|rule| ("Disallow", rule)));
    let mut text = "User-agent: *\n".to_owned();
    for (kind, rule) in &rules {
        let _ = writeln!(text, "{kind}: {base}{rule}");
    }
    // kojiweb's addresses are answered outside of the base path, too.
    if !base.is_empty() {
        for (kind, rule) in rules.iter().filter(|(_, rule)| rule.starts_with("/koji/")) {
            let _ = writeln!(text, "{kind}: {rule}");
        }
        let _ = writeln!(text, "Disallow: /koji/*?");
    }
    let _ = writeln!(text, "Sitemap: {}{}", origin(&context, &headers), urls::sitemap().below(&context.base));
    (cached_with_origin(&context), text)
}

/// The pages that are not indexed as rules, in which `*` is anything, and which hold for all that begins so.
fn left_out(routes: &Routes) -> Vec<String> {
    let path = |route: &Route| {
        let segments = route.path.split('/').map(|segment| if segment.starts_with('{') { "*" } else { segment });
        segments.collect::<Vec<_>>().join("/")
    };
    let indexed: Vec<String> = routes.iter().filter(|route| route.index).map(|route| path(route)).collect();
    let all: BTreeSet<String> = routes.iter().filter(|route| !route.index).map(|route| path(route)).collect();
    let mut rules: Vec<String> = Vec::new();
    for path in all {
        let path = path.strip_suffix('*').unwrap_or(&path);
        if rules.iter().any(|rule| path.starts_with(rule.as_str())) {
            continue;
        }
        // What begins so may be worth it nevertheless.
        let is_whole = indexed.iter().any(|indexed| indexed.starts_with(path));
        rules.push(format!("{path}{}", if is_whole { "$" } else { "" }));
    }
    rules
}
