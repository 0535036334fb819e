//! What happens to a request's address before it is routed: the base path goes, and the suffix of a representation.

use axum::http::{Request, Uri};

use super::representation::Representation;
use crate::urls::{BasePath, Url, takes_json_suffix, takes_text_suffix};

/// The request is outside of the base path of the site.
#[derive(Debug, Clone, Copy)]
pub struct OutsideBasePath;

/// The request as the routes know it.
#[must_use]
pub fn enter<B>(request: Request<B>, base: &BasePath) -> Request<B> {
    cut_fragment(cut_suffix(cut_base(request, base)))
}

/// The parameter that names a fragment of the page, as our script asks for it: caches that heed no `Vary` would take a fragment
/// at the page's own address for the page.
const FRAGMENT: &str = "fragment";

/// Cuts the parameter that names a fragment off the address; it stands at its end.
fn cut_fragment<B>(mut request: Request<B>) -> Request<B> {
    let Some((rest, id)) = request.uri().query().and_then(|query| query.rsplit_once(&*format!("{FRAGMENT}="))) else {
        return request;
    };
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let Some(rest) = rest.strip_suffix('&').or(Some(rest).filter(|rest| rest.is_empty())).filter(|_| is_id) else {
        return request;
    };
    let path = request.uri().path();
    let address = if rest.is_empty() { path.to_owned() } else { format!("{path}?{rest}") };
    let fragment = Representation::Fragment(id.to_owned());
    if let Ok(uri) = address.parse::<Uri>() {
        *request.uri_mut() = uri;
        request.extensions_mut().get_or_insert_with(|| fragment);
    }
    request
}

fn cut_base<B>(mut request: Request<B>, base: &BasePath) -> Request<B> {
    match base.rest(request.uri().path()) {
        Some(rest) if rest.len() == request.uri().path().len() => {}
        Some(rest) => {
            let rest = rest.to_owned();
            with_path(&mut request, &rest);
        }
        None => {
            request.extensions_mut().insert(OutsideBasePath);
        }
    }
    request
}

/// Cuts `.json` or `.txt` off the address. It stands around the whole router: axum cannot route `/builds/{build}.json`, and a
/// layer inside would run after routing. Files and logs keep their names.
fn cut_suffix<B>(mut request: Request<B>) -> Request<B> {
    let path = request.uri().path();
    let json = path.strip_suffix(".json").filter(|cut| takes_json_suffix(path) && (*cut == "/" || !cut.ends_with('/')));
    let text = path.strip_suffix(".txt").filter(|_| takes_text_suffix(path));
    let cut = json.map(|cut| (cut, Representation::JsonAddress)).or(text.map(|cut| (cut, Representation::Text)));
    let Some((cut, representation)) = cut.map(|(cut, representation)| (cut.to_owned(), representation)) else {
        return request;
    };
    if with_path(&mut request, &cut) {
        request.extensions_mut().insert(representation);
    }
    request
}

/// The request at the page that another address leads to, where `page` knows one for its path and query.
#[must_use]
pub fn lead<B>(mut request: Request<B>, page: impl FnOnce(&str, &str, bool) -> Option<Url>) -> Request<B> {
    let is_outside = request.extensions().get::<OutsideBasePath>().is_some();
    let url = page(request.uri().path(), request.uri().query().unwrap_or_default(), is_outside);
    let Some(uri) = url.and_then(|url| url.path_and_query().parse::<Uri>().ok()) else { return request };
    *request.uri_mut() = uri;
    request.extensions_mut().remove::<OutsideBasePath>();
    // The page may be plain text.
    if request.extensions().get::<Representation>().is_some() { request } else { cut_suffix(request) }
}

/// The request at another path.
#[must_use]
pub fn at_path<B>(mut request: Request<B>, path: &str) -> Request<B> {
    with_path(&mut request, path);
    request
}

/// The same parameters at another path.
fn with_path<B>(request: &mut Request<B>, path: &str) -> bool {
    let address = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let uri = address.parse::<Uri>();
    uri.map(|uri| *request.uri_mut() = uri).is_ok()
}
