//! What a line of a log tells: an error, what follows from one, a warning, a phase of mock or rpmbuild.

use std::sync::LazyLock;

use regex::RegexSet;
use schemars::JsonSchema;
use serde::Serialize;

/// What a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// What went wrong.
    Error,
    /// That something went wrong before: `make: *** [all] Error 2`.
    Consequence,
    /// A warning.
    Warning,
    /// A phase begins.
    Phase,
}

impl Mark {
    /// Did something go wrong?
    #[must_use]
    pub fn is_error(self) -> bool {
        matches!(self, Self::Error | Self::Consequence)
    }
}

/// What marks a line, the strongest first, each with a line that it marks.
const MARKS: &[(Mark, &str, &str)] = &[
    (
        Mark::Consequence,
        r"^\s*(error: )?Bad exit status from ",
        "error: Bad exit status from /var/tmp/rpm-tmp.x (%build)",
    ),
    (Mark::Consequence, r"^RPM build errors:", "RPM build errors:"),
    (Mark::Consequence, r"^(g|re)?make(\[\d+\])?: \*\*\* ", "make[2]: *** [Makefile:812: unit.o] Error 1"),
    (Mark::Consequence, r"^ninja: build stopped", "ninja: build stopped: subcommand failed."),
    (Mark::Consequence, r"^error: could not compile ", "error: could not compile `demo` (lib) due to 1 previous error"),
    (Mark::Consequence, r"EXCEPTION: \[?", "EXCEPTION: [Error('Command failed', 1)]"),
    (Mark::Consequence, r"ERROR: (Exception\(|Command failed|rpmbuild failed)", "ERROR: Command failed: "),
    (Mark::Error, r"(?i)(^|[^a-z0-9_-])(fatal )?error(\[E\d+\])?: ", "foo.c:12:5: error: no member named ‘bar’"),
    (Mark::Error, r"^(ERROR|E)[: ] ", "E: Failed to fetch"),
    (Mark::Error, r"\b(undefined reference to|multiple definition of) ", "foo.o: undefined reference to `bar'"),
    (Mark::Error, r"\bnothing provides ", "  - nothing provides libfoo >= 2 needed by bar-1.x86_64"),
    (Mark::Error, r"^\s*Problem( \d+)?: ", " Problem 1: conflicting requests"),
    (Mark::Error, r"\bNo matching package to install: ", "No matching package to install: 'libfoo-devel'"),
    (Mark::Error, r"^Traceback \(most recent call last\)", "Traceback (most recent call last):"),
    (Mark::Error, r"^[A-Za-z_.]*(Error|Exception): ", "ModuleNotFoundError: No module named 'demo'"),
    (Mark::Error, r"^thread '.*' (\(\d+\) )?panicked at ", "thread 'main' panicked at src/main.rs:1:1:"),
    (Mark::Error, r"^(FAIL|FAILED|FAILURE|XPASS)[: ]", "FAIL: tests/test-001"),
    (Mark::Error, r"^\s*(--- FAIL|not ok \d|The following tests FAILED)", "--- FAIL: TestDemo (0.00s)"),
    (Mark::Error, r"\*\*\*(Failed|Exception|Timeout)", " 3/9 Test #3: demo ...............***Failed    0.01 sec"),
    (
        Mark::Error,
        r"(?i)\b(segmentation fault|no space left on device|cannot allocate memory|out of memory)",
        "Segmentation fault (core dumped)",
    ),
    (Mark::Error, r"^(configure|CMake) ?Error\b|^configure: error:", "CMake Error at CMakeLists.txt:3 (find_package):"),
    (
        Mark::Error,
        r"^\s+(Installed \(but unpackaged\) file\(s\) found|File not found): ?",
        "   Installed (but unpackaged) file(s) found:",
    ),
    (Mark::Warning, r"(?i)(^|[^a-z0-9_-])warning: ", "foo.c:3:1: warning: unused variable ‘tmp’"),
    (Mark::Phase, r"^Executing\(%\w+\)", "Executing(%build): /bin/sh -e /var/tmp/rpm-tmp.x"),
    (Mark::Phase, r"^Processing files: ", "Processing files: bash-5.2-1.x86_64"),
    (Mark::Phase, r"^(DEBUG util\.py:\d+:\s+)?(Start|Finish): ", "Start: build setup"),
    (Mark::Phase, r"- (Start|Finish): ", "2024-05-01 10:00:09,000 - Start: init"),
    (Mark::Phase, r"^ENTER \[", "ENTER ['do_with_status'](['bash', '--login'])"),
];

/// Bytes of a line that are looked at: what tells something stands at its beginning.
const LOOKED_AT: usize = 2048;

/// What a line tells, without its colours.
#[must_use]
pub(super) fn of(line: &str) -> Option<Mark> {
    // The patterns are constant, and a test compiles them.
    static SET: LazyLock<Option<RegexSet>> = LazyLock::new(|| RegexSet::new(MARKS.iter().map(|mark| mark.1)).ok());
    let first = SET.as_ref()?.matches(beginning(line, LOOKED_AT)).iter().next()?;
    MARKS.get(first).map(|mark| mark.0)
}

/// The phase that a line begins, in a word or two: `%build`, `init`.
#[must_use]
pub(super) fn phase(line: &str) -> &str {
    let after = |start: &str| line.find(start).map(|at| &line[at + start.len()..]);
    if let Some(rest) = after("Executing(") {
        return rest.split(')').next().unwrap_or_default();
    }
    for start in ["Start: ", "Finish: ", "Processing files: "] {
        if let Some(rest) = after(start) {
            return rest;
        }
    }
    line
}

/// So many bytes of a text, or a few less: no part of a character.
pub(super) fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pattern_marks_its_line() {
        for (mark, pattern, line) in MARKS {
            assert_eq!(of(line), Some(*mark), "{line}");
            assert!(regex::Regex::new(pattern).unwrap().is_match(line), "{pattern} does not match {line}");
        }
    }

    #[test]
    fn other_lines_have_no_mark() {
        for line in [
            "gcc -Werror=format-security -c error.c -o error.o",
            "checking for error_at_line... yes",
            "0 tests failed, no-error: fine",
            "PASS: tests/test-error",
            "",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
