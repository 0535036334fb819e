//! The search, and addresses that readers paste into it.

use percent_encoding::utf8_percent_encode;

use super::{SEGMENT, Url, with};

/// The search.
#[must_use]
pub fn search() -> Url {
    Url("/search".to_owned())
}

/// A search with these parameters, those that are there.
#[must_use]
pub fn search_with<const N: usize>(parameters: &[(&str, Option<String>); N]) -> Url {
    with("/search", parameters)
}

/// A search for this, whatever it may be.
#[must_use]
pub fn search_for(text: &str) -> Url {
    search_with(&[("q", Some(text.to_owned()))])
}

/// The first segments of our addresses of single things.
pub const SECTIONS: [&str; 12] = [
    "builds",
    "tasks",
    "packages",
    "tags",
    "targets",
    "users",
    "hosts",
    "channels",
    "rpms",
    "archives",
    "buildroots",
    "repos",
];

/// The page at these segments with these parameters: a pasted address, spelled so that it cannot lead off this site.
#[must_use]
pub fn pasted(segments: &[String], parameters: &[(String, Option<String>)]) -> Url {
    let named = segments.iter().filter(|segment| !matches!(segment.as_str(), "" | "." | ".."));
    let path: String =
        named.flat_map(|segment| ["/".to_owned(), utf8_percent_encode(segment, SEGMENT).to_string()]).collect();
    with(if path.is_empty() { "/" } else { &path }, parameters)
}
