//! `/sitemap.xml`: all packages and tags for search engines, split as the protocol of sitemaps asks. It is made of the names
//! that are known, so a crawl of all of it costs the hub one list of each.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::super::search::address;
use crate::hub::methods::{Hit, Kind};
use crate::hub::{Hub, KnownName};
use crate::urls::{self, Choice as _, Url};
use crate::web::escape::escaped;
use crate::web::{Context, Error, Result, cached_with_origin, origin};

/// The kinds that are listed.
const KINDS: [Kind; 2] = [Kind::Package, Kind::Tag];
/// Addresses of one file: the protocol has 50,000 and 50 MB at most, and a name has 4 KB at most.
const ADDRESSES: usize = 10_000;

/// The files there are.
pub async fn index(hub: Hub, State(context): State<Context>, headers: HeaderMap) -> Result<Response> {
    let mut text = String::from(r#"<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">"#);
    for kind in KINDS {
        let names = hub.names(kind).await?;
        for number in 1..=names.len().div_ceil(ADDRESSES) {
            entry(&mut text, "sitemap", &urls::part_of_sitemap(kind.word(), number), &context, &headers);
        }
    }
    text.push_str("</sitemapindex>\n");
    Ok(xml(&text, &context))
}

/// One of them: `package-1.xml`.
pub async fn part(
    hub: Hub,
    State(context): State<Context>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response> {
    let file = name.strip_suffix(".xml").and_then(|name| name.split_once('-'));
    let kind = file.and_then(|(word, _)| KINDS.into_iter().find(|kind| kind.word() == word)).ok_or(Error::NoPage)?;
    let number: usize = file.and_then(|(_, number)| number.parse().ok()).ok_or(Error::NoPage)?;
    let all: Arc<[KnownName]> = hub.names(kind).await?;
    let part = number.checked_sub(1).and_then(|before| all.chunks(ADDRESSES).nth(before)).ok_or(Error::NoPage)?;
    let mut text = String::from(r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">"#);
    for KnownName { name, id, .. } in part {
        let url = address(kind, &Hit { id: *id, name: name.to_string() });
        entry(&mut text, "url", &url, &context, &headers);
    }
    text.push_str("</urlset>\n");
    Ok(xml(&text, &context))
}

fn entry(text: &mut String, element: &str, url: &Url, context: &Context, headers: &HeaderMap) {
    let address = format!("{}{}", origin(context, headers), url.below(&context.base));
    // Writing to a string cannot fail.
    let _ = write!(text, "<{element}><loc>{}</loc></{element}>", escaped(&address));
}

fn xml(text: &str, context: &Context) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/xml; charset=utf-8")];
    (cached_with_origin(context), kind, format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}")).into_response()
}
