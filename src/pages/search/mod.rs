//! `/search`: one box for everything: what was typed is understood and answered at once, or searched among one kind.

mod found;
mod hits;
mod typed;

use askama::Template;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;
use strum::VariantArray as _;
use tokio::join;

use self::found::{Exact, Found};
use self::hits::{address, rows, searched};
use self::typed::Typed;
use crate::hub::methods::{Hit, Kind, Match, MavenEnabled, WinEnabled};
use crate::hub::model::BuildRef;
use crate::hub::{Hub, Order, PageRequest, Part};
use crate::urls::{self, Choice as _, ListUrl as _, SearchUrl, Url};
use crate::web::{Column, Error, Excerpt, Form, List, ListQuery, Query, Result, Routes, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "search.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(skip)]
    asked: SearchUrl,
    /// What has exactly this name or id, where all kinds are asked.
    exact: Exact,
    /// Packages whose name is alike, where all kinds are asked.
    packages: Excerpt<Hit>,
    /// Hosts whose name without its domain this is, where all kinds are asked.
    hosts: Excerpt<Hit>,
    /// Rpms of that name, version and release, whatever their arch.
    rpms: Excerpt<Hit>,
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

/// Packages that are shown beside what has exactly the name.
const ALIKE: u32 = 30;

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
    routes: Routes,
    Query(mut asked): Query<SearchUrl>,
    query: ListQuery,
) -> Result<(StatusCode, Page)> {
    // Nobody means these as a part of a name, unless the name is to be exact.
    if asked.how == Match::Glob && asked.q.as_ref().is_some_and(|text| text.starts_with('^') || text.ends_with('$')) {
        asked.how = Match::Regexp;
    }
    let page = searched_for(&hub, &routes, asked, query).await?;
    Ok((if page.wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK }, page))
}

async fn searched_for(hub: &Hub, routes: &Routes, asked: SearchUrl, query: ListQuery) -> Result<Page> {
    match (&asked.q, asked.kind) {
        (Some(text), Some(kind)) => {
            let text = text.clone();
            of_kind(hub, &text, kind, asked, query).await
        }
        (Some(text), None) => {
            let text = text.clone();
            of_any(hub, routes, &text, asked).await
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
async fn of_kind(hub: &Hub, text: &str, kind: Kind, asked: SearchUrl, query: ListQuery) -> Result<Page> {
    // What there is ever more of begins with the newest, as in kojiweb.
    let newest_first = matches!(kind, Kind::Build | Kind::Rpm | Kind::Maven | Kind::Win);
    let list = query.of(table(if newest_first { Order::NEWEST_ID } else { Order::BY_NAME }))?;
    let wanted = list.wanted();
    let (slice, maven, win) = join!(
        searched(hub, text, kind, asked.how, wanted),
        hub.part("whether there is Maven", MavenEnabled),
        hub.part("whether there is Windows", WinEnabled)
    );
    let Some(slice) = slice? else { return Ok(Page { maven, win, wrong: Some("q"), ..Page::of(asked) }) };
    if let ([hit], 0, false) = (slice.rows(), wanted.offset, slice.more) {
        return Err(Error::SeeOther(address(kind, hit)));
    }
    let hits = Some(list.filled(slice).headed(format!("{}: {text}", kind.plural())).empty("Nothing matches."));
    Ok(Page { hits, maven, win, ..Page::of(asked) })
}

/// Whatever has this name or id; if that is not one thing, packages with a name like it.
async fn of_any(hub: &Hub, routes: &Routes, text: &str, asked: SearchUrl) -> Result<Page> {
    let typed =
        if asked.how == Match::Regexp { Typed::default() } else { Typed::read(text, |segments| routes.has(segments)) };
    if let Some(address) = typed.address {
        return Err(Error::SeeOther(address));
    }
    let exact = Exact::ask(hub, &typed).await;
    let found = exact.found();
    if let [Found { href: Some(address), .. }] = found.as_slice() {
        return Err(Error::SeeOther(address.clone()));
    }
    if let (true, Some(error)) = (found.is_empty(), exact.outage()) {
        return Err(error.into());
    }
    // A number that is some thing's is no part of a name, nor is a file's name.
    let is_enough = !found.is_empty() && typed.id.is_some() || typed.is_file() || asked.how == Match::Exact;
    let alike = async {
        let wanted = PageRequest { order: Order::BY_NAME, offset: 0, limit: ALIKE };
        if is_enough { None } else { Some(searched(hub, &asked.pattern(), Kind::Package, asked.how, wanted).await) }
    };
    // Hosts are shown without their domain.
    let short = async {
        let can_be = asked.how == Match::Glob && typed.name.is_some() && !text.contains('.');
        let wanted = PageRequest { order: Order::BY_NAME, offset: 0, limit: ALIKE };
        if can_be { Some(searched(hub, &format!("{text}.*"), Kind::Host, Match::Glob, wanted).await) } else { None }
    };
    // An rpm's name can lack the arch.
    let of_all_arches = async {
        let nvr = typed.nvr.as_ref().filter(|_| found.is_empty() && asked.how == Match::Glob);
        let wanted = PageRequest { order: Order::BY_NAME, offset: 0, limit: ALIKE };
        match nvr {
            Some(nvr) => Some(searched(hub, &format!("{nvr}.*"), Kind::Rpm, Match::Glob, wanted).await),
            None => None,
        }
    };
    let drafts = async {
        match &typed.nvr {
            Some(BuildRef::Nvr(nvr)) if found.is_empty() => {
                hub.drafts_named(nvr).await.map(|drafts| urls::drafts(nvr, &drafts))
            }
            _ => Ok(None),
        }
    };
    let (packages, drafts, hosts, rpms, maven, win) = join!(
        alike,
        drafts,
        short,
        of_all_arches,
        hub.part("whether there is Maven", MavenEnabled),
        hub.part("whether there is Windows", WinEnabled)
    );
    let (packages, hosts) = (packages.transpose()?, hosts.transpose()?.flatten());
    let rpms = rpms.transpose()?.flatten();
    if let Some(drafts) = drafts? {
        return Err(Error::SeeOther(drafts));
    }
    if matches!(packages, Some(None)) {
        return Ok(Page { exact, maven, win, wrong: Some("q"), ..Page::of(asked) });
    }
    let packages = packages.flatten();
    let only = match (found.as_slice(), rows(packages.as_ref()), rows(hosts.as_ref()), rows(rpms.as_ref())) {
        ([], [package], [], []) => Some(address(Kind::Package, package)),
        ([], [], [host], []) => Some(address(Kind::Host, host)),
        ([], [], [], [rpm]) => Some(address(Kind::Rpm, rpm)),
        _ => None,
    };
    if let Some(address) = only {
        return Err(Error::SeeOther(address));
    }
    let packages = Excerpt::of(packages, asked.among(Some(Kind::Package)));
    let hosts = Excerpt::of(hosts, None);
    let rpms = Excerpt::of(rpms, None);
    Ok(Page { exact, packages, hosts, rpms, maven, win, ..Page::of(asked) })
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
            asked,
            exact,
            packages: Excerpt::of(None, None),
            hosts: Excerpt::of(None, None),
            rpms: Excerpt::of(None, None),
            wrong: None,
            hits: None,
            maven,
            win,
        }
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
