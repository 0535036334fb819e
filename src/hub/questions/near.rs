//! What has nearly the name of something that is not there.

use super::Suggestion;
use crate::hub::methods::{GetAllPerms, Kind, ListChannels, ListHosts, Match, Search};
use crate::hub::{Hub, KNOWN_KINDS, KnownName, Order, PageRequest};

/// Names that are told.
const NEAR: usize = 5;
/// Names that are looked at.
const LOOKED_AT: u32 = 200;
/// Bytes of a name that is worth a search.
const LONGEST: usize = 100;

impl Hub {
    /// Names of a kind of thing (`user`, `tag`) that are near to one that nothing has: those that have it in them, or begin as
    /// it does. None where the hub cannot be asked.
    pub async fn near(&self, kind: &str, name: &str) -> Vec<String> {
        let name = name.trim();
        let is_id = name.bytes().all(|byte| byte.is_ascii_digit());
        if is_id || name.len() > LONGEST || name.contains(['*', '?']) {
            return Vec::new();
        }
        let known = KNOWN_KINDS.into_iter().find(|known| <&str>::from(*known) == kind);
        let known = known.and_then(|kind| self.known_names(kind));
        if let Some(known) = known {
            return nearest(
                name,
                known.iter().filter(|other| may_be_near(name, other)).map(|n| n.name.to_string()).collect(),
            );
        }
        let names = match kind {
            "channel" => {
                self.get(ListChannels::all()).await.map(|all| all.iter().map(|one| one.name.clone()).collect())
            }
            "host" => self.get(ListHosts::all()).await.map(|all| all.iter().map(|one| one.name.clone()).collect()),
            "permission" => self.get(GetAllPerms).await.map(|all| all.iter().map(|one| one.name.clone()).collect()),
            "user" => Ok(self.named_like(Kind::User, name).await),
            "tag" => Ok(self.named_like(Kind::Tag, name).await),
            "package" => Ok(self.named_like(Kind::Package, name).await),
            _ => Ok(Vec::new()),
        };
        nearest(name, names.unwrap_or_default())
    }

    /// What is known of any kind that has nearly this name, the nearest first. The hub is not asked.
    #[must_use]
    pub fn near_of_any_kind(&self, name: &str) -> Vec<Suggestion> {
        let name = name.trim();
        if name.len() > LONGEST {
            return Vec::new();
        }
        let mut near: Vec<(f64, Suggestion)> = Vec::new();
        for kind in KNOWN_KINDS {
            for known in self.known_names(kind).unwrap_or_default().iter().filter(|known| may_be_near(name, known)) {
                let similar = similarity(&name.to_lowercase(), &known.lower);
                if similar >= SIMILAR {
                    near.push((similar, Suggestion { kind, name: known.name.to_string(), id: known.id }));
                }
            }
        }
        near.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.name.cmp(&other.name)));
        near.into_iter().take(NEAR).map(|(_, near)| near).collect()
    }

    /// Names that have this one in them, or else those that begin with its first half, or its first letter.
    async fn named_like(&self, kind: Kind, name: &str) -> Vec<String> {
        let half: String = name.chars().take(name.chars().count().div_ceil(2).max(2)).collect();
        let letter: String = name.chars().take(1).collect();
        for terms in [format!("*{name}*"), format!("{half}*"), format!("{letter}*")] {
            let wanted = PageRequest { order: Order::BY_NAME, offset: 0, limit: LOOKED_AT };
            let found = self.slice(Search { terms, kind, match_type: Match::Glob }, wanted).await;
            let found = found.map(|slice| slice.rows().iter().map(|hit| hit.name.clone()).collect::<Vec<_>>());
            match found {
                Ok(names) if names.is_empty() => {}
                found => return found.unwrap_or_default(),
            }
        }
        Vec::new()
    }
}

/// How similar two names are at least, from 0 to 1.
const SIMILAR: f64 = 0.7;

/// How similar two names in lower case are; that one has the other in it counts 1 more.
fn similarity(name: &str, other: &str) -> f64 {
    let has_it = if other.contains(name) { 1.0 } else { 0.0 };
    strsim::jaro_winkler(name, other) + has_it
}

/// Is it worth to compare them? Of tens of thousands of names few begin so, or have the name in them.
fn may_be_near(name: &str, known: &KnownName) -> bool {
    let lower = name.to_lowercase();
    known.lower.chars().next() == lower.chars().next() || known.lower.contains(&lower)
}

/// The most similar ones first; what has nothing in common with it is left out.
fn nearest(name: &str, names: Vec<String>) -> Vec<String> {
    let name = name.to_lowercase();
    let mut near: Vec<(f64, String)> = names
        .into_iter()
        .map(|other| (similarity(&name, &other.to_lowercase()), other))
        .filter(|(similar, _)| *similar >= SIMILAR)
        .collect();
    near.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.cmp(other)));
    near.into_iter().take(NEAR).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_most_similar_come_first() {
        let names = ["f40", "f40-build", "f40-updates", "rawhide", "f39-build"].map(str::to_owned).to_vec();
        assert_eq!(nearest("F40-biuld", names.clone())[0], "f40-build");
        assert_eq!(nearest("updates", names.clone())[0], "f40-updates");
        assert!(nearest("zzz", names).is_empty());
    }
}
