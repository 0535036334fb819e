//! rpm's own summary of a build that failed.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::explain::Told;

/// What rpm lists below its errors and is none by itself.
const WARNINGS: &str = concat!(
    r"^(Bad exit status from |bogus date in |Macro %?\S+ (is |failed|defined|needs|has|shadowed|expanded)|Macro expanded",
    r"|Possible unexpanded|absolute symlink|[Ss]ymlink |File listed twice|Duplicate build-ids?|[Ee]xtra tokens|Could not canonicalize",
    r"|Unversioned|user \S+ does not exist|group \S+ does not exist|line \d+: .*(deprecated|recommended|multiple|unexpanded)",
    r"|.*\bis deprecated|Missing build-id in .*: no|Empty %files file|%\S+ is obsolete|source_date_epoch_from_changelog|Only \S+ in noarch|Arch dependent binaries .* warn)",
);

/// The first entry of rpm's last summary in these lines that is neither a warning nor the end of a script: where it was
/// said first.
#[must_use]
pub(super) fn entry(lines: &[Told<'_>], within: Range<usize>) -> Option<usize> {
    // The pattern is constant, and a test compiles it.
    static WARNING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(WARNINGS).ok());
    let warning = WARNING.as_ref()?;
    let part = lines.get(within.clone())?;
    let heading = within.start + part.iter().rposition(|line| line.text.starts_with("RPM build errors:"))?;
    (heading + 1..within.end).find_map(|at| {
        let text = &*lines.get(at)?.text;
        let entry = text.trim();
        // Entries are indented; what stands between them came from elsewhere, at the same time.
        if !text.starts_with("    ") || entry.is_empty() || warning.is_match(entry) {
            return None;
        }
        let said = |how: &str| {
            let is_it = |line: &Told<'_>| line.text.trim().strip_prefix(how).is_some_and(|rest| rest.trim() == entry);
            part.iter().position(is_it).map(|at| within.start + at)
        };
        match (said("error: "), said("warning: ")) {
            (Some(error), _) => Some(error),
            (None, Some(_)) => None,
            (None, None) => said("").or(Some(at)),
        }
    })
}
