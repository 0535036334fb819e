//! What browsers know of the search: its description (`OpenSearch` 1.1), and suggestions in the form that they read.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::suggestions::{Named, suggested};
use crate::hub::Hub;
use crate::urls::{self, SuggestionsUrl};
use crate::web::escape::escaped;
use crate::web::{Context, Query, Result, cached_with_origin, origin};

/// `/opensearch.xml`.
pub async fn description(State(context): State<Context>, headers: HeaderMap) -> Response {
    let origin = origin(&context, &headers);
    let at = |url: urls::Url| escaped(&format!("{origin}{}", url.below(&context.base)));
    let (search, suggestions) = (at(urls::search()), at(urls::opensearch_suggestions()));
    let name = escaped(context.appearance.name());
    let text = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{name}</ShortName>
<Description>Builds, tasks, packages, tags, users and hosts of {name}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" method="get" template="{search}?q={{searchTerms}}"/>
<Url type="application/x-suggestions+json" method="get" template="{suggestions}?q={{searchTerms}}"/>
</OpenSearchDescription>
"#
    );
    let kind = [(header::CONTENT_TYPE, "application/opensearchdescription+xml; charset=utf-8")];
    (cached_with_origin(&context), kind, text).into_response()
}

/// `/opensearch-suggestions`: what was typed, then the names, what each is, and its page.
pub async fn suggestions(
    hub: Hub,
    State(context): State<Context>,
    headers: HeaderMap,
    Query(asked): Query<SuggestionsUrl>,
) -> Result<Response> {
    let text = asked.q.unwrap_or_default();
    let origin = origin(&context, &headers);
    let all = suggested(&hub, &text);
    let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let kinds: Vec<&str> = all.iter().map(Named::word).collect();
    let pages: Vec<String> = all.iter().map(|one| format!("{origin}{}", one.href().below(&context.base))).collect();
    let kind = [(header::CONTENT_TYPE, "application/x-suggestions+json")];
    Ok((kind, json!([text, names, kinds, pages]).to_string()).into_response())
}
