//! A time in Koji's spelling: `2026-11-22 13:15:20.097524+00:00`, without the fraction where it is 0, and in changelogs
//! without the zone.

/// A point in time as the hub wrote it; it is read when it is shown.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Timestamp(Box<str>);

impl Timestamp {
    /// The point in time; `None` where the hub's spelling is unknown.
    #[must_use]
    pub fn instant(&self) -> Option<jiff::Timestamp> {
        // A time without a zone is the hub's own, and hubs run on UTC.
        let zoned = || self.0.parse::<jiff::Timestamp>().ok();
        let plain =
            || Some(self.0.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp());
        zoned().or_else(plain)
    }

    /// From seconds since 1970, which is all that a hub gives in some places; `None` for what is no time.
    #[must_use]
    pub fn of_seconds(seconds: f64) -> Option<Self> {
        let since = jiff::SignedDuration::try_from_secs_f64(seconds).ok()?;
        let instant = jiff::Timestamp::from_duration(since).ok()?;
        Some(Self(instant.strftime("%Y-%m-%d %H:%M:%S%.f+00:00").to_string().into()))
    }

    /// From whole seconds since 1970; `None` for what is no time.
    #[must_use]
    pub fn of_unix(seconds: i64) -> Option<Self> {
        let instant = jiff::Timestamp::from_second(seconds).ok()?;
        Some(Self(instant.strftime("%Y-%m-%d %H:%M:%S+00:00").to_string().into()))
    }

    /// As the hub wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn koji_spellings_are_read() {
        for (spelled, read) in [
            ("2026-11-22 13:15:20.097524+00:00", Some("2026-11-22T13:15:20.097524Z")),
            ("2026-11-22 13:15:20+00:00", Some("2026-11-22T13:15:20Z")),
            ("2026-11-22 13:15:20.5-05:00", Some("2026-11-22T18:15:20.5Z")),
            ("2024-01-15 12:00:00", Some("2024-01-15T12:00:00Z")),
            ("yesterday", None),
            ("", None),
        ] {
            let instant = Timestamp(spelled.into()).instant();
            assert_eq!(instant, read.map(|read| read.parse().unwrap()), "{spelled}");
        }
    }

    #[test]
    fn seconds_are_times() {
        let spelled = |seconds| Timestamp::of_seconds(seconds).map(|time| time.as_str().to_owned());
        assert_eq!(spelled(1_795_353_320.5).as_deref(), Some("2026-11-22 13:15:20.5+00:00"));
        assert_eq!(spelled(0.0).as_deref(), Some("1970-01-01 00:00:00+00:00"));
        assert_eq!((spelled(f64::NAN), spelled(1e300)), (None, None));
    }
}
