//! What the layout shows around every page. It is a runtime value of the templates, and no page has it as a field.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use strum::VariantArray as _;

use super::durations::span;
use crate::hub::{HubClient, RequestStats, Used};
use crate::urls::{BasePath, Url};
use crate::web::appearance::Appearance;
use crate::web::assets::SCRIPT;
use crate::web::files::Files;
use crate::web::request::{Here, RequestContext};
use crate::web::{Context, Format, LinkValues, Route, Routes, Section};

/// The icon of the site, as an address that holds it: no request is worth so small a picture.
pub const ICON: &str = concat!(
    "data:image/svg+xml,",
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='%232f73c9'%3E",
    "%3Crect y='1' width='9' height='4' rx='1'/%3E",
    "%3Crect x='4' y='6.5' width='8' height='4' rx='1'/%3E",
    "%3Crect x='8' y='12' width='8' height='4' rx='1'/%3E",
    "%3C/svg%3E"
);

/// One way in which the hub fails, and what it costs the page.
#[derive(Debug)]
pub struct Outage {
    /// How old what is shown is, in words, where it is kept from before.
    pub age: Option<String>,
    /// The parts that are missing.
    pub missing: Vec<&'static str>,
    /// How the hub fails.
    pub error: String,
}

/// Unknown parameters that are named.
const UNKNOWN: usize = 5;

/// The site as one request sees it.
#[derive(Clone)]
pub struct Site {
    /// How the site looks.
    pub appearance: Arc<Appearance>,
    /// The hub's address.
    pub hub: Arc<str>,
    /// The address of this request.
    pub here: Here,
    /// The path below which the site is.
    pub base: BasePath,
    /// Scheme and host under which readers know the site, where that is set: `https://koji.example.org`.
    pub origin: Option<Arc<str>>,
    /// Parameters of the address that the page does not know.
    pub unknown: Vec<String>,
    /// Is there no page, since the hub failed? Then the page says so, and nothing is missing from it.
    pub is_error: bool,
    /// Now.
    pub now: Timestamp,
    /// All pages.
    pub routes: Routes,
    /// The page that is asked for, if there is one at the address.
    pub route: Option<Arc<Route>>,
    pub(in crate::web) client: Arc<HubClient>,
    pub(in crate::web) files: Files,
    pub(in crate::web) stats: Arc<RequestStats>,
}

impl Site {
    /// As a request sees it.
    pub(in crate::web) fn of(context: &Context, request: &RequestContext) -> Self {
        Self {
            appearance: context.appearance.clone(),
            hub: context.hub_address.host().into(),
            here: request.here.clone(),
            unknown: request.unknown().map(|(name, _)| name.chars().take(40).collect()).take(UNKNOWN).collect(),
            is_error: false,
            base: context.base.clone(),
            origin: context.origin.clone(),
            now: (context.clock)(),
            routes: context.routes.clone(),
            route: request.route.clone(),
            client: context.hub.clone(),
            files: context.files.clone(),
            stats: request.stats.clone(),
        }
    }

    /// What the request used of the hub so far.
    #[must_use]
    pub fn used(&self) -> Used {
        self.stats.read()
    }

    /// How old the oldest answer on the page is, in words, where one is older than it should be.
    #[must_use]
    pub fn age(&self) -> Option<String> {
        self.used().oldest.map(span)
    }

    /// Now, for our script: what it counts from.
    #[must_use]
    pub fn now_iso(&self) -> String {
        self.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// What the page lacks, and how old it is where the hub fails: a line for each way in which it fails.
    #[must_use]
    pub fn outages(&self) -> Vec<Outage> {
        let used = self.used();
        let mut outages: Vec<Outage> = Vec::new();
        let aged = used.outage.map(|(age, error): (Duration, _)| (Some(age), None, error));
        let failed = if self.is_error { Vec::new() } else { used.failed_parts };
        let missing = failed.into_iter().map(|(name, error)| (None, Some(name), error));
        for (age, name, error) in aged.into_iter().chain(missing) {
            let error = error.to_string();
            match outages.iter_mut().find(|outage| outage.error == error) {
                Some(outage) => outage.missing.extend(name),
                None => outages.push(Outage { age: age.map(span), missing: name.into_iter().collect(), error }),
            }
        }
        outages
    }

    /// How old the oldest answer is that was used since the hub failed, in seconds, if one was.
    #[must_use]
    pub fn outage_age(&self) -> Option<u64> {
        self.used().outage.map(|(age, _)| age.as_secs())
    }

    /// The parts that the page lacks, and why.
    #[must_use]
    pub fn failed_parts(&self) -> Vec<(&'static str, crate::hub::Error)> {
        self.used().failed_parts
    }

    /// The sections of the site: the title of each, its first page, and whether this page is in it.
    #[must_use]
    pub fn sections(&self) -> Vec<(&'static str, Url, bool)> {
        let here = self.route.as_ref().and_then(|route| route.section);
        let first = |section: &Section| {
            let (title, url, _) = self.routes.in_section(*section).next()?;
            Some((title, url, here == Some(*section)))
        };
        Section::VARIANTS.iter().filter_map(first).collect()
    }

    /// Has the hub what the page at this path is about, as far as is known?
    #[must_use]
    pub fn has_page(&self, path: &str) -> bool {
        self.routes.at(path).is_some_and(|route| self.has(route))
    }

    fn has(&self, route: &Route) -> bool {
        route.needs.is_none_or(|feature| self.client.has(feature))
    }

    /// The list of all things of a kind, where there is one: its title and its address.
    #[must_use]
    pub fn list_of(&self, kind: &str) -> Option<(&'static str, Url)> {
        let list = self.routes.list_of(kind).filter(|route| self.has(route))?;
        Some((list.title?, list.url()?))
    }

    /// The pages that have an address of their own and that neither the navigation nor the list of reports leads to: title,
    /// address, what is there.
    #[must_use]
    pub fn pages_beside_navigation(&self) -> Vec<(&'static str, Url, &'static str)> {
        let sections = Section::VARIANTS.iter().filter(|section| **section != Section::Reports);
        let all = sections.flat_map(|section| self.routes.in_section(*section).skip(1));
        all.filter(|(_, _, route)| self.has(route)).map(|(title, url, route)| (title, url, route.about)).collect()
    }

    /// This page's address, whole as far as the site knows where it is: for paper.
    #[must_use]
    pub fn address(&self) -> String {
        self.canonical().unwrap_or_else(|| self.here.itself().below(&self.base))
    }

    /// This page's address as JSON; logs have a raw form instead.
    #[must_use]
    pub fn json(&self) -> Option<Url> {
        self.here.itself().json()
    }

    /// The address of the style sheet.
    #[must_use]
    pub fn style(&self) -> &Url {
        self.appearance.style().url()
    }

    /// What the site is called, where that is not the product.
    #[must_use]
    pub fn own_name(&self) -> Option<&str> {
        Some(self.appearance.name()).filter(|name| *name != "Kojiview")
    }

    /// The links at the end of the menu, with their titles.
    #[must_use]
    pub fn menu(&self) -> Vec<(&str, String)> {
        self.appearance.menu(&self.files)
    }

    /// The links to other sites from a page about this, with their titles.
    #[must_use]
    pub fn links(&self, values: &LinkValues) -> Vec<(&str, String)> {
        self.appearance.links(values, &self.files)
    }

    /// The icon of the site.
    #[must_use]
    pub fn icon(&self) -> &'static str {
        ICON
    }

    /// The address of the script.
    #[must_use]
    pub fn script(&self) -> &'static Url {
        SCRIPT.url()
    }

    /// What the page is, unless another representation is asked for.
    #[must_use]
    pub(in crate::web) fn format(&self) -> Format {
        self.route.as_ref().map_or(Format::Html, |route| route.format)
    }

    /// This page's address as others know it, where the site knows under which host it is known.
    #[must_use]
    pub fn canonical(&self) -> Option<String> {
        self.origin.as_ref().map(|origin| format!("{origin}{}", self.here.canonical().below(&self.base)))
    }

    /// The version of Kojiview.
    #[must_use]
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
