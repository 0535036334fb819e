//! What stands before each line of some logs: the name of a stream, mock's own place, a time.

use std::sync::LazyLock;

use regex::Regex;

/// Prefixes of one line at most: a time before mock's place before the name of a stream.
const MOST: usize = 3;

/// The line without its prefixes. What is indented behind them stays so.
#[must_use]
pub(super) fn without(line: &str) -> &str {
    // The pattern is constant, and a test compiles it.
    static PREFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^(?:BUILDSTDERR: ?",
            r"|(?:DEBUG|INFO|WARNING|ERROR|TRACE(?:BACK)?) \w+\.py:\d+:(?:  ?|$)",
            // 2024-05-01T10:00:09.123+00:00, [2024-05-01 10:00:09,000], 10:00:09, 1714557609.12
            r"|\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?Z| ?[+-]\d\d:?\d\d| UTC)?\]?:?(?: |$)",
            r"|\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?:?(?: |$)",
            // May  1 10:00:09, Wed May  1 10:00:09 2024
            r"|\[?(?:[A-Z][a-z]{2},? )?(?:[A-Z][a-z]{2} [ \d]?\d|\d?\d [A-Z][a-z]{2}(?: \d{4})?) \d\d:\d\d:\d\d(?:[.,]\d+)?(?: UTC| [A-Z]{3,4})?(?: \d{4})?\]?:?(?: |$)",
            // [   12s], [  123.456789]
            r"|\[ *\d+(?:\.\d+)?s\](?: |$)|\[ *\d+\.\d{3,6}\](?: |$))",
        ))
        .ok()
    });
    let mut rest = line;
    for _ in 0..MOST {
        let may_begin = rest.as_bytes().first().is_some_and(|first| matches!(first, b'[' | b'0'..=b'9' | b'A'..=b'Z'));
        if !may_begin {
            break;
        }
        match PREFIX.as_ref().and_then(|prefix| prefix.find(rest)) {
            Some(found) => rest = &rest[found.end()..],
            None => break,
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn prefixes_are_set_aside() {
        for (line, rest) in [
            ("BUILDSTDERR: error: x", "error: x"),
            ("BUILDSTDERR:     Bad exit", "    Bad exit"),
            ("DEBUG util.py:461:  Error: no", "Error: no"),
            ("DEBUG util.py:461:    - nothing", "  - nothing"),
            ("2024-05-01 10:00:09,000 - Start: init", "- Start: init"),
            ("[2024-05-01T10:00:09.123Z] error: x", "error: x"),
            ("Jan 05 10:00:01 CMake Error at x", "CMake Error at x"),
            ("Jan  5 10:00:01   indented", "  indented"),
            ("10:00:01 x", "x"),
            ("[10:00:01] x", "x"),
            ("[   12s] x", "x"),
            ("[  123.456789] x", "x"),
            ("[   12s] DEBUG util.py:461:  BUILDSTDERR: x", "x"),
            ("[12/80] gcc", "[12/80] gcc"),
            ("[ 48%] Building", "[ 48%] Building"),
            ("[ERROR] x", "[ERROR] x"),
            ("DEBUG: x", "DEBUG: x"),
            ("12:30 x", "12:30 x"),
            ("", ""),
        ] {
            assert_eq!(without(line), rest, "{line}");
        }
    }
}
