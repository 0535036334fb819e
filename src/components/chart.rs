//! Bars and columns of a report, drawn as SVG on this side: numbers beside them tell the same.

/// A bar beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Thousandths of the widest bar.
    pub width: u64,
    /// Thousandths of the widest bar that stand out within it: what failed of all.
    pub part: u64,
}

/// Of the whole width.
const WHOLE: u64 = 1000;

/// What is there is seen, however little it is.
const LEAST: u64 = 4;

impl Bar {
    /// Of a count and a part of it, beside the largest count.
    #[must_use]
    pub fn of(count: u64, part: u64, largest: u64) -> Self {
        let of = |count: u64| {
            let width = u128::from(count.min(largest)) * u128::from(WHOLE) / u128::from(largest.max(1));
            let width = u64::try_from(width).unwrap_or(WHOLE);
            if count > 0 { width.max(LEAST) } else { 0 }
        };
        Self { width: of(count), part: of(part.min(count)) }
    }

    /// Of amounts that are no counts, such as a capacity and the load on it.
    #[must_use]
    pub fn of_amounts(amount: f64, part: f64, largest: f64) -> Self {
        Self::of(thousandths(amount), thousandths(part), thousandths(largest))
    }
}

/// Columns side by side, each with parts one upon the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    columns: Vec<[u64; PARTS]>,
}

/// Parts of a column.
const PARTS: usize = 3;

/// A part of a column, in the units of the picture.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    /// From the left.
    pub x: u64,
    /// From the top.
    pub y: u64,
    /// Its height.
    pub height: u64,
    /// Which part it is.
    pub part: usize,
}

impl Columns {
    /// The height of the picture.
    pub const HEIGHT: u64 = 100;
    /// From a column to the next one.
    const STEP: u64 = 10;
    /// The width of a column.
    const THICKNESS: u64 = 8;

    /// Of these counts.
    #[must_use]
    pub fn of(columns: Vec<[u64; PARTS]>) -> Self {
        Self { columns }
    }

    /// The width of the picture.
    #[must_use]
    pub fn width(&self) -> u64 {
        (self.columns.len() as u64).max(1) * Self::STEP
    }

    /// The width of a column.
    #[must_use]
    pub fn thickness(&self) -> u64 {
        Self::THICKNESS
    }

    /// The largest column.
    #[must_use]
    pub fn largest(&self) -> u64 {
        self.columns.iter().map(|parts| parts.iter().sum()).max().unwrap_or_default()
    }

    /// Are there enough of them to be worth a picture?
    #[must_use]
    pub fn is_worth_it(&self) -> bool {
        self.columns.len() > 2
    }

    /// What is drawn.
    #[must_use]
    pub fn pieces(&self) -> Vec<Piece> {
        let largest = u128::from(self.largest().max(1));
        let height = |count: u64| u64::try_from(u128::from(count) * u128::from(Self::HEIGHT) / largest).unwrap_or(0);
        let mut pieces = Vec::new();
        for (at, parts) in self.columns.iter().enumerate() {
            let mut below = 0;
            for (part, count) in parts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let (bottom, top) = (height(below), height(below + count));
                below += count;
                let (x, y) = (at as u64 * Self::STEP, Self::HEIGHT - top);
                pieces.push(Piece { x, y, height: top - bottom, part });
            }
        }
        pieces
    }
}

/// An amount as a count; none of what is no amount.
fn thousandths(amount: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "of what is finite, from 0 up")]
    let whole = (amount.max(0.0) * 1000.0).round() as u64;
    if amount.is_finite() { whole } else { 0 }
}

/// `12.5 %`; none of nothing.
#[must_use]
pub fn percent(part: u64, all: u64) -> Option<String> {
    let thousandths = (u128::from(part) * 1000 + u128::from(all) / 2).checked_div(u128::from(all))?;
    Some(format!("{}.{} %", thousandths / 10, thousandths % 10))
}

/// The same of amounts that are no counts.
#[must_use]
pub fn percent_of_amounts(part: f64, all: f64) -> Option<String> {
    percent(thousandths(part), thousandths(all))
}

#[cfg(test)]
mod tests {
    use super::{Bar, Columns, Piece, percent};

    #[test]
    fn columns_stand_upon_each_other() {
        let columns = Columns::of(vec![[1, 1, 0], [0, 0, 0], [2, 1, 1]]);
        let piece = |x, y, height, part| Piece { x, y, height, part };
        assert_eq!((columns.width(), columns.largest()), (30, 4));
        assert_eq!(
            columns.pieces(),
            [piece(0, 75, 25, 0), piece(0, 50, 25, 1), piece(20, 50, 50, 0), piece(20, 25, 25, 1), piece(20, 0, 25, 2)]
        );
        assert_eq!(Columns::of(Vec::new()).width(), 10);
        assert!(Columns::of(vec![[u64::MAX / 2, 1, 0]; 3]).pieces().iter().all(|piece| piece.y <= 100));
    }

    #[test]
    fn bars_stay_inside() {
        for (count, part, largest, width, of_it) in [
            (10, 5, 10, 1000, 500),
            (5, 0, 10, 500, 0),
            (1, 1, 1_000_000, 4, 4),
            (0, 0, 0, 0, 0),
            (20, 30, 10, 1000, 1000),
            (u64::MAX, u64::MAX, u64::MAX, 1000, 1000),
        ] {
            assert_eq!(Bar::of(count, part, largest), Bar { width, part: of_it }, "{part} of {count}");
        }
        assert_eq!(Bar::of_amounts(2.0, 0.5, 4.0), Bar { width: 500, part: 125 });
        assert_eq!(Bar::of_amounts(f64::NAN, -1.0, f64::INFINITY), Bar { width: 0, part: 0 });
    }

    #[test]
    fn shares() {
        assert_eq!(percent(1, 3).as_deref(), Some("33.3 %"));
        assert_eq!(percent(2, 3).as_deref(), Some("66.7 %"));
        assert_eq!(percent(5, 5).as_deref(), Some("100.0 %"));
        assert_eq!(percent(0, 0), None);
    }
}
