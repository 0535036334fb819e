//! Arches as filters of reports.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::hub::methods::Host;

/// What kojiweb calls the 32 bit arches of one family.
const IX86: &str = "ix86";

/// Is it the arch that is wanted, if one is?
pub(super) fn is(arch: &str, wanted: Option<&str>) -> bool {
    match wanted {
        None => true,
        Some(IX86) => matches!(arch, "i386" | "i486" | "i586" | "i686"),
        Some(wanted) => arch == wanted,
    }
}

/// Does the host do the arch that is wanted, if one is?
pub(super) fn does(host: &Host, wanted: Option<&str>) -> bool {
    wanted.is_none() || host.arches().any(|arch| is(arch, wanted))
}

/// What a form offers: all arches of these hosts.
pub(super) fn of_hosts(hosts: &[Arc<Host>]) -> impl Iterator<Item = (&str, &str)> {
    let arches: BTreeSet<&str> = hosts.iter().flat_map(|host| host.arches()).collect();
    std::iter::once(("", "all")).chain(arches.into_iter().map(|arch| (arch, arch)))
}
