//! The address of a request, and the same with other parameters.

use crate::urls::Url;

/// A path and the parameters that are not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Here {
    /// Of this address; empty fields of a form mean absent.
    #[must_use]
    pub fn of(uri: &axum::http::Uri) -> Self {
        Self::of_text(uri.path(), uri.query().unwrap_or_default())
    }

    /// The same of its path and its query.
    #[must_use]
    pub fn of_text(path: &str, query: &str) -> Self {
        Self::with_pairs(path, super::query::pairs(query).collect())
    }

    /// At this path, with these parameters.
    #[must_use]
    pub fn with_pairs(path: &str, pairs: Vec<(String, String)>) -> Self {
        // With two slashes at its beginning, a link to it would lead to another site; browsers take `\` for one.
        let path = path.trim_start_matches('/').replace('\\', "%5C");
        Self { path: format!("/{path}"), pairs }
    }

    /// The same with these parameters alone.
    #[must_use]
    pub(in crate::web) fn only(&self, is_kept: impl Fn(&str) -> bool) -> Self {
        let pairs = self.pairs.iter().filter(|(name, _)| is_kept(name));
        Self { path: self.path.clone(), pairs: pairs.cloned().collect() }
    }

    /// The same without one parameter.
    #[must_use]
    pub(in crate::web) fn but(mut self, name: &str) -> Self {
        self.pairs.retain(|(n, _)| n != name);
        self
    }

    /// The path, encoded as it came, without the JSON suffix.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The parameters.
    pub fn pairs(&self) -> impl Iterator<Item = &(String, String)> {
        self.pairs.iter()
    }

    /// The same parameters at another path.
    #[must_use]
    pub fn at(&self, path: &str) -> Self {
        Self { path: path.to_owned(), pairs: self.pairs.clone() }
    }

    /// The first page of the same without this parameter.
    #[must_use]
    pub fn without(&self, name: &str) -> Url {
        self.with(&[(name, None), ("offset", None)])
    }

    /// The same address with parameters set, or taken out by `None`.
    #[must_use]
    pub fn with(&self, changes: &[(&str, Option<String>)]) -> Url {
        let is_set = |name: &str| changes.iter().any(|(n, _)| *n == name);
        let kept =
            self.pairs.iter().filter(|(name, _)| !is_set(name)).map(|(name, value)| (name.as_str(), value.as_str()));
        let set = changes.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
        Url::of(&self.path, kept.chain(set))
    }

    /// The address itself, in its plain spelling.
    #[must_use]
    pub fn itself(&self) -> Url {
        self.with(&[])
    }

    /// The address as search engines are to know it: a part of the page that is there only where it is asked for makes no other page.
    #[must_use]
    pub fn canonical(&self) -> Url {
        self.with(&[("open", None)])
    }

    /// The address without its parameters.
    #[must_use]
    pub fn bare(&self) -> Url {
        Url::of(&self.path, [("", ""); 0])
    }
}

#[cfg(test)]
mod tests {
    use super::Here;
    use crate::urls::BasePath;

    #[test]
    fn other_parameters_stay() {
        let here = Here::of(&"/builds?user=j%C3%A9&state=&offset=50&x=a%26b".parse().unwrap());
        let with = |changes: &[(&str, Option<String>)]| here.with(changes).below(&BasePath::default());
        assert_eq!(with(&[("offset", Some("100".into()))]), "/builds?user=j%C3%A9&x=a%26b&offset=100");
        assert_eq!(with(&[("offset", None), ("user", None)]), "/builds?x=a%26b");
        assert_eq!(with(&[]), "/builds?user=j%C3%A9&offset=50&x=a%26b");
    }
}
