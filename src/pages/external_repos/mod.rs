//! External repos: the list, and one of them.

pub mod list;
pub mod show;

use crate::components::source;

/// What stands in an address for the arch of a build.
const ARCH: &str = "$arch";

/// The address itself, where a browser can go there.
fn link(url: &str) -> Option<String> {
    source::link(url).filter(|url| !url.contains(ARCH))
}

/// The address for an arch, where it has a place for one and a browser can go there.
fn link_for(url: &str, arch: &str) -> Option<String> {
    source::link(url).filter(|url| url.contains(ARCH)).map(|url| url.replace(ARCH, arch))
}
