//! The path below which the whole site is, where it shares its host with others.

use std::str::FromStr;
use std::sync::Arc;

/// Nothing, or a path such as `/koji`, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct BasePath(Arc<str>);

impl BasePath {
    /// The path, empty or with a slash at its beginning only.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands below it in a path, from the slash on; nothing where the path is not below it.
    #[must_use]
    pub fn rest<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(&*self.0)?;
        (rest.is_empty() || rest.starts_with('/')).then_some(if rest.is_empty() { "/" } else { rest })
    }
}

impl FromStr for BasePath {
    type Err = String;

    /// A slash at its end is no part of it, and one at its beginning may be left out.
    fn from_str(text: &str) -> Result<Self, String> {
        let plain = text.strip_prefix('/').unwrap_or(text);
        let plain = plain.strip_suffix('/').unwrap_or(plain);
        if plain.is_empty() {
            return Ok(Self::default());
        }
        let is_plain = |segment: &str| {
            let is_unreserved = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
            !matches!(segment, "" | "." | "..") && segment.bytes().all(is_unreserved)
        };
        if plain.split('/').all(is_plain) {
            Ok(Self(format!("/{plain}").into()))
        } else {
            Err("a path such as /koji: letters, digits and - . _ ~ between single slashes".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BasePath;

    #[test]
    fn base_paths_are_plain() {
        for (text, path) in [
            ("/koji", Some("/koji")),
            ("koji", Some("/koji")),
            ("/a/b.c/", Some("/a/b.c")),
            ("/", Some("")),
            ("", Some("")),
            ("//koji", None),
            ("/koji//", None),
            ("/a//b", None),
            ("/..", None),
            ("/a/../b", None),
            ("/a?b", None),
            ("/a%2Fb", None),
            ("/a b", None),
            ("https://x/", None),
        ] {
            let read = text.parse::<BasePath>();
            assert_eq!(read.as_ref().ok().map(BasePath::as_str), path, "{text}");
        }
    }

    #[test]
    fn only_what_is_below_is_below() {
        let base: BasePath = "/koji".parse().unwrap();
        for (path, rest) in
            [("/koji", Some("/")), ("/koji/", Some("/")), ("/koji/x", Some("/x")), ("/kojira", None), ("/", None)]
        {
            assert_eq!(base.rest(path), rest, "{path}");
        }
        assert_eq!(BasePath::default().rest("/x"), Some("/x"));
    }
}
