//! Versions of Koji: `1.35.3`, of which the first two numbers tell what a hub has.

use std::fmt;
use std::str::FromStr;

/// A version of Koji as far as it tells what a hub has: `1.35`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KojiVersion(pub u16, pub u16);

impl KojiVersion {
    /// The oldest one that is tested.
    pub const OLDEST: Self = Self(1, 30);
}

/// No version of Koji.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no version of Koji")]
pub struct NoVersion;

impl FromStr for KojiVersion {
    type Err = NoVersion;

    /// Out of a whole version: `1.35.3`, `1.34.0.post2`.
    fn from_str(text: &str) -> Result<Self, NoVersion> {
        let mut numbers = text.trim().split('.').map(str::parse);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Ok(Self(major, minor)),
            _ => Err(NoVersion),
        }
    }
}

impl fmt::Display for KojiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::KojiVersion;

    #[test]
    fn versions_are_read() {
        for (text, read) in [
            ("1.35.3", Some(KojiVersion(1, 35))),
            ("1.34.0.post2", Some(KojiVersion(1, 34))),
            ("2.0", Some(KojiVersion(2, 0))),
            ("1", None),
            ("one.two", None),
            ("", None),
        ] {
            assert_eq!(text.parse().ok(), read, "{text}");
        }
        assert!(KojiVersion(1, 9) < KojiVersion(1, 30) && KojiVersion(1, 35) < KojiVersion(2, 0));
    }
}
