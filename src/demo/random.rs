//! Chance from a seed (splitmix64): the same data every time.

use std::fmt::Write as _;

/// A stream of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// The stream of this seed for this thing: the data of one build do not depend on how many others were made.
    pub(crate) fn of(seed: u64, thing: i64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ thing.cast_unsigned());
        random.next();
        random
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` up to, not including, `high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.next().cast_signed().rem_euclid((high - low).max(1))
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, chance: i64) -> bool {
        self.between(0, 100) < chance
    }

    /// Any index of a list of this length.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.next() >> 1).map_or(0, |n| n % length.max(1))
    }

    /// Any of them; the list has to have one.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.index(items.len())]
    }

    /// So many hexadecimal digits, as in checksums and commits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        let mut text = String::new();
        while text.len() < digits {
            let _ = write!(text, "{:016x}", self.next());
        }
        text.truncate(digits);
        text
    }
}
