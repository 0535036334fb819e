//! The few lines of a log that tell why something failed.

use super::Line;
use super::lines::{Raw, split};
use super::marks::Mark;

/// Lines before the error, and after it.
const BEFORE: usize = 2;
const AFTER: usize = 9;
/// Lines of the end, where no error is found.
const LAST: usize = 20;
/// Errors that stand so near to each other tell of the same.
const NEAR: usize = 15;

/// The lines around the error that came last in the end of a log: where several stand near each other around the first of
/// them, since the others follow from it. Without an error the last lines.
#[must_use]
pub fn excerpt(bytes: &[u8], offset: u64, number: Option<u64>) -> Vec<Line> {
    let all: Vec<_> = split(bytes, offset, number).collect();
    let marks: Vec<_> = all.iter().map(|raw| raw.mark().map(|(mark, _)| mark)).collect();
    let of = |wanted: Mark| {
        let is_wanted = |at: &usize| marks.get(*at).copied().flatten() == Some(wanted);
        let mut at = (0..marks.len()).rev().find(is_wanted)?;
        while let Some(earlier) = (at.saturating_sub(NEAR)..at).find(is_wanted) {
            at = earlier;
        }
        Some(at)
    };
    let shown = match of(Mark::Error).or_else(|| of(Mark::Consequence)) {
        Some(at) => at.saturating_sub(BEFORE)..(at + AFTER).min(all.len()),
        None => all.len().saturating_sub(LAST)..all.len(),
    };
    all.get(shown).unwrap_or_default().iter().map(Raw::line).collect()
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    fn told(text: &str) -> Vec<String> {
        excerpt(text.as_bytes(), 0, Some(1)).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn the_first_of_the_last_errors_stands_in_the_middle() {
        let noise = "gcc -c unit.c\n".repeat(40);
        let text = format!(
            "old.c:1: error: mended since\n{noise}In function ‘f’:\na.c:2: error: the cause\na.c:9: error: another\n{noise}make: *** [all] Error 2\nRPM build errors:\n"
        );
        let shown = told(&text);
        assert_eq!(shown[1..4], ["In function ‘f’:", "a.c:2: error: the cause", "a.c:9: error: another"]);
        assert_eq!(shown.len(), 2 + 9);
    }

    #[test]
    fn without_an_error_the_last_lines() {
        let text = (0..50).map(|n| format!("line {n}\n")).collect::<Vec<_>>().concat();
        assert_eq!(told(&text).len(), 20);
        assert_eq!(told(&text)[19], "line 49");
        assert_eq!(told(""), [""; 0]);
        assert_eq!(told("make: *** [all] Error 2"), ["make: *** [all] Error 2"]);
    }
}
