//! A parameter that is a day.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Years in which a hub can have done something.
const YEARS: std::ops::Range<i16> = 1970..3000;

/// A day in UTC, as a browser's field for a date writes it: `2026-11-22`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Day(Date);

impl TryFrom<String> for Day {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_short = text.len() == "2026-11-22".len();
        let day: Option<Date> = text.parse().ok().filter(|_| is_short);
        day.filter(|day| YEARS.contains(&day.year())).map(Self).ok_or("a day such as 2026-11-22, from 1970 to 2999")
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.0.to_string()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Day {
    /// When it begins, in seconds since 1970.
    #[must_use]
    pub fn begin(self) -> i64 {
        self.0.to_zoned(TimeZone::UTC).map_or(0, |begin| begin.timestamp().as_second())
    }

    /// When the next one begins.
    #[must_use]
    pub fn end(self) -> i64 {
        self.begin() + 24 * 60 * 60
    }
}
