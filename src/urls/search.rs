//! The search, and addresses that readers paste into it.

use percent_encoding::utf8_percent_encode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListUrl, SEGMENT, Url};
use crate::hub::methods::{Kind, Match};

/// A search.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SearchUrl {
    /// What is searched for.
    pub q: Option<String>,
    /// Among things of this kind only.
    #[serde(rename = "type")]
    pub kind: Option<Kind>,
    /// How the text is to be read.
    #[serde(default, rename = "match", skip_serializing_if = "is_glob")]
    pub how: Match,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives it so")]
fn is_glob(how: &Match) -> bool {
    *how == Match::Glob
}

impl ListUrl for SearchUrl {
    const PATH: &'static str = "/search";
}

/// The search.
#[must_use]
pub fn search() -> Url {
    SearchUrl::default().url()
}

/// A search for this, whatever it may be.
#[must_use]
pub fn search_for(text: &str) -> Url {
    SearchUrl { q: Some(text.to_owned()), ..SearchUrl::default() }.url()
}

/// The page at these segments with these parameters: a pasted address, spelled so that it cannot lead off this site.
#[must_use]
pub fn pasted(segments: &[String], parameters: &[(String, String)]) -> Url {
    let named = segments.iter().filter(|segment| !matches!(segment.as_str(), "" | "." | ".."));
    let path: String =
        named.flat_map(|segment| ["/".to_owned(), utf8_percent_encode(segment, SEGMENT).to_string()]).collect();
    Url::of(if path.is_empty() { "/" } else { &path }, parameters.iter().map(|(name, value)| (name, value)))
}
