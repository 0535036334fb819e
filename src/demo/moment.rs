//! A moment of the demo hub, in the spellings in which a hub sends one.

use jiff::Timestamp;

/// Microseconds since 1970: as fine as a hub's database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) i64);

/// Events are counted from here, four in a second: so their order is that of time, whoever asks first.
const FIRST_EVENT: i64 = 1_700_000_000;

impl Moment {
    pub(crate) fn of(time: Timestamp) -> Self {
        Self(time.as_microsecond())
    }

    pub(crate) fn of_seconds(seconds: i64) -> Self {
        Self(seconds * 1_000_000)
    }

    pub(crate) fn plus_millis(self, millis: i64) -> Self {
        Self(self.0 + millis * 1000)
    }

    pub(crate) fn plus(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }

    /// Milliseconds from `earlier` to this.
    pub(crate) fn millis_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1000
    }

    /// Whole seconds since 1970.
    pub(crate) fn unix(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// As `*_ts` fields have it.
    pub(crate) fn seconds(self) -> f64 {
        float(self.0) / 1e6
    }

    /// As `*_time` fields have it: Python leaves the fraction out where it is zero.
    pub(crate) fn text(self) -> String {
        let date = self.stamp().strftime("%Y-%m-%d %H:%M:%S");
        match self.0.rem_euclid(1_000_000) {
            0 => format!("{date}+00:00"),
            micros => format!("{date}.{micros:06}+00:00"),
        }
    }

    /// In any spelling of `strftime`.
    pub(crate) fn format(self, format: &str) -> String {
        self.stamp().strftime(format).to_string()
    }

    /// The event that a change at this moment has.
    pub(crate) fn event(self) -> i64 {
        (self.0 / 250_000) - FIRST_EVENT * 4
    }

    /// The last moment of an event.
    pub(crate) fn of_event(event: i64) -> Self {
        Self((event.clamp(0, i64::from(i32::MAX)) + FIRST_EVENT * 4 + 1) * 250_000 - 1)
    }

    fn stamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// A whole number as a hub's `double`.
#[expect(clippy::cast_precision_loss, reason = "times and sizes of a demo are far below 2^53")]
pub(crate) fn float(n: i64) -> f64 {
    n as f64
}
