//! What stands where in a log: its errors and its phases.

use std::sync::{Arc, LazyLock};

use moka::sync::Cache;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::hub::FileRead;
use crate::log::{Mark, MarkedLine, Marker, Outcome, marked_lines};
use crate::web::{Error, Result};

/// Errors and phases that are kept.
const MOST: usize = 500;

/// The errors and phases of a log.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Outline {
    /// Lines of the log.
    pub(super) lines: u64,
    pub(super) errors: Vec<MarkedLine>,
    /// How many more there are.
    pub(super) more_errors: usize,
    pub(super) phases: Vec<MarkedLine>,
}

/// Bytes of all outlines that are kept.
const KEPT: u64 = 16 << 20;
/// An outline of megabytes takes many milliseconds of one core: others wait for their turn.
static MADE_AT_ONCE: Semaphore = Semaphore::const_new(2);
/// The outlines of logs, by the versions of those.
static OUTLINES: LazyLock<Cache<(u64, Outcome), Arc<Outline>>> = LazyLock::new(|| {
    let weight = |_: &(u64, Outcome), outline: &Arc<Outline>| u32::try_from(outline.weight()).unwrap_or(u32::MAX);
    Cache::builder().max_capacity(KEPT).weigher(weight).build()
});

impl Outline {
    /// Of a log that was read as a whole: made once for each version of it.
    pub(super) async fn of_read(read: FileRead, outcome: Outcome) -> Result<Arc<Self>> {
        let key = (read.version, outcome);
        if let Some(outline) = OUTLINES.get(&key) {
            return Ok(outline);
        }
        let _turn = MADE_AT_ONCE.acquire().await.map_err(|_| Error::Internal)?;
        // It may have been made while this one waited.
        if let Some(outline) = OUTLINES.get(&key) {
            return Ok(outline);
        }
        let made = spawn_blocking(move || Self::of(&read.bytes, outcome)).await.map_err(|_| Error::Internal)?;
        let outline = Arc::new(made);
        OUTLINES.insert(key, outline.clone());
        Ok(outline)
    }

    /// Bytes that it holds, about.
    fn weight(&self) -> usize {
        let lines = self.errors.iter().chain(&self.phases);
        200 + lines.map(|line| line.text.len() + size_of::<MarkedLine>()).sum::<usize>()
    }

    /// Of a whole log.
    fn of(bytes: &[u8], outcome: Outcome) -> Self {
        let mut outline = Self { lines: memchr::memchr_iter(b'\n', bytes).count() as u64, ..Self::default() };
        if bytes.last().is_some_and(|last| *last != b'\n') {
            outline.lines += 1;
        }
        for line in marked_lines(bytes, 1, &mut Marker::of(outcome)) {
            match line.mark {
                Mark::Error | Mark::Consequence if outline.errors.len() < MOST => outline.errors.push(line),
                Mark::Error | Mark::Consequence => outline.more_errors += 1,
                Mark::Phase if outline.phases.len() < MOST => outline.phases.push(line),
                Mark::Phase | Mark::Warning => {}
            }
        }
        outline
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, FileRead, Outcome, Outline};

    #[tokio::test]
    async fn an_outline_is_made_once_a_version() {
        let read = |version| FileRead { bytes: "x\nerror: no\n".into(), version };
        let first = Outline::of_read(read(1_000_001), Outcome::Other).await.unwrap();
        assert_eq!((first.lines, first.errors.len()), (2, 1));
        assert!(Arc::ptr_eq(&first, &Outline::of_read(read(1_000_001), Outcome::Other).await.unwrap()));
        assert!(!Arc::ptr_eq(&first, &Outline::of_read(read(1_000_002), Outcome::Other).await.unwrap()));
    }
}
