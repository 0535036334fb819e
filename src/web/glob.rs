//! Names that a pattern matches, as a hub matches them.

use regex::{Regex, RegexBuilder};

/// All of a name, whatever the case: `*` is any characters, `?` one. `None` for a pattern that is too long.
#[must_use]
pub fn glob(pattern: &str) -> Option<Regex> {
    let expression = regex::escape(pattern).replace("\\*", ".*").replace("\\?", ".");
    RegexBuilder::new(&format!("^{expression}$")).case_insensitive(true).dot_matches_new_line(true).build().ok()
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn patterns_match_as_on_a_hub() {
        for (pattern, name, expected) in [
            ("*", "", true),
            ("f40-*", "f40-build", true),
            ("F40-*", "f40-build", true),
            ("f4?-build", "f41-build", true),
            ("f4?", "f4", false),
            ("*build*", "f40-build-side-98", true),
            ("*a*b", "aXbYb", true),
            ("*a*b", "aXbYc", false),
            ("f40", "f40-build", false),
        ] {
            assert_eq!(glob(pattern).unwrap().is_match(name), expected, "{pattern} {name}");
        }
        assert!(!glob(&"*a".repeat(200)).unwrap().is_match(&"a".repeat(199)));
        assert!(glob("a+[b]*").unwrap().is_match("A+[b]\n"));
    }
}
