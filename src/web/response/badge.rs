//! A badge: a small picture with a label and a value, for pages elsewhere.

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::web::escape::all_visible;

/// A badge.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "badge.svg")]
pub struct Badge {
    /// What it is about.
    label: String,
    /// What is said of it.
    value: String,
    /// How that is meant.
    colour: Colour,
}
crate::page!(Badge as "image/svg+xml");

/// How a value is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// All is well.
    Good,
    /// It failed.
    Bad,
    /// It is under way.
    Running,
    /// Nothing is known, or it is over.
    Unknown,
}

impl Colour {
    fn code(self) -> &'static str {
        match self {
            Self::Good => "#1a7636",
            Self::Bad => "#b8232b",
            Self::Running => "#2f73c9",
            Self::Unknown => "#6b7480",
        }
    }
}

/// Characters of a label, and of a value.
const LONGEST: usize = 60;
/// Around a text.
const MARGIN: usize = 6;

impl Badge {
    /// What it is.
    pub(super) const CONTENT_TYPE: &str = "image/svg+xml";

    /// With a label and a value.
    #[must_use]
    pub fn of(label: &str, value: &str, colour: Colour) -> Self {
        let short = |text: &str| {
            let text = all_visible(text);
            match text.char_indices().nth(LONGEST) {
                Some((end, _)) => format!("{}…", &text[..end]),
                None => text.into_owned(),
            }
        };
        Self { label: short(label), value: short(value), colour }
    }

    /// The width of a text in the picture, which makes it fit whatever its reader's font is.
    fn width(text: &str) -> usize {
        let tenths: usize = text
            .chars()
            .map(|c| match c {
                'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '|' | '!' | '\'' | '-' | ' ' => 40,
                'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 100,
                c if c.is_ascii_uppercase() => 80,
                c if c.is_ascii() => 68,
                _ => 110,
            })
            .sum();
        tenths.div_ceil(10)
    }

    fn left(&self) -> usize {
        Self::width(&self.label) + 2 * MARGIN
    }

    fn right(&self) -> usize {
        Self::width(&self.value) + 2 * MARGIN
    }
}
