//! Errors where a page is no HTML: as XML in place of a feed, as a picture in place of a picture.

use askama::Template as _;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::badge::{Badge, Colour};
use crate::web::Format;
use crate::web::escape::escaped;

/// The document that says what went wrong. `text`: the title of the error, and after it what is to be said of it.
pub(super) fn document(format: Format, status: StatusCode, text: &str) -> Response {
    let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
    if format == Format::Svg {
        let badge = Badge::of("koji", &title.to_lowercase(), Colour::Unknown);
        let picture = badge.render().unwrap_or_default();
        return ([(header::CONTENT_TYPE, Badge::CONTENT_TYPE)], picture).into_response();
    }
    let status = status.as_u16();
    let (title, text) = (escaped(title), escaped(rest.trim()));
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<error><status>{status}</status><title>{title}</title><text>{text}</text></error>\n"
    );
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], document).into_response()
}
