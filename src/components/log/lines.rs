//! Lines of a part of a log.

use regex::bytes::Regex;
use schemars::JsonSchema;
use serde::Serialize;

use super::html;
use crate::log::{Mark, Marker, Outcome, Raw, Style, split};

/// A line that is shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Line {
    /// Its number, from 1; `None` where nobody counted, or where it goes on with the one before.
    pub number: Option<u64>,
    /// Bytes before it in the log.
    pub offset: u64,
    /// What it tells.
    pub mark: Option<Mark>,
    /// Its text as a terminal would show it at last, without colours; what cannot be seen is visible.
    pub text: String,
    /// The same as HTML, with its colours.
    #[serde(skip)]
    pub html: String,
}

impl Line {
    fn of(raw: &Raw<'_>, style: &mut Style, marker: &mut Marker) -> Self {
        let spans = raw.spans(style);
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        let mark = marker.mark(&text);
        Self { number: raw.number, offset: raw.offset, mark, html: html::of(&spans), text }
    }

    /// The id of its element: by its number, or by its place where that is unknown.
    #[must_use]
    pub fn anchor(&self) -> String {
        self.number.map_or_else(|| format!("B{}", self.offset), |number| format!("L{number}"))
    }

    /// The class of its element.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.mark {
            Some(Mark::Error) => "l e",
            Some(Mark::Consequence) => "l q",
            Some(Mark::Warning) => "l wn",
            Some(Mark::Phase) => "l h",
            None => "l",
        }
    }
}

/// The lines of these bytes as they are shown; see [`split`].
#[must_use]
pub fn lines(bytes: &[u8], offset: u64, number: Option<u64>, outcome: Outcome) -> Vec<Line> {
    let (mut style, mut marker) = (Style::default(), Marker::of(outcome));
    split(bytes, offset, number).map(|raw| Line::of(&raw, &mut style, &mut marker)).collect()
}

/// Those of the lines whose text matches; see [`split`].
pub fn matching<'a>(
    bytes: &'a [u8],
    offset: u64,
    number: Option<u64>,
    outcome: Outcome,
    pattern: &'a Regex,
) -> impl Iterator<Item = Line> + 'a {
    let matches = move |raw: &Raw<'_>| {
        let is_rewritten = memchr::memchr3(b'\x1b', b'\r', b'\x08', raw.bytes()).is_some();
        if is_rewritten { pattern.is_match(raw.plain().as_bytes()) } else { pattern.is_match(raw.bytes()) }
    };
    let found = split(bytes, offset, number).filter(matches);
    found.map(move |raw| Line::of(&raw, &mut Style::default(), &mut Marker::of(outcome)))
}

/// The texts of the lines of a whole log, without colours, each with the line as it is shown, made where it is wanted.
pub fn texts(bytes: &[u8], outcome: Outcome) -> impl Iterator<Item = (String, impl Fn() -> Line)> {
    let line = move |raw: &Raw<'_>| Line::of(raw, &mut Style::default(), &mut Marker::of(outcome));
    split(bytes, 0, Some(1)).map(move |raw| (raw.plain().into_owned(), move || line(&raw)))
}
