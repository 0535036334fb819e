//! Any bytes as a log: every byte stands in one line, nothing of them is markup, and places stay where they are when only
//! a part is read.
#![no_main]

use kojiview::components::log::{Line, lines, texts};
use kojiview::log::{Explanation, Marker, Outcome, marked_lines};
use libfuzzer_sys::fuzz_target;

/// What no reader sees, and no browser takes for more than text.
fn is_plain(line: &Line) {
    assert!(!line.text.chars().any(|c| c.is_control() && c != '\t'), "{:?}", line.text);
    let rest = line.html.replace("</span>", "");
    let marked = rest.split("<span class=\"").enumerate().all(|(at, part)| at == 0 || part.contains("\">"));
    assert!(marked && !rest.replace("<span class=\"", "").contains('<'), "{:?}", line.html);
}

fuzz_target!(|bytes: &[u8]| {
    let whole = lines(bytes, 0, Some(1), Outcome::Other);
    whole.iter().for_each(is_plain);
    assert_eq!(whole.is_empty(), bytes.is_empty());
    assert!(whole.is_sorted_by(|a, b| a.offset < b.offset));
    let numbers: Vec<u64> = whole.iter().filter_map(|line| line.number).collect();
    assert!(numbers.iter().zip(1..).all(|(number, n)| *number == n));
    assert_eq!(texts(bytes, Outcome::Other).count(), whole.len());
    let mut marker = Marker::default();
    assert!(marked_lines(bytes, 1, &mut marker).all(|line| line.number >= 1 && line.number <= numbers.len() as u64));
    for has_failed in [false, true] {
        let explanation = Explanation::of(bytes, 0, Some(1), has_failed);
        assert!(explanation.shown.end <= bytes.len());
        let cause = explanation.cause.map(|cause| usize::try_from(cause.offset).expect("a place in what is in memory"));
        assert!(cause.is_none_or(|cause| explanation.shown.contains(&cause)));
    }

    // From any line on, the lines are the same.
    if let Some(middle) = whole.iter().filter(|line| line.number.is_some()).nth(numbers.len() / 2) {
        let at = usize::try_from(middle.offset).expect("a place in what is in memory");
        let part = lines(&bytes[at..], middle.offset, middle.number, Outcome::Other);
        let rest = whole.iter().filter(|line| line.offset >= middle.offset);
        assert!(rest.zip(&part).all(|(a, b)| (a.offset, a.number, &a.text) == (b.offset, b.number, &b.text)));
    }
});
