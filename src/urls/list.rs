//! What all addresses of lists have in common.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Url;

/// Which rows of a list, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PageQuery {
    /// A column, with `-` before it for the other way.
    pub order: Option<String>,
    /// Rows of a page.
    #[schemars(range(min = 1, max = 500))]
    pub limit: Option<u32>,
    /// Rows before the first one.
    #[schemars(range(max = 1_000_000))]
    pub offset: Option<u32>,
    /// A page's number, from 1, in place of the offset.
    #[schemars(range(min = 1, max = 1_000_001))]
    pub page: Option<u32>,
}

/// A list's address: a struct with a field a parameter, which is left out where it is `None`. The page reads it by the
/// same definition.
pub trait ListUrl: Serialize {
    /// The path of the list.
    const PATH: &'static str;

    /// The first page of the list.
    fn url(&self) -> Url {
        self.of_page(&PageQuery::default())
    }

    /// A page of the list.
    fn of_page(&self, page: &PageQuery) -> Url {
        at(Self::PATH, self, page)
    }
}

/// These parameters at a path.
pub(super) fn at(path: &str, parameters: &(impl Serialize + ?Sized), page: &PageQuery) -> Url {
    let mut all = pairs(parameters);
    all.extend(pairs(page));
    Url::of(path, all)
}

/// The parameters that are set, in the order of their fields.
pub(super) fn pairs(parameters: &(impl Serialize + ?Sized)) -> Vec<(String, String)> {
    // Numbers, words and text: nothing that a query cannot hold.
    let query = serde_html_form::to_string(parameters).unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}
