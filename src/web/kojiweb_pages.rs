//! What kojiweb's addresses lead to, for pages: its table stands above them.

use super::Routes;
use crate::urls::Url;

/// The page that one of kojiweb's leads to, by what follows `/koji/` in its address and by its query.
#[derive(Clone, Copy)]
pub struct KojiwebPages(pub fn(&str, &str, &Routes) -> Option<Url>);

impl KojiwebPages {
    /// The page of ours.
    #[must_use]
    pub fn page(self, page: &str, query: &str, routes: &Routes) -> Option<Url> {
        (self.0)(page, query, routes)
    }
}
