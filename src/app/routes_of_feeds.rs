//! The part of the route table that other programs show: feeds and pictures.

use super::entry::{Entry, route};
use crate::pages::feeds::{atom, badges, rss};
use crate::web::Format;

pub(super) fn of_feeds() -> impl Iterator<Item = Entry> {
    [
        route(
            "/feeds/builds.atom",
            atom::get,
            &["/feeds/builds.atom", "/feeds/builds.atom?package=bash&state=failed", "/feeds/builds.atom?tag=f39"],
        )
        .format(Format::Xml),
        route("/recentbuilds", rss::get, &["/recentbuilds", "/recentbuilds?user=jane"]).format(Format::Xml).waves(3),
        route("/builds/{build}/badge.svg", badges::of_build, &["/builds/bash-6.13-1.fc41/badge.svg"])
            .format(Format::Svg),
        route(
            "/packages/{package}/badge.svg",
            badges::of_package,
            &["/packages/bash/badge.svg", "/packages/bash/badge.svg?tag=f41-updates"],
        )
        .format(Format::Svg),
    ]
    .into_iter()
}
