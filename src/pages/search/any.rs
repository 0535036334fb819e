//! Whatever has the name or the id that was typed; if that is not one thing, what is like it, and what is near.

use tokio::join;

use super::Page;
use super::found::{Exact, Found};
use super::hits::{address, rows, searched};
use super::pasted::Lookup;
use super::readings::{likeliest, readings};
use super::typed::Typed;
use crate::hub::methods::{BuildRow, Hit, Kind, ListBuilds, Match, MavenEnabled, WinEnabled};
use crate::hub::model::BuildRef;
use crate::hub::{Hub, Order, PageRequest, Slice};
use crate::urls::{self, BuildsUrl, ListUrl as _, SearchUrl, Url};
use crate::web::{Error, Excerpt, Result};

/// Packages that are shown beside what has exactly the name.
const ALIKE: u32 = 30;
/// Builds of a package that are shown where one is not there.
const BUILDS: u32 = 6;

/// The page for a text of any kind; `plus` is the same with its bare pluses to the letter.
pub(super) async fn of_any(
    hub: &Hub,
    lookup: &Lookup<'_>,
    text: &str,
    plus: Option<&str>,
    asked: SearchUrl,
) -> Result<Page> {
    let is_regexp = asked.how == Match::Regexp;
    let all = if is_regexp { vec![text.to_owned()] } else { readings(text, plus) };
    for reading in &all {
        let typed = if is_regexp { Typed::default() } else { Typed::read(reading, lookup) };
        match (typed.address, typed.elsewhere) {
            (Some(address), None) => return Err(Error::SeeOther(address)),
            (Some(address), Some(host)) => return Ok(Page { elsewhere: Some((host, address)), ..Page::of(asked) }),
            (None, _) => {}
        }
    }
    for reading in &all {
        let typed = if is_regexp { Typed::default() } else { Typed::read(reading, lookup) };
        let exact = Exact::ask(hub, &typed).await;
        let found = exact.found();
        if let [Found { href: Some(address), .. }] = found.as_slice() {
            return Err(Error::SeeOther(address.clone()));
        }
        if let (true, Some(error)) = (found.is_empty(), exact.outage()) {
            return Err(error.into());
        }
        if !found.is_empty() {
            return like(hub, typed, exact, asked, reading.clone()).await;
        }
    }
    if all.is_empty() {
        return Ok(Page::of(SearchUrl { q: None, ..asked }));
    }
    let core = if is_regexp { text.to_owned() } else { likeliest(text, plus) };
    let typed = if is_regexp { Typed::default() } else { Typed::read(&core, lookup) };
    // What says its kind is searched for without that.
    let core = typed.kind.and(typed.name.clone()).unwrap_or(core);
    like(hub, typed, Exact::default(), asked, core).await
}

fn first(limit: u32) -> PageRequest {
    PageRequest { order: Order::BY_NAME, offset: 0, limit }
}

/// What is like the text beside what has exactly the name, which is not one thing.
async fn like(hub: &Hub, typed: Typed, exact: Exact, shown: SearchUrl, text: String) -> Result<Page> {
    let found = exact.found();
    let asked = SearchUrl { q: Some(text.clone()), ..shown.clone() };
    let is_glob = asked.how == Match::Glob;
    // A number that is some thing's is no part of a name, nor is a file's name.
    let is_digit = typed.id.is_some() && text.len() == 1;
    let is_enough = !found.is_empty() && typed.id.is_some() || is_digit || typed.is_file() || asked.how == Match::Exact;
    let alike = async {
        if is_enough {
            None
        } else {
            Some(searched(hub, &asked.pattern(), Kind::Package, asked.how, first(ALIKE)).await)
        }
    };
    // Hosts are shown without their domain.
    let short = async {
        let can_be = is_glob && typed.name.is_some() && !text.contains('.');
        if can_be {
            Some(searched(hub, &format!("{text}.*"), Kind::Host, Match::Glob, first(ALIKE)).await)
        } else {
            None
        }
    };
    // An rpm's name can lack the arch.
    let of_all_arches = async {
        match typed.nvr.as_ref().filter(|_| found.is_empty() && is_glob) {
            Some(nvr) => Some(searched(hub, &format!("{nvr}.*"), Kind::Rpm, Match::Glob, first(ALIKE)).await),
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
    let version = async { if found.is_empty() && is_glob { of_version(hub, &text).await } else { Ok(Version::None) } };
    let (packages, drafts, hosts, rpms, version, maven, win) = join!(
        alike,
        drafts,
        short,
        of_all_arches,
        version,
        hub.part("whether there is Maven", MavenEnabled),
        hub.part("whether there is Windows", WinEnabled)
    );
    let (packages, hosts) = (packages.transpose()?, hosts.transpose()?.flatten());
    let rpms = rpms.transpose()?.flatten();
    if let Some(drafts) = drafts? {
        return Err(Error::SeeOther(drafts));
    }
    if matches!(packages, Some(None)) {
        return Ok(Page { exact, maven, win, wrong: Some("q"), ..Page::of(shown).read_as(asked) });
    }
    let packages = packages.flatten();
    let (version, builds) = match version? {
        Version::There(url) => (Some(url), None),
        Version::Others(name, builds) => (None, Some((name, builds))),
        Version::None => (None, None),
    };
    let (hits, hosts_found, rpms_found) = (rows(packages.as_ref()), rows(hosts.as_ref()), rows(rpms.as_ref()));
    if let Some(only) = only(&found, hits, hosts_found, rpms_found, version) {
        return Err(Error::SeeOther(only));
    }
    let is_nothing = found.is_empty() && hits.is_empty() && hosts_found.is_empty() && rpms_found.is_empty();
    let mut near = if is_nothing && !asked.is_pattern() { hub.near_of_any_kind(&text) } else { Vec::new() };
    near.retain(|near| builds.as_ref().is_none_or(|(package, _)| near.kind != Kind::Package || near.name != *package));
    let packages = Excerpt::of(packages, asked.among(Some(Kind::Package)));
    let (hosts, rpms) = (Excerpt::of(hosts, None), Excerpt::of(rpms, None));
    Ok(Page {
        exact,
        packages,
        hosts,
        rpms,
        near: near.into_iter().map(Into::into).collect(),
        builds,
        maven,
        win,
        ..Page::of(shown).read_as(asked)
    })
}

/// Where there is but one thing that can be meant.
fn only(found: &[Found], packages: &[Hit], hosts: &[Hit], rpms: &[Hit], version: Option<Url>) -> Option<Url> {
    match (found, packages, hosts, rpms, version) {
        ([], [package], [], [], None) => Some(address(Kind::Package, package)),
        ([], [], [host], [], None) => Some(address(Kind::Host, host)),
        ([], _, [], _, Some(version)) => Some(version),
        ([], _, [], [rpm], None) => Some(address(Kind::Rpm, rpm)),
        _ => None,
    }
}

/// What there is of a package in the version that a text names, such as `kernel-6.8`.
enum Version {
    /// The builds of it.
    There(Url),
    /// None, but others of the package.
    Others(String, Vec<BuildRow>),
    /// There is no such package.
    None,
}

/// Names of packages that a text can begin with at most: what is before a `-` and a digit.
const NAMES: usize = 3;

async fn of_version(hub: &Hub, text: &str) -> Result<Version> {
    // The name is as long as it can be.
    let splits: Vec<&str> = text
        .match_indices('-')
        .filter(|(at, _)| *at > 0 && text[at + 1..].starts_with(|c: char| c.is_ascii_digit()))
        .map(|(at, _)| &text[..at])
        .collect();
    if text.contains(['*', '?', ' ', '/', ':']) {
        return Ok(Version::None);
    }
    for name in splits.into_iter().rev().take(NAMES) {
        let newest = Order { column: "build_id", descending: true };
        let of_package = ListBuilds { package: Some(name.to_owned().into()), ..ListBuilds::default() };
        let of_version = ListBuilds { pattern: Some(format!("{text}*")), ..of_package.clone() };
        let (there, others) = join!(
            hub.slice(of_version, PageRequest { order: newest, offset: 0, limit: 1 }),
            hub.slice(of_package, PageRequest { order: newest, offset: 0, limit: BUILDS }),
        );
        if !there?.rows().is_empty() {
            let list = BuildsUrl {
                package: Some(name.to_owned().into()),
                text: Some(format!("{text}*")),
                ..BuildsUrl::default()
            };
            return Ok(Version::There(list.url()));
        }
        let others: Slice<BuildRow> = others?;
        if !others.rows().is_empty() {
            return Ok(Version::Others(name.to_owned(), others.rows().to_vec()));
        }
    }
    Ok(Version::None)
}
