//! Koji's files of settings, read as Python's `configparser` reads them: `koji.conf` and kojiweb's `web.conf`. With the line of each option, and without
//! ending at what was allowed at some time, such as an option that stands twice.

use std::path::{Path, PathBuf};

use super::super::source::{Origin, text};

/// The section whose options all others have, too.
const DEFAULT: &str = "DEFAULT";
/// How deep one value may name another.
const DEEPEST: usize = 10;
/// Characters of a value at most, after all that it names was put in.
const LONGEST: usize = 100_000;

/// Files that were read together: of options that stand in several the last one counts.
#[derive(Debug, Default)]
pub(super) struct Ini {
    options: Vec<Entry>,
    sections: Vec<String>,
    /// What was read in spite of being wrong.
    pub(super) warnings: Vec<String>,
}

/// An option as it stands in a file.
#[derive(Debug, Clone)]
struct Entry {
    section: String,
    name: String,
    text: String,
    path: PathBuf,
    line: usize,
}

/// An option that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set {
    /// As the file spells it.
    pub(super) name: String,
    /// With what it names put in.
    pub(super) value: String,
    pub(super) origin: Origin,
}

impl Ini {
    /// Reads one more file.
    ///
    /// # Errors
    ///
    /// It cannot be read, or a line of it is nothing that such a file has.
    pub(super) fn add(&mut self, path: &Path) -> Result<(), String> {
        let text = text(path).map_err(|why| format!("{}: {why}", path.display()))?;
        self.parse(path, &text)
    }

    fn parse(&mut self, path: &Path, text: &str) -> Result<(), String> {
        let at = |line: usize| format!("{}:{line}", path.display());
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
        let mut section: Option<String> = None;
        // How far the last option is indented: what is further in belongs to it.
        let mut indent: Option<usize> = None;
        let before = self.options.len();
        for (index, line) in text.split('\n').enumerate() {
            let (number, words) = (index + 1, line.trim());
            if words.starts_with(['#', ';']) {
                continue;
            }
            let depth = line.chars().take_while(|c| c.is_whitespace()).count();
            match (indent, self.options.last_mut()) {
                (Some(indent), Some(option)) if words.is_empty() || depth > indent => {
                    option.text.push('\n');
                    option.text.push_str(words);
                    continue;
                }
                _ if words.is_empty() => continue,
                _ => {}
            }
            if let Some(name) = words.strip_prefix('[').and_then(|rest| Some(rest.rsplit_once(']')?.0)) {
                section = Some(name.to_owned());
                self.sections.push(name.to_owned());
                indent = None;
                continue;
            }
            let Some(section) = &section else {
                return Err(format!("{}: a [section] is wanted before the first option", at(number)));
            };
            let option = words.split_once(['=', ':']).map(|(name, value)| (name.trim(), value.trim()));
            let Some((name, value)) = option.filter(|(name, _)| !name.is_empty()) else {
                return Err(format!("{}: neither a [section] nor an option with its value", at(number)));
            };
            let is_same = |other: &Entry| other.section == *section && other.name.eq_ignore_ascii_case(name);
            if let Some(other) = self.options[before..].iter().rev().find(|other| is_same(other)) {
                self.warnings.push(format!(
                    "{}: {name} stands in line {}, too; this one counts",
                    at(number),
                    other.line
                ));
            }
            self.options.push(Entry {
                section: section.clone(),
                name: name.to_owned(),
                text: value.to_owned(),
                path: path.to_owned(),
                line: number,
            });
            indent = Some(depth);
        }
        for option in &mut self.options[before..] {
            option.text.truncate(option.text.trim_end().len());
        }
        Ok(())
    }

    /// Has any file this section?
    pub(super) fn has(&self, section: &str) -> bool {
        self.sections.iter().any(|other| other == section)
    }

    /// The sections that are none of these, once each.
    pub(super) fn other_sections(&self, known: &[&str]) -> Vec<&str> {
        let mut others: Vec<&str> = Vec::new();
        for section in self.sections.iter().map(String::as_str) {
            if section != DEFAULT && !known.contains(&section) && !others.contains(&section) {
                others.push(section);
            }
        }
        others
    }

    /// An option of a section, or else of all.
    pub(super) fn get(&mut self, section: &str, name: &str) -> Option<Set> {
        let entry = self.entry(section, name)?.clone();
        let value = self.expanded(section, &entry.text, 0).unwrap_or_else(|| {
            let (path, line) = (entry.path.display(), entry.line);
            self.warnings
                .push(format!("{path}:{line}: {}: a % that stands for nothing; it is left as it is", entry.name));
            entry.text.clone()
        });
        Some(Set { name: entry.name, value, origin: Origin::File(entry.path, entry.line) })
    }

    fn entry(&self, section: &str, name: &str) -> Option<&Entry> {
        let of = |section: &str| {
            self.options.iter().rev().find(|entry| entry.section == section && entry.name.eq_ignore_ascii_case(name))
        };
        of(section).or_else(|| of(DEFAULT))
    }

    /// The names of the options of a section itself, the first of each.
    pub(super) fn names(&self, section: &str) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for entry in self.options.iter().filter(|entry| entry.section == section) {
            if !names.iter().any(|name| name.eq_ignore_ascii_case(&entry.name)) {
                names.push(&entry.name);
            }
        }
        names
    }

    /// `%%` is a percent sign, `%(name)s` another option.
    fn expanded(&self, section: &str, text: &str, depth: usize) -> Option<String> {
        let (mut out, mut rest) = (String::new(), text);
        while let Some((before, after)) = rest.split_once('%') {
            out.push_str(before);
            if let Some(after) = after.strip_prefix('%') {
                out.push('%');
                rest = after;
                continue;
            }
            let (name, after) = after.strip_prefix('(')?.split_once(")s")?;
            if depth == DEEPEST {
                return None;
            }
            out.push_str(&self.expanded(section, &self.entry(section, name)?.text, depth + 1)?);
            if out.len() > LONGEST {
                return None;
            }
            rest = after;
        }
        Some(out + rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Ini {
        let mut ini = Ini::default();
        ini.parse(Path::new("web.conf"), text).unwrap();
        ini
    }

    fn value(text: &str, name: &str) -> Option<String> {
        read(text).get("web", name).map(|set| set.value)
    }

    #[test]
    fn options_are_read_as_python_reads_them() {
        for (text, value_of_a) in [
            ("[web]\na = 1", Some("1")),
            ("[web] # [x]\r\nA: 1 ; no comment\r\n", None),
            ("\u{feff}[web]\rA:1 ; no comment\r", Some("1 ; no comment")),
            ("[web]\na = 1\n  2\n\n  3\n# c\n\nb = 2", Some("1\n2\n\n3")),
            ("[web]\n  a = 1\n  b = 2", Some("1")),
            ("[web]\na =\nb=1", Some("")),
            ("[web]\na = 100%%", Some("100%")),
            ("[web]\na = x%(B)s%(b)s\nb = 2", Some("x22")),
            ("[DEFAULT]\nb = 3\n[web]\na = %(b)s", Some("3")),
            ("[DEFAULT]\na = 3\n[web]", Some("3")),
            ("[web]\na = %(none)s", Some("%(none)s")),
            ("[web]\na = 50%", Some("50%")),
            ("[web]\na = %(a)s", Some("%(a)s")),
            ("[web]\na = \"x\"", Some("\"x\"")),
            ("[web]\na = 1\na = 2", Some("2")),
            ("[Web]\na = 1\n[web]", None),
        ] {
            assert_eq!(value(text, "a").as_deref(), value_of_a, "{text:?}");
        }
        // Each value names the one before it twice: a million of them in the end.
        let text: Vec<String> = (1..30).map(|n| format!("a{n} = %(a{})s%(a{})s", n - 1, n - 1)).collect();
        let grown = value(&format!("[web]\na0 = {}\n{}", "x".repeat(1000), text.join("\n")), "a9");
        assert_eq!(grown.as_deref(), Some("%(a8)s%(a8)s"));
    }

    #[test]
    fn what_is_odd_is_told() {
        let mut ini = read("[web]\na = 1\nA = %x\n[hub]\nb = 1");
        assert_eq!(ini.get("web", "a").map(|set| set.origin.to_string()).as_deref(), Some("web.conf:3"));
        assert_eq!(
            ini.warnings,
            [
                "web.conf:3: A stands in line 2, too; this one counts",
                "web.conf:3: A: a % that stands for nothing; it is left as it is"
            ]
        );
        assert_eq!((ini.names("web"), ini.other_sections(&["web"])), (vec!["a"], vec!["hub"]));
        assert!(ini.has("web") && !ini.has("koji"));
    }

    #[test]
    fn what_is_no_such_file() {
        for (text, why) in [
            ("a = 1", "web.conf:1: a [section] is wanted"),
            ("[web]\n<Directory />", "web.conf:2: neither a [section] nor"),
            ("[web]\n\n= 1", "web.conf:3: neither a [section] nor"),
        ] {
            let error = Ini::default().parse(Path::new("web.conf"), text).unwrap_err();
            assert!(error.starts_with(why), "{error}");
        }
        assert_eq!(Ini::default().add(Path::new("/dev/zero")), Err("/dev/zero: not a file".to_owned()));
    }
}
