//! `reports` and the reports, which have names of their own here.

use super::{page_query, text};
use crate::pages::reports::{builds, packages, rpms, tasks};
use crate::urls::{
    self, ClusterHealthUrl, ListUrl as _, PackagesByUserUrl, PageQuery, ReportUrl, RpmsByHostUrl, Span, TasksByHostUrl,
    Url,
};
use crate::web::{Here, Table};

/// A report, by the name of kojiweb's page.
pub(super) fn one(page: &str, here: &Here) -> Option<Url> {
    let of = |table: &Table| sorted(here, table);
    let span = ReportUrl { days: days(here) };
    Some(match page {
        "buildsbyuser" => ReportUrl::default().builds_by_user(&of(&builds::table_by_user())),
        "tasksbyuser" => ReportUrl::default().tasks_by_user(&of(&tasks::table_by_user())),
        "buildsbytarget" => span.builds_by_target(&of(&builds::table_by_target())),
        "buildsbystatus" => span.builds_by_status(),
        "packagesbyuser" => PackagesByUserUrl::default().of_page(&of(&packages::table())),
        "tasksbyhost" => {
            TasksByHostUrl { arch: arch(here, "hostArch"), ..Default::default() }.of_page(&of(&tasks::table_by_host()))
        }
        "rpmsbyhost" => {
            RpmsByHostUrl { arch: arch(here, "hostArch"), rpm_arch: arch(here, "rpmArch") }.of_page(&of(&rpms::table()))
        }
        "clusterhealth" => ClusterHealthUrl { arch: arch(here, "arch") }.url(),
        _ => return None,
    })
}

/// All of them: the path is ours, too.
pub(super) fn list(is_theirs: bool) -> Option<Url> {
    is_theirs.then(urls::reports)
}

/// The page of a report; its own order needs no name.
fn sorted(here: &Here, table: &Table) -> PageQuery {
    let page = page_query(here, table);
    PageQuery { order: page.order.filter(|order| !table.is_in_order(order)), ..page }
}

/// Seven days, unless it says otherwise; what is no number of days is left out.
fn days(here: &Here) -> Option<Span> {
    Span::of_days(here.get("days")?.parse().ok()?)
}

fn arch(here: &Here, name: &str) -> Option<String> {
    text(here, name).filter(|arch| arch != "__all__")
}
