//! `/api`: all methods of the hub in groups, or those that some words are in.

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use strum::VariantArray as _;
use tokio::join;

use super::calls::Calls;
use super::group::Group;
use super::method::Method;
use crate::hub::methods::{ApiMethod, GetKojiVersion, ListApi};
use crate::hub::{Hub, Part};
use crate::urls::ApiUrl;
use crate::web::{HubAddress, Query, Result, Routes, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "api/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(skip)]
    asked: ApiUrl,
    #[serde(skip)]
    hub: HubAddress,
    version: Part<String>,
    methods: Vec<Method>,
    /// How many the hub has.
    total: usize,
}
crate::page!(Page: as_listing);

/// Methods of one page: a hub has half as many.
const MOST: usize = 700;

/// The page.
pub async fn get(hub: Hub, address: HubAddress, routes: Routes, Query(asked): Query<ApiUrl>) -> Result<Page> {
    let (api, version) = join!(hub.get(ListApi {}), hub.part("version", GetKojiVersion));
    let api = api?;
    let words: Vec<String> = asked.q.as_deref().unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
    let mut wanted: Vec<&ApiMethod> = api.iter().filter(|method| has(method, &words)).take(MOST).collect();
    wanted.sort_by_key(|method| method.name.to_lowercase());
    let methods = wanted.into_iter().map(|method| Method::of(method, &address, &routes)).collect();
    Ok(Page { asked, hub: address, version, methods, total: api.len() })
}

/// Are all words in the name or the documentation of a method?
fn has(method: &ApiMethod, words: &[String]) -> bool {
    let name = method.name.to_lowercase();
    let doc = || method.doc.as_deref().unwrap_or_default().to_lowercase();
    words.iter().all(|word| name.contains(word)) || words.iter().all(|word| doc().contains(word))
}

impl Page {
    /// The groups that have methods here, each with them.
    fn groups(&self) -> Vec<(Group, Vec<&Method>)> {
        let of = |group: Group| self.methods.iter().filter(move |method| method.group == group).collect();
        let groups = Group::VARIANTS.iter().map(|group| (*group, of(*group)));
        groups.filter(|(_, methods): &(_, Vec<_>)| !methods.is_empty()).collect()
    }

    /// The calls of any method. The one for curl is long: that of each method is on its page, and where few are shown.
    fn calls_of_any(&self) -> Calls {
        Calls::of_any(&self.hub)
    }

    fn is_filtered(&self) -> bool {
        self.asked.q.is_some()
    }
}
