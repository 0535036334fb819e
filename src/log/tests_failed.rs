//! Which line tells best which tests failed.

use std::collections::HashSet;
use std::ops::Range;

use super::rules::Kind;
use super::told::Told;

/// So many failed tests are told one by one; of more the heading of the summary.
const FEW: usize = 5;

/// The place of the failure, where tests failed in these lines: what the first one says, the first one, or the heading of
/// the summary where there are many.
#[must_use]
pub(super) fn place(lines: &[Told<'_>], within: Range<usize>) -> Option<usize> {
    let of =
        |wanted: Kind| within.clone().filter(move |at| lines.get(*at).is_some_and(|line| line.kind == Some(wanted)));
    let names: HashSet<&str> = of(Kind::TestCase).map(|at| name(&lines[at].text)).collect();
    if names.len() > FEW
        && let Some(heading) = of(Kind::TestHeading).next_back().or_else(|| of(Kind::TestSummary).next_back())
    {
        return Some(heading);
    }
    // A list tells of failures behind its heading alone.
    let first_heading = of(Kind::TestHeading).next();
    let listed = || first_heading.and_then(|heading| of(Kind::TestListed).find(|at| *at > heading));
    of(Kind::TestDetail).next().or_else(|| of(Kind::TestCase).next()).or_else(listed)
}

/// The heading of a summary, where no test is named.
#[must_use]
pub(super) fn heading(lines: &[Told<'_>], within: Range<usize>) -> Option<usize> {
    within.rev().find(|at| lines.get(*at).is_some_and(|line| line.kind == Some(Kind::TestHeading)))
}

/// What a line names the test by: some frameworks name it on several lines.
fn name(text: &str) -> &str {
    let text = text.trim_matches(['_', ' ']);
    // pytest: `tests/a.py::Case::test_x[1] FAILED`, `___ Case.test_x[1] ___`.
    if let Some((_, test)) = text.rsplit_once("::") {
        return test.split(' ').next().unwrap_or(test);
    }
    match text.split_once([' ', ':']) {
        Some(("FAIL" | "ERROR" | "XPASS" | "FAILED" | "TIMEOUT", rest)) => {
            rest.split_whitespace().next().unwrap_or(rest)
        }
        _ => text.rsplit_once('.').filter(|_| !text.contains(' ')).map_or(text, |(_, test)| test),
    }
}
