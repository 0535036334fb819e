//! Of what rpms or archives are listed: the one question that `listRPMs` and `listArchives` have in common.

use serde::Serialize;

use crate::hub::Cost;
use crate::hub::model::{ArchiveId, BuildrootId};

/// What something was used in or made of. It is sent as one argument by Koji's name; a hub refuses two of them at once.
#[derive(Debug, Clone, Copy, Serialize)]
pub enum ComponentsOf {
    /// That were installed or used in this buildroot.
    #[serde(rename = "componentBuildrootID")]
    UsedIn(BuildrootId),
    /// That were built in this buildroot. Koji has no index for it, and a hub reads all rpms or archives that it knows.
    #[serde(rename = "buildrootID")]
    BuiltIn(BuildrootId),
    /// That this archive was made of. Koji calls it an image; it can be of any type.
    #[serde(rename = "imageID")]
    Inside(ArchiveId),
}

impl ComponentsOf {
    /// An archive was made of some hundreds, which an index finds.
    pub(super) fn cost(self) -> Cost {
        match self {
            Self::Inside(_) => Cost::Light,
            Self::UsedIn(_) | Self::BuiltIn(_) => Cost::Heavy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::Call as _;
    use crate::hub::methods::{ListArchives, ListRpms};

    #[test]
    fn what_an_archive_was_made_of_is_a_small_question() {
        let inside = ComponentsOf::Inside(ArchiveId(1));
        assert_eq!([ListRpms::of(inside).cost(), ListArchives::of(inside).cost()], [Cost::Light; 2]);
        for heavy in [ComponentsOf::UsedIn(BuildrootId(1)), ComponentsOf::BuiltIn(BuildrootId(1))] {
            assert_eq!([ListRpms::of(heavy).cost(), ListArchives::of(heavy).cost()], [Cost::Heavy; 2]);
        }
    }
}
