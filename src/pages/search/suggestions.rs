//! `/suggestions`: what has a name like what was typed so far, from the names that are known. Nothing is asked of the hub.

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use super::hits::address;
use super::labelled::labelled;
use super::readings::readings;
use crate::hub::methods::{Hit, Kind};
use crate::hub::{Hub, Suggestion};
use crate::urls::{Choice as _, SuggestionsUrl, Url};
use crate::web::{Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "suggestions.html", blocks = ["title", "suggestions"])]
pub struct Page {
    /// The best first.
    names: Vec<Named>,
    #[serde(skip)]
    text: String,
}
crate::page!(Page; as_suggestions);

/// Something with its kind and its page.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Named {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) id: i64,
}

impl From<Suggestion> for Named {
    fn from(Suggestion { kind, name, id }: Suggestion) -> Self {
        Self { kind, name, id }
    }
}

impl Named {
    /// Its page.
    pub(super) fn href(&self) -> Url {
        address(self.kind, &Hit { id: self.id, name: self.name.clone() })
    }

    /// The kind in a word.
    pub(super) fn word(&self) -> &'static str {
        self.kind.word()
    }
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<SuggestionsUrl>) -> Result<Page> {
    let text = asked.q.unwrap_or_default();
    let names = suggested(&hub, &text);
    Ok(Page { names, text })
}

/// What is suggested for a text, which may say its kind: `@ja`, `tag:f4`.
pub(super) fn suggested(hub: &Hub, text: &str) -> Vec<Named> {
    let readings = readings(text, None);
    // As it was typed, or else without what surrounds it.
    let ways = readings.first().into_iter().chain(readings.last());
    ways.map(|text| of_text(hub, text)).find(|names| !names.is_empty()).unwrap_or_default()
}

fn of_text(hub: &Hub, text: &str) -> Vec<Named> {
    let (kind, name) = labelled(text)
        .and_then(|typed| typed.kind.zip(typed.name))
        .map_or((None, text.to_owned()), |(kind, name)| (Some(kind), name));
    let all = hub.suggestions(&name).into_iter().map(Named::from);
    all.filter(|one| kind.is_none_or(|kind| one.word() == kind)).collect()
}
