//! What is in an rpm: headers, dependencies and files. A hub opens the file for each of these.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{DependencyType, RpmId, RpmRef, Timestamp};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Rows};

/// How long what is in an rpm stays true. By id it cannot change, but a hub gives an empty answer also where the file is
/// gone, or not there yet.
fn of_contents(rpm: &RpmRef, is_empty: bool) -> Freshness {
    match rpm {
        _ if is_empty => Freshness::ENDED,
        RpmRef::Id(_) => Freshness::Forever,
        RpmRef::Nvra(_) => Freshness::COMPLETE,
    }
}

/// `getRPMHeaders`: what an rpm says of itself.
#[derive(Debug, Clone, Serialize)]
pub struct GetRpmHeaders {
    #[serde(rename = "rpmID")]
    rpm: RpmRef,
    headers: [&'static str; 10],
}

impl GetRpmHeaders {
    /// Of this rpm.
    #[must_use]
    pub fn of(rpm: impl Into<RpmRef>) -> Self {
        // Tags that every rpm knows: one that a hub's rpm does not know is a fault.
        let headers = [
            "summary",
            "description",
            "license",
            "url",
            "vendor",
            "packager",
            "buildhost",
            "sourcerpm",
            "disturl",
            "vcs",
        ];
        Self { rpm: rpm.into(), headers }
    }
}

impl Call for GetRpmHeaders {
    const METHOD: &'static str = "getRPMHeaders";
    const COST: Cost = Cost::File;
    type Answer = RpmHeaders;
    fn freshness(&self, headers: Option<&RpmHeaders>) -> Freshness {
        of_contents(&self.rpm, headers.is_none_or(|headers| headers.summary.is_none()))
    }
}

/// What an rpm says of itself. A missing rpm, one without a file and one of a deleted build say nothing.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
#[expect(missing_docs, reason = "the names of rpm's tags")]
pub struct RpmHeaders {
    pub summary: Option<String>,
    pub description: Option<String>,
    pub license: Option<String>,
    pub url: Option<String>,
    pub vendor: Option<String>,
    pub packager: Option<String>,
    pub buildhost: Option<String>,
    /// A source rpm has none.
    pub sourcerpm: Option<String>,
    pub disturl: Option<String>,
    pub vcs: Option<String>,
}

impl RpmHeaders {
    /// Who stands behind it, those that are there.
    #[must_use]
    pub fn origins(&self) -> Vec<(&'static str, &str)> {
        let all = [("License", &self.license), ("Vendor", &self.vendor), ("Packager", &self.packager)];
        all.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect()
    }

    /// The addresses it gives, those that are there.
    #[must_use]
    pub fn addresses(&self) -> Vec<(&'static str, &str)> {
        let all = [("URL", &self.url), ("VCS", &self.vcs), ("DistURL", &self.disturl)];
        all.into_iter()
            .filter_map(|(name, address)| Some((name, address.as_deref().filter(|text| !text.is_empty())?)))
            .collect()
    }
}

/// `getRPMDeps`: all dependencies of an rpm. A hub opens the file once for each of the eight types.
#[derive(Debug, Clone, Serialize)]
pub struct GetRpmDeps {
    #[serde(rename = "rpmID")]
    rpm: RpmRef,
}

impl GetRpmDeps {
    /// Of this rpm.
    #[must_use]
    pub fn of(rpm: impl Into<RpmRef>) -> Self {
        Self { rpm: rpm.into() }
    }
}

impl Call for GetRpmDeps {
    const METHOD: &'static str = "getRPMDeps";
    const COST: Cost = Cost::File;
    type Answer = Vec<Dependency>;
    fn freshness(&self, dependencies: Option<&Self::Answer>) -> Freshness {
        of_contents(&self.rpm, dependencies.is_none_or(Vec::is_empty))
    }
}

/// One dependency of an rpm.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct Dependency {
    /// What it is on; a rich one's whole expression.
    pub name: String,
    /// Empty for any version.
    pub version: String,
    /// How the version compares, when it is needed, and where it comes from: bits of rpm's (`rpmds.h`).
    pub flags: i64,
    /// What it means.
    #[serde(rename = "type")]
    pub kind: DependencyType,
}

/// Bits of a dependency's flags, as rpm has them.
mod sense {
    pub(super) const LESS: i64 = 1 << 1;
    pub(super) const GREATER: i64 = 1 << 2;
    pub(super) const EQUAL: i64 = 1 << 3;
    pub(super) const RPMLIB: i64 = 1 << 24;
    /// When it is needed, with rpm's words.
    pub(super) const WHEN: [(i64, &str); 9] = [
        (1 << 5, "posttrans"),
        (1 << 7, "pretrans"),
        (1 << 8, "interp"),
        (1 << 9, "pre"),
        (1 << 10, "post"),
        (1 << 11, "preun"),
        (1 << 12, "postun"),
        (1 << 28, "config"),
        (1 << 29, "meta"),
    ];
}

impl Dependency {
    /// How the version compares, as rpm spells it: `>=`; empty where any version does.
    #[must_use]
    pub fn sign(&self) -> String {
        let signs = [(sense::LESS, '<'), (sense::GREATER, '>'), (sense::EQUAL, '=')];
        signs.iter().filter(|(bit, _)| self.flags & bit != 0).map(|(_, sign)| sign).collect()
    }

    /// When it is needed: `pre,post`; empty where always.
    #[must_use]
    pub fn when(&self) -> String {
        let words = sense::WHEN.iter().filter(|(bit, _)| self.flags & bit != 0).map(|(_, word)| *word);
        words.collect::<Vec<_>>().join(",")
    }

    /// Is it on a feature of rpm itself? Those say nothing of the package.
    #[must_use]
    pub fn is_of_rpm(&self) -> bool {
        self.flags & sense::RPMLIB != 0 || self.name.starts_with("rpmlib(")
    }
}

/// `listRPMFiles`: the files in an rpm.
#[derive(Debug, Clone, Serialize)]
pub struct ListRpmFiles {
    #[serde(rename = "rpmID")]
    rpm: RpmId,
}

impl ListRpmFiles {
    /// In this rpm.
    #[must_use]
    pub fn of(rpm: RpmId) -> Self {
        Self { rpm }
    }
}

impl Call for ListRpmFiles {
    const METHOD: &'static str = "listRPMFiles";
    const COST: Cost = Cost::File;
    type Answer = Vec<RpmFile>;
    fn freshness(&self, files: Option<&Self::Answer>) -> Freshness {
        of_contents(&RpmRef::Id(self.rpm), files.is_none_or(Vec::is_empty))
    }
}

impl Rows for ListRpmFiles {
    type Row = RpmFile;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// `getRPMFile`: one file in an rpm, by its whole name. An empty struct where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetRpmFile {
    #[serde(rename = "rpmID")]
    rpm: RpmId,
    filename: String,
}

impl GetRpmFile {
    /// Of this name.
    #[must_use]
    pub fn of(rpm: RpmId, filename: String) -> Self {
        Self { rpm, filename }
    }
}

impl Call for GetRpmFile {
    const METHOD: &'static str = "getRPMFile";
    const COST: Cost = Cost::File;
    type Answer = FoundFile;
    fn freshness(&self, found: Option<&FoundFile>) -> Freshness {
        of_contents(&RpmRef::Id(self.rpm), found.is_none_or(|found| found.file.is_none()))
    }
}

/// A file that was asked for by its name.
#[derive(Debug, Deserialize)]
pub struct FoundFile {
    /// It, where there is one of that name.
    #[serde(flatten)]
    pub file: Option<RpmFile>,
}

/// A file in an rpm.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct RpmFile {
    /// Of a source rpm without a folder.
    pub name: String,
    /// Empty for what is no regular file.
    #[serde(default)]
    pub digest: String,
    /// In lower case: `sha256`.
    #[serde(default)]
    pub digest_algo: String,
    /// Bytes.
    pub size: i64,
    /// Bits of rpm's (`rpmfiles.h`).
    #[serde(default)]
    pub flags: i64,
    #[serde(default)]
    pub user: String,
    #[serde(default)]
    pub group: String,
    /// Seconds since 1970.
    #[serde(default)]
    pub mtime: i64,
    /// As `stat` has it, with the kind of file.
    #[serde(default)]
    pub mode: i64,
}

/// What the bits of a file's flags mean, in the words of a spec file.
const FLAGS: [(i64, &str); 12] = [
    (1, "config"),
    (1 << 1, "doc"),
    (1 << 2, "icon"),
    (1 << 3, "missingok"),
    (1 << 4, "noreplace"),
    (1 << 5, "specfile"),
    (1 << 6, "ghost"),
    (1 << 7, "license"),
    (1 << 8, "readme"),
    (1 << 9, "exclude"),
    (1 << 11, "pubkey"),
    (1 << 12, "artifact"),
];

/// `rw-r--r--`, as `ls` has it, of the bits of a mode.
pub(super) fn permissions(mode: i64) -> String {
    let mut text = String::new();
    for (shift, special, mark) in [(6, 0o4000, 's'), (3, 0o2000, 's'), (0, 0o1000, 't')] {
        let bits = mode >> shift;
        text.push(if bits & 4 != 0 { 'r' } else { '-' });
        text.push(if bits & 2 != 0 { 'w' } else { '-' });
        text.push(match (bits & 1 != 0, mode & special != 0) {
            (true, true) => mark,
            (false, true) => mark.to_ascii_uppercase(),
            (true, false) => 'x',
            (false, false) => '-',
        });
    }
    text
}

impl RpmFile {
    /// What its flags mean: `config, noreplace`.
    #[must_use]
    pub fn flag_words(&self) -> String {
        let words = FLAGS.iter().filter(|(bit, _)| self.flags & bit != 0).map(|(_, word)| *word);
        words.collect::<Vec<_>>().join(", ")
    }

    /// `-rw-r--r--`, as `ls` has it.
    #[must_use]
    pub fn mode_text(&self) -> String {
        // Old rpms have it in 16 bits with a sign.
        let mode = self.mode & 0xffff;
        let kind = match mode & 0o170_000 {
            0o040_000 => 'd',
            0o120_000 => 'l',
            0o020_000 => 'c',
            0o060_000 => 'b',
            0o010_000 => 'p',
            0o140_000 => 's',
            _ => '-',
        };
        format!("{kind}{}", permissions(mode))
    }

    /// The beginning of its digest.
    #[must_use]
    pub fn short_digest(&self) -> &str {
        self.digest.get(..12).unwrap_or(&self.digest)
    }

    /// When it was changed last.
    #[must_use]
    pub fn changed(&self) -> Option<Timestamp> {
        #[expect(clippy::cast_precision_loss, reason = "seconds of our age")]
        Some(self.mtime).filter(|time| *time != 0).and_then(|time| Timestamp::of_seconds(time as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_spelled_as_rpm_does() {
        let of = |flags| Dependency { name: "a".into(), version: "1".into(), flags, kind: DependencyType::Requires };
        for (flags, sign, when, is_of_rpm) in [
            (0, "", "", false),
            (2, "<", "", false),
            (8, "=", "", false),
            (10, "<=", "", false),
            (12, ">=", "", false),
            (524, ">=", "pre", false),
            (1280, "", "interp,post", false),
            (3072, "", "post,preun", false),
            (16_777_226, "<=", "", true),
            (268_435_464, "=", "config", false),
        ] {
            let dependency = of(flags);
            assert_eq!((dependency.sign().as_str(), dependency.when().as_str()), (sign, when), "{flags}");
            assert_eq!(dependency.is_of_rpm(), is_of_rpm, "{flags}");
        }
    }

    #[test]
    fn modes_and_flags_are_spelled() {
        let file = |mode, flags| RpmFile {
            name: "/a".into(),
            digest: String::new(),
            digest_algo: "sha256".into(),
            size: 0,
            flags,
            user: "root".into(),
            group: "root".into(),
            mtime: 0,
            mode,
        };
        for (mode, text) in [
            (33_188, "-rw-r--r--"),
            (16_877, "drwxr-xr-x"),
            (41_471, "lrwxrwxrwx"),
            (35_309, "-rwsr-xr-x"),
            (0o041_777, "drwxrwxrwt"),
            (-32_348, "-rw-r--r--"),
        ] {
            assert_eq!(file(mode, 0).mode_text(), text, "{mode}");
        }
        assert_eq!(file(0, 17).flag_words(), "config, noreplace");
    }
}
