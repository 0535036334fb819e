//! `/reports/rpms-by-host`: rpms by the host that they were built on.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use tokio::join;

use super::arches::{does, is, of_hosts};
use super::basis::{Basis, Window};
use super::counted::{Kind, Page, Tally};
use crate::hub::Hub;
use crate::hub::methods::{Host, ListHosts, RecentBuildroots, RecentRpm, RecentRpms};
use crate::urls::{self, RpmsByHostUrl, Span};
use crate::web::{Form, ListQuery, Query, Result, Table};

const BY_HOST: Kind = Kind { of: "Host", what: "rpms", title: "Rpms", may_fail: false, is_of_failures: false };

/// The columns of the report.
pub(crate) fn table() -> Table {
    BY_HOST.table()
}

/// The page. An rpm says in which buildroot it was built, and that on which host it was: what is newer than the newest
/// buildroots and rpms reach back together is counted.
pub async fn by_host(hub: Hub, Query(asked): Query<RpmsByHostUrl>, query: ListQuery) -> Result<Page> {
    let list = query.of(BY_HOST.table())?;
    let (rpms, roots, hosts) = join!(
        hub.slice(RecentRpms {}, RecentRpms::NEWEST),
        hub.slice(RecentBuildroots {}, RecentBuildroots::NEWEST),
        hub.get(ListHosts::all()),
    );
    let (rpms, roots, hosts) = (rpms?, roots?, hosts?);
    let by_id: HashMap<_, _> = hosts.iter().map(|host| (host.id, host)).collect();
    let root_by_id: HashMap<_, _> = roots.rows().iter().map(|root| (root.id, root)).collect();
    let mut tally = Tally::new();
    let mut is_sample = rpms.more;
    let mut oldest = None;
    for rpm in rpms.rows() {
        let Some(root) = rpm.buildroot_id else { continue };
        let Some(root) = root_by_id.get(&root) else {
            // It was built in an older one.
            is_sample |= roots.more;
            continue;
        };
        oldest = Some(*root);
        let host = root.host_id.and_then(|host| by_id.get(&host));
        if let Some(host) =
            host.filter(|host| does(host, asked.arch.as_deref()) && is(&rpm.arch, asked.rpm_arch.as_deref()))
        {
            tally.add(&host.name, host.id, false);
        }
    }
    let counted = tally.total();
    let rows = tally.rows(&BY_HOST, |name, id| Some(urls::host(name, id)));
    let window = Window::of(Span::All, jiff::Timestamp::UNIX_EPOCH);
    let reaches_back_to = oldest.and_then(|root| root.create_event_time.clone());
    let basis = Basis {
        reaches_back_to,
        is_sample,
        note: "imported ones left out",
        ..Basis::of(("rpms", "were built"), &rpms, |_| None, window, counted)
    };
    Ok(Page::of(list, &BY_HOST, rows, basis).form(form(&hosts, rpms.rows())))
}

fn form(hosts: &[Arc<Host>], rpms: &[RecentRpm]) -> Form {
    let arches: BTreeSet<&str> = rpms.iter().map(|rpm| rpm.arch.as_str()).collect();
    let of_rpms = std::iter::once(("", "all")).chain(arches.into_iter().map(|arch| (arch, arch)));
    Form::new().select("Arch of the rpm", "rpm_arch", of_rpms).select("of the host", "arch", of_hosts(hosts))
}
