//! Where two logs differ, but for what differs from one run to the next: times, temporary paths, hashes, the version.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use regex::Regex;
use schemars::JsonSchema;
use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline, group_diff_ops};

use crate::components::log::{Line, texts};
use crate::log::Outcome;

/// Lines around each difference.
const CONTEXT: usize = 3;
/// Lines that are shown at most.
const LINES: usize = 1500;
/// After so long, what is left is compared roughly.
const LONGEST: Duration = Duration::from_millis(500);

/// What differs.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Differences {
    /// Groups of lines, each with some before and behind that are the same.
    pub(super) groups: Vec<Vec<DifferenceRow>>,
    /// Lines that are only in the first log.
    pub(super) removed: usize,
    /// Lines that are only in the second one.
    pub(super) added: usize,
    /// Are there more groups than are shown?
    pub(super) more: bool,
}

/// A line of one of the logs, or of both.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DifferenceRow {
    #[serde(rename = "in")]
    pub(super) of: In,
    #[serde(flatten)]
    pub(super) line: Line,
}

/// Which log has a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum In {
    A,
    B,
    Both,
}

/// What is compared: a log, and the name-version-release of what it is about.
pub(super) struct Text<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) nvr: Option<String>,
    pub(super) outcome: Outcome,
}

impl Differences {
    /// Of two logs.
    pub(super) fn of(a: &Text<'_>, b: &Text<'_>) -> Self {
        let mut known = HashMap::new();
        let mut number = |text: &Text<'_>| -> Vec<usize> {
            let normalizer = Normalizer::of(text.nvr.as_deref());
            let keys = texts(text.bytes, text.outcome).map(|(line, _)| {
                let next = known.len();
                *known.entry(normalizer.normalized(&line).into_owned()).or_insert(next)
            });
            keys.collect()
        };
        let (keys_a, keys_b) = (number(a), number(b));
        let until = Instant::now() + LONGEST;
        let ops = capture_diff_slices_deadline(Algorithm::Patience, &keys_a, &keys_b, Some(until));
        let mut differences = Self::default();
        for op in &ops {
            if op.tag() != DiffTag::Equal {
                differences.removed += op.old_range().len();
                differences.added += op.new_range().len();
            }
        }
        let (mut lines_a, mut lines_b) = (texts(a.bytes, a.outcome).enumerate(), texts(b.bytes, b.outcome).enumerate());
        let mut shown = 0;
        for group in group_diff_ops(ops, CONTEXT) {
            if shown >= LINES {
                differences.more = true;
                break;
            }
            let mut rows = Vec::new();
            for op in &group {
                let is_same = op.tag() == DiffTag::Equal;
                let of_a = lines_a.by_ref().skip_while(|(at, _)| *at < op.old_range().start).take(op.old_range().len());
                rows.extend(
                    of_a.map(|(_, (_, line))| DifferenceRow {
                        of: if is_same { In::Both } else { In::A },
                        line: line(),
                    }),
                );
                if is_same {
                    continue;
                }
                let of_b = lines_b.by_ref().skip_while(|(at, _)| *at < op.new_range().start).take(op.new_range().len());
                rows.extend(of_b.map(|(_, (_, line))| DifferenceRow { of: In::B, line: line() }));
            }
            if shown + rows.len() > LINES {
                rows.truncate(LINES - shown);
                differences.more = true;
            }
            shown += rows.len();
            differences.groups.push(rows);
        }
        differences
    }
}

/// Makes lines of two runs comparable. It knows the names under which the log speaks of the build itself.
struct Normalizer(Vec<String>);

impl Normalizer {
    fn of(nvr: Option<&str>) -> Self {
        let version = nvr.and_then(|nvr| nvr.rsplit_once('-')).map(|(version, _)| version);
        // The longer one first.
        Self(nvr.into_iter().chain(version).map(str::to_owned).collect())
    }

    /// A line without what differs from one run to the next.
    fn normalized<'a>(&self, line: &'a str) -> Cow<'a, str> {
        // Constant, and compiled by a test.
        static CHANGING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PATTERNS).ok());
        let mut text = match CHANGING.as_ref() {
            Some(changing) => changing.replace_all(line, "…"),
            None => Cow::Borrowed(line),
        };
        for own in self.0.iter().filter(|own| !own.is_empty()) {
            if text.contains(own.as_str()) {
                text = Cow::Owned(text.replace(own.as_str(), "…"));
            }
        }
        text
    }
}

/// What differs from one run to the next.
const PATTERNS: &str = r"(?x)
    \d{4}-\d\d-\d\d[T\ ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:\ ?[+-]\d\d:?\d\d|Z|\ UTC)?   # a time with its date
  | (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\ )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\ +\d+(?:\ \d\d:\d\d:\d\d)?(?:\ \w+)?(?:\ \d{4})?
  | ^\[\ *\d+/\d+\]                                                               # how far the build is
  | \b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?                                                # a time of the day
  | \b\d+(?:\.\d+)?\ ?(?:ms|sec|secs|seconds|s)\b                                  # how long something took
  | \bSOURCE_DATE_EPOCH=\d+
  | /(?:var/)?tmp/[^\s:'\x22]+                                                     # temporary files
  | \brpm-tmp\.\w+
  | /builddir/build/BUILD(?:ROOT)?/[^/\s]+                                         # the folder of the build
  | /var/lib/mock/[^/\s]+
  | \bpid\ ?[=:]?\ ?\d+
  | \b0x[0-9a-f]+
  | \b[0-9a-f]{12,64}\b                                                            # hashes
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_is_left_out() {
        let normalizer = Normalizer::of(Some("bash-5.2-1.fc40"));
        for (a, b) in [
            ("2026-11-22 13:15:20,097 INFO x", "2026-11-23T01:02:03Z INFO x"),
            ("Executing(%prep): /bin/sh -e /var/tmp/rpm-tmp.aBcDeF", "Executing(%prep): /bin/sh -e /var/tmp/rpm-tmp.x"),
            ("took 12.3 s", "took 4 s"),
            ("cd /builddir/build/BUILD/bash-5.2/src", "cd /builddir/build/BUILD/bash-5.1-build/src"),
            ("Wrote bash-5.2-1.fc40.x86_64.rpm", "Wrote bash-5.2.x86_64.rpm"),
            ("HEAD is now at 8ba4d2412345abcd", "HEAD is now at 0123456789abcdef"),
        ] {
            assert_eq!(normalizer.normalized(a), normalizer.normalized(b));
        }
        for (a, b) in [("error: x", "warning: x"), ("unit12.c", "unit13.c"), ("100 tests", "99 tests")] {
            assert_ne!(normalizer.normalized(a), normalizer.normalized(b));
        }
    }

    fn compared(a: &str, b: &str) -> Differences {
        let text = |text: &'static str| Text { bytes: text.as_bytes(), nvr: None, outcome: Outcome::Other };
        let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        Differences::of(&text(leak(a)), &text(leak(b)))
    }

    #[test]
    fn lines_that_differ_with_some_around() {
        let lines = |with: &[(usize, &str)]| -> String {
            let line = |n: usize| {
                with.iter().find(|(at, _)| *at == n).map_or(format!("line {n}\n"), |(_, text)| (*text).to_owned())
            };
            (0..100).map(line).collect()
        };
        let found = compared(&lines(&[(50, "old\n")]), &lines(&[(50, "new\nand more\n"), (90, "")]));
        assert_eq!((found.removed, found.added, found.groups.len(), found.more), (2, 2, 2, false));
        let told: Vec<_> =
            found.groups[0].iter().map(|row| (row.of, row.line.number.unwrap(), row.line.text.as_str())).collect();
        assert_eq!(
            told[2..7],
            [
                (In::Both, 50, "line 49"),
                (In::A, 51, "old"),
                (In::B, 51, "new"),
                (In::B, 52, "and more"),
                (In::Both, 52, "line 51")
            ]
        );
        let gone = &found.groups[1][3];
        assert_eq!((gone.of, gone.line.text.as_str()), (In::A, "line 90"));
        assert!(compared("a\nb\n", "a\nb\n").groups.is_empty());
        let all = compared(&"x\n".repeat(3000), &"y\n".repeat(3000));
        assert_eq!((all.removed, all.added, all.more), (3000, 3000, true));
        assert_eq!(all.groups.iter().map(Vec::len).sum::<usize>(), LINES);
    }
}
