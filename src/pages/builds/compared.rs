//! What differs between two builds: their rpms, and what is in one of those.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::Slice;
use crate::hub::methods::{ChangelogEntry, Dependency, Rpm, RpmFile};
use crate::hub::model::{BuildrootId, RpmId};
use crate::web::filters;

/// The rpms of one name and arch.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RpmPair {
    pub(super) name: String,
    pub(super) arch: String,
    /// That of the earlier build, and that of the later.
    pub(super) before: Option<OneRpm>,
    pub(super) after: Option<OneRpm>,
    #[serde(skip)]
    is_debug: bool,
}

/// One of them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct OneRpm {
    pub(super) id: RpmId,
    /// Bytes.
    pub(super) size: i64,
    pub(super) buildroot_id: Option<BuildrootId>,
}

impl RpmPair {
    /// By how many bytes it became larger, where it is in both.
    pub(super) fn growth(&self) -> Option<i64> {
        Some(self.after.as_ref()?.size - self.before.as_ref()?.size)
    }

    /// The same as text, with a sign.
    pub(super) fn growth_text(&self) -> Option<String> {
        let growth = self.growth()?;
        let sign = if growth < 0 { "−" } else { "+" };
        (growth != 0).then(|| format!("{sign}{}", filters::bytes(growth.abs())))
    }
}

/// The rpms of both builds by name and arch: those that only one has first, debug rpms last.
pub(super) fn paired(earlier: &[Rpm], later: &[Rpm]) -> Vec<RpmPair> {
    let mut pairs: BTreeMap<(&str, &str), RpmPair> = BTreeMap::new();
    for (rpms, is_later) in [(earlier, false), (later, true)] {
        for rpm in rpms {
            let pair = pairs.entry((&rpm.name, &rpm.arch)).or_insert_with(|| RpmPair {
                name: rpm.name.clone(),
                arch: rpm.arch.clone(),
                before: None,
                after: None,
                is_debug: rpm.is_debug(),
            });
            let one = OneRpm { id: rpm.id, size: rpm.size, buildroot_id: rpm.buildroot_id };
            if is_later { pair.after = Some(one) } else { pair.before = Some(one) }
        }
    }
    let mut pairs: Vec<RpmPair> = pairs.into_values().collect();
    pairs.sort_by_key(|pair| (pair.before.is_some() && pair.after.is_some(), pair.is_debug));
    pairs
}

/// The buildroots of both builds by arch, where both have one.
pub(super) fn buildroots(pairs: &[RpmPair]) -> BTreeMap<&str, (BuildrootId, BuildrootId)> {
    let of = |pair: &RpmPair| Some((pair.before.as_ref()?.buildroot_id?, pair.after.as_ref()?.buildroot_id?));
    pairs.iter().filter_map(|pair| Some((pair.arch.as_str(), of(pair)?))).collect()
}

/// The entries that came after the newest of the earlier build; all, where that is not among them.
pub(super) fn newer<'c>(later: &'c [ChangelogEntry], newest: &ChangelogEntry) -> &'c [ChangelogEntry] {
    let end = later.iter().position(|entry| entry == newest).unwrap_or(later.len());
    &later[..end]
}

/// One thing in an rpm that differs.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Difference {
    pub(super) name: String,
    /// What it was; none where it was not there.
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// What differs, by name.
fn differences(earlier: BTreeMap<String, String>, mut later: BTreeMap<String, String>) -> Vec<Difference> {
    let mut all: Vec<Difference> = earlier
        .into_iter()
        .map(|(name, before)| Difference { after: later.remove(&name), before: Some(before), name })
        .filter(|one| one.before != one.after)
        .collect();
    all.extend(later.into_iter().map(|(name, after)| Difference { name, before: None, after: Some(after) }));
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Files that differ: in content, size, mode, owner or flags. Both are sorted by name; where not all of one are here, those
/// of the other that come after its last one are left out.
pub(super) fn files(earlier: &Slice<RpmFile>, later: &Slice<RpmFile>) -> Vec<Difference> {
    let last = |files: &Slice<RpmFile>| files.rows().last().filter(|_| files.more).map(|file| file.name.clone());
    let end = [last(earlier), last(later)].into_iter().flatten().min();
    let of = |files: &Slice<RpmFile>| {
        let told = |file: &RpmFile| {
            let digest: String = file.digest.chars().take(8).collect();
            let parts = [
                filters::bytes(file.size),
                file.mode_text(),
                format!("{}:{}", file.user, file.group),
                file.flag_words(),
                digest,
            ];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join(", ")
        };
        let both = files.rows().iter().filter(|file| end.as_ref().is_none_or(|end| file.name <= *end));
        both.map(|file| (file.name.clone(), told(file))).collect::<BTreeMap<_, _>>()
    };
    differences(of(earlier), of(later))
}

/// Dependencies that differ, each under its type and name.
///
/// Each build provides itself in its own version, which is no difference.
pub(super) fn dependencies(
    (earlier, own_before): (&[Dependency], &str),
    (later, own_after): (&[Dependency], &str),
) -> Vec<Difference> {
    let of = |all: &[Dependency], own: &str| {
        let mut told: BTreeMap<String, String> = BTreeMap::new();
        for one in all.iter().filter(|one| !one.is_of_rpm()) {
            let is_own = one.version.rsplit(':').next() == Some(own);
            let version = format!("{} {}", one.sign(), if is_own { "its own version" } else { &one.version });
            let version = if version.trim().is_empty() { "any version" } else { version.trim() };
            let under = told.entry(format!("{} {}", one.kind.word(), one.name)).or_default();
            if !under.is_empty() {
                under.push_str(", ");
            }
            under.push_str(version);
        }
        told
    };
    differences(of(earlier, own_before), of(later, own_after))
}
