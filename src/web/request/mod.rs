//! What is known of a request before its page is made: one value, made at its entrance.

mod entry;
mod here;
mod path;
mod query;
mod representation;

use std::sync::Arc;

use axum::extract::MatchedPath;
use axum::http::Extensions;
use axum::http::request::Request;

pub use self::entry::{OutsideBasePath, at_path, enter, lead};
pub use self::here::Here;
pub use self::path::{Path, PathOfTwo};
pub(super) use self::query::is_too_long;
pub use self::query::{LONGEST_ADDRESS, Query};
pub use self::representation::asks_for_html;
pub(super) use self::representation::{Representation, weight};
use super::{Route, Routes};
use crate::hub::RequestStats;

/// What a request is, as its route and its headers tell.
#[derive(Debug, Clone)]
pub(in crate::web) struct RequestContext {
    /// Which representation of the page is wanted.
    pub(in crate::web) representation: Representation,
    /// Its address, with all parameters that it has.
    pub(in crate::web) here: Here,
    /// The page that it is for, if there is one at its address.
    pub(in crate::web) route: Option<Arc<Route>>,
    /// What it uses of the hub.
    pub(in crate::web) stats: Arc<RequestStats>,
}

impl RequestContext {
    /// Of this request, which gets it as an extension for those that come after.
    pub(in crate::web) fn enter<B>(request: &mut Request<B>, routes: &Routes) -> Arc<Self> {
        let path = request.extensions().get::<MatchedPath>();
        let entered = Arc::new(Self {
            representation: Representation::of(request),
            here: Here::of(request.uri()),
            route: path.and_then(|path| routes.at(path.as_str())).cloned(),
            stats: Arc::default(),
        });
        request.extensions_mut().insert(entered.clone());
        entered
    }

    /// That of a request. Where no request was entered, as in a test of one part, it is that of none.
    pub(in crate::web) fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get::<Arc<Self>>().map(|request| &**request)
    }

    /// The address with those parameters alone that the page reads.
    pub(in crate::web) fn read(&self) -> Here {
        self.here.only(|name| self.route.as_ref().is_some_and(|route| route.reads(name)))
    }

    /// The parameters that the page does not read.
    pub(in crate::web) fn unknown(&self) -> impl Iterator<Item = &(String, String)> {
        let route = self.route.as_ref();
        self.here.pairs().filter(move |(name, _)| route.is_some_and(|route| !route.reads(name)))
    }
}
