//! A line of a log as HTML: colours of terminals as classes, control characters visible.

use std::fmt::Write as _;

use crate::web::escape::{escaped, visible};

/// The text without its colours, and as HTML.
pub(super) fn rendered(line: &str) -> (String, String) {
    let (mut plain, mut html, mut class) = (String::new(), String::new(), "");
    let mut rest = line;
    while let Some(at) = rest.find(is_control) {
        push(&mut html, class, &rest[..at]);
        plain.push_str(&rest[..at]);
        let tail = &rest[at..];
        if let Some((codes, length)) = colours(tail) {
            class = class_of(codes, class);
            rest = &tail[length..];
            continue;
        }
        let Some(control) = tail.chars().next() else { break };
        let sign = visible(control);
        push(&mut html, "c", sign.encode_utf8(&mut [0; 4]));
        plain.push(sign);
        rest = &tail[control.len_utf8()..];
    }
    push(&mut html, class, rest);
    plain.push_str(rest);
    (plain, html)
}

/// A tab is no control character here, but text that the browser sets. What turns the direction of text would let a line
/// pass for another one.
fn is_control(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `ESC [ 1 ; 31 m`: the codes, and the length of all.
fn colours(text: &str) -> Option<(&str, usize)> {
    let after = text.strip_prefix("\u{1b}[")?;
    let end = after.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    after[end..].starts_with('m').then_some((&after[..end], end + 3))
}

/// The class of the last colour among the codes; the page has one weight, and no backgrounds.
fn class_of(codes: &str, before: &'static str) -> &'static str {
    let mut class = before;
    for code in codes.split(';') {
        class = match code {
            "" | "0" | "39" => "",
            "1" if class.is_empty() => "b",
            "31" | "91" => "r",
            "32" | "92" => "g",
            "33" | "93" => "y",
            "34" | "94" | "36" | "96" => "u",
            "35" | "95" => "p",
            _ => class,
        };
    }
    class
}

fn push(html: &mut String, class: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    // Writing to a string does not fail.
    let _ = if class.is_empty() {
        write!(html, "{}", escaped(text))
    } else {
        write!(html, "<span class=\"{class}\">{}</span>", escaped(text))
    };
}

#[cfg(test)]
mod tests {
    use super::rendered;

    #[test]
    fn colours_become_classes_and_controls_visible() {
        for (line, plain, html) in [
            ("a <b> & c", "a <b> & c", "a &lt;b&gt; &amp; c"),
            ("\u{1b}[32mok\u{1b}[0m now", "ok now", "<span class=\"g\">ok</span> now"),
            ("\u{1b}[1;31merror\u{1b}[m", "error", "<span class=\"r\">error</span>"),
            ("\u{1b}[2Jx", "␛[2Jx", "<span class=\"c\">␛</span>[2Jx"),
            ("a\rb\u{7}", "a␍b␇", "a<span class=\"c\">␍</span>b<span class=\"c\">␇</span>"),
            ("x\u{202e}y", "x\u{fffd}y", "x<span class=\"c\">\u{fffd}</span>y"),
            ("\u{1b}[31", "␛[31", "<span class=\"c\">␛</span>[31"),
            ("a\tb", "a\tb", "a\tb"),
        ] {
            let (text, shown) = rendered(line);
            assert_eq!((text.as_str(), shown.as_str()), (plain, html), "{line:?}");
        }
    }
}
