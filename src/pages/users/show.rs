//! `/users/{user}`: one user, by id or name: what it builds, what runs and failed of it, what it owns and may do; or a
//! group and who is in it.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::look;
use crate::hub::methods::{
    BuildRow, GetGroupMembers, GetUser, GetUserGroups, GetUserPerms, ListBuilds, ListPackagesOfUser, ListTasks,
    ListedPackage, NamedUser, Task, TaskFilter, User,
};
use crate::hub::model::{IdOrName, TaskState, UserId, UserType};
use crate::hub::{Hub, Order, Part};
use crate::urls::{self, TaskStates, Url};
use crate::web::{Error, Excerpt, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "users/show.html", blocks = ["title"])]
pub struct Page {
    user: Arc<User>,
    permissions: Part<Vec<String>>,
    /// The groups that it is in.
    groups: Part<Vec<NamedUser>>,
    /// Who is in it, where it is a group.
    members: Part<Vec<User>>,
    active_tasks: Excerpt<Task>,
    failed_tasks: Excerpt<Task>,
    builds: Excerpt<BuildRow>,
    packages: Excerpt<ListedPackage>,
}
crate::page!(Page);

/// Rows of tasks, of builds, and of packages in tags that are asked for.
const TASKS: u32 = 15;
const FAILED: u32 = 5;
const BUILDS: u32 = 20;
const PACKAGES: u32 = 100;
/// Tags of a package that are shown.
const TAGS: usize = 5;

const NEWEST_BUILD: Order = Order { column: "build_id", descending: true };
const BY_NAME: Order = Order { column: "package_name", descending: false };

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<UserId>>) -> Result<Page> {
    let user = hub.find_named::<GetUser>(&wanted).await?;
    if user.usertype == Some(UserType::Host) {
        return Err(Error::SeeOther(urls::host_named(&user.name)));
    }
    let is_group = user.usertype == Some(UserType::Group);
    let id = user.id;
    let builds = ListBuilds { user: Some(id.into()), ..ListBuilds::default() };
    let packages = ListPackagesOfUser { user: id, with_dups: true, prefix: None, with_blocked: None };
    let active = vec![TaskState::Free, TaskState::Open, TaskState::Assigned];
    let (permissions, groups, members, active_tasks, failed_tasks, builds, packages) = join!(
        hub.part("permissions", GetUserPerms::of(id)),
        hub.part("groups", (!is_group).then(|| GetUserGroups::of(id))),
        hub.part("members", is_group.then(|| GetGroupMembers::of(id))),
        hub.first("tasks under way", (!is_group).then(|| tasks(id, active)), TASKS, Order::NEWEST_ID),
        hub.first("failed tasks", (!is_group).then(|| tasks(id, vec![TaskState::Failed])), FAILED, Order::NEWEST_ID),
        hub.first("builds", (!is_group).then_some(builds), BUILDS, NEWEST_BUILD),
        hub.first("packages", packages, PACKAGES, BY_NAME),
    );
    let name = user.name.as_str();
    let active_tasks = Excerpt::of(active_tasks, urls::tasks_in_state(name, &id, TaskStates::Active));
    let failed_tasks = Excerpt::of(failed_tasks, urls::tasks_in_state(name, &id, TaskStates::One(TaskState::Failed)));
    let builds = Excerpt::of(builds, urls::builds_of_user(name, &id));
    let packages = Excerpt::of(packages, urls::packages_of_user(name, &id));
    Ok(Page { user, permissions, groups, members, active_tasks, failed_tasks, builds, packages })
}

/// The top tasks of a user in these states: the newest, since the hub has no index of owners and reads tasks from there.
fn tasks(owner: UserId, states: Vec<TaskState>) -> ListTasks {
    let opts = TaskFilter {
        owner: Some(owner),
        state: Some(states),
        parent: Some(None),
        decode: true,
        ..TaskFilter::default()
    };
    ListTasks { opts }
}

impl Page {
    /// Where a group is; its name is all that some hubs tell of it.
    fn url_of_group(group: &NamedUser) -> Url {
        group.id.as_ref().map_or_else(|| urls::user_named(&group.name), |id| urls::user(&group.name, id))
    }

    /// What it did last in a line, for what shows a link to it.
    fn description(&self) -> String {
        let last = self.builds.shown().first();
        let last = last.map(|build| format!("Last build: {}, {}", build.nvr, build.state.word()));
        last.unwrap_or_else(|| if self.is_group() { "A group".to_owned() } else { "No build yet".to_owned() })
    }

    fn is_group(&self) -> bool {
        self.user.usertype == Some(UserType::Group)
    }

    /// The packages that it owns, each once, with some of the tags that list it so, and how many more there are.
    fn packages(&self) -> Vec<(&ListedPackage, &[ListedPackage], usize)> {
        let groups = self.packages.shown().chunk_by(|a, b| a.package_id == b.package_id);
        groups
            .filter_map(|tags| Some((tags.first()?, &tags[..tags.len().min(TAGS)], tags.len().saturating_sub(TAGS))))
            .collect()
    }
}
