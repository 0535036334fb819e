//! How long something takes, in words and as a clock shows it.

use std::time::Duration;

use crate::hub::model::Timestamp;

/// `3 min`, `5 h`, `12 d`: how long a while is, in one unit.
#[must_use]
pub fn span(span: Duration) -> String {
    match span.as_secs() {
        s @ 0..60 => format!("{s} s"),
        s @ 60..3600 => format!("{} min", s / 60),
        s @ 3600..172_800 => format!("{} h", s / 3600),
        s => format!("{} d", s / 86_400),
    }
}

/// `5 min 28 s`, `2 h 3 min`: how long something takes, in words, in two units.
#[must_use]
pub fn words(span: Duration) -> String {
    let (d, h, m, s) =
        (span.as_secs() / 86_400, span.as_secs() / 3600 % 24, span.as_secs() / 60 % 60, span.as_secs() % 60);
    match (d, h, m) {
        (0, 0, 0) => format!("{s} s"),
        (0, 0, m) => format!("{m} min {s} s"),
        (0, h, m) => format!("{h} h {m} min"),
        (d, h, _) => format!("{d} d {h} h"),
    }
}

/// `6:12`: hours only where there are any, never days.
#[must_use]
pub fn clock(span: Duration) -> String {
    let (h, m, s) = (span.as_secs() / 3600, span.as_secs() / 60 % 60, span.as_secs() % 60);
    if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m}:{s:02}") }
}

/// How long from one time to another, as a clock shows it; nothing where that is unknown.
#[must_use]
pub fn between(start: &Timestamp, end: &Timestamp) -> String {
    let span = || Duration::try_from(end.instant()?.duration_since(start.instant()?)).ok();
    span().map(clock).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    #[test]
    fn spans_and_clocks() {
        for (seconds, text) in [(0, "0 s"), (328, "5 min 28 s"), (7380, "2 h 3 min"), (200_000, "2 d 7 h")] {
            assert_eq!(super::words(Duration::from_secs(seconds)), text);
        }
        for (seconds, text, clock) in
            [(0, "0 s", "0:00"), (119, "1 min", "1:59"), (3905, "1 h", "1:05:05"), (200_000, "2 d", "55:33:20")]
        {
            assert_eq!(super::span(Duration::from_secs(seconds)), text);
            assert_eq!(super::clock(Duration::from_secs(seconds)), clock);
        }
    }
}
