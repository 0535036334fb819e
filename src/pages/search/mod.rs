//! `/search`: one box for everything: what was typed is understood and answered at once, or searched among one kind.

mod any;
mod found;
mod hits;
mod labelled;
pub mod opensearch;
mod pasted;
mod readings;
pub mod suggestions;
mod typed;
mod version;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use percent_encoding::percent_decode_str;
use schemars::JsonSchema;
use serde::Serialize;
use strum::VariantArray as _;
use tokio::join;

use self::any::of_any;
use self::found::{Exact, Found};
pub use self::hits::address;
use self::hits::searched;
use self::pasted::Lookup;
use self::suggestions::Named;
use crate::hub::methods::{BuildRow, Hit, Kind, Match, MavenEnabled, WinEnabled};
use crate::hub::{Hub, Order, Part};
use crate::urls::{Choice as _, ListUrl as _, SearchUrl, Url};
use crate::web::{Column, Context, Error, Excerpt, Form, List, ListQuery, OwnHosts, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "search.html", blocks = ["title", "listing"])]
pub struct Page {
    /// What was asked for, to the letter.
    #[serde(skip)]
    asked: SearchUrl,
    /// The same without what surrounds a name: what was searched for.
    #[serde(skip)]
    read: SearchUrl,
    /// What has exactly this name or id, where all kinds are asked.
    exact: Exact,
    /// Packages whose name is alike, where all kinds are asked.
    packages: Excerpt<Hit>,
    /// Hosts whose name without its domain this is, where all kinds are asked.
    hosts: Excerpt<Hit>,
    /// Rpms of that name, version and release, whatever their arch.
    rpms: Excerpt<Hit>,
    /// What has nearly the name, where nothing has it.
    near: Vec<Named>,
    /// A package and its newest builds, where it has none of the version that was asked for.
    builds: Option<OtherVersions>,
    /// The host of another Koji that a pasted address is of, and what has the same id here.
    elsewhere: Option<Elsewhere>,
    /// The parameter that is wrong: a text that is no regular expression.
    #[serde(rename = "parameter", skip_serializing_if = "Option::is_none")]
    wrong: Option<&'static str>,
    /// What was found of the one kind that is asked.
    hits: Option<List<Hit>>,
    #[serde(skip)]
    maven: Part<bool>,
    #[serde(skip)]
    win: Part<bool>,
}
crate::page!(Page: as_listing);

/// A package in other versions than the one that was asked for.
#[derive(Serialize, JsonSchema)]
struct OtherVersions {
    package: String,
    builds: Vec<BuildRow>,
}

/// What a pasted address names on another Koji.
#[derive(Serialize, JsonSchema)]
struct Elsewhere {
    host: String,
    /// What has the same id here.
    url: Url,
}

/// The columns of the hits, and their order.
fn table(order: Order) -> Table {
    let id = Order { column: "id", descending: order == Order::NEWEST_ID };
    let columns = [
        Column { title: "Name", class: "lead", sort: Some(Order::BY_NAME) },
        Column { title: "Id", class: "n", sort: Some(id) },
    ];
    Table::new(order, columns).class("fit hits")
}

/// The page.
pub async fn get(
    hub: Hub,
    State(site): State<Context>,
    hosts: OwnHosts,
    uri: Uri,
    Query(mut asked): Query<SearchUrl>,
    query: ListQuery,
) -> Result<(StatusCode, Page)> {
    // Nobody means these as a part of a name, unless the name is to be exact.
    if asked.how == Match::Glob && asked.q.as_ref().is_some_and(|text| text.starts_with('^') || text.ends_with('$')) {
        asked.how = Match::Regexp;
    }
    let lookup = Lookup { routes: &site.routes, kojiweb: site.kojiweb_pages, base: &site.base, hosts: &hosts };
    let plus = plus_to_the_letter(uri.query().unwrap_or_default());
    let page = searched_for(&hub, &lookup, asked, plus.as_deref(), query).await?;
    Ok((if page.wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK }, page))
}

/// What is searched for with its bare pluses as pluses, where it has any: by the letter they are spaces.
fn plus_to_the_letter(query: &str) -> Option<String> {
    let text = query.split('&').find_map(|pair| pair.strip_prefix("q="))?;
    text.contains('+').then(|| percent_decode_str(text).decode_utf8_lossy().into_owned())
}

async fn searched_for(
    hub: &Hub,
    lookup: &Lookup<'_>,
    asked: SearchUrl,
    plus: Option<&str>,
    query: ListQuery,
) -> Result<Page> {
    match (&asked.q, asked.kind) {
        (Some(text), Some(kind)) => {
            let text = text.clone();
            of_kind(hub, &text, plus, kind, asked, query).await
        }
        (Some(text), None) => {
            let text = text.clone();
            Box::pin(of_any(hub, lookup, &text, plus, asked)).await
        }
        (None, _) => {
            let (maven, win) = join!(
                hub.part("whether there is Maven", MavenEnabled),
                hub.part("whether there is Windows", WinEnabled)
            );
            Ok(Page { maven, win, ..Page::of(asked) })
        }
    }
}

/// Things of one kind, searched by the hub.
async fn of_kind(
    hub: &Hub,
    text: &str,
    plus: Option<&str>,
    kind: Kind,
    asked: SearchUrl,
    query: ListQuery,
) -> Result<Page> {
    // What there is ever more of begins with the newest, as in kojiweb.
    let newest_first = matches!(kind, Kind::Build | Kind::Rpm | Kind::Maven | Kind::Win);
    let list = query.of(table(if newest_first { Order::NEWEST_ID } else { Order::BY_NAME }))?;
    let wanted = list.wanted();
    let (slice, maven, win) = join!(
        searched(hub, text, kind, asked.how, wanted),
        hub.part("whether there is Maven", MavenEnabled),
        hub.part("whether there is Windows", WinEnabled)
    );
    let mut slice = slice?;
    // A plus that is one by intent: tried where nothing has the text as it was sent.
    if let Some(plus) = plus.filter(|_| slice.as_ref().is_some_and(|slice| slice.rows().is_empty())) {
        slice = searched(hub, plus, kind, asked.how, wanted).await?;
    }
    let Some(slice) = slice else { return Ok(Page { maven, win, wrong: Some("q"), ..Page::of(asked) }) };
    if let ([hit], 0, false) = (slice.rows(), wanted.offset, slice.more) {
        return Err(Error::SeeOther(address(kind, hit)));
    }
    let hits = Some(list.filled(slice).headed(format!("{}: {text}", kind.plural())).empty("Nothing matches."));
    Ok(Page { hits, maven, win, ..Page::of(asked) })
}

impl SearchUrl {
    fn is_pattern(&self) -> bool {
        self.how == Match::Regexp || self.q.as_ref().is_some_and(|text| text.contains(['*', '?']))
    }

    /// The text as a pattern: a name that is not known whole can stand anywhere.
    fn pattern(&self) -> String {
        let text = self.q.as_deref().unwrap_or_default();
        if self.is_pattern() || self.how == Match::Exact { text.to_owned() } else { format!("*{text}*") }
    }

    /// The same as plain text, where it was taken for a regular expression.
    fn as_text(&self) -> Url {
        let text = self.q.as_deref().unwrap_or_default().trim_start_matches('^').trim_end_matches('$').to_owned();
        Self { q: Some(text), how: Match::Glob, ..self.clone() }.url()
    }

    /// The same for all names that contain the text, unless these were asked for.
    fn wider(&self) -> Option<Url> {
        let text = self.q.as_deref().filter(|_| self.how != Match::Regexp)?;
        let pattern = format!("*{}*", text.trim_matches('*'));
        let is_new = self.how == Match::Exact || text != pattern;
        is_new.then(|| Self { q: Some(pattern), how: Match::Glob, ..self.clone() }.url())
    }

    /// The same among one kind, or among all.
    fn among(&self, kind: Option<Kind>) -> Url {
        let text =
            if kind.is_some() && self.kind.is_none() { self.pattern() } else { self.q.clone().unwrap_or_default() };
        Self { q: Some(text), kind, ..self.clone() }.url()
    }
}

impl Page {
    /// With nothing found yet.
    fn of(asked: SearchUrl) -> Self {
        let exact = Exact::default();
        let (maven, win) = (Part::Nothing, Part::Nothing);
        Self {
            read: asked.clone(),
            asked,
            exact,
            packages: Excerpt::of(None, None),
            hosts: Excerpt::of(None, None),
            rpms: Excerpt::of(None, None),
            near: Vec::new(),
            builds: None,
            elsewhere: None,
            wrong: None,
            hits: None,
            maven,
            win,
        }
    }

    /// The same where the text was read as another one.
    fn read_as(self, read: SearchUrl) -> Self {
        Self { read, ..self }
    }

    /// What has exactly the name.
    fn found(&self) -> Vec<Found> {
        self.exact.found()
    }

    /// The kinds to choose from: without those that the hub has no builds of.
    fn kinds(&self) -> Vec<Kind> {
        let is_known = |kind: &Kind| match kind {
            Kind::Maven => self.maven.get() != Some(&false),
            Kind::Win => self.win.get() != Some(&false),
            _ => true,
        };
        let kinds = Kind::VARIANTS.iter().copied();
        kinds.filter(|kind| self.asked.kind == Some(*kind) || is_known(kind)).collect()
    }

    /// The form.
    fn form(&self) -> Form {
        let kinds = self.kinds().into_iter().map(|kind| (kind.word(), kind.plural()));
        Form::new()
            .main_input("What to search for", "q", 40, "NVR, task id, tag, package, address, or *python*")
            .select("Among", "type", std::iter::once(("", "everything")).chain(kinds))
            .wide()
            .select("As", "match", Match::VARIANTS.iter().map(|how| (how.word(), how.word())))
            .holding(self.asked.how.word())
            .wide()
    }

    /// What the form has to carry on beside its own fields.
    fn carried(&self) -> Vec<&(String, String)> {
        let pairs = self.hits.iter().flat_map(|hits| hits.here().pairs());
        pairs.filter(|(name, _)| name == "limit").collect()
    }

    /// The page of an rpm that was found.
    fn rpm_href(hit: &Hit) -> Url {
        address(Kind::Rpm, hit)
    }

    /// The page of a hit.
    fn href(&self, hit: &Hit) -> Url {
        address(self.asked.kind.unwrap_or(Kind::Package), hit)
    }

    /// Has nothing this name, nor one like it?
    fn is_nothing(&self) -> bool {
        self.found().is_empty() && [&self.hosts, &self.packages, &self.rpms].iter().all(|hits| hits.shown().is_empty())
    }
}
