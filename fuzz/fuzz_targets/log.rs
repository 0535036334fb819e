//! Any bytes as a log: every byte stands in one line, nothing of them is markup, and places stay where they are when only
//! a part is read.
#![no_main]

use kojiview::components::log::{Line, excerpt, lines, marked_lines, texts};
use libfuzzer_sys::fuzz_target;

/// What no reader sees, and no browser takes for more than text.
fn is_plain(line: &Line) {
    assert!(!line.text.chars().any(|c| c.is_control() && c != '\t'), "{:?}", line.text);
    let rest = line.html.replace("</span>", "");
    let marked = rest.split("<span class=\"").enumerate().all(|(at, part)| at == 0 || part.contains("\">"));
    assert!(marked && !rest.replace("<span class=\"", "").contains('<'), "{:?}", line.html);
}

fuzz_target!(|bytes: &[u8]| {
    let whole = lines(bytes, 0, Some(1));
    whole.iter().for_each(is_plain);
    assert_eq!(whole.is_empty(), bytes.is_empty());
    assert!(whole.is_sorted_by(|a, b| a.offset < b.offset));
    let numbers: Vec<u64> = whole.iter().filter_map(|line| line.number).collect();
    assert!(numbers.iter().zip(1..).all(|(number, n)| *number == n));
    assert_eq!(texts(bytes).count(), whole.len());
    assert!(marked_lines(bytes).all(|line| line.number >= 1 && line.number <= numbers.len() as u64));
    excerpt(bytes, 0, Some(1)).iter().for_each(is_plain);

    // From any line on, the lines are the same.
    if let Some(middle) = whole.iter().filter(|line| line.number.is_some()).nth(numbers.len() / 2) {
        let at = usize::try_from(middle.offset).expect("a place in what is in memory");
        let part = lines(&bytes[at..], middle.offset, middle.number);
        let rest = whole.iter().filter(|line| line.offset >= middle.offset);
        assert!(rest.zip(&part).all(|(a, b)| (a.offset, a.number, &a.html) == (b.offset, b.number, &b.html)));
    }
});
