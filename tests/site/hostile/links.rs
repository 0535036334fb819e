//! What the pages of a hostile hub lead to: the parts that they fetch, and the links with hostile names in them.

use std::collections::BTreeMap;

use super::checks::{is_inside, is_safe};
use super::hub::{Care, hostile};
use super::payloads::{MARK, MARKUP};
use super::{every_page, is_name};
use crate::contract::arrive;
use crate::harness::{Answer, Site};

/// Parts that fetch themselves are as safe as the page that they belong to.
#[tokio::test]
async fn parts_are_safe() {
    let site = hostile(&MARKUP, Care::Careful).await;
    let mut parts = 0;
    for (_, address, page) in every_page(&site, &MARKUP).await {
        let ids = page.attributes("[id][hx-get]", "id");
        let own = ids.into_iter().zip(page.attributes("[id][hx-get]", "hx-get"));
        let list = page.attributes("section#listing", "id").into_iter().map(|id| (id, address.clone()));
        for (id, from) in own.chain(list) {
            let part = site.part(&from, &format!("div#{id}")).await;
            assert_eq!(part.status, 200, "{address}: {id} from {from}");
            parts += usize::from(part.body.contains(MARK));
            part_is_safe(part, &from);
        }
    }
    assert!(parts > 20, "{parts} parts show it");
}

/// A part begins with its title, and has no document around it, which a strict reader would miss.
#[track_caller]
fn part_is_safe(part: Answer, about: &str) {
    let body = format!("<!doctype html><html lang=\"en\"><head>{}", part.body);
    is_safe(&Answer { body, ..part }, about);
}

/// What an address is of: names and numbers left out.
fn kind(address: &str) -> String {
    let parts = address.split(['/', '?', '&', '#']).map(|part| part.split('=').next().unwrap_or_default());
    parts.filter(|part| is_name(part) && !part.contains(MARK)).collect::<Vec<_>>().join("/")
}

/// The links of pages with hostile names in them, one of each kind.
#[derive(Default)]
pub struct Links(BTreeMap<String, String>);

impl Links {
    /// Takes those of a page.
    pub fn take(&mut self, page: &Answer) {
        let found = [("a", "href"), ("[data-href]", "data-href"), ("link[rel=alternate]", "href"), ("form", "action")];
        let all = found.iter().flat_map(|(element, attribute)| page.attributes(element, attribute));
        for link in all.filter(|link| link.starts_with('/') && link.contains(MARK)) {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            self.0.entry(kind(&link)).or_insert(link);
        }
    }

    /// They lead somewhere: none is refused, none breaks, and what they lead to is safe.
    pub async fn follow(self, site: &Site, fewest: usize) {
        assert!(self.0.len() >= fewest, "{}: {:?}", self.0.len(), self.0);
        let mut refused = Vec::new();
        for link in self.0.into_values() {
            assert!(is_inside(&link), "{link}");
            let (_, page) = arrive(site, &link).await;
            is_safe(&page, &link);
            // The file that the hostile hub lists beside those of the demo is not there.
            let is_its_own = page.status == 502 && link.contains("/logs/");
            if !is_its_own && (page.status == 400 || page.status.is_server_error()) {
                refused.push((page.status.as_u16(), link));
            }
        }
        assert!(refused.is_empty(), "{refused:#?}");
    }
}
