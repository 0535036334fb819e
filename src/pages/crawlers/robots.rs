//! `/robots.txt`, made of the route table: crawlers leave out the pages that are not indexed, and all that multiplies: sorts,
//! filters, places in logs.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use axum::extract::State;
use axum::http::HeaderMap;

use crate::urls;
use crate::web::{Context, Route, origin};

/// The rules.
pub async fn get(State(context): State<Context>, headers: HeaderMap) -> String {
    let base = context.base.as_str();
    let mut text = "User-agent: *\n".to_owned();
    // kojiweb's addresses of one thing lead on to its page, and search engines are to learn that.
    for rule in ["/*?", "/*.json$", "/opensearch-suggestions"] {
        let _ = writeln!(text, "Disallow: {base}{rule}");
    }
    for rule in ["/*info?*ID=", "/koji/*info?*ID="] {
        let _ = writeln!(text, "Allow: {base}{rule}");
    }
    let _ = writeln!(text, "Disallow: {base}/*info?*&");
    let left_out: BTreeSet<String> =
        context.routes.iter().filter(|route| !route.index).map(|route| rule(route)).collect();
    for rule in left_out {
        let _ = writeln!(text, "Disallow: {base}{rule}");
    }
    let _ = writeln!(text, "Sitemap: {}{}", origin(&context, &headers), urls::sitemap().below(&context.base));
    text
}

/// The path of a route as a rule, in which `*` is anything, and which holds for all that begins so.
fn rule(route: &Route) -> String {
    let segments = route.path.split('/').map(|segment| if segment.starts_with('{') { "*" } else { segment });
    let path = segments.collect::<Vec<_>>().join("/");
    // What it begins with is enough; a page of a list is not that of what is in it.
    match path.strip_suffix('*') {
        Some(beginning) => beginning.to_owned(),
        None => format!("{path}$"),
    }
}
