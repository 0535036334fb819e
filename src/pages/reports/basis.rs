//! What a report is made of: the newest rows of a list, of which those of a span of time are counted.

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::Slice;
use crate::hub::model::Timestamp;
use crate::urls::Span;

/// A span of time until now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    days: Option<u16>,
    since: Option<jiff::Timestamp>,
}

impl Window {
    pub(super) fn of(span: Span, now: jiff::Timestamp) -> Self {
        match span {
            Span::Days(days) => {
                let since = now.checked_sub(SignedDuration::from_hours(i64::from(days) * 24)).ok();
                Self { days: Some(days), since }
            }
            Span::All => Self { days: None, since: None },
        }
    }

    /// Whole days until the end of this one, which is still going on.
    pub(super) fn of_whole_days(span: Span, now: jiff::Timestamp) -> Self {
        let Span::Days(days) = span else { return Self::of(span, now) };
        let today = now.to_zoned(TimeZone::UTC).date();
        let first = today.checked_sub(jiff::Span::new().days(i64::from(days) - 1)).unwrap_or(today);
        Self { days: Some(days), since: first.to_zoned(TimeZone::UTC).ok().map(|first| first.timestamp()) }
    }

    /// Is this time in it? Without a time nothing is, but where all is.
    pub(super) fn has(&self, time: Option<&Timestamp>) -> bool {
        self.since.is_none_or(|since| time.and_then(Timestamp::instant).is_some_and(|time| time >= since))
    }
}

/// What a report is made of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Basis {
    /// What is counted.
    pub(super) what: &'static str,
    /// What happened to it in the span: that it `began`, or `ended`.
    pub(super) when: &'static str,
    /// What else there is to say of what is counted.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) note: &'static str,
    /// Of so many days until now; null: of all that was read.
    pub(super) days: Option<u16>,
    /// How many were counted.
    pub(super) counted: u64,
    /// How many were read, the newest ones.
    pub(super) read: u64,
    /// When the oldest one that was read began.
    pub(super) reaches_back_to: Option<Timestamp>,
    /// Are there older ones that would count too? Then these are not all.
    pub(super) is_sample: bool,
}

impl Basis {
    /// Of these rows, of which so many were counted. `began`: when a row began.
    pub(super) fn of<T>(
        (what, when): (&'static str, &'static str),
        rows: &Slice<T>,
        began: impl Fn(&T) -> Option<&Timestamp>,
        window: Window,
        counted: u64,
    ) -> Self {
        let reaches_back_to = rows.rows().last().and_then(began).cloned();
        let oldest = reaches_back_to.as_ref().and_then(Timestamp::instant);
        let reaches_all = oldest.zip(window.since).is_some_and(|(oldest, since)| oldest < since);
        let is_sample = rows.more && !reaches_all;
        Self {
            what,
            when,
            note: "",
            days: window.days,
            counted,
            read: rows.rows().len() as u64,
            reaches_back_to,
            is_sample,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Basis, Span, Window};
    use crate::hub::model::Timestamp;
    use crate::hub::{Order, PageRequest, Slice};

    /// Rows that began so many hours before 1,000 hours, of which there are more.
    fn rows(hours: &[i64], more: bool) -> Slice<Timestamp> {
        let mut rows: Vec<Timestamp> =
            hours.iter().map(|ago| Timestamp::of_unix((1000 - ago) * 3600).unwrap()).collect();
        let limit = u32::try_from(rows.len()).unwrap();
        rows.extend(more.then(|| Timestamp::of_unix(0).unwrap()));
        Slice::of_whole(rows, PageRequest { order: Order::NEWEST_ID, offset: 0, limit })
    }

    #[test]
    fn a_sample_says_that_it_is_one() {
        let now = jiff::Timestamp::from_second(1000 * 3600).unwrap();
        let day = Window::of(Span::Days(1), now);
        for (hours, more, span, is_sample) in [
            (&[1, 23, 25][..], true, Span::Days(1), false),
            (&[1, 23], true, Span::Days(1), true),
            (&[1, 23], false, Span::Days(1), false),
            (&[1, 23, 25], true, Span::All, true),
            (&[1, 23, 25], false, Span::All, false),
            (&[], false, Span::All, false),
        ] {
            let basis = Basis::of(("builds", "ended"), &rows(hours, more), |row| Some(row), Window::of(span, now), 2);
            assert_eq!((basis.is_sample, basis.read), (is_sample, hours.len() as u64), "{hours:?} {span:?}");
        }
        let has = |hours: i64| day.has(Timestamp::of_unix((1000 - hours) * 3600).as_ref());
        assert_eq!((has(23), has(24), has(25), day.has(None)), (true, true, false, false));
        assert!(Window::of(Span::All, now).has(None));
    }
}
