//! Links to other sites that an operator configured: an explainer of logs, package sources, an update system.

use std::str::FromStr;

use super::files::Files;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is in a value: it means the same in a path and in a query.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A title, and an address with places for what a page is about: `Sources=https://src.example.org/rpms/{name}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLink {
    title: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Place(Place),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Name,
    Nvr,
    Arch,
    Task,
    Log,
}

/// What a page is about, as far as it is known. A link needs all that it has places for.
#[derive(Debug, Clone, Default)]
pub struct LinkValues {
    /// `{name}`: the name of the package.
    pub name: Option<String>,
    /// `{nvr}`: name, version and release of the build.
    pub nvr: Option<String>,
    /// `{arch}`: the arch that a task works for.
    pub arch: Option<String>,
    /// `{task}`: the number of the task.
    pub task: Option<String>,
    /// `{log}`: the address of the log that tells; here its path below the address of all files.
    pub log: Option<String>,
}

impl SiteLink {
    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Does where it leads depend on the page?
    fn has_places(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Place(_)))
    }

    /// Where it leads from a page about this; nowhere, where something that it names is not known.
    #[must_use]
    pub fn fill(&self, values: &LinkValues, files: &Files) -> Option<String> {
        let log = values.log.as_deref().map(|path| files.file(path));
        let mut address = String::new();
        for piece in &self.pieces {
            let place = match piece {
                Piece::Text(text) => {
                    address.push_str(text);
                    continue;
                }
                Piece::Place(place) => place,
            };
            let value = match place {
                Place::Name => &values.name,
                Place::Nvr => &values.nvr,
                Place::Arch => &values.arch,
                Place::Task => &values.task,
                Place::Log => &log,
            };
            // As a segment of a path these would lead elsewhere.
            let value = value.as_deref().filter(|value| !matches!(*value, "." | ".."))?;
            address.extend(utf8_percent_encode(value, VALUE));
        }
        Some(address)
    }
}

/// Links as a setting has them: a line each.
#[derive(Debug, Clone, Default)]
pub struct SiteLinks(pub Vec<SiteLink>);

impl FromStr for SiteLinks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for SiteLink {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let link = Self::parse(text)?;
        if link.has_places() { Ok(link) } else { Err("a place such as {name} in the address".to_owned()) }
    }
}

impl SiteLink {
    /// A link that is the same on every page, and may lead to a path of the same host.
    ///
    /// # Errors
    ///
    /// What is wrong with the title or the address.
    pub fn without_places(text: &str) -> Result<Self, String> {
        if let Some((title, path)) = text.split_once('=')
            && !title.trim().is_empty()
            && path.trim().starts_with('/')
            && !path.trim().starts_with("//")
        {
            let pieces = vec![Piece::Text(path.trim().to_owned())];
            return Ok(Self { title: title.trim().to_owned(), pieces });
        }
        let link = Self::parse(text)?;
        if link.has_places() { Err("an address without places such as {name}".to_owned()) } else { Ok(link) }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let (title, address) = text.split_once('=').ok_or("a title, =, and an address")?;
        let (title, mut rest) = (title.trim(), address.trim());
        if title.is_empty() {
            return Err("a title before =".to_owned());
        }
        let url: reqwest::Url = rest.parse().map_err(|_| "an address behind =".to_owned())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("an address that begins with http:// or https://".to_owned());
        }
        let mut pieces = Vec::new();
        while let Some((before, behind)) = rest.split_once('{') {
            let (name, behind) = behind.split_once('}').ok_or("a } behind each {")?;
            let place = match name {
                "name" => Place::Name,
                "nvr" => Place::Nvr,
                "arch" => Place::Arch,
                "task" => Place::Task,
                "log" => Place::Log,
                other => return Err(format!("{{{other}}} is none of {{name}}, {{nvr}}, {{arch}}, {{task}}, {{log}}")),
            };
            pieces.extend([Piece::Text(before.to_owned()), Piece::Place(place)]);
            rest = behind;
        }
        let host = pieces.first().and_then(|first| match first {
            Piece::Text(text) => text.split_once("://"),
            Piece::Place(_) => None,
        });
        if !pieces.is_empty() && !host.is_some_and(|(_, rest)| rest.contains('/')) {
            return Err("a host without places".to_owned());
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self { title: title.to_owned(), pieces })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled() {
        let files = Files::at("https://files.example.org/".parse().unwrap());
        let log = Some("a b.log".to_owned());
        let values =
            LinkValues { log, name: Some("a&b/c".to_owned()), task: Some("7".to_owned()), ..LinkValues::default() };
        for (text, address) in [
            ("Sources=https://x.example.org/rpms/{name}?a=1", Some("https://x.example.org/rpms/a%26b%2Fc?a=1")),
            ("A b = https://x.example.org/{task}/{name}", Some("https://x.example.org/7/a%26b%2Fc")),
            (
                "Explain=https://x.example.org/?log={log}",
                Some("https://x.example.org/?log=https%3A%2F%2Ffiles.example.org%2Fa%2520b.log"),
            ),
            ("Needs an arch=https://x.example.org/{arch}", None),
        ] {
            assert_eq!(text.parse::<SiteLink>().unwrap().fill(&values, &files).as_deref(), address, "{text}");
        }
        for text in [
            "https://x.example.org/{name}",
            "=https://x.example.org/{name}",
            "a=x/{name}",
            "a=javascript:alert({name})",
            "a=https://x.example.org/",
            "a=https://x.example.org/{package}",
            "a=https://x.example.org/{name",
            "a=https://{name}/x",
        ] {
            assert!(text.parse::<SiteLink>().is_err(), "{text}");
        }
    }
}
