//! A line as a terminal would show it at last: colours, what `\r` and backspaces wrote over, no other sequence; what cannot
//! be seen is made visible.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle_parse::{DefaultCharAccumulator, Params, Parser, Perform};

/// A colour, as one of those that a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hue {
    /// Black and grey.
    Grey,
    /// Red.
    Red,
    /// Green.
    Green,
    /// Yellow.
    Yellow,
    /// Blue.
    Blue,
    /// Magenta.
    Magenta,
    /// Cyan.
    Cyan,
    /// White, the colour of most text.
    White,
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a terminal has as many, each on its own")]
pub struct Style {
    /// The colour of the text.
    pub text: Option<Hue>,
    /// The colour behind it.
    pub back: Option<Hue>,
    /// Text and background change places.
    pub reverse: bool,
    /// Bold.
    pub bold: bool,
    /// Faint.
    pub faint: bool,
    /// Slanted.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// The sign of a character that cannot be seen.
    pub sign: bool,
}

/// Text that looks the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// How it looks.
    pub style: Style,
}

/// The text alone.
pub(super) fn plain(line: Cow<'_, str>) -> Cow<'_, str> {
    if has_special(&line) {
        Cow::Owned(spans(&line, &mut Style::default()).into_iter().map(|span| span.text).collect())
    } else {
        line
    }
}

/// The text with its looks; `style` is how the line before ended, and becomes how this one ends.
pub(super) fn spans(line: &str, style: &mut Style) -> Vec<Span> {
    if !has_special(line) {
        return if line.is_empty() { Vec::new() } else { vec![Span { text: line.to_owned(), style: *style }] };
    }
    let mut screen = Screen { cells: Vec::new(), cursor: 0, style: *style };
    let mut parser = Parser::<DefaultCharAccumulator>::new();
    let mut rest = line;
    while let Some(at) = unended(rest) {
        feed(&mut parser, &mut screen, &rest[..at]);
        screen.print('\u{1b}');
        rest = &rest[at + 1..];
    }
    feed(&mut parser, &mut screen, rest);
    *style = screen.style;
    screen.spans()
}

fn feed(parser: &mut Parser, screen: &mut Screen, text: &str) {
    for byte in text.bytes() {
        parser.advance(screen, byte);
    }
}

/// Where a sequence begins that holds text and has no end in this line: it would swallow the rest.
fn unended(line: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = line[from..].find('\u{1b}').map(|at| from + at) {
        let rest = &line[at + 1..];
        if rest.starts_with([']', 'P', 'X', '^', '_']) {
            match rest.find(['\u{7}', '\u{1b}', '\u{9c}', '\u{18}', '\u{1a}']) {
                None => return Some(at),
                // The end is one of its own, not the beginning of the next.
                Some(end) => from = at + 1 + end + usize::from(rest[end..].starts_with("\u{1b}\\")),
            }
        } else {
            from = at + 1;
        }
    }
    None
}

fn has_special(line: &str) -> bool {
    // Most lines are plain, and that is seen at once.
    let is_plain = line.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t'));
    !is_plain && line.chars().any(is_special)
}

/// A tab is none here, but text that the browser sets.
fn is_special(c: char) -> bool {
    (c.is_control() && c != '\t') || is_invisible(c)
}

/// What nobody sees: it could hide text, or let a line pass for another one.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The one line of a terminal.
struct Screen {
    cells: Vec<(char, Style)>,
    cursor: usize,
    style: Style,
}

impl Screen {
    fn put(&mut self, c: char, style: Style) {
        match self.cells.get_mut(self.cursor) {
            Some(cell) => *cell = (c, style),
            None => self.cells.push((c, style)),
        }
        self.cursor += 1;
    }

    fn erase(&mut self, how: u16) {
        match how {
            0 => self.cells.truncate(self.cursor),
            1 => self.cells.iter_mut().take(self.cursor).for_each(|cell| *cell = (' ', Style::default())),
            _ => {
                self.cells.clear();
                self.cursor = 0;
            }
        }
    }

    fn spans(self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for (c, style) in self.cells {
            match spans.last_mut() {
                Some(last) if last.style == style => last.text.push(c),
                _ => spans.push(Span { text: c.to_string(), style }),
            }
        }
        spans
    }
}

impl Perform for Screen {
    fn print(&mut self, c: char) {
        if !is_special(c) {
            return self.put(c, self.style);
        }
        let sign = Style { sign: true, ..Style::default() };
        let mut name = String::new();
        match c as u32 {
            code @ (0..=0x1f | 0x7f) => {
                name.push(char::from_u32(if code == 0x7f { 0x2421 } else { 0x2400 + code }).unwrap_or('?'));
            }
            // Writing to a string does not fail.
            code => drop(write!(name, "U+{code:04X}")),
        }
        name.chars().for_each(|c| self.put(c, sign));
    }

    fn execute(&mut self, byte: u8) {
        match byte {
            b'\r' => self.cursor = 0,
            b'\x08' => self.cursor = self.cursor.saturating_sub(1),
            b'\t' => self.put('\t', self.style),
            // The bell, and what changes the set of characters.
            0x07 | 0x0e | 0x0f => {}
            other => self.print(char::from(other)),
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignore: bool, action: u8) {
        if ignore || !intermediates.is_empty() {
            return;
        }
        let first = params.iter().next().and_then(|param| param.first().copied()).unwrap_or_default();
        match action {
            b'm' => set_style(&mut self.style, params),
            b'K' => self.erase(first),
            b'G' if first <= 1 => self.cursor = 0,
            _ => {}
        }
    }
}

/// Select graphic rendition (ECMA-48, 8.3.117), with the colours of xterm.
fn set_style(style: &mut Style, params: &Params) {
    let mut params = params.iter();
    let mut is_first = true;
    while let Some(param) = params.next() {
        is_first = false;
        match param.first().copied().unwrap_or_default() {
            0 => *style = Style::default(),
            1 => style.bold = true,
            2 => style.faint = true,
            3 => style.italic = true,
            4 => style.underline = param.get(1) != Some(&0),
            7 => style.reverse = true,
            21 | 22 => (style.bold, style.faint) = (false, false),
            23 => style.italic = false,
            24 => style.underline = false,
            27 => style.reverse = false,
            code @ (30..=37 | 90..=97) => style.text = basic(code % 10),
            code @ (40..=47 | 100..=107) => style.back = basic(code % 10),
            39 => style.text = None,
            49 => style.back = None,
            code @ (38 | 48) => {
                let rest = param.get(1..).unwrap_or_default();
                let hue = if rest.is_empty() {
                    let mut next = || params.next().and_then(|param| param.first().copied());
                    match next() {
                        Some(5) => next().map(of_256),
                        Some(2) => {
                            let (red, green, blue) = (next(), next(), next());
                            Some(of_rgb(red.unwrap_or(0), green.unwrap_or(0), blue.unwrap_or(0)))
                        }
                        _ => None,
                    }
                } else {
                    match *rest {
                        [5, index, ..] => Some(of_256(index)),
                        [2, red, green, blue] | [2, _, red, green, blue, ..] => Some(of_rgb(red, green, blue)),
                        _ => None,
                    }
                };
                if code == 38 { style.text = hue } else { style.back = hue }
            }
            _ => {}
        }
    }
    if is_first {
        *style = Style::default();
    }
}

fn basic(index: u16) -> Option<Hue> {
    const HUES: [Hue; 8] =
        [Hue::Grey, Hue::Red, Hue::Green, Hue::Yellow, Hue::Blue, Hue::Magenta, Hue::Cyan, Hue::White];
    HUES.get(usize::from(index)).copied()
}

/// Of xterm's 256 colours: 16 basic ones, a cube of 6 levels each, 24 greys.
fn of_256(index: u16) -> Hue {
    match index {
        0..=7 => basic(index).unwrap_or(Hue::White),
        8..=15 => basic(index - 8).unwrap_or(Hue::White),
        16..=231 => {
            let level = |n: u16| if n == 0 { 0 } else { 55 + 40 * n };
            let cube = index - 16;
            of_rgb(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
        _ => {
            let grey = 8 + 10 * index.saturating_sub(232).min(23);
            of_rgb(grey, grey, grey)
        }
    }
}

/// The next of the colours that a page has: which of the three components are strong.
fn of_rgb(red: u16, green: u16, blue: u16) -> Hue {
    let most = red.max(green).max(blue);
    let least = red.min(green).min(blue);
    if most - least < 40 {
        return if most < 160 { Hue::Grey } else { Hue::White };
    }
    let middle = u32::from(most + least) / 2;
    match [red, green, blue].map(|component| u32::from(component) > middle) {
        [true, false, false] => Hue::Red,
        [false, true, false] => Hue::Green,
        [true, true, false] => Hue::Yellow,
        [false, false, true] => Hue::Blue,
        [true, false, true] => Hue::Magenta,
        [false, true, true] => Hue::Cyan,
        _ => Hue::White,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let text: String = spans(line, &mut Style::default()).into_iter().map(|span| span.text).collect();
        assert_eq!(plain(Cow::Borrowed(line)), text);
        text
    }

    #[test]
    fn sequences_leave_no_trace() {
        for (line, text) in [
            ("\u{1b}[32mok\u{1b}[0m now", "ok now"),
            (
                "\u{1b}[01m\u{1b}[Ka.c:1:\u{1b}[m\u{1b}[K \u{1b}[01;31m\u{1b}[Kerror: \u{1b}[m\u{1b}[Kx",
                "a.c:1: error: x",
            ),
            ("\u{1b}(B\u{1b}[2J\u{1b}[3;4Hx\u{1b}[?25l", "x"),
            ("\u{1b}]8;;https://example.org/\u{7}a link\u{1b}]8;;\u{1b}\\ and text", "a link and text"),
            ("\u{1b}]0;a title\u{7}x", "x"),
            // One that has no end swallows nothing.
            ("a\u{1b}]0;error: hidden", "a␛]0;error: hidden"),
            ("\u{1b}[31", ""),
            (" 10%\r 55%\r100%", "100%"),
            ("a long one\rshort", "shortg one"),
            ("a long one\r\u{1b}[Kshort", "short"),
            ("|\u{8}/\u{8}-", "-"),
            ("a\u{7}b\u{1}", "ab␁"),
            ("x\u{202e}y\u{200b}\u{feff}\u{e0041}", "xU+202EyU+200BU+FEFFU+E0041"),
            ("a\tb", "a\tb"),
        ] {
            assert_eq!(shown(line), text, "{line:?}");
        }
    }

    #[test]
    fn colours_of_all_kinds() {
        let style = |codes: &str| {
            let mut style = Style::default();
            spans(&format!("\u{1b}[{codes}mx"), &mut style);
            style
        };
        let text = |hue| Style { text: Some(hue), ..Style::default() };
        for (codes, expected) in [
            ("31", text(Hue::Red)),
            ("96", text(Hue::Cyan)),
            ("38;5;196", text(Hue::Red)),
            ("38;5;244", text(Hue::Grey)),
            ("38;2;20;200;30", text(Hue::Green)),
            ("38:2::20:200:30", text(Hue::Green)),
            ("38:5:21", text(Hue::Blue)),
            ("31;39", Style::default()),
            ("1;2;22", Style::default()),
            ("1;31;0", Style::default()),
            ("", Style::default()),
            ("1", Style { bold: true, ..Style::default() }),
            ("2;33", Style { faint: true, ..text(Hue::Yellow) }),
            ("30;41", Style { back: Some(Hue::Red), ..text(Hue::Grey) }),
            ("7", Style { reverse: true, ..Style::default() }),
            ("38;5", Style::default()),
            ("999", Style::default()),
        ] {
            assert_eq!(style(codes), expected, "{codes}");
        }
        // A colour goes on behind the end of a line.
        let mut style = Style::default();
        spans("\u{1b}[31mred", &mut style);
        assert_eq!(spans("still", &mut style)[0].style, text(Hue::Red));
    }
}
