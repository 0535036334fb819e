//! A page that a handler returned, and the response that holds it until it is represented.

use std::sync::Arc;

use askama::Values;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::json::Told;
use crate::urls::BasePath;

/// A page that a handler returned, still without its representation.
pub trait Represent: Send + Sync {
    /// The whole page.
    fn whole(&self, values: &dyn Values) -> askama::Result<String>;
    /// Its title, for a part that changes the address.
    fn title(&self, values: &dyn Values) -> askama::Result<String>;
    /// The part with this id, if the page has it.
    fn fragment(&self, id: &str, values: &dyn Values) -> Option<askama::Result<String>>;
    /// Does the part with this id stand on another page? Then what holds for all of this page does not come along.
    fn is_for_others(&self, id: &str) -> bool;
    /// The page as plain text, where it has such a form.
    fn text(&self) -> Option<String> {
        None
    }
    /// What the whole page is, where that is no HTML.
    fn content_type(&self) -> Option<&'static str> {
        None
    }
    /// The host that was asked, where it names that: nobody may keep it for others.
    fn host(&self) -> Option<&str> {
        None
    }
    /// The page's data.
    fn json(&self, base: &BasePath, told: Told) -> serde_json::Result<Vec<u8>>;
}

/// `page!(Page: as_live, as_listing)`: the type is a page, and these of its blocks stand alone. A block's name is the
/// id of its element. `page!(Page: as_listing; as_children)`: the latter stand on other pages. `page!(Page => text)`: by this
/// method it has a form in plain text. `page!(Page as "image/svg+xml")`: it is no HTML, and has no parts.
#[macro_export]
macro_rules! page {
    ($page:ty as $kind:literal $(, host: $host:ident)?) => {
        impl $crate::web::Represent for $page {
            fn whole(&self, values: &dyn askama::Values) -> askama::Result<String> {
                askama::Template::render_with_values(self, values)
            }
            fn title(&self, _: &dyn askama::Values) -> askama::Result<String> {
                Ok(String::new())
            }
            fn fragment(&self, _: &str, _: &dyn askama::Values) -> Option<askama::Result<String>> {
                None
            }
            fn is_for_others(&self, _: &str) -> bool {
                false
            }
            fn content_type(&self) -> Option<&'static str> {
                Some($kind)
            }
            $(fn host(&self) -> Option<&str> {
                self.$host.as_deref()
            })?
            $crate::page!(@json $page);
        }
        $crate::page!(@answer $page);
    };
    (@json $page:ty) => {
        fn json(
            &self,
            base: &$crate::urls::BasePath,
            told: $crate::web::response::json::Told,
        ) -> serde_json::Result<Vec<u8>> {
            $crate::web::response::json::written(self, base, told)
        }
    };
    (@answer $page:ty) => {
        impl $crate::web::Answers for $page {
            fn schema(schemas: &mut schemars::SchemaGenerator) -> Option<schemars::Schema> {
                Some($crate::web::response::json::schema::<Self>(schemas))
            }
        }
        impl axum::response::IntoResponse for $page {
            fn into_response(self) -> axum::response::Response {
                $crate::web::response::respond(axum::http::StatusCode::OK, self)
            }
        }
    };
    ($page:ty $(: $($part:ident),+)? $(; $($other:ident),+)? $(=> $text:ident)?) => {
        impl $crate::web::Represent for $page {
            fn whole(&self, values: &dyn askama::Values) -> askama::Result<String> {
                askama::Template::render_with_values(self, values)
            }
            fn title(&self, values: &dyn askama::Values) -> askama::Result<String> {
                askama::Template::render_with_values(&self.as_title(), values)
            }
            fn fragment(&self, id: &str, values: &dyn askama::Values) -> Option<askama::Result<String>> {
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
            $(fn text(&self) -> Option<String> {
                Some(<$page>::$text(self))
            })?
            $crate::page!(@json $page);
        }
        $crate::page!(@answer $page);
    };
}

/// A response that holds a page until [`represent`](super::represent) makes its text.
pub fn respond(status: StatusCode, page: impl Represent + 'static) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert::<Arc<dyn Represent>>(Arc::new(page));
    response
}
