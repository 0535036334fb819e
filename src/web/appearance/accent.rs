//! The colour of links, as an operator sets it: with enough contrast on every background, in the light and in the dark.

use std::fmt;
use std::str::FromStr;

/// A colour, red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rgb([u8; 3]);

const BLACK: Rgb = Rgb([0; 3]);
const WHITE: Rgb = Rgb([255; 3]);

/// What links stand on in the light: the page, raised rows, and what marks running, failed and odd things (`static/kojiview.css`).
const LIGHT: [Rgb; 5] =
    [WHITE, Rgb([0xf5, 0xf6, 0xf8]), Rgb([0xee, 0xf4, 0xfd]), Rgb([0xfd, 0xf1, 0xf0]), Rgb([0xfd, 0xf6, 0xe3])];
/// The same in the dark.
const DARK: [Rgb; 5] = [
    Rgb([0x15, 0x18, 0x1c]),
    Rgb([0x1e, 0x22, 0x27]),
    Rgb([0x1a, 0x25, 0x35]),
    Rgb([0x2c, 0x1d, 0x1f]),
    Rgb([0x2b, 0x25, 0x16]),
];

/// What text needs at least (WCAG 2, level AA).
const WANTED: f64 = 4.5;

/// Steps from a colour to black or white.
const STEPS: u16 = 64;

/// The colour of links in the light, and the one made of it for the dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    light: Rgb,
    dark: Rgb,
}

impl Accent {
    /// The lines of a style sheet that set it.
    pub(super) fn css(self) -> String {
        let root = |colour: Rgb| format!(":root{{--link:{colour};--focus:{colour}}}");
        format!("\n{}\n@media screen and (prefers-color-scheme:dark){{{}}}\n", root(self.light), root(self.dark))
    }
}

impl FromStr for Accent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.strip_prefix('#').map(|digits| match digits.len() {
            // Each stands for two of its kind.
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_owned(),
        });
        let digits = digits.as_deref().filter(|digits| digits.len() == 6 && digits.is_ascii());
        let part = |at: usize| {
            digits.and_then(|digits| {
                u8::from_str_radix(digits.get(at..at + 2).filter(|pair| !pair.starts_with('+'))?, 16).ok()
            })
        };
        let (Some(red), Some(green), Some(blue)) = (part(0), part(2), part(4)) else {
            return Err("a colour such as #1a6b3c".to_owned());
        };
        let light = Rgb([red, green, blue]);
        let contrast = light.least_contrast(&LIGHT);
        if contrast < WANTED {
            let darker = light.towards(BLACK, &LIGHT);
            return Err(format!(
                "too light to be read: a contrast of {contrast:.1}, where {WANTED} is needed; {darker} has it"
            ));
        }
        Ok(Self { light, dark: light.towards(WHITE, &DARK) })
    }
}

impl Rgb {
    /// The first colour on the way to another that can be read on all of these.
    fn towards(self, end: Self, backgrounds: &[Self]) -> Self {
        let mut mixed = (0..=STEPS).map(|step| self.mixed(end, step));
        mixed.find(|colour| colour.least_contrast(backgrounds) >= WANTED).unwrap_or(end)
    }

    fn mixed(self, end: Self, step: u16) -> Self {
        let mix = |own: u8, end: u8| (u16::from(own) * (STEPS - step) + u16::from(end) * step) / STEPS;
        let mut parts = self.0;
        for (part, end) in parts.iter_mut().zip(end.0) {
            // A mean of bytes is one.
            *part = u8::try_from(mix(*part, end)).unwrap_or(u8::MAX);
        }
        Self(parts)
    }

    fn least_contrast(self, backgrounds: &[Self]) -> f64 {
        backgrounds.iter().map(|background| self.contrast(*background)).fold(f64::INFINITY, f64::min)
    }

    /// As WCAG 2 defines it, between 1 and 21.
    fn contrast(self, other: Self) -> f64 {
        let (own, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if own > other { own / other } else { other / own }
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_cannot_be_read_is_refused() {
        let css = "#1a6b3c".parse::<Accent>().unwrap().css();
        assert!(css.contains("{--link:#1a6b3c;--focus:#1a6b3c}"), "{css}");
        let dark = css.split("--link:").nth(2).and_then(|rest| rest.get(..7)).unwrap();
        assert!(dark > "#4" && dark != "#ffffff", "{css}");
        let error = "#ffd500".parse::<Accent>().unwrap_err();
        assert!(error.starts_with("too light to be read: a contrast of 1.") && error.contains("; #"), "{error}");
        let (_, offered) = error.split_once("; ").unwrap();
        assert!(offered[..7].parse::<Accent>().is_ok(), "{error}");
        assert_eq!("#073".parse::<Accent>(), "#007733".parse());
        for text in ["", "#é1", "red", "1a6b3c", "#12345", "#1234567", "#gggggg", "#é3456", "#+1+2+3"] {
            assert!(text.parse::<Accent>().unwrap_err().starts_with("a colour such as"), "{text}");
        }
    }

    #[test]
    fn contrasts_are_those_of_wcag() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 1e-9);
        // Its own example: the lightest grey that does on white.
        assert!(Rgb([0x76; 3]).contrast(WHITE) >= 4.5 && Rgb([0x77; 3]).contrast(WHITE) < 4.5);
    }

    #[test]
    fn the_backgrounds_are_those_of_the_style_sheet() {
        let css = include_str!("../../../static/kojiview.css");
        let (light, dark) = css.split_once("prefers-color-scheme: dark").unwrap();
        for (css, backgrounds) in [(light, LIGHT), (dark, DARK)] {
            for (name, background) in ["bg", "raise", "run-bg", "bad-bg", "warn-bg"].into_iter().zip(backgrounds) {
                assert!(css.contains(&format!("--{name}: {background};")), "--{name}: {background}");
            }
        }
    }
}
