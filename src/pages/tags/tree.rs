//! What a tag inherits from, as a tree.

use std::borrow::Cow;

use crate::hub::methods::Inheritance;

/// A tag in the tree, and what of the tree's lists begins and ends with it.
pub(super) struct Node<'a> {
    pub(super) link: &'a Inheritance,
    /// It is the first below the one before it.
    pub(super) opens: bool,
    /// So many lists end after it; `None`: the next one is below it.
    pub(super) closes: Option<usize>,
}

impl Node<'_> {
    /// How the tag above inherits from it, in Koji's words, each with what it means.
    pub(super) fn terms(&self) -> Vec<(Cow<'static, str>, &'static str)> {
        let link = self.link;
        let mut terms = vec![(format!("priority {}", link.priority).into(), "the least goes first")];
        if let Some(depth) = link.maxdepth {
            terms.push((format!("maxdepth {depth}").into(), "how many more steps up from here are inherited"));
        }
        if link.intransitive {
            terms.push(("intransitive".into(), "those that inherit from its child do not inherit it"));
        }
        if link.noconfig {
            terms.push(("noconfig".into(), "packages and builds alone: no arches, groups or options"));
        }
        terms
    }
}

/// The tree of a list in the order of a walk, depth first. Whatever depths a hub says, no step down goes over one.
pub(super) fn of(links: &[Inheritance]) -> Vec<Node<'_>> {
    let mut depth = 0;
    let depths: Vec<usize> = links
        .iter()
        .map(|link| {
            depth = usize::try_from(link.currdepth).unwrap_or(1).clamp(1, depth + 1);
            depth
        })
        .collect();
    let node = |(at, link)| {
        let before = if at == 0 { 0 } else { depths[at - 1] };
        let next = depths.get(at + 1).copied().unwrap_or_default();
        Node { link, opens: depths[at] > before, closes: (next <= depths[at]).then(|| depths[at] - next) }
    };
    links.iter().enumerate().map(node).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_that_begins_ends() {
        for (depths, drawn) in [
            (&[][..], ""),
            (&[1], "(o)"),
            (&[1, 2, 3, 2, 1, 1], "(o(o(o)o)oo)"),
            (&[1, 2, 3], "(o(o(o)))"),
            // What no hub should say.
            (&[5, 9, -1, 0], "(o(o)oo)"),
        ] {
            let links: Vec<Inheritance> = depths.iter().map(|depth| link(*depth)).collect();
            let mut text = String::new();
            for node in of(&links) {
                text.push_str(if node.opens { "(o" } else { "o" });
                text.push_str(&")".repeat(node.closes.unwrap_or_default()));
            }
            assert_eq!(text, drawn, "{depths:?}");
        }
    }

    fn link(depth: i64) -> Inheritance {
        let json = format!(r#"{{"parent_id": 1, "name": "x", "priority": 0, "currdepth": {depth}}}"#);
        serde_json::from_str(&json).unwrap()
    }
}
