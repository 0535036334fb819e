//! How a reader names a build: by its id or its NVR.

use std::fmt;

use serde::{Serialize, Serializer};

use super::BuildId;
use super::rpm_ref::without_leading_epoch;

/// A build's id, or its NVR (`name-version-release`). Digits alone are an id: a hub takes them so only as a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildRef {
    /// By id.
    Id(BuildId),
    /// By NVR.
    Nvr(String),
}

impl BuildRef {
    /// `None` for what can be neither, so that the hub need not be asked: it answers a fault to an NVR it cannot split.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return text.parse().ok().map(|id| Self::Id(BuildId(id)));
        }
        let text = without_leading_epoch(text);
        // Koji splits from the right and wants something in both places (koji.parse_NVR).
        let (rest, release) = text.rsplit_once('-')?;
        let (name, version) = rest.rsplit_once('-')?;
        // An epoch, which a hub does not take here.
        let version = version.split_once(':').map_or(version, |(_, version)| version);
        (!release.is_empty() && !version.is_empty()).then(|| Self::Nvr(format!("{name}-{version}-{release}")))
    }
}

impl fmt::Display for BuildRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Nvr(nvr) => nvr.fmt(f),
        }
    }
}

impl Serialize for BuildRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Nvr(nvr) => nvr.serialize(serializer),
        }
    }
}
