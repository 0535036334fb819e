//! Text of the hub as text of the page: markup escaped, control characters visible.

use std::fmt::{self, Write};

/// The escaper of all templates (`askama.toml`). A hub sends control characters raw, and HTML must not hold them.
#[derive(Debug, Clone, Copy)]
pub struct Text;

impl askama::filters::Escaper for Text {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(is_special) {
            dest.write_str(&rest[..at])?;
            let Some(special) = rest[at..].chars().next() else { break };
            match special {
                '&' => dest.write_str("&amp;")?,
                '<' => dest.write_str("&lt;")?,
                '>' => dest.write_str("&gt;")?,
                '"' => dest.write_str("&quot;")?,
                '\'' => dest.write_str("&#39;")?,
                other => dest.write_char(visible(other))?,
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

fn is_special(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'') || (c.is_control() && c != '\n' && c != '\t') || is_noncharacter(c)
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
}
