//! A line of a log as HTML: what it looks like on a terminal as classes.

use std::fmt::Write as _;

use crate::log::{Hue, Span, Style};
use crate::web::escape::escaped;

/// The line.
pub(super) fn of(spans: &[Span]) -> String {
    let mut html = String::with_capacity(spans.iter().map(|span| span.text.len() + 8).sum());
    for span in spans {
        let classes = classes(span.style);
        // Writing to a string does not fail.
        let _ = if classes.is_empty() {
            write!(html, "{}", escaped(&span.text))
        } else {
            write!(html, "<span class=\"{classes}\">{}</span>", escaped(&span.text))
        };
    }
    html
}

/// The classes of a style, as the style sheet has them: a letter a colour, and one more for what stands on it.
fn classes(style: Style) -> String {
    if style.sign {
        return "c".to_owned();
    }
    let (text, back) =
        if style.reverse { (style.back, style.text.or(Some(Hue::White))) } else { (style.text, style.back) };
    let mut classes: Vec<&str> = Vec::new();
    match back {
        // Text on a colour is as the page has it, so that it can be read in light and dark.
        Some(back) => classes.extend(["on", hue(back)]),
        None => classes.extend(text.filter(|text| *text != Hue::White).map(hue)),
    }
    let rest = [(style.bold, "b"), (style.faint, "d"), (style.italic, "i"), (style.underline, "un")];
    classes.extend(rest.into_iter().filter(|(is, _)| *is).map(|(_, class)| class));
    classes.join(" ")
}

fn hue(hue: Hue) -> &'static str {
    match hue {
        Hue::Grey => "k",
        Hue::Red => "r",
        Hue::Green => "g",
        Hue::Yellow => "y",
        Hue::Blue => "u",
        Hue::Magenta => "p",
        Hue::Cyan => "a",
        Hue::White => "wh",
    }
}

#[cfg(test)]
mod tests {
    use crate::log::{Style, split};

    #[test]
    fn styles_become_classes_and_controls_visible() {
        for (line, html) in [
            ("a <b> & c", "a &lt;b&gt; &amp; c"),
            ("\u{1b}[32mok\u{1b}[0m now", "<span class=\"g\">ok</span> now"),
            ("\u{1b}[1;31merror\u{1b}[m", "<span class=\"r b\">error</span>"),
            ("\u{1b}[30;41mFAIL\u{1b}[m", "<span class=\"on r\">FAIL</span>"),
            ("\u{1b}[31;7m<\u{1b}[27m", "<span class=\"on r\">&lt;</span>"),
            ("\u{1b}[37mplain\u{1b}[2m.", "plain<span class=\"d\">.</span>"),
            ("a\u{1}b", "a<span class=\"c\">␁</span>b"),
        ] {
            let raw = split(line.as_bytes(), 0, None).next().unwrap();
            assert_eq!(super::of(&raw.spans(&mut Style::default())), html, "{line:?}");
        }
    }
}
