//! Text of the hub as text of the page: markup escaped; control characters, and what hides or turns text around, visible.

use std::borrow::Cow;
use std::fmt::{self, Write};

use crate::log::is_invisible;

/// The escaper of all templates (`askama.toml`). A hub sends control characters raw, and HTML must not hold them; and names in which something
/// cannot be seen, or that are read from right to left, could pass for others.
#[derive(Debug, Clone, Copy)]
pub struct Text;

impl askama::filters::Escaper for Text {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((at, special)) = next_special(rest) {
            dest.write_str(&rest[..at])?;
            match special {
                '&' => dest.write_str("&amp;")?,
                '<' => dest.write_str("&lt;")?,
                '>' => dest.write_str("&gt;")?,
                '"' => dest.write_str("&quot;")?,
                '\'' => dest.write_str("&#39;")?,
                other => write_visible(&mut dest, other)?,
            }
            rest = &rest[at + special.len_utf8()..];
        }
        dest.write_str(rest)
    }
}

/// The text as text of a page.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A string takes whatever is written.
    let _ = askama::filters::Escaper::write_escaped_str(&Text, &mut out, text);
    out
}

/// The text with all of it visible, not escaped.
#[must_use]
pub fn all_visible(text: &str) -> Cow<'_, str> {
    let is_visible = |(at, c): (usize, char)| !is_unseen(c, &text[..at]);
    if text.char_indices().all(is_visible) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        // A string takes whatever is written.
        let _ = if is_unseen(c, &text[..at]) { write_visible(&mut out, c) } else { out.write_char(c) };
    }
    out.into()
}

/// The next character that does not stay as it is, and where.
fn next_special(text: &str) -> Option<(usize, char)> {
    let is_special = |c| matches!(c, '&' | '<' | '>' | '"' | '\'');
    text.char_indices().find(|(at, c)| is_special(*c) || is_unseen(*c, &text[..*at]))
}

/// Is it nothing that a reader sees, after this text?
fn is_unseen(c: char, before: &str) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => false,
        // Some scripts and emoji need them; between letters of English nobody does.
        '\u{200c}' | '\u{200d}' => before.chars().next_back().is_none_or(|before| before.is_ascii()),
        _ => c.is_control() || is_noncharacter(c) || is_invisible(c),
    }
}

fn write_visible(out: &mut impl Write, unseen: char) -> fmt::Result {
    if unseen.is_control() || is_noncharacter(unseen) {
        out.write_char(visible(unseen))
    } else {
        write!(out, "\u{27e8}U+{:04X}\u{27e9}", u32::from(unseen))
    }
}

/// What HTML forbids beside controls: the parser of a strict reader stops there.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32) & 0xfffe == 0xfffe
}

/// The picture of a control character.
pub(crate) fn visible(control: char) -> char {
    match control as u32 {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        _ => '\u{fffd}',
    }
}

#[cfg(test)]
mod tests {
    use askama::filters::Escaper as _;

    #[test]
    fn markup_and_controls_are_text() {
        let mut out = String::new();
        super::Text.write_escaped_str(&mut out, "<b a=\"'&\">\x1b[31m\r\n\ttab é日\u{7f}\u{85}\u{ffff}").unwrap();
        assert_eq!(out, "&lt;b a=&quot;&#39;&amp;&quot;&gt;␛[31m␍\n\ttab é日␡\u{fffd}\u{fffd}");
    }

    #[test]
    fn nothing_hides_or_turns_text_around() {
        for (text, seen) in [
            ("bash\u{202e}gpj.x", "bash⟨U+202E⟩gpj.x"),
            ("ba\u{200b}s\u{200d}h\u{feff}", "ba⟨U+200B⟩s⟨U+200D⟩h⟨U+FEFF⟩"),
            ("\u{2066}\u{e0041}&", "⟨U+2066⟩⟨U+E0041⟩&"),
            // Persian, and a family.
            ("می\u{200c}خواهم 👩\u{200d}👧", "می\u{200c}خواهم 👩\u{200d}👧"),
            ("\u{7}é", "␇é"),
        ] {
            assert_eq!(super::all_visible(text), seen);
            assert_eq!(super::escaped(text), seen.replace('&', "&amp;"));
        }
    }
}
