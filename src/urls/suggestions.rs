//! What is suggested to who types in the search, and what browsers know of the search.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Url;
use super::list::pairs;

/// The page of suggestions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SuggestionsUrl {
    /// What was typed so far.
    pub q: Option<String>,
}

impl SuggestionsUrl {
    /// Its address.
    #[must_use]
    pub fn url(&self) -> Url {
        Url::of("/suggestions", pairs(self))
    }
}

/// The description of the search, by which browsers search here.
#[must_use]
pub fn opensearch() -> Url {
    Url("/opensearch.xml".to_owned())
}

/// Suggestions as browsers read them.
#[must_use]
pub fn opensearch_suggestions() -> Url {
    Url("/opensearch-suggestions".to_owned())
}

/// Where all packages and tags are, for crawlers.
#[must_use]
pub fn sitemap() -> Url {
    Url("/sitemap.xml".to_owned())
}

/// A file of it, from 1: those of a kind, `package` or `tag`.
#[must_use]
pub fn part_of_sitemap(kind: &str, number: usize) -> Url {
    Url(format!("/sitemap/{kind}-{number}.xml"))
}
