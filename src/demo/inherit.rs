//! Inheritance: the order in which a tag looks at its ancestors.

use super::ask::Ask;
use super::world::tags::{Link, Tag};

/// A step of the way up (or, in reverse, down).
pub(crate) struct Step<'w> {
    pub(crate) link: &'w Link,
    /// The tag that has the link.
    pub(crate) child: &'w Tag,
    pub(crate) depth: i64,
    pub(crate) left: Option<i64>,
    pub(crate) filters: Vec<&'static str>,
}

/// Depth first, by priority, each tag once.
pub(crate) fn ancestors<'w>(ask: &Ask<'w>, tag: &'w Tag) -> Vec<Step<'w>> {
    let mut steps = Vec::new();
    climb(ask, tag, (1, None), &[], &mut vec![tag.id], &mut steps);
    steps
}

fn climb<'w>(
    ask: &Ask<'w>,
    child: &'w Tag,
    (depth, left): (i64, Option<i64>),
    filters: &[&'static str],
    seen: &mut Vec<i64>,
    steps: &mut Vec<Step<'w>>,
) {
    for link in &child.parents {
        let Some(parent) = ask.world.tag(link.parent) else { continue };
        let barred = left == Some(0) || (link.intransitive && depth > 1) || seen.contains(&parent.id);
        if barred {
            continue;
        }
        seen.push(parent.id);
        let left = match (left.map(|left| left - 1), link.maxdepth) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let mut filters = filters.to_vec();
        if !link.filter.is_empty() {
            filters.push(link.filter);
        }
        steps.push(Step { link, child, depth, left, filters: filters.clone() });
        climb(ask, parent, (depth + 1, left), &filters, seen, steps);
    }
}

/// A tag and its ancestors.
pub(crate) fn family(ask: &Ask<'_>, tag: &Tag) -> Vec<i64> {
    let parents = ancestors(ask, tag).into_iter().map(|step| step.link.parent);
    std::iter::once(tag.id).chain(parents).collect()
}

/// The tags below: who inherits from this one, and who from those.
pub(crate) fn descendants<'w>(ask: &Ask<'w>, tag: &'w Tag) -> Vec<Step<'w>> {
    let mut steps = Vec::new();
    let mut seen = vec![tag.id];
    descend(ask, tag.id, 1, &mut seen, &mut steps);
    steps
}

fn descend<'w>(ask: &Ask<'w>, parent: i64, depth: i64, seen: &mut Vec<i64>, steps: &mut Vec<Step<'w>>) {
    for child in ask.world.tags.iter().filter(|tag| tag.deleted.is_none_or(|deleted| ask.at() < deleted)) {
        let Some(link) = child.parents.iter().find(|link| link.parent == parent) else { continue };
        if !seen.contains(&child.id) {
            seen.push(child.id);
            steps.push(Step { link, child, depth, left: None, filters: Vec::new() });
            descend(ask, child.id, depth + 1, seen, steps);
        }
    }
}
