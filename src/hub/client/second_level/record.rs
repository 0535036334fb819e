//! An answer as the second level has it: as it came, compressed, with when it was asked for.

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::hub::PartRead;

/// Under what an answer is: a hash of the hub, the method and the arguments.
pub(in crate::hub::client) type StoreKey = [u8; 32];

/// An answer as it came.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::hub::client) struct Record {
    /// When it was asked for, in milliseconds since 1970 by the clock of the machine.
    pub(super) asked: u64,
    /// What its entry in the first level had as its version.
    pub(super) version: u64,
    pub(super) content: Content,
}

/// The bytes that came.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::hub::client) enum Content {
    /// The body of a response.
    Body(Vec<u8>),
    /// A part of a file.
    Part(PartRead),
}

/// The form of what is below: what has another one was written by another version of Kojiview, and is not read.
const FORM: u8 = 2;
/// Bytes before the compressed ones: form, kind, time, version, bytes of the whole file, length, checksum.
const HEAD: usize = 2 + 8 + 8 + 8 + 4 + CHECKSUM;
const CHECKSUM: usize = 8;
const NO_TOTAL: u64 = u64::MAX;
const LEVEL: i32 = 1;
/// Bytes of a record that are worth their place.
pub(super) const LARGEST: usize = 8 << 20;
/// Bytes of an answer that a record may hold.
const LARGEST_CONTENT: usize = 128 << 20;

/// A time that lies ahead by no more than this is one of a clock that was set a little.
const SET_BACK: u64 = 60_000;
/// The age of an answer of which the clock says that it is yet to come: none is told as younger than it is.
const UNKNOWN_AGE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

impl Record {
    /// How old it is at this time.
    pub(super) fn age(&self, now: u64) -> Duration {
        match now.checked_sub(self.asked) {
            Some(age) => Duration::from_millis(age),
            None if self.asked - now <= SET_BACK => Duration::ZERO,
            None => UNKNOWN_AGE,
        }
    }

    /// Its bytes in the store; nothing where it is too large for one.
    pub(super) fn to_bytes(&self, key: &StoreKey) -> Option<Vec<u8>> {
        let (kind, total, content) = match &self.content {
            Content::Body(body) => (0u8, NO_TOTAL, body),
            Content::Part(part) => (1, part.total.unwrap_or(NO_TOTAL), &part.bytes),
        };
        let compressed = zstd::bulk::compress(content, LEVEL).ok()?;
        if compressed.len() > LARGEST || content.len() > LARGEST_CONTENT {
            return None;
        }
        let mut bytes = Vec::with_capacity(HEAD + compressed.len());
        bytes.extend([FORM, kind]);
        for number in [self.asked, self.version, total] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(u32::try_from(content.len()).ok()?.to_le_bytes());
        let checksum = checksum(key, &bytes, &compressed);
        bytes.extend(checksum);
        bytes.extend(compressed);
        Some(bytes)
    }

    /// What stands in these bytes; nothing where they were written by another version, for another key, or are damaged.
    pub(super) fn read(key: &StoreKey, bytes: &[u8]) -> Option<Self> {
        let (head, compressed) = bytes.split_at_checked(HEAD)?;
        let (head, sum) = head.split_at_checked(HEAD - CHECKSUM)?;
        if head.first() != Some(&FORM) || sum != checksum(key, head, compressed) {
            return None;
        }
        let number = |at: usize| head.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
        let (asked, version, total) = (number(2)?, number(10)?, number(18)?);
        let length = u32::from_le_bytes(head.get(26..30)?.try_into().ok()?) as usize;
        let content = zstd::bulk::decompress(compressed, length.min(LARGEST_CONTENT)).ok()?;
        let content = match head.get(1)? {
            0 => Content::Body(content),
            1 => Content::Part(PartRead { bytes: content, total: Some(total).filter(|total| *total != NO_TOTAL) }),
            _ => return None,
        };
        Some(Self { asked, version, content })
    }
}

fn checksum(key: &StoreKey, head: &[u8], compressed: &[u8]) -> [u8; CHECKSUM] {
    let hash = Sha256::new().chain_update(key).chain_update(head).chain_update(compressed).finalize();
    std::array::from_fn(|at| hash[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: StoreKey = [7; 32];

    fn records() -> [Record; 3] {
        let part = |total| Content::Part(PartRead { bytes: b"a log".to_vec(), total });
        [Content::Body(b"<methodResponse/>".repeat(50)), part(None), part(Some(1_000_000))].map(|content| Record {
            asked: 1_795_356_000_000,
            version: 9,
            content,
        })
    }

    #[test]
    fn what_was_written_is_read() {
        for record in records() {
            assert_eq!(Record::read(&KEY, &record.to_bytes(&KEY).unwrap()).as_ref(), Some(&record));
        }
    }

    #[test]
    fn what_is_damaged_or_foreign_is_nothing() {
        for record in records() {
            let bytes = record.to_bytes(&KEY).unwrap();
            assert_eq!(Record::read(&[8; 32], &bytes), None, "it is another's");
            for length in 0..bytes.len() {
                assert_eq!(Record::read(&KEY, &bytes[..length]), None, "cut after {length}");
            }
            for at in 0..bytes.len() {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1;
                assert_eq!(Record::read(&KEY, &damaged), None, "damaged at {at}");
            }
        }
        assert_eq!(Record::read(&KEY, &[0; 200]), None);
    }

    #[test]
    fn a_clock_that_jumps_makes_nothing_young() {
        let [record, ..] = records();
        assert_eq!(record.age(record.asked + 5), Duration::from_millis(5));
        assert_eq!(record.age(record.asked - 5), Duration::ZERO);
        assert_eq!(record.age(0), UNKNOWN_AGE);
    }
}
