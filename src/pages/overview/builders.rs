//! What the builders can do and how much of it they do, from the list of all of them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::hub::methods::{Host, HostState, Load};

/// The enabled builders in numbers.
pub(super) struct Builders<'a> {
    /// All together.
    pub(super) all: Load,
    /// By arch, the greatest capacity first.
    pub(super) by_arch: Vec<(&'a str, Load)>,
    /// Those that are enabled and take no tasks, the one that was heard of last first.
    pub(super) not_ready: Vec<&'a Host>,
}

impl<'a> Builders<'a> {
    pub(super) fn of(hosts: &'a [Arc<Host>]) -> Self {
        let mut by_arch: HashMap<&str, Load> = HashMap::new();
        let enabled = || hosts.iter().map(AsRef::as_ref).filter(|host| host.state() != HostState::Disabled);
        for host in enabled() {
            let load = by_arch.entry(main_arch(host)).or_default();
            *load = load.and(host);
        }
        let mut by_arch: Vec<_> = by_arch.into_iter().collect();
        by_arch.sort_by(|(a, one), (b, other)| {
            other.capacity.total_cmp(&one.capacity).then(other.hosts.cmp(&one.hosts)).then(a.cmp(b))
        });
        let mut not_ready: Vec<&Host> = enabled().filter(|host| host.state() == HostState::NotReady).collect();
        let heard = |host: &Host| host.update_ts.flatten().unwrap_or_default();
        not_ready.sort_by(|a, b| heard(b).total_cmp(&heard(a)).then_with(|| a.name.cmp(&b.name)));
        Self { all: Load::of(enabled()), by_arch, not_ready }
    }
}

/// Each builder is counted once, or the sums would be too great: by its first arch, and not by the 32 bit one that a
/// builder of `x86_64` does besides.
fn main_arch(host: &Host) -> &str {
    let is_old = |arch: &&str| arch.len() == 4 && arch.starts_with('i') && arch.ends_with("86");
    host.arches().find(|arch| !is_old(arch)).or_else(|| host.arches().next()).unwrap_or("no arch")
}

/// The load in percent of the capacity; none where there is no capacity.
pub(super) fn percent(load: &Load) -> Option<String> {
    let percent = load.load / load.capacity * 100.0;
    percent.is_finite().then(|| format!("{percent:.0} %"))
}
