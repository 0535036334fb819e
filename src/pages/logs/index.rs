//! Where the lines of a log begin, and what stands where: read once, and then only what a log has grown by.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use moka::sync::Cache;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::outline::Outline;
use super::show::LogOf;
use crate::hub::methods::LogFile;
use crate::hub::{self, Hub};
use crate::log::{Marker, Outcome};
use crate::web::{Error, Result};

/// Bytes of the beginning of a log whose lines are counted.
pub(super) const COUNTED: u64 = 8 << 20;

/// Bytes between two places whose number of lines is kept, at least.
const STEP: u64 = 64 << 10;
/// Bytes that are read at once. What a window reads lies in the same parts, so it is read already.
const READ: u64 = 1 << 20;

/// The lines of the beginning of a log.
#[derive(Debug, Clone)]
pub(super) struct Index {
    /// Bytes that are looked at: whole lines, and what has no end of a line in a log that grows no more.
    pub(super) size: u64,
    /// Bytes that were read: behind the last whole line, the beginning of one.
    read: u64,
    /// Beginnings of lines, each with the number of lines before it.
    places: Vec<(u64, u64)>,
    pub(super) outline: Arc<Outline>,
    marker: Marker,
}

/// What an index is of: the name of a file, when its task began (one that begins anew has new logs under the same names), and
/// what became of it.
type Key = (String, Option<String>, Outcome);

/// Bytes of all indexes that are kept.
const KEPT: u64 = 16 << 20;
static INDEXES: LazyLock<Cache<Key, Arc<Index>>> = LazyLock::new(|| {
    let weight = |_: &Key, index: &Arc<Index>| u32::try_from(index.weight()).unwrap_or(u32::MAX);
    Cache::builder().max_capacity(KEPT).weigher(weight).build()
});
/// To look through megabytes takes many milliseconds of a core: others wait for their turn.
static MADE_AT_ONCE: Semaphore = Semaphore::const_new(2);

impl Index {
    /// Of a log, as far as its lines are counted.
    pub(super) async fn read(hub: &Hub, file: &LogFile, of: &LogOf) -> Result<Arc<Self>> {
        let hub = hub.untagged();
        let key = (file.place(), of.began(), of.outcome());
        let wanted = file.size().min(COUNTED);
        let begun = INDEXES.get(&key).filter(|index| index.read <= wanted);
        // The last line of a log that grows no more needs no end.
        let ends_here = file.is_final() && file.size() == wanted;
        if let Some(index) = begun.as_ref().filter(|index| if ends_here { index.size } else { index.read } == wanted) {
            return Ok(index.clone());
        }
        let mut index = begun.as_deref().cloned().unwrap_or_else(|| Self::new(key.2));
        let mut rest = Vec::new();
        let mut read = index.size;
        while read < wanted {
            // In parts that begin at multiples of their size, but for what a log has grown by.
            let end = ((read / READ + 1) * READ).min(wanted);
            let bytes = hub.read(file, read, end - read).await?.bytes;
            read += bytes.len() as u64;
            if bytes.is_empty() {
                // It is shorter than it was.
                break;
            }
            rest.extend_from_slice(&bytes);
            let is_last = read >= file.size() && file.is_final();
            let whole = if is_last { rest.len() } else { memchr::memrchr(b'\n', &rest).map_or(0, |end| end + 1) };
            let left = rest.split_off(whole);
            let looked_at = std::mem::replace(&mut rest, left);
            // Who leaves meanwhile does not give the turn to another one before this one is done.
            let turn = MADE_AT_ONCE.acquire().await.map_err(|_| Error::Internal)?;
            let look = move || {
                let _turn = turn;
                index.extended(&looked_at)
            };
            index = spawn_blocking(look).await.map_err(|_| Error::Internal)?;
        }
        index.read = read;
        let index = Arc::new(index);
        INDEXES.insert(key, index.clone());
        Ok(index)
    }

    fn new(outcome: Outcome) -> Self {
        Self { size: 0, read: 0, places: vec![(0, 0)], outline: Arc::default(), marker: Marker::of(outcome) }
    }

    fn weight(&self) -> usize {
        self.outline.weight() + self.places.len() * size_of::<(u64, u64)>()
    }

    /// With the bytes that follow.
    fn extended(mut self, bytes: &[u8]) -> Self {
        let mut lines = self.lines();
        for end in memchr::memchr_iter(b'\n', bytes) {
            lines += 1;
            let begin = self.size + end as u64 + 1;
            if self.places.last().is_none_or(|(place, _)| begin >= place + STEP) {
                self.places.push((begin, lines));
            }
        }
        Arc::make_mut(&mut self.outline).extend(bytes, &mut self.marker);
        self.size += bytes.len() as u64;
        self
    }

    /// Lines that are counted.
    pub(super) fn lines(&self) -> u64 {
        self.outline.lines
    }

    /// A beginning of a line at this place or not far before it, and the number of lines before that.
    pub(super) fn before(&self, offset: u64) -> (u64, u64) {
        self.last(|(place, _)| *place <= offset)
    }

    /// The same before the line with this number.
    pub(super) fn before_line(&self, number: u64) -> (u64, u64) {
        self.last(|(_, lines)| *lines < number)
    }

    fn last(&self, is_before: impl Fn(&(u64, u64)) -> bool) -> (u64, u64) {
        let behind = self.places.partition_point(is_before);
        behind.checked_sub(1).and_then(|at| self.places.get(at)).copied().unwrap_or_default()
    }
}

/// Some bytes of a log whose lines are counted, by way of the parts that its index was made of.
pub(super) async fn part(hub: &Hub, file: &LogFile, from: u64, to: u64) -> std::result::Result<Bytes, hub::Error> {
    let (begin, end) = (from / READ * READ, (to.div_ceil(READ) * READ).min(file.size()));
    let read = hub.read(file, begin, end.saturating_sub(begin)).await?.bytes;
    let place = |offset: u64| usize::try_from(offset - begin).unwrap_or(usize::MAX).min(read.len());
    Ok(read.slice(place(from)..place(to.max(from))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_to_lines() {
        let lines: Vec<_> = (1..=30_000).map(|n| format!("line {n}\n")).collect();
        let text = lines.concat();
        let whole = Index::new(Outcome::Other).extended(text.as_bytes());
        // In whatever pieces it came, it is the same.
        let mut index = Index::new(Outcome::Other);
        for piece in text.as_bytes().split_inclusive(|byte| *byte == b'\n') {
            index = index.extended(piece);
        }
        assert_eq!((index.size, index.lines(), &index.places), (whole.size, whole.lines(), &whole.places));
        assert_eq!(index.lines(), 30_000);
        for (offset, lines) in
            [index.before(0), index.before(200_000), index.before_line(20_000), index.before(u64::MAX)]
        {
            let rest = &text[usize::try_from(offset).unwrap()..];
            assert!(rest.is_empty() || rest.starts_with(&format!("line {}\n", lines + 1)), "{offset} {lines}");
        }
        let (_, lines) = index.before_line(20_000);
        assert!(lines < 20_000 && lines > 10_000);
    }
}
