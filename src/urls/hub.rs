//! The hub itself, and short lists of what it knows.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::Url;

/// A list of all of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum HubList {
    /// Where files of builds are.
    Volumes,
    /// What users can be allowed to do.
    Permissions,
    /// What imports builds that were made elsewhere.
    ContentGenerators,
    /// What builds can be.
    #[strum(serialize = "btypes")]
    BTypes,
    /// What archives of builds can be.
    ArchiveTypes,
}

impl HubList {
    /// The address.
    #[must_use]
    pub fn url(self) -> Url {
        let path: &'static str = self.into();
        Url(format!("/{path}"))
    }

    /// What it is of.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Volumes => "Volumes",
            Self::Permissions => "Permissions",
            Self::ContentGenerators => "Content generators",
            Self::BTypes => "Build types",
            Self::ArchiveTypes => "Archive types",
        }
    }

    /// What they are, in a line.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Volumes => "where the files of builds are",
            Self::Permissions => "what users can be allowed to do",
            Self::ContentGenerators => "what imports builds that were made elsewhere, and who may do so",
            Self::BTypes => "what builds can be",
            Self::ArchiveTypes => "what files of builds that are no rpms can be",
        }
    }
}

/// The hub: its version, and the lists of what it knows.
#[must_use]
pub fn hub() -> Url {
    Url("/hub".to_owned())
}
