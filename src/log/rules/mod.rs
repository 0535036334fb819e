//! What the lines of logs tell, as data: a pattern, a line that it marks, and one that it must not.

mod compilers;
mod consequences;
mod packages;
mod phases;
mod tests_run;
mod tools;

use std::sync::LazyLock;

use regex::bytes::{RegexSet, RegexSetBuilder};
use regex_syntax::hir::Look;

/// What a line tells, by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing, though it looks as if.
    Spared,
    /// A command of mock ended with a failure; all behind it follows from that.
    Exit,
    /// Something went wrong before: `make: *** [all] Error 2`.
    Consequence,
    /// A package manager lacks something.
    Packages,
    /// What a failed test says.
    TestDetail,
    /// A test failed.
    TestCase,
    /// A test in a list, which has failed where the list is one of failures.
    TestListed,
    /// Here begins the summary of the tests that failed.
    TestHeading,
    /// A tool says what is wrong, in words of its own.
    Tool,
    /// Something says that something is wrong.
    General,
    /// Here begins a summary of tests, whatever became of them.
    TestSummary,
    /// A warning made it fail.
    StrictWarnings,
    /// A warning.
    Warning,
    /// A phase begins.
    Phase,
}

/// A pattern, without the prefixes and colours of lines; the first of all that match counts.
#[derive(Debug)]
pub(super) struct Rule {
    kind: Kind,
    pattern: &'static str,
    /// Lines that it marks.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests hold every rule to its lines"))]
    marks: &'static [&'static str],
    /// Lines that look alike, and that it does not mark.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests hold every rule to its lines"))]
    leaves: &'static [&'static str],
}

/// A line of the table.
const fn rule(
    kind: Kind,
    pattern: &'static str,
    marks: &'static [&'static str],
    leaves: &'static [&'static str],
) -> Rule {
    Rule { kind, pattern, marks, leaves }
}

/// All rules, the first that matches counts.
fn all() -> impl Iterator<Item = &'static Rule> {
    let tables: [&[Rule]; 6] =
        [consequences::RULES, tests_run::RULES, packages::RULES, compilers::RULES, tools::RULES, phases::RULES];
    tables.into_iter().flatten()
}

/// Bytes of a line that are looked at: what tells something stands at its beginning.
const LOOKED_AT: usize = 1024;
/// Bytes that the automaton of all patterns may take.
const AUTOMATON: usize = 16 << 20;

/// Patterns that are looked for at once, each with its place in the table.
struct Patterns {
    set: RegexSet,
    places: Vec<usize>,
}

impl Patterns {
    /// Those of all rules that can match at the beginning of a line alone, or the others. The former are done with most lines
    /// after a few bytes.
    fn new(at_beginning: bool) -> Option<Self> {
        let begins = |pattern: &str| {
            regex_syntax::parse(pattern).is_ok_and(|hir| hir.properties().look_set_prefix().contains(Look::Start))
        };
        let rules = all().enumerate().filter(|(_, rule)| begins(rule.pattern) == at_beginning);
        let (places, patterns): (Vec<_>, Vec<_>) = rules.map(|(place, rule)| (place, rule.pattern)).unzip();
        let mut builder = RegexSetBuilder::new(patterns);
        let set = builder.unicode(false).dfa_size_limit(AUTOMATON).size_limit(AUTOMATON).build().ok()?;
        Some(Self { set, places })
    }

    fn first(&self, line: &[u8]) -> Option<usize> {
        // Most lines match nothing, which is told faster than what matches.
        let matches = self.set.is_match(line).then(|| self.set.matches(line))?;
        self.places.get(matches.iter().next()?).copied()
    }
}

/// Compiles all patterns, which takes some milliseconds that no reader should wait for.
pub(super) fn prepare() {
    let _ = kind("");
}

/// What a line tells, without its colours and prefixes.
#[must_use]
pub(super) fn kind(line: &str) -> Option<Kind> {
    static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| all().map(|rule| rule.kind).collect());
    // The patterns are constant, and a test compiles them.
    static PATTERNS: LazyLock<[Option<Patterns>; 2]> = LazyLock::new(|| [true, false].map(Patterns::new));
    let looked_at = line.as_bytes().get(..LOOKED_AT).unwrap_or(line.as_bytes());
    let first = PATTERNS.iter().flatten().filter_map(|patterns| patterns.first(looked_at)).min()?;
    KINDS.get(first).copied().filter(|kind| *kind != Kind::Spared)
}

#[cfg(test)]
mod tests {
    use regex::bytes::RegexBuilder;

    use super::*;

    #[test]
    fn each_rule_marks_its_lines_and_leaves_others() {
        let mut wrong = Vec::new();
        for Rule { kind: expected, pattern, marks, leaves } in all() {
            let regex = RegexBuilder::new(pattern).unicode(false).build().unwrap();
            assert!(!marks.is_empty() && !leaves.is_empty(), "{pattern} lacks its lines");
            for line in *marks {
                let told = kind(line);
                if !regex.is_match(line.as_bytes()) || told != Some(*expected).filter(|kind| *kind != Kind::Spared) {
                    wrong.push(format!("{pattern} does not mark {line}, which is {told:?}"));
                }
            }
            let left = leaves.iter().filter(|line| regex.is_match(line.as_bytes()));
            wrong.extend(left.map(|line| format!("{pattern} marks {line}")));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn other_lines_tell_nothing() {
        for line in [
            "gcc -Werror=format-security -c error.c -o error.o",
            "checking for error_at_line... yes",
            "0 tests failed, no-error: fine",
            "PASS: tests/test-error",
            "test wire::test::error_is_wrapped ... ok",
            "=== RUN   TestErrorIsWrapped",
            "# ERROR: 0",
            "0 errors, 3 warnings",
            "  -Werror                 make all warnings into errors",
            "Compiling error.rs",
            "Failures: 0, Errors: 0",
            "",
        ] {
            assert_eq!(kind(line), None, "{line}");
        }
    }
}
