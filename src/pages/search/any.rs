//! Whatever has the name or the id that was typed; if that is not one thing, what is like it, and what is near.

use strum::VariantArray as _;
use tokio::join;

use super::found::{Exact, Found};
use super::hits::{address, rows, searched};
use super::labelled::labelled;
use super::pasted::Lookup;
use super::readings::{likeliest, readings};
use super::typed::Typed;
use super::version::{Version, of_version};
use super::{Elsewhere, OtherVersions, Page};
use crate::hub::methods::{Hit, Kind, Match, MavenEnabled, WinEnabled};
use crate::hub::model::BuildRef;
use crate::hub::{Hub, Order, PageRequest};
use crate::urls::{self, Choice as _, ListUrl as _, SearchUrl, Url};
use crate::web::{Error, Excerpt, Result};

/// Packages that are shown beside what has exactly the name.
const ALIKE: u32 = 30;
/// Bytes of what can be a name.
const LONGEST: usize = 256;

/// The page for a text of any kind; `plus` is the same with its bare pluses to the letter.
pub(super) async fn of_any(
    hub: &Hub,
    lookup: &Lookup<'_>,
    text: &str,
    plus: Option<&str>,
    asked: SearchUrl,
) -> Result<Page> {
    let is_regexp = asked.how == Match::Regexp;
    let read = |text: &str| if is_regexp { Typed::default() } else { Typed::read(text, lookup) };
    let all = if is_regexp { vec![text.to_owned()] } else { readings(text, plus) };
    let Some(as_sent) = all.first() else { return Ok(Page::of(SearchUrl { q: None, ..asked })) };
    for typed in all.iter().map(|reading| read(reading)) {
        match (typed.address, typed.elsewhere) {
            (Some(address), None) => return Err(Error::SeeOther(address)),
            (Some(url), Some(host)) => {
                return Ok(Page { elsewhere: Some(Elsewhere { host, url }), ..Page::of(asked) });
            }
            (None, _) => {}
        }
    }
    for reading in all.iter().filter(|reading| reading.len() <= LONGEST) {
        let typed = read(reading);
        let exact = Exact::ask(hub, &typed).await;
        let found = exact.found();
        if let [Found { href: Some(address), .. }] = found.as_slice() {
            return Err(Error::SeeOther(address.clone()));
        }
        if let (true, Some(error)) = (found.is_empty(), exact.outage()) {
            return Err(error.into());
        }
        if !found.is_empty() {
            return Box::pin(like(hub, typed, exact, asked, reading.clone())).await;
        }
    }
    if !is_regexp && let Some(list) = of_said_kind(hub, as_sent).await? {
        return Err(Error::SeeOther(list));
    }
    let core = if is_regexp { text.to_owned() } else { likeliest(text, plus) };
    if core.len() > LONGEST {
        return Ok(Page::of(asked));
    }
    // Whatever it is the address of led nowhere.
    let typed = if is_regexp { Typed::default() } else { Typed::plain(&core) };
    Box::pin(like(hub, typed, Exact::default(), asked, core)).await
}

/// Where there is something of the kind that a text says, with the name in its own.
async fn of_said_kind(hub: &Hub, text: &str) -> Result<Option<Url>> {
    let said = labelled(text).and_then(|typed| typed.kind.zip(typed.name)).filter(|(_, name)| name.len() <= LONGEST);
    let Some((word, name)) = said else { return Ok(None) };
    let Some(kind) = Kind::VARIANTS.iter().copied().find(|kind| kind.word() == word) else { return Ok(None) };
    let pattern = if name.contains(['*', '?']) { name } else { format!("*{name}*") };
    let found = searched(hub, &pattern, kind, Match::Glob, first(2)).await?;
    Ok(match rows(found.as_ref()) {
        [] => None,
        [one] => Some(address(kind, one)),
        _ => Some(SearchUrl { q: Some(pattern), kind: Some(kind), how: Match::Glob }.url()),
    })
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
    let is_enough = !found.is_empty() && typed.id.is_some() || typed.is_file() || asked.how == Match::Exact;
    // A number, and what is hardly a letter, is in a name by chance.
    let is_telling = typed.id.is_none() && text.chars().filter(|c| c.is_alphanumeric()).count() > 1;
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
        Version::Others(package, builds) => (None, Some(OtherVersions { package, builds })),
        Version::None => (None, None),
    };
    let (hits, hosts_found, rpms_found) = (rows(packages.as_ref()), rows(hosts.as_ref()), rows(rpms.as_ref()));
    if let Some(only) = only(&found, hits, hosts_found, rpms_found, version).filter(|_| is_telling) {
        return Err(Error::SeeOther(only));
    }
    let is_nothing = found.is_empty() && hits.is_empty() && hosts_found.is_empty() && rpms_found.is_empty();
    let mut near = if is_nothing && !asked.is_pattern() { hub.near_of_any_kind(&text) } else { Vec::new() };
    near.retain(|near| builds.as_ref().is_none_or(|other| near.kind != Kind::Package || near.name != other.package));
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
