//! Whole page, part, or JSON: decided here, from the request. Handlers only return the page.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use askama::{Template, Values};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use headers::{HeaderMapExt as _, IfNoneMatch};

use super::escape::escaped;
use super::json::MissingPart;
use super::query::is_too_long;
use super::representation::Representation;
use super::request::RequestContext;
use super::{Context, Error, Here, Site, error, headers as response_headers, redirect};
use crate::urls::BasePath;

/// A page that a handler returned, still without its representation.
pub trait Shown: Send + Sync {
    /// The whole page.
    fn whole(&self, values: &dyn Values) -> askama::Result<String>;
    /// Its title, for a part that changes the address.
    fn title(&self, values: &dyn Values) -> askama::Result<String>;
    /// The part with this id, if the page has it.
    fn part(&self, id: &str, values: &dyn Values) -> Option<askama::Result<String>>;
    /// Does the part with this id stand on another page? Then what holds for all of this page does not come along.
    fn is_for_others(&self, id: &str) -> bool;
    /// The page's data.
    fn json(&self, base: &BasePath, missing: Vec<MissingPart>) -> serde_json::Result<Vec<u8>>;
}

/// `page!(Page: as_live, as_listing)`: the type is a page, and these of its blocks stand alone. A block's name is the
/// id of its element. `page!(Page: as_listing; as_children)`: the latter stand on other pages.
#[macro_export]
macro_rules! page {
    ($page:ty $(: $($part:ident),+)? $(; $($other:ident),+)?) => {
        impl $crate::web::Shown for $page {
            fn whole(&self, values: &dyn askama::Values) -> askama::Result<String> {
                askama::Template::render_with_values(self, values)
            }
            fn title(&self, values: &dyn askama::Values) -> askama::Result<String> {
                askama::Template::render_with_values(&self.as_title(), values)
            }
            fn part(&self, id: &str, values: &dyn askama::Values) -> Option<askama::Result<String>> {
                $($(if stringify!($part).strip_prefix("as_") == Some(id) {
                    return Some(askama::Template::render_with_values(&self.$part(), values));
                })+)?
                $($(if stringify!($other).strip_prefix("as_") == Some(id) {
                    return Some(askama::Template::render_with_values(&self.$other(), values));
                })+)?
                let _ = (id, values);
                None
            }
            fn is_for_others(&self, id: &str) -> bool {
                let others: &[&str] = &[$($(stringify!($other),)+)?];
                others.iter().any(|other| other.strip_prefix("as_") == Some(id))
            }
            fn json(
                &self,
                base: &$crate::urls::BasePath,
                missing: Vec<$crate::web::json::MissingPart>,
            ) -> serde_json::Result<Vec<u8>> {
                $crate::web::json::written(self, base, missing)
            }
        }
        impl $crate::web::Answers for $page {
            fn schema() -> Option<schemars::Schema> {
                Some($crate::web::json::schema::<Self>())
            }
        }
        impl axum::response::IntoResponse for $page {
            fn into_response(self) -> axum::response::Response {
                $crate::web::answer::leave(axum::http::StatusCode::OK, self)
            }
        }
    };
}

/// Sends a page on its way to [`show`].
pub fn leave(status: StatusCode, page: impl Shown + 'static) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert::<Arc<dyn Shown>>(Arc::new(page));
    response
}

/// Gives a page its representation, and its headers. Bare errors of what stands inside become pages too.
pub async fn show(State(context): State<Context>, mut request: Request, next: Next) -> Response {
    let entered = RequestContext::enter(&mut request, &context);
    let representation = &entered.representation;
    let mut site = Site::of(&context, &entered);
    let unless = request.headers().typed_get::<IfNoneMatch>();
    let mut response = if is_too_long(request.uri()) {
        // Its page does not repeat it.
        site.here = Here::of(&Uri::from_static("/"));
        Error::TooLong.into_response()
    } else {
        next.run(request).await
    };
    let Some(mut page) = taken(&mut response) else { return redirect::led(response, representation, &site.base) };
    if let Some((name, value)) = entered.unknown()
        && representation.is_json()
        && response.status() == StatusCode::OK
    {
        // A program that asks for what is not there should hear of it.
        response = Error::parameter(name, value, "this address has no such parameter").into_response();
        page = taken(&mut response).unwrap_or(page);
    }
    // A wrong parameter is told, and can be taken out of the address, under whatever name it has.
    if response.status() == StatusCode::OK {
        site.here = entered.read();
    }
    let status = response.status();
    let tag = response_headers::tag(representation, &site, status);
    if let Some(tag) = tag.as_ref().filter(|tag| response_headers::has(unless.as_ref(), tag)) {
        return response_headers::caching(StatusCode::NOT_MODIFIED.into_response(), &site, Some(tag));
    }
    let mut shown = render_or_say(&*page, representation, &site);
    if shown.status() == StatusCode::OK {
        *shown.status_mut() = status;
    }
    // What the handler set (Allow, Retry-After) goes along.
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().remove(header::CONTENT_TYPE);
    shown.headers_mut().extend(std::mem::take(response.headers_mut()));
    response_headers::indexing(&mut shown, &site);
    response_headers::caching(shown, &site, tag.as_ref())
}

/// The page that travels in a response; a bare error of what stands inside becomes the page of that error.
fn taken(response: &mut Response) -> Option<Arc<dyn Shown>> {
    if response.extensions().get::<Arc<dyn Shown>>().is_none() {
        let error = error::of_bare(response.status())?;
        let allow = response.headers_mut().remove(header::ALLOW);
        *response = error.into_response();
        response.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
    }
    response.extensions_mut().remove()
}

/// The rendered page; what goes wrong on the way, a panic too, becomes a page of its own.
fn render_or_say(page: &dyn Shown, representation: &Representation, site: &Site) -> Response {
    let try_to = |page: &dyn Shown| {
        let rendered = catch_unwind(AssertUnwindSafe(|| render(page, representation, site)));
        rendered.unwrap_or_else(|_| Err("it panicked".to_owned()))
    };
    try_to(page).unwrap_or_else(|cause| {
        tracing::error!(cause, path = site.here.path(), "a page could not be rendered");
        let page = taken(&mut Error::Internal.into_response());
        let mut said = page.and_then(|page| try_to(&*page).ok()).unwrap_or_default();
        *said.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        said
    })
}

fn render(page: &dyn Shown, representation: &Representation, site: &Site) -> Result<Response, String> {
    let values = Given(site);
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let failed = |error: askama::Error| error.to_string();
    Ok(match representation {
        Representation::JsonAccept | Representation::JsonAddress => {
            let missing = site.failed_parts().into_iter().map(MissingPart::from).collect();
            let body = page.json(&site.base, missing).map_err(|error| error.to_string())?;
            ([(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        Representation::Part(id) => {
            if let Some(part) = page.part(id, &values) {
                let title = page.title(&values).map_err(failed)?;
                let mut body = format!("<title>{title} · {}</title>{}", escaped(&site.name), part.map_err(failed)?);
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
        Representation::Whole => (html, page.whole(&values).map_err(failed)?).into_response(),
    })
}

/// What a reader has to know of the whole page.
#[derive(Template)]
#[template(path = "components/notices.html")]
struct Notices {
    is_part: bool,
}

/// The runtime values of the templates: the site.
struct Given<'a>(&'a Site);

impl Values for Given<'_> {
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

    struct Panics;

    impl Shown for Panics {
        fn whole(&self, _: &dyn Values) -> askama::Result<String> {
            panic!("a defect")
        }
        fn title(&self, _: &dyn Values) -> askama::Result<String> {
            Ok(String::new())
        }
        fn part(&self, _: &str, _: &dyn Values) -> Option<askama::Result<String>> {
            None
        }
        fn is_for_others(&self, _: &str) -> bool {
            false
        }
        fn json(&self, _: &BasePath, _: Vec<MissingPart>) -> serde_json::Result<Vec<u8>> {
            Ok(Vec::new())
        }
    }

    #[test]
    fn a_panic_while_rendering_is_a_page() {
        let site = Site {
            name: "test".into(),
            hub: "hub".into(),
            here: Here::of(&Uri::from_static("/builds")),
            base: BasePath::default(),
            origin: None,
            now: jiff::Timestamp::UNIX_EPOCH,
            routes: std::iter::empty().collect(),
            route: None,
            stats: Arc::default(),
        };
        let said = render_or_say(&Panics, &Representation::Whole, &site);
        assert_eq!(said.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(said.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    }
}
