//! Whole page, fragment, or JSON: decided here, from the request. Handlers only return the page.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use askama::{Template, Values};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use headers::{HeaderMapExt as _, IfNoneMatch};

use super::headers::ContentTag;
use super::json::Told;
use super::page::Represent;
use super::page_cache::{self, NewPage, PageHead};
use super::{failure, headers as response_headers, redirect};
use crate::web::escape::escaped;
use crate::web::request::{Representation, RequestContext, is_too_long};
use crate::web::{Context, Error, Format, Here, Site, filters};

/// Gives a page its representation, and its headers. Bare errors of what stands inside become pages too.
pub async fn represent(State(context): State<Context>, mut request: Request, next: Next) -> Response {
    let entered = RequestContext::enter(&mut request, &context.routes);
    let mut response = represented(&context, &entered, request, next).await;
    response.extensions_mut().insert(entered);
    response
}

async fn represented(context: &Context, entered: &RequestContext, request: Request, next: Next) -> Response {
    let is_too_long = is_too_long(request.uri());
    if !is_too_long && let Some(response) = page_cache::answer(context, entered, &request) {
        return response;
    }
    let representation = &entered.representation;
    let mut site = Site::of(context, entered);
    let unless = request.headers().typed_get::<IfNoneMatch>();
    let new_page = NewPage::of(context, entered, &request);
    let mut response = if is_too_long {
        // Its page does not repeat it.
        site.here = Here::of(&Uri::from_static("/"));
        Error::TooLong.into_response()
    } else {
        next.run(request).await
    };
    if let Some((name, value)) = entered.unknown().next()
        && representation.is_json()
        && (response.status() == StatusCode::OK || response.status().is_redirection())
    {
        // A program that asks for what is not there should hear of it.
        response = Error::parameter(name, value, "this address has no such parameter").into_response();
    }
    let Some(page) = take_page(&mut response) else {
        return redirect::with_location(response, representation, &site.base);
    };
    // A wrong parameter is told, and can be taken out of the address, under whatever name it has.
    if response.status() == StatusCode::OK {
        site.here = entered.read();
    } else {
        site.unknown.clear();
        site.is_error = response.status().is_server_error();
    }
    let status = response.status();
    let host = page.host();
    let made_of = response_headers::tag(representation, &site, status, host);
    if let Some(tag) = made_of.as_ref().filter(|tag| response_headers::has(unless.as_ref(), tag)) {
        return not_modified(&site, tag, host);
    }
    let mut shown = render_or_say(&*page, representation, &site, status);
    // What is no page for people says nothing of the present: it is the same for as long as it says the same.
    let of_content = shown.extensions_mut().remove::<ContentTag>().map(|tag| tag.0);
    let tag = made_of.clone().map(|made_of| of_content.unwrap_or(made_of));
    if let Some(tag) = tag.as_ref().filter(|tag| response_headers::has(unless.as_ref(), tag)) {
        return not_modified(&site, tag, host);
    }
    if shown.status() == StatusCode::OK {
        *shown.status_mut() = status;
    }
    // What the handler set (Allow, Retry-After) goes along.
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().remove(header::CONTENT_TYPE);
    shown.headers_mut().extend(std::mem::take(response.headers_mut()));
    response_headers::indexing(&mut shown, &site, representation);
    match tag.zip(made_of) {
        Some((tag, made_of)) if host.is_none() && shown.status() == StatusCode::OK => {
            let (parts, body) = shown.into_parts();
            // It is text in memory, which cannot fail.
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
            new_page.answer(context, &site, PageHead { tag, made_of, headers: parts.headers }, body)
        }
        tag => {
            let tag = tag.map(|(tag, _)| tag);
            response_headers::caching(shown.headers_mut(), &site.used(), tag.as_ref(), host);
            shown
        }
    }
}

fn not_modified(site: &Site, tag: &HeaderValue, host: Option<&str>) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    response_headers::caching(response.headers_mut(), &site.used(), Some(tag), host);
    response
}

/// The page that a response holds; an error without a page, as axum and tower answer, becomes the page of that error.
fn take_page(response: &mut Response) -> Option<Arc<dyn Represent>> {
    if response.extensions().get::<Arc<dyn Represent>>().is_none() {
        let error = Error::of_bare(response.status())?;
        let allow = response.headers_mut().remove(header::ALLOW);
        *response = error.into_response();
        response.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
    }
    response.extensions_mut().remove()
}

/// The rendered page; what goes wrong on the way, a panic too, becomes a page of its own.
fn render_or_say(page: &dyn Represent, representation: &Representation, site: &Site, status: StatusCode) -> Response {
    let try_to = |page: &dyn Represent, status| {
        let rendered = catch_unwind(AssertUnwindSafe(|| render(page, representation, site, status)));
        rendered.unwrap_or_else(|_| Err("it panicked".to_owned()))
    };
    try_to(page, status).unwrap_or_else(|cause| {
        tracing::error!(cause, path = site.here.path(), "a page could not be rendered");
        let page = take_page(&mut Error::Internal.into_response());
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        let mut said = page.and_then(|page| try_to(&*page, status).ok()).unwrap_or_default();
        *said.status_mut() = status;
        said
    })
}

fn render(
    page: &dyn Represent,
    representation: &Representation,
    site: &Site,
    status: StatusCode,
) -> Result<Response, String> {
    let values = SiteValue(site);
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let failed = |error: askama::Error| error.to_string();
    Ok(match representation {
        Representation::JsonAccept | Representation::JsonAddress => {
            let missing = site.failed_parts().into_iter().map(From::from).collect();
            let told = Told { missing, outage_age: site.outage_age() };
            let body = page.json(&site.base, told).map_err(|error| error.to_string())?;
            ([(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        _ if let Some(kind) = page.content_type() => {
            let text = page.whole(&values).map_err(failed)?;
            let tag = response_headers::tag_of(&text);
            let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
            response.extensions_mut().insert(tag);
            response
        }
        _ if site.format() != Format::Html => {
            failure::document(site.format(), status, &page.text().unwrap_or_default())
        }
        Representation::Text if let Some(text) = page.text() => {
            let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            // Nothing in such a text says that it lacks something.
            match site.failed_parts().first() {
                None => (kind, text).into_response(),
                Some((part, error)) => (StatusCode::BAD_GATEWAY, kind, format!("{part}: {error}\n")).into_response(),
            }
        }
        Representation::Fragment(id) => {
            if let Some(fragment) = page.fragment(id, &values) {
                let title = page.title(&values).map_err(failed)?;
                let mut body = format!(
                    "<title>{title} · {}</title>{}",
                    escaped(site.appearance.name()),
                    fragment.map_err(failed)?
                );
                if !page.is_for_others(id) {
                    body.push_str(&Notices { is_part: true }.render_with_values(&values).map_err(failed)?);
                }
                (html, body).into_response()
            } else {
                // The page has no such part: the whole, and htmx cuts it out.
                let mut whole = (html, page.whole(&values).map_err(failed)?).into_response();
                if let Ok(id) = HeaderValue::try_from(format!("#{id}")) {
                    whole.headers_mut().insert("hx-reselect", id);
                }
                whole
            }
        }
        Representation::Whole | Representation::Text => (html, page.whole(&values).map_err(failed)?).into_response(),
    })
}

/// What a reader has to know of the whole page.
#[derive(Template)]
#[template(path = "components/notices.html")]
struct Notices {
    is_part: bool,
}

/// The runtime values of the templates: the site.
struct SiteValue<'a>(&'a Site);

impl Values for SiteValue<'_> {
    fn get_value<'a>(&'a self, key: &str) -> Option<&'a dyn std::any::Any> {
        (key == "site").then_some(self.0)
    }
}

/// An address where no page is.
pub async fn no_page() -> Error {
    Error::NoPage
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::{HubClient, Limits};
    use crate::urls::BasePath;
    use crate::web::appearance::Appearance;
    use crate::web::files::Files;

    struct Panics;

    impl Represent for Panics {
        fn whole(&self, _: &dyn Values) -> askama::Result<String> {
            panic!("a defect")
        }
        fn title(&self, _: &dyn Values) -> askama::Result<String> {
            Ok(String::new())
        }
        fn fragment(&self, _: &str, _: &dyn Values) -> Option<askama::Result<String>> {
            None
        }
        fn is_for_others(&self, _: &str) -> bool {
            false
        }
        fn json(&self, _: &BasePath, _: Told) -> serde_json::Result<Vec<u8>> {
            Ok(Vec::new())
        }
    }

    #[test]
    fn a_panic_while_rendering_is_a_page() {
        let site = Site {
            appearance: Arc::new(Appearance::named("test")),
            hub: "hub".into(),
            here: Here::of(&Uri::from_static("/builds")),
            unknown: Vec::new(),
            is_error: false,
            base: BasePath::default(),
            origin: None,
            now: jiff::Timestamp::UNIX_EPOCH,
            routes: std::iter::empty().collect(),
            route: None,
            client: HubClient::new("http://127.0.0.1:9/".parse().unwrap(), Limits::default()).unwrap(),
            files: Files::at("https://files.example.org/".parse().unwrap()),
            stats: Arc::default(),
        };
        let said = render_or_say(&Panics, &Representation::Whole, &site, StatusCode::OK);
        assert_eq!(said.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(said.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    }
}
