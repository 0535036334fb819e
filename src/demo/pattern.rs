//! Patterns in questions: globs, the beginnings of names, and regular expressions.

use regex::{Regex, RegexBuilder};

/// A pattern; one that is too long matches nothing.
pub(crate) struct Pattern(Option<Regex>);

impl Pattern {
    /// A glob (`*`, `?`), whatever the case.
    pub(crate) fn glob(text: &str) -> Self {
        Self::of(&regex::escape(text).replace("\\*", ".*").replace("\\?", "."))
    }

    /// The beginning of a text, whatever the case. To a hub it is that of a LIKE pattern, so `%` and `_` have their meaning.
    pub(crate) fn prefix(text: &str) -> Self {
        Self::of(&format!("{}.*", regex::escape(text).replace('%', ".*").replace('_', ".")))
    }

    fn of(whole: &str) -> Self {
        Self(RegexBuilder::new(&format!("^{whole}$")).case_insensitive(true).dot_matches_new_line(true).build().ok())
    }

    /// A regular expression, for any part of a text; the error is a database's.
    pub(crate) fn expression(text: &str) -> Result<Self, &'static str> {
        Regex::new(text).map(|expression| Self(Some(expression))).map_err(|error| {
            let words = [
                ("group", "parentheses () not balanced"),
                ("class", "brackets [] not balanced"),
                ("escape", "invalid escape \\ sequence"),
                ("repetition", "quantifier operand invalid"),
            ];
            let error = error.to_string();
            words.iter().find(|(part, _)| error.contains(part)).map_or("invalid", |(_, words)| *words)
        })
    }

    /// Does the text match?
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|pattern| pattern.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_match_as_in_a_database() {
        for (pattern, text, expected) in [
            (Pattern::glob("F4?-*"), "f40-build", true),
            (Pattern::glob("f4"), "f40", false),
            (Pattern::glob("a+[b]"), "a+[b]", true),
            (Pattern::prefix("PY"), "python", true),
            (Pattern::prefix("p_t%n"), "python3", true),
            (Pattern::prefix("y"), "python", false),
            (Pattern::expression("^b.*h$").unwrap_or(Pattern(None)), "bash", true),
            (Pattern::glob(&"*a".repeat(100_000)), "a", false),
        ] {
            assert_eq!(pattern.matches(text), expected, "{text}");
        }
        for (wrong, why) in [("a(", "parentheses"), ("[a", "brackets"), ("*", "quantifier"), ("a\\", "escape")] {
            let told = Pattern::expression(wrong).err().unwrap_or_default();
            assert!(told.contains(why), "{wrong}: {told}");
        }
    }
}
