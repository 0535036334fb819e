//! What somebody may mean who has typed so much: from the names that are known, without a call to the hub.

use crate::hub::methods::Kind;
use crate::hub::{Hub, KNOWN_KINDS, KnownName};

/// Something that is suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Of which kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its id among its kind.
    pub id: i64,
}

/// Suggestions at most, and of one kind as long as there are others.
const MOST: usize = 12;
const MOST_OF_KIND: usize = 6;
/// Characters of what can still be the beginning of a name.
const LONGEST: usize = 200;

/// How well a name fits; the smaller the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is what was typed.
    Whole,
    /// It begins so.
    Beginning,
    /// A word in it begins so.
    Word,
    /// It has it somewhere.
    Inside,
    /// More was typed: a version after a package's name.
    Before,
}

impl Hub {
    /// What has a name like the text, the best first.
    #[must_use]
    pub fn suggestions(&self, text: &str) -> Vec<Suggestion> {
        let text = text.trim().to_lowercase();
        if text.is_empty() || text.len() > LONGEST {
            return Vec::new();
        }
        let mut found: Vec<(Fit, usize, Kind, KnownName)> = Vec::new();
        for (place, kind) in KNOWN_KINDS.into_iter().enumerate() {
            let names = self.wanted_names(kind).unwrap_or_default();
            let best = best(&text, kind, &names);
            found.extend(best.into_iter().map(|(fit, name)| (fit, place, kind, name.clone())));
        }
        found.sort_by(|(fit, place, _, a), (other_fit, other_place, _, b)| {
            (fit, place, a.lower.len(), &a.lower).cmp(&(other_fit, other_place, b.lower.len(), &b.lower))
        });
        let mut of_kind = [0; KNOWN_KINDS.len()];
        let (first, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, place, ..)| {
            of_kind[*place] += 1;
            of_kind[*place] <= MOST_OF_KIND
        });
        let all = first.into_iter().chain(rest).take(MOST);
        all.map(|(_, _, kind, name)| Suggestion { kind, name: name.name.into(), id: name.id }).collect()
    }
}

/// The names of a kind that fit best.
fn best<'a>(text: &str, kind: Kind, names: &'a [KnownName]) -> Vec<(Fit, &'a KnownName)> {
    let key = |(fit, name): &(Fit, &'a KnownName)| (*fit, name.lower.len(), name.lower.clone());
    let mut best: Vec<(Fit, &KnownName)> = Vec::with_capacity(MOST + 1);
    for name in names {
        let Some(fit) = fit(text, kind, &name.lower) else { continue };
        let worst = best.last().map(|(worst, name)| (*worst, name.lower.len()));
        if best.len() == MOST && worst.is_some_and(|worst| worst <= (fit, name.lower.len())) {
            continue;
        }
        let at = best.partition_point(|other| key(other) <= key(&(fit, name)));
        best.insert(at, (fit, name));
        best.truncate(MOST);
    }
    best
}

fn fit(text: &str, kind: Kind, name: &str) -> Option<Fit> {
    if let Some(at) = name.find(text) {
        return Some(match at {
            0 if name.len() == text.len() => Fit::Whole,
            0 => Fit::Beginning,
            // One letter is in most names.
            _ if text.len() == 1 => return None,
            _ if begins_word(text, name) => Fit::Word,
            _ => Fit::Inside,
        });
    }
    let version = text.strip_prefix(name).filter(|_| kind == Kind::Package)?;
    version.strip_prefix('-')?.starts_with(|c: char| c.is_ascii_digit()).then_some(Fit::Before)
}

/// Does a word within the name begin so?
fn begins_word(text: &str, name: &str) -> bool {
    let is_end = |byte: u8| matches!(byte, b'-' | b'.' | b'_' | b'+' | b'/' | b':' | b' ');
    name.match_indices(text).any(|(at, _)| at > 0 && is_end(name.as_bytes()[at - 1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[&str]) -> Vec<KnownName> {
        (1..)
            .zip(all)
            .map(|(id, name)| KnownName { name: (*name).into(), lower: name.to_lowercase().into(), id })
            .collect()
    }

    #[test]
    fn the_best_fit_comes_first() {
        let all = names(&["abash", "bash", "bash-completion", "perl-Bash", "rebashed", "zsh"]);
        let found: Vec<&str> = best("bash", Kind::Package, &all).iter().map(|(_, name)| &*name.name).collect();
        assert_eq!(found, ["bash", "bash-completion", "perl-Bash", "abash", "rebashed"]);
        let found: Vec<&str> = best("bash-5.2", Kind::Package, &all).iter().map(|(_, name)| &*name.name).collect();
        assert_eq!(found, ["bash"]);
        assert!(best("bash-5.2", Kind::Tag, &all).is_empty());
        assert_eq!(best("z", Kind::Package, &all).len(), 1);
        assert!(best("s", Kind::Package, &all).is_empty(), "one letter is in most names");
    }

    #[test]
    fn no_more_than_can_be_shown() {
        let all: Vec<String> = (0..20_000).map(|n| format!("package-{n:05}")).collect();
        let all = names(&all.iter().map(String::as_str).collect::<Vec<_>>());
        let found = best("package", Kind::Package, &all);
        assert_eq!(found.len(), MOST);
        assert_eq!(&*found[0].1.name, "package-00000");
    }
}
