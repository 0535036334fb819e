//! Tags: one, what belongs to it, and lists of them.

use super::{Url, as_named, page, with};
use crate::hub::words::TagId;

/// The list of tags.
#[must_use]
pub fn tags() -> Url {
    Url("/tags".to_owned())
}

/// Tags with these parameters, those that are there.
#[must_use]
pub fn tags_with<const N: usize>(parameters: &[(&str, Option<String>); N]) -> Url {
    with("/tags", parameters)
}

/// One tag.
#[must_use]
pub fn tag(name: &str, id: &TagId) -> Url {
    page("tags", name, id.0)
}

/// One tag, as a reader named it.
#[must_use]
pub fn tag_named(id_or_name: &str) -> Url {
    as_named("tags", id_or_name)
}

/// The packages that a tag lists.
#[must_use]
pub fn packages_in_tag(name: &str, id: &TagId) -> Url {
    tag(name, id).at("/packages")
}

/// The packages that a tag, as a reader named it, lists, with these parameters, those that are there.
#[must_use]
pub fn packages_in_tag_with<const N: usize>(id_or_name: &str, parameters: &[(&str, Option<String>); N]) -> Url {
    with(&tag_named(id_or_name).at("/packages").0, parameters)
}

/// The tags that inherit from a tag.
#[must_use]
pub fn children_of_tag(name: &str, id: &TagId) -> Url {
    tag(name, id).at("/children")
}
