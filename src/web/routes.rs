//! The route table as data: what a page is beside its handler, and what follows from that for all others.

use std::collections::HashMap;
use std::sync::Arc;

use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use strum::VariantArray;

use crate::hub::Feature;
use crate::urls::{self, Url};

/// A section of the navigation, in its order. Its first page is the first one of the route table that is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
#[expect(missing_docs, reason = "named as their pages")]
pub enum Section {
    Builds,
    Tasks,
    Packages,
    Tags,
    Targets,
    Hosts,
    Users,
    Reports,
    Hub,
}

/// What a page is where no other representation of it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A page for people.
    Html,
    /// A feed.
    Xml,
    /// A picture.
    Svg,
}

/// A parameter of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it means: the documentation of the field that it is read into.
    pub about: String,
    /// What it may be: a JSON schema.
    pub schema: Value,
}

/// All that a page is, but for its handler.
#[derive(Debug, Clone)]
pub struct Route {
    /// The path, as axum has it. What stands in braces at its end is the kind of thing that the page is about:
    /// `/repo-requests/{repo_request}`.
    pub path: &'static str,
    /// What it is called where others link to it; pages of one thing are called by the thing.
    pub title: Option<&'static str>,
    /// What is there, in a line.
    pub about: &'static str,
    /// Where it is in the navigation.
    pub section: Option<Section>,
    /// The parameters that it reads.
    pub parameters: Vec<Parameter>,
    /// What its JSON is; none where it leads to another page.
    pub answer: fn(&mut SchemaGenerator) -> Option<Schema>,
    /// May it answer with a page, and its JSON, that tells what was wrong with what was asked?
    pub tells_what_is_wrong: bool,
    /// What it is, unless another representation is asked for.
    pub format: Format,
    /// May crawlers index it? What is in the hub's logs and what is made for one reader is worth nothing to others.
    pub index: bool,
    /// Calls of the hub that it may wait for one after the other; those side by side are one wave.
    pub waves: u32,
    /// Is it, without parameters, a form that needs nothing of the hub?
    pub is_form: bool,
    /// The hub's methods whose answers it shows.
    pub shows: &'static [&'static str],
    /// What a hub has to have for it to say anything.
    pub needs: Option<&'static Feature>,
    /// Addresses of such pages that the frozen demo has. What all pages keep is tested on them.
    pub examples: &'static [&'static str],
}

/// Waves of a page unless it needs more: to find what it is about, and then all about it.
const WAVES: u32 = 2;

impl Route {
    /// At this path, with these parameters.
    #[must_use]
    pub fn new(path: &'static str, parameters: Vec<Parameter>) -> Self {
        Self {
            path,
            title: None,
            about: "",
            section: None,
            parameters,
            answer: |_| None,
            tells_what_is_wrong: false,
            format: Format::Html,
            index: true,
            waves: WAVES,
            is_form: false,
            shows: &[],
            needs: None,
            examples: &[],
        }
    }

    /// Does it read this parameter?
    #[must_use]
    pub fn reads(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.name == name)
    }

    /// Its address, where it is one and no pattern.
    #[must_use]
    pub fn url(&self) -> Option<Url> {
        urls::of_route(self.path)
    }

    /// The kind of thing that it is about, in words: `repo request`.
    fn kind(&self) -> Option<String> {
        let last = self.path.rsplit('/').next()?;
        Some(last.strip_prefix('{')?.strip_suffix('}')?.replace('_', " "))
    }

    /// Is it at these segments of a path?
    fn is_at(&self, segments: &[String]) -> bool {
        let mut own = self.path.split('/').skip(1);
        let mut rest = segments.iter();
        loop {
            match (own.next(), rest.next()) {
                (None, None) => return true,
                (Some(own), Some(_)) if own.starts_with("{*") => return true,
                (Some(own), Some(segment)) if own == segment || own.starts_with('{') && !segment.is_empty() => {}
                _ => return false,
            }
        }
    }
}

/// The route table, without the handlers.
#[derive(Debug, Clone)]
pub struct Routes(Arc<Table>);

#[derive(Debug)]
struct Table {
    all: Vec<Arc<Route>>,
    by_path: HashMap<&'static str, Arc<Route>>,
}

impl FromIterator<Route> for Routes {
    fn from_iter<I: IntoIterator<Item = Route>>(routes: I) -> Self {
        let all: Vec<Arc<Route>> = routes.into_iter().map(Arc::new).collect();
        let by_path = all.iter().map(|route| (route.path, route.clone())).collect();
        Self(Arc::new(Table { all, by_path }))
    }
}

impl Routes {
    /// All routes, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Route>> {
        self.0.all.iter()
    }

    /// The route with this path.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Arc<Route>> {
        self.0.by_path.get(path)
    }

    /// Is one of our pages at these segments of a path?
    #[must_use]
    pub fn has(&self, segments: &[String]) -> bool {
        self.iter().any(|route| route.is_at(segments))
    }

    /// The list of all things of a kind: `repo request`.
    #[must_use]
    pub fn list_of(&self, kind: &str) -> Option<&Arc<Route>> {
        let one = self.iter().find(|route| route.kind().as_deref() == Some(kind))?;
        self.at(one.path.rsplit_once('/')?.0)
    }

    /// The page that shows what a method of the hub answers.
    #[must_use]
    pub fn that_shows(&self, method: &str) -> Option<&Arc<Route>> {
        self.iter().find(|route| route.shows.contains(&method))
    }

    /// The pages of a section that have an address of their own, its first page first.
    pub fn in_section(&self, section: Section) -> impl Iterator<Item = (&'static str, Url, &Arc<Route>)> {
        let own = self.iter().filter(move |route| route.section == Some(section));
        own.filter_map(|route| Some((route.title?, route.url()?, route)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Route, Routes};

    #[test]
    fn paths_are_recognised() {
        let paths =
            ["/", "/builds", "/builds/{build}", "/builds/{build}/logs/{*file}", "/repo-requests/{repo_request}"];
        let routes: Routes =
            paths.into_iter().chain(["/repo-requests"]).map(|path| Route::new(path, Vec::new())).collect();
        let has = |path: &str| routes.has(&path.split('/').map(str::to_owned).collect::<Vec<_>>());
        for (path, is_there) in [
            ("builds", true),
            ("builds/a-1-1", true),
            ("builds/a-1-1/logs", false),
            ("builds/a-1-1/logs/x86_64/build.log", true),
            ("builds/a-1-1/files", false),
            ("builds/", false),
            ("elsewhere", false),
        ] {
            assert_eq!(has(path), is_there, "{path}");
        }
        let list = |kind| routes.list_of(kind).map(|route| route.path);
        assert_eq!((list("repo request"), list("build"), list("log")), (Some("/repo-requests"), Some("/builds"), None));
    }
}
