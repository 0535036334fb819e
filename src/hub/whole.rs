//! Lists that the hub makes whole for every slice: whoever looks at a second slice of one gets all of it, once, and every
//! later page, order and filter comes from what is kept.
//!
//! Measured on a tag of 20,000 builds: a slice costs the hub 0.24 s, the whole 0.68 s.

use std::cmp::Ordering;
use std::sync::Arc;
use std::time::Duration;

use super::cache::Key;
use super::listing::{ByFilterResults, Rows, Slice, Wanted};
use super::{Error, Hub};

/// The slices of whole lists that were looked at lately: under each list what the first one was.
pub(super) struct Looked(moka::sync::Cache<Arc<str>, Arc<str>>);

/// How long a look at a list is remembered.
const LATELY: Duration = Duration::from_secs(600);
/// Lists that are remembered.
const LISTS: u64 = 1000;
/// Longer lists are never asked for whole.
const LONGEST: u64 = 100_000;

impl Looked {
    pub(super) fn new() -> Self {
        Self(moka::sync::Cache::builder().max_capacity(LISTS).time_to_live(LATELY).build())
    }

    fn is_other(&self, list: &Arc<str>, slice: &str) -> bool {
        self.0.get(list).is_some_and(|first| &*first != slice)
    }

    fn note(&self, list: Arc<str>, slice: &str) {
        self.0.entry(list).or_insert_with(|| slice.into());
    }
}

impl Hub {
    /// A slice of a list that the hub can only make whole.
    pub(super) async fn filtered<C: Rows>(&self, call: C, wanted: Wanted) -> Result<Slice<C::Row>, Error> {
        let sliced = ByFilterResults::of(call.clone(), wanted);
        if !C::WHOLE {
            return Ok(received(&*self.get(sliced).await?, wanted));
        }
        let list = Key::of(&call.unfiltered())?;
        let slice = Key::of(&sliced)?.request;
        let kept = self.shared.cache.get(&list).is_some_and(|kept| kept.serves());
        if kept || self.shared.looked.is_other(&list.request, &slice) {
            match self.get(call.unfiltered()).await {
                Ok(all) => return Ok(cut(&call, &all, wanted)),
                // Too large, or too slow: what can be had is a slice.
                Err(error) => tracing::info!(method = C::METHOD, %error, "a list cannot be had whole"),
            }
        }
        let answer = self.get(sliced).await?;
        if answer.0 <= LONGEST {
            self.shared.looked.note(list.request, &slice);
        }
        Ok(received(&answer, wanted))
    }
}

/// A slice as the hub sent it, with the number of all rows.
fn received<T>((total, rows): &(u64, Arc<Vec<T>>), wanted: Wanted) -> Slice<T> {
    let end = u64::from(wanted.offset) + rows.len() as u64;
    let shown = rows.len().min(wanted.limit as usize);
    Slice::of(Arc::clone(rows), shown, end < *total, Some(*total))
}

/// What the hub's `filterResults` does: a stable sort, then the part.
fn cut<C: Rows>(call: &C, all: &[C::Row], wanted: Wanted) -> Slice<C::Row> {
    let mut found: Vec<&C::Row> = all.iter().filter(|row| call.keeps(row)).collect();
    found.sort_by(|a, b| {
        let order = C::compare(wanted.order.column, a, b);
        if wanted.order.descending { order.reverse() } else { order }
    });
    let total = found.len();
    let rows: Vec<C::Row> =
        found.into_iter().skip(wanted.offset as usize).take(wanted.limit as usize).cloned().collect();
    let (shown, end) = (rows.len(), wanted.offset as usize + rows.len());
    Slice::of(Arc::new(rows), shown, end < total, Some(total as u64))
}

/// As the hub sorts what may be nil: it comes last.
pub(super) fn nil_last<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}
