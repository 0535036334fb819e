//! The address of a request, and its neighbours: the same with other parameters.

use percent_encoding::utf8_percent_encode;

use super::links::SEGMENT;
use super::query::Known;

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
        let pairs = super::query::pairs(uri.query().unwrap_or_default());
        Self { path: uri.path().to_owned(), pairs: pairs.collect() }
    }

    /// The same without the parameters that the page does not read.
    #[must_use]
    pub(super) fn only(mut self, known: &Known) -> Self {
        self.pairs.retain(|(name, _)| known.has(name));
        self
    }

    /// The same without one parameter.
    #[must_use]
    pub(super) fn but(mut self, name: &str) -> Self {
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
    pub fn without(&self, name: &str) -> String {
        self.with(&[(name, None), ("offset", None)])
    }

    /// The same address with parameters set, or taken out by `None`.
    #[must_use]
    pub fn with(&self, changes: &[(&str, Option<String>)]) -> String {
        let is_set = |name: &str| changes.iter().any(|(n, _)| *n == name);
        let kept =
            self.pairs.iter().filter(|(name, _)| !is_set(name)).map(|(name, value)| (name.as_str(), value.as_str()));
        let set = changes.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
        let mut address = self.path.clone();
        for (at, (name, value)) in kept.chain(set).enumerate() {
            address.push(if at == 0 { '?' } else { '&' });
            address.extend([utf8_percent_encode(name, SEGMENT).to_string(), "=".into()]);
            address.extend(utf8_percent_encode(value, SEGMENT));
        }
        address
    }

    /// The address itself, in its plain spelling.
    #[must_use]
    pub fn itself(&self) -> String {
        self.with(&[])
    }

    /// The address of the same data as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let mut twin = self.clone();
        twin.path.push_str(".json");
        twin.itself()
    }
}

#[cfg(test)]
mod tests {
    use super::Here;

    #[test]
    fn neighbours_keep_the_rest() {
        let here = Here::of(&"/builds?user=j%C3%A9&state=&offset=50&x=a%26b".parse().unwrap());
        assert_eq!(here.with(&[("offset", Some("100".into()))]), "/builds?user=j%C3%A9&x=a%26b&offset=100");
        assert_eq!(here.with(&[("offset", None), ("user", None)]), "/builds?x=a%26b");
        assert_eq!(here.json(), "/builds.json?user=j%C3%A9&offset=50&x=a%26b");
    }
}
