//! How a reader names an rpm: by its id or by its file's name.

use std::fmt;

use serde::{Serialize, Serializer};

use super::RpmId;

/// An rpm's id, or its `name-version-release.arch`. Two drafts can have the same name, and an external rpm the name of one of
/// the hub's own: a hub prefers its own, and of drafts the newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RpmRef {
    /// By id.
    Id(RpmId),
    /// By name, version, release and arch; `@` and the name of an external repo may follow.
    Nvra(String),
}

impl RpmRef {
    /// `None` for what can be neither, so that the hub need not be asked: it answers a fault to a name that it cannot split
    /// (`koji.parse_NVRA`). An epoch before the version and `.rpm` at the end are left out, as a file's name has neither.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return text.parse().ok().map(|id| Self::Id(RpmId(id)));
        }
        let text = without_leading_epoch(text);
        let (nvra, repo) = text.split_once('@').map_or((text, None), |(nvra, repo)| (nvra, Some(repo)));
        let nvra = nvra.strip_suffix(".rpm").unwrap_or(nvra);
        let (nvr, arch) = nvra.rsplit_once('.')?;
        let (name_version, release) = nvr.rsplit_once('-')?;
        let (name, version) = name_version.rsplit_once('-')?;
        let version = version.split_once(':').map_or(version, |(_, version)| version);
        let has_all = [name, version, release, arch].iter().all(|part| !part.is_empty()) && !arch.contains('-');
        let repo = repo.filter(|repo| !repo.is_empty()).map(|repo| format!("@{repo}")).unwrap_or_default();
        has_all.then(|| Self::Nvra(format!("{name}-{version}-{release}.{arch}{repo}")))
    }
}

/// A name without the epoch that some tools put before it: `4:perl-5.38-1.fc40`.
pub(super) fn without_leading_epoch(text: &str) -> &str {
    let is_number = |epoch: &str| !epoch.is_empty() && epoch.bytes().all(|b| b.is_ascii_digit());
    text.split_once(':').filter(|(epoch, _)| is_number(epoch)).map_or(text, |(_, name)| name)
}

impl fmt::Display for RpmRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Nvra(nvra) => nvra.fmt(f),
        }
    }
}

impl From<RpmId> for RpmRef {
    fn from(id: RpmId) -> Self {
        Self::Id(id)
    }
}

impl Serialize for RpmRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Nvra(nvra) => nvra.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RpmRef;

    #[test]
    fn names_of_rpms() {
        for (text, read) in [
            ("608176", Some("608176")),
            ("bash-5.2-1.fc40.x86_64", Some("bash-5.2-1.fc40.x86_64")),
            ("bash-1:5.2-1.fc40.x86_64.rpm", Some("bash-5.2-1.fc40.x86_64")),
            ("bash-5.2-1.fc40.src.rpm", Some("bash-5.2-1.fc40.src")),
            ("4:perl-5.38-1.fc40.x86_64", Some("perl-5.38-1.fc40.x86_64")),
            (":perl-5.38-1.fc40.x86_64", Some(":perl-5.38-1.fc40.x86_64")),
            ("bash-5.2-1.fc40.x86_64@epel", Some("bash-5.2-1.fc40.x86_64@epel")),
            ("bash-5.2-1", None),
            ("bash-5.2-1.", None),
            ("bash.x86_64", None),
            ("-5.2-1.x86_64", None),
            ("99999999999999999999", None),
            (".rpm", None),
        ] {
            assert_eq!(RpmRef::read(text).map(|rpm| rpm.to_string()).as_deref(), read, "{text}");
        }
    }
}
