//! Which answers of the hub pages were made of, by the pages' tags.

use std::sync::Arc;

use axum::http::HeaderValue;
use moka::sync::Cache;

use crate::hub::UsedAnswers;

/// Bytes of all that is remembered.
const MOST: u64 = 16 << 20;

/// The answers that pages were made of, by the pages' tags.
#[derive(Clone)]
pub struct Revalidations(Cache<HeaderValue, Arc<UsedAnswers>>);

impl Default for Revalidations {
    fn default() -> Self {
        let weigher = |_: &HeaderValue, answers: &Arc<UsedAnswers>| {
            u32::try_from(answers.weight()).unwrap_or(u32::MAX).saturating_add(200)
        };
        Self(Cache::builder().max_capacity(MOST).weigher(weigher).build())
    }
}

impl Revalidations {
    /// The page with this tag was made of these answers.
    pub(super) fn keep(&self, tag: &HeaderValue, answers: impl FnOnce() -> UsedAnswers) {
        // Most pages are made again and again of the same answers.
        if !self.0.contains_key(tag) {
            self.0.insert(tag.clone(), Arc::new(answers()));
        }
    }

    /// The answers that the page with this tag was made of, where that is remembered.
    pub(super) fn get(&self, tag: &HeaderValue) -> Option<Arc<UsedAnswers>> {
        self.0.get(tag)
    }
}
