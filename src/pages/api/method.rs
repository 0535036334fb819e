//! A method, with all that the reference says of it.

use schemars::JsonSchema;
use serde::Serialize;

use super::calls::Calls;
use super::docstring::Docstring;
use super::group::Group;
use crate::hub::methods::ApiMethod;
use crate::urls::{self, Url};
use crate::web::Routes;

/// A method.
#[derive(Serialize, JsonSchema)]
pub(super) struct Method {
    pub(super) name: String,
    pub(super) signature: String,
    pub(super) group: Group,
    pub(super) doc: Docstring,
    pub(super) calls: Calls,
    /// The route of a page that shows what it answers.
    pub(super) shown_on: Option<&'static str>,
}

impl Method {
    /// Of a hub at this address.
    pub(super) fn of(method: &ApiMethod, hub: &str, routes: &Routes) -> Self {
        let group = Group::of(&method.name);
        Self {
            name: method.name.clone(),
            signature: method.signature().to_owned(),
            group,
            doc: Docstring::read(method.doc.as_deref().unwrap_or_default()),
            calls: Calls::of(method, hub, group != Group::Read),
            shown_on: routes.that_shows(&method.name).map(|route| route.path),
        }
    }

    /// Where the page that shows it is, or the list of such pages.
    pub(super) fn page(&self) -> Option<(&'static str, Url)> {
        self.shown_on.map(|route| (route, urls::list_of_route(route)))
    }
}
