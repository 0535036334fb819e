//! Dependencies by type, those on features of rpm itself apart.

use crate::hub::methods::Dependency;
use crate::hub::model::DependencyType;

/// The dependencies of one type.
pub(super) struct Group<'a> {
    pub(super) kind: DependencyType,
    /// How many there are.
    pub(super) count: usize,
    /// Those that are shown, in the order of the rpm.
    pub(super) shown: Vec<&'a Dependency>,
    /// Those on features of rpm itself.
    pub(super) of_rpm: Vec<&'a Dependency>,
}

/// Types in the order of what readers look for.
const ORDER: [DependencyType; 8] = [
    DependencyType::Requires,
    DependencyType::Provides,
    DependencyType::Recommends,
    DependencyType::Suggests,
    DependencyType::Supplements,
    DependencyType::Enhances,
    DependencyType::Conflicts,
    DependencyType::Obsoletes,
];
/// Dependencies of one type that a page shows.
const MOST: usize = 1000;
/// With more than these a type is folded.
const FOLDED: usize = 60;

impl Group<'_> {
    /// Is it shown without a click?
    pub(super) fn is_open(&self) -> bool {
        self.count <= FOLDED
    }

    /// How many are not shown.
    pub(super) fn more(&self) -> usize {
        self.count - self.shown.len() - self.of_rpm.len()
    }
}

/// Each type that there are dependencies of.
pub(super) fn grouped(all: &[Dependency]) -> Vec<Group<'_>> {
    let unknown = all.iter().map(|one| one.kind).find(|kind| !ORDER.contains(kind));
    let kinds = ORDER.into_iter().chain(unknown);
    let group = |kind| {
        let of_kind = all.iter().filter(|one| one.kind == kind);
        let (of_rpm, rest): (Vec<_>, Vec<_>) = of_kind.partition(|one| one.is_of_rpm());
        let count = of_rpm.len() + rest.len();
        let shown = rest.into_iter().take(MOST).collect();
        Group { kind, count, shown, of_rpm: of_rpm.into_iter().take(MOST).collect() }
    };
    kinds.map(group).filter(|group| group.count > 0).collect()
}
