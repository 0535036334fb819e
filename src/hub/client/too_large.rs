//! Calls whose answers were too large: for a while they are not made again, since each costs the hub and Kojiview as much as the
//! first.

use std::sync::Arc;
use std::time::Duration;

use crate::hub::Error;

/// The bounds that such calls met, in bytes.
pub(super) struct TooLarge(moka::sync::Cache<Arc<str>, u64>);

/// How long one is remembered.
const REMEMBERED: Duration = Duration::from_secs(600);
/// Calls that are remembered.
const CALLS: u64 = 10_000;

impl TooLarge {
    pub(super) fn new() -> Self {
        Self(moka::sync::Cache::builder().max_capacity(CALLS).time_to_live(REMEMBERED).build())
    }

    /// The error again, where it is known.
    pub(super) fn check(&self, request: &Arc<str>) -> Result<(), Error> {
        self.0.get(request).map_or(Ok(()), |bound| Err(Error::TooLarge(bound)))
    }

    pub(super) fn note<T>(&self, request: &Arc<str>, result: &Result<T, Error>) {
        if let Err(Error::TooLarge(bound)) = result {
            self.0.insert(request.clone(), *bound);
        }
    }
}
