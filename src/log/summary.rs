//! rpm's own summary of a build that failed.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::told::Told;

/// What rpm lists below its errors and is none by itself.
const WARNINGS: &str = concat!(
    r"^(bogus date in |Macro %?\S+ (is |failed|defined|needs|has|shadowed|expanded)|Macro expanded",
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
    let heading = within.start + part.iter().rposition(Told::is_summary)?;
    // Where each text was said first, and whether as an error or as a warning.
    let mut said: HashMap<&str, [Option<usize>; 3]> = HashMap::new();
    for (at, line) in part.iter().enumerate() {
        let text = line.text.trim();
        let (how, text) = match (text.strip_prefix("error: "), text.strip_prefix("warning: ")) {
            (Some(text), _) => (0, text),
            (None, Some(text)) => (1, text),
            (None, None) => (2, text),
        };
        said.entry(text.trim()).or_default()[how].get_or_insert(within.start + at);
    }
    (heading + 1..within.end).find_map(|at| {
        let text = &*lines.get(at)?.text;
        let entry = text.trim();
        // Entries are indented; what stands between them came from elsewhere, at the same time.
        if !text.starts_with("    ") || entry.is_empty() || entry.starts_with("Bad exit status from ") {
            return None;
        }
        let [error, as_warning, plain] = said.get(entry).copied().unwrap_or_default();
        if error.is_some() {
            return error;
        }
        if as_warning.is_some() || warning.is_match(entry) {
            return None;
        }
        plain.or(Some(at))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn warnings_are_told_from_errors() {
        let warning = regex::Regex::new(super::WARNINGS).unwrap();
        assert!(warning.is_match("bogus date in %changelog: Thu Oct 10 2012"));
        assert!(!warning.is_match("Installed (but unpackaged) file(s) found:"));
    }
}
