//! Which representation of a page is wanted: HTML, a fragment of it, plain text, or JSON.

use axum::http::{HeaderMap, Request};

/// The representation of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum Representation {
    /// The whole page.
    Whole,
    /// A fragment: the part of the page with this id.
    Fragment(String),
    /// Plain text, by the suffix of the address.
    Text,
    /// JSON, by the suffix of the address.
    JsonAddress,
    /// JSON, by `Accept`.
    JsonAccept,
}

impl Representation {
    /// Is it data for programs?
    pub(in crate::web) fn is_json(&self) -> bool {
        matches!(self, Self::JsonAddress | Self::JsonAccept)
    }

    /// What the headers say. htmx 4 sends `HX-Request-Type: full|partial` and `HX-Target: section#live`.
    pub(in crate::web) fn of<B>(request: &Request<B>) -> Self {
        if let Some(known) = request.extensions().get::<Self>() {
            return known.clone();
        }
        let headers = request.headers();
        // Several headers are one list.
        let accept = headers.get_all("accept").iter().filter_map(|value| value.to_str().ok());
        if prefers_json(&accept.collect::<Vec<_>>().join(",")) {
            return Self::JsonAccept;
        }
        match text(headers, "hx-target").split_once('#') {
            Some((_, id)) if text(headers, "hx-request-type") == "partial" => Self::Fragment(id.to_owned()),
            _ => Self::Whole,
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Is JSON preferred to HTML? A tie is HTML: `*/*`, and no `Accept` at all.
fn prefers_json(accept: &str) -> bool {
    quality(accept, "application", "json") > quality(accept, "text", "html")
}

/// Does it ask for HTML by name, as browsers do? Programs ask for everything, `*/*`.
#[must_use]
pub fn asks_for_html(headers: &HeaderMap) -> bool {
    let accept = headers.get_all("accept").iter().filter_map(|value| value.to_str().ok());
    let accept = accept.collect::<Vec<_>>().join(",");
    accept.to_ascii_lowercase().contains("text/html") && quality(&accept, "text", "html") > 0.0
}

/// How much this type is wanted, from 0 to 1: what is said of the type itself counts before what is said of its kind, and
/// that before what is said of everything.
fn quality(accept: &str, kind: &str, subtype: &str) -> f32 {
    let ranges = accept.split(',').filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let (range_kind, range_subtype) = parts.next()?.split_once('/')?;
        let is = |range: &str, own: &str| range.eq_ignore_ascii_case(own);
        let precision = match (is(range_kind, kind), is(range_subtype, subtype)) {
            (true, true) => 2,
            (true, false) if range_subtype == "*" => 1,
            _ if range_kind == "*" && range_subtype == "*" => 0,
            _ => return None,
        };
        Some((precision, weight(parts)))
    });
    ranges.max_by_key(|(precision, _)| *precision).map_or(0.0, |(_, weight)| weight)
}

/// The weight among the parameters of a range, from 0 to 1: 1 where there is none, 0 where it cannot be read.
pub(in crate::web) fn weight<'a>(mut parameters: impl Iterator<Item = &'a str>) -> f32 {
    let weight = parameters.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight = weight.map_or(Some(1.0), |weight| weight.trim().parse::<f32>().ok());
    weight.filter(|weight| (0.0..=1.0).contains(weight)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::prefers_json;

    #[test]
    fn json_by_quality() {
        for (accept, is_json) in [
            ("application/json", true),
            ("Application/JSON", true),
            ("application/json, text/html;q=0.5", true),
            ("application/json;q=0.9, text/html;q=0.5", true),
            ("text/html;q=0.5,application/json", true),
            ("application/json;charset=utf-8; q=0.8, */*;q=0.1", true),
            ("application/*", true),
            ("application/json, text/html", false),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false),
            ("application/json;q=0.4, text/html;q=0.5", false),
            ("application/json;q=0", false),
            ("application/json;q=nonsense", false),
            ("application/json;q=2", false),
            ("text/*, application/json;q=0.5", false),
            ("*/*", false),
            ("json", false),
            ("", false),
        ] {
            assert_eq!(prefers_json(accept), is_json, "{accept}");
        }
    }
}
