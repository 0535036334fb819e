//! `/reports/packages-by-user`: packages of a tag by who owns them. A hub lists owners a tag or a user at a time alone.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use tokio::join;

use super::basis::{Basis, Window};
use super::counted::{Kind, Page, Tally};
use crate::hub::methods::{GetBuildTargets, GetTag, ListPackageOwners, RecentBuildTasks};
use crate::hub::model::{Request, TagId};
use crate::hub::{Hub, Slice};
use crate::urls::{self, PackagesByUserUrl, Span};
use crate::web::{Form, ListQuery, Query, Result, Table};

const BY_USER: Kind = Kind { of: "User", what: "packages", title: "Packages", may_fail: false, is_of_failures: false };

/// The columns of the report.
pub(crate) fn table() -> Table {
    BY_USER.table()
}

/// The page.
pub async fn by_user(hub: Hub, Query(asked): Query<PackagesByUserUrl>, query: ListQuery) -> Result<Page> {
    let list = query.of(BY_USER.table())?;
    let tag = hub.find_if_named::<GetTag>(asked.tag.as_ref()).await;
    let tag = match list.named(&hub, "tag", tag, form).await? {
        Some(tag) => Some((tag.id, tag.name.clone())),
        None => most_built_for(&hub).await?,
    };
    let owners = match &tag {
        Some((id, _)) => hub.get(ListPackageOwners::of(*id)).await?,
        None => Arc::default(),
    };
    let mut tally = Tally::new();
    for package in owners.iter().filter(|package| !package.blocked) {
        tally.add(&package.owner_name, package.owner_id, false);
    }
    let counted = tally.total();
    let rows = tally.rows(&BY_USER, |name, id| Some(urls::user(name, id)));
    let wanted = list.wanted();
    let window = Window::of(Span::All, jiff::Timestamp::UNIX_EPOCH);
    let none = Slice::of_whole(Vec::<()>::new(), wanted);
    let basis = Basis {
        read: counted,
        note: "blocked ones left out, inherited ones not",
        ..Basis::of(("packages", ""), &none, |()| None, window, counted)
    };
    let heading = match &tag {
        Some((_, name)) => format!("Packages by user in {name}"),
        None => "Packages by user".to_owned(),
    };
    let name = tag.map(|(_, name)| name).unwrap_or_default();
    Ok(Page::of(list, &BY_USER, rows, basis).headed(heading).form(form().holding(name)))
}

fn form() -> Form {
    Form::new().input("In tag", "tag", 24).wide()
}

/// The tag that most of the newest builds were for.
async fn most_built_for(hub: &Hub) -> Result<Option<(TagId, String)>> {
    let call = GetBuildTargets { event: None, build_tag: None, dest_tag: None };
    let (tasks, targets) = join!(hub.slice(RecentBuildTasks::all(), RecentBuildTasks::NEWEST), hub.get(call));
    let (tasks, targets) = (tasks?, targets?);
    let by_name: HashMap<&str, _> = targets.iter().map(|target| (target.name.as_str(), target)).collect();
    let mut counts: HashMap<TagId, (u64, &str)> = HashMap::new();
    for task in tasks.rows() {
        let request = Request::of(RecentBuildTasks::METHOD_OF_TASKS, task.request.as_ref());
        if let Some(target) = request.text("target").and_then(|target| by_name.get(target.as_str()).copied()) {
            counts.entry(target.dest_tag).or_insert((0, &target.dest_tag_name)).0 += 1;
        }
    }
    // Of equal ones always the same.
    let most = counts.into_iter().max_by_key(|(id, (count, _))| (*count, Reverse(id.0)));
    Ok(most.map(|(id, (_, name))| (id, name.to_owned())))
}
