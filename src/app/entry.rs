//! A line of the route table.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodRouter, get};

use crate::hub::Feature;
use crate::web::{Context, Endpoint, Format, Route, Section};

/// A page: what it is, and its handler.
pub(super) struct Entry {
    pub(super) route: Route,
    handler: MethodRouter<Context>,
}

/// A page. Which parameters it reads and what its JSON is follow from what its handler takes and gives.
pub(super) fn route<H, Kind, Arguments>(path: &'static str, handler: H, examples: &'static [&'static str]) -> Entry
where
    H: Handler<Kind, Context> + Endpoint<Arguments>,
    Kind: 'static,
{
    let route = Route {
        answer: H::schema,
        tells_what_is_wrong: H::TELLS_WHAT_IS_WRONG,
        examples,
        ..Route::new(path, H::parameters())
    };
    Entry { route, handler: get(handler) }
}

/// These pages are in this section of the navigation.
pub(super) fn section<const N: usize>(section: Section, entries: [Entry; N]) -> impl Iterator<Item = Entry> {
    entries.into_iter().map(move |entry| Entry { route: Route { section: Some(section), ..entry.route }, ..entry })
}

impl Entry {
    /// It is called so where others link to it.
    pub(super) fn titled(mut self, title: &'static str) -> Self {
        self.route.title = Some(title);
        self
    }

    /// What is there, in a line.
    pub(super) fn about(mut self, about: &'static str) -> Self {
        self.route.about = about;
        self
    }

    /// It shows what these methods of the hub answer.
    pub(super) fn shows(mut self, methods: &'static [&'static str]) -> Self {
        self.route.shows = methods;
        self
    }

    /// It is nothing on a hub without this, and nothing leads there.
    pub(super) fn needs(mut self, feature: &'static Feature) -> Self {
        self.route.needs = Some(feature);
        self
    }

    /// It may wait so many times for the hub.
    pub(super) fn waves(mut self, waves: u32) -> Self {
        self.route.waves = waves;
        self
    }

    /// Crawlers leave it out.
    pub(super) fn not_indexed(mut self) -> Self {
        self.route.index = false;
        self
    }

    /// Without parameters it is a form, which needs nothing of the hub.
    pub(super) fn form(mut self) -> Self {
        self.route.is_form = true;
        self
    }

    /// It is no page for people: crawlers leave it out.
    pub(super) fn format(mut self, format: Format) -> Self {
        self.route.format = format;
        self.not_indexed()
    }

    /// The router with this page.
    pub(super) fn add_to(self, router: Router<Context>) -> Router<Context> {
        router.route(self.route.path, self.handler)
    }
}
