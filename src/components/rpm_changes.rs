//! What differs between the rpms of two buildroots.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::beginning;
use crate::hub::methods::InstalledRpm;
use crate::hub::model::RpmId;

/// What differs, by name and arch: first what is in both in other versions, then what only the later has, then what only
/// the earlier has.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct RpmChanges {
    /// Those that differ.
    pub changes: Vec<RpmChange>,
    /// How many are in both in the same version.
    pub same: usize,
}

/// Versions of one name and arch that only one of the two has.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RpmChange {
    /// The rpm's name.
    pub name: String,
    /// Its arch.
    pub arch: String,
    /// Those that only the earlier has; none where there is none of this name.
    pub before: Vec<Version>,
    /// Those that only the later has.
    pub after: Vec<Version>,
}

/// A version of an rpm.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Version {
    /// `epoch:version-release`, without an epoch where there is none.
    pub evr: String,
    /// The rpm.
    pub id: RpmId,
    /// The external repo that it is of.
    pub external: Option<String>,
}

/// Changes that a page shows.
const SHOWN: usize = 500;

impl RpmChanges {
    /// From the earlier to the later.
    #[must_use]
    pub fn between(earlier: &[InstalledRpm], later: &[InstalledRpm]) -> Self {
        let ids = |rpms: &[InstalledRpm]| rpms.iter().map(|rpm| rpm.rpm_id).collect::<BTreeSet<_>>();
        let (had, has) = (ids(earlier), ids(later));
        let mut all: BTreeMap<(&str, &str), RpmChange> = BTreeMap::new();
        for (rpms, other, is_later) in [(earlier, &has, false), (later, &had, true)] {
            for rpm in rpms.iter().filter(|rpm| !other.contains(&rpm.rpm_id)) {
                let change = all.entry((&rpm.name, &rpm.arch)).or_insert_with(|| RpmChange {
                    name: rpm.name.clone(),
                    arch: rpm.arch.clone(),
                    before: Vec::new(),
                    after: Vec::new(),
                });
                let external = rpm.external().map(|(_, name)| name.to_owned());
                let version = Version { evr: rpm.evr(), id: rpm.rpm_id, external };
                if is_later { change.after.push(version) } else { change.before.push(version) }
            }
        }
        let mut changes: Vec<RpmChange> = all.into_values().collect();
        changes.sort_by_key(RpmChange::kind);
        Self { changes, same: had.intersection(&has).count() }
    }

    /// How many there are of a kind.
    #[must_use]
    pub fn count(&self, kind: ChangeOfRpm) -> usize {
        self.changes.iter().filter(|change| change.kind() == kind).count()
    }

    /// Those that are shown, and how many are not.
    #[must_use]
    pub fn shown(&self) -> (&[RpmChange], usize) {
        beginning(&self.changes, SHOWN)
    }
}

/// What became of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeOfRpm {
    /// It has another version.
    Changed,
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
}

impl RpmChange {
    /// What became of it.
    #[must_use]
    pub fn kind(&self) -> ChangeOfRpm {
        match (self.before.is_empty(), self.after.is_empty()) {
            (true, _) => ChangeOfRpm::Added,
            (_, true) => ChangeOfRpm::Removed,
            _ => ChangeOfRpm::Changed,
        }
    }

    /// The same in a word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self.kind() {
            ChangeOfRpm::Changed => "changed",
            ChangeOfRpm::Added => "added",
            ChangeOfRpm::Removed => "gone",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rpm(id: i64, name: &str, version: &str) -> InstalledRpm {
        let row = serde_json::json!({
            "rpm_id": id, "name": name, "version": version, "release": "1", "epoch": null, "arch": "x86_64",
            "build_id": 1, "external_repo_id": 0, "external_repo_name": "INTERNAL", "is_update": false,
        });
        serde_json::from_value(row).unwrap()
    }

    #[test]
    fn what_differs_is_told_by_name() {
        let earlier =
            [rpm(1, "same", "1"), rpm(2, "b", "1"), rpm(3, "gone", "1"), rpm(5, "kernel", "1"), rpm(6, "kernel", "2")];
        let later =
            [rpm(1, "same", "1"), rpm(4, "b", "2"), rpm(7, "a-new", "1"), rpm(6, "kernel", "2"), rpm(8, "kernel", "3")];
        let changes = RpmChanges::between(&earlier, &later);
        let told = changes.changes.iter().map(|change| {
            let versions = |all: &[Version]| all.iter().map(|one| one.evr.clone()).collect::<Vec<_>>().join(" ");
            format!("{} {} {}>{}", change.word(), change.name, versions(&change.before), versions(&change.after))
        });
        let told: Vec<String> = told.collect();
        assert_eq!(told, ["changed b 1-1>2-1", "changed kernel 1-1>3-1", "added a-new >1-1", "gone gone 1-1>"]);
        assert_eq!((changes.same, changes.count(ChangeOfRpm::Changed)), (2, 2));
        assert!(RpmChanges::between(&later, &later).changes.is_empty());
    }
}
