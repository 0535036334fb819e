//! Where the value of a setting comes from, and what is there.

use std::fmt;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A flag of the command line.
    Flag(String),
    /// A variable of the environment.
    Variable(String),
    /// A line of a file, from 1.
    File(PathBuf, usize),
    /// A line of a file that has a profile of Koji's clients, of this name.
    Profile(String, PathBuf, usize),
    /// Nobody has set it.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => f.write_str(flag),
            Self::Variable(name) => f.write_str(name),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Profile(name, path, line) => write!(f, "profile {name}, {}:{line}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// What one source says of a setting: several values where it is a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The setting, as a file names it.
    pub(super) key: String,
    pub(super) values: Vec<String>,
    /// Is it written as a list?
    pub(super) is_list: bool,
    pub(super) origin: Origin,
}

/// Bytes of a file of settings.
const LARGEST: u64 = 1 << 20;
/// Mistakes of the form of one file that are told.
pub(super) const MOST: usize = 20;

/// What a file of settings says, and what is wrong with it.
pub(super) fn read(path: &Path) -> (Vec<Found>, Vec<String>) {
    match text(path) {
        Ok(text) => parse(path, &text),
        Err(why) => (Vec::new(), vec![format!("{}: {why}", path.display())]),
    }
}

/// The text of a file of settings.
///
/// # Errors
///
/// Why there is none, without the path.
pub(super) fn text(path: &Path) -> Result<String, String> {
    // A pipe or a device would be waited for, or never end.
    let about = std::fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("not a file".to_owned());
    }
    if about.len() > LARGEST {
        return Err(format!("{} KB are too much: at most {} KB", about.len().div_ceil(1024), LARGEST >> 10));
    }
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let line = |at: usize| bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(format!("not UTF-8 in line {}", line(error.valid_up_to()))),
    }
}

fn parse(path: &Path, text: &str) -> (Vec<Found>, Vec<String>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let told = |at: usize, what: &str| format!("{}:{}: {what}", path.display(), line(at));
    let mut mistakes: Vec<String> = errors
        .iter()
        .take(MOST)
        .map(|error| told(error.span().map_or(0, |span| span.start), error.message()))
        .collect();
    let broken: Vec<usize> = errors.iter().filter_map(|error| Some(line(error.span()?.start))).collect();
    let mut found = Vec::new();
    for (key, value) in table.get_ref() {
        let at = line(key.span().start);
        // Of what could not be read something else was told.
        if broken.contains(&at) {
            continue;
        }
        let origin = Origin::File(path.to_owned(), at);
        let key_name = key.get_ref().replace('_', "-");
        let (values, is_list) = match value.get_ref() {
            DeValue::Array(values) => (values.iter().map(|value| plain(value.get_ref())).collect(), true),
            value => (plain(value).map(|value| vec![value]), false),
        };
        match values {
            Some(values) => found.push(Found { key: key_name, values, is_list, origin }),
            None => {
                mistakes.push(told(
                    key.span().start,
                    &format!(
                        "{key_name}: {}",
                        if is_table(value.get_ref()) {
                            "there are no tables"
                        } else {
                            "a text, a number, true, false, or a list of texts"
                        }
                    ),
                ));
            }
        }
    }
    found.sort_by_key(|found| if let Origin::File(_, line) = found.origin { line } else { 0 });
    (found, mistakes)
}

fn is_table(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Table(_) => true,
        DeValue::Array(values) => values.iter().any(|value| matches!(value.get_ref(), DeValue::Table(_))),
        _ => false,
    }
}

/// A value as a flag would have it.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says() {
        let text = "# a comment\nhub = \"https://koji.example.org/kojihub\"\ntrusted_proxies = [\"::1\", \"127.0.0.1\"]\n\
                    cache = 64\nno-console = true\n";
        let (found, mistakes) = parse(Path::new("k.toml"), text);
        assert_eq!(mistakes, [""; 0]);
        let found: Vec<_> = found
            .iter()
            .map(|found| (&*found.key, found.values.join(" "), found.is_list, found.origin.to_string()))
            .collect();
        let expected = [
            ("hub", "https://koji.example.org/kojihub", false, "k.toml:2"),
            ("trusted-proxies", "::1 127.0.0.1", true, "k.toml:3"),
            ("cache", "64", false, "k.toml:4"),
            ("no-console", "true", false, "k.toml:5"),
        ];
        assert_eq!(found, expected.map(|(key, values, is_list, at)| (key, values.to_owned(), is_list, at.to_owned())));
    }

    #[test]
    fn what_is_no_file_of_settings() {
        let (found, mistakes) = parse(Path::new("k.toml"), "cache = 64\nname = \nhub = 2020-01-01\n[table]\na = 1\n");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(mistakes[0].starts_with("k.toml:2: "), "{mistakes:?}");
        let (_, mistakes) = parse(Path::new("k.toml"), "hub = 2020-01-01\n[table]\na = 1\n");
        assert_eq!(mistakes.len(), 2, "{mistakes:?}");
        for (path, why) in [("/dev/zero", "not a file"), ("/", "not a file"), ("/no/such.toml", "No such file")] {
            let (_, mistakes) = read(Path::new(path));
            assert!(mistakes[0].contains(why) && mistakes[0].starts_with(path), "{mistakes:?}");
        }
    }
}
