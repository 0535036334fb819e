//! How values are spelled on a page.

#![expect(missing_docs, clippy::inline_always, reason = "what askama makes of a filter; the functions have their docs")]

use std::fmt::Write as _;
use std::time::Duration;

use askama::Values;
use jiff::tz::TimeZone;

use super::Site;
use super::durations::span;
pub use super::durations::{between, clock, words};
use super::escape::escaped;
use crate::hub::model::Timestamp;
use crate::urls::Url;

/// Now, as the site has it.
fn now(values: &dyn Values) -> jiff::Timestamp {
    let site = values.get_value("site").and_then(|site| site.downcast_ref::<Site>());
    site.map_or_else(jiff::Timestamp::now, |site| site.now)
}

/// An address of this site, below its base path.
#[askama::filter_fn]
pub fn href<A: AsRef<Url>>(url: A, values: &dyn Values) -> askama::Result<String> {
    let site = values.get_value("site").and_then(|site| site.downcast_ref::<Site>());
    site.map(|site| url.as_ref().below(&site.base)).ok_or(askama::Error::ValueMissing)
}

/// The text with its first letter as a capital one.
#[must_use]
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// HTML of a text in which the addresses of web pages are links.
#[must_use]
pub fn linked(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 64);
    for word in text.split_inclusive(char::is_whitespace) {
        let address =
            word.trim_start_matches('(').trim_end_matches(|c: char| c.is_whitespace() || ".,;:!?)".contains(c));
        let is_address = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
        match word.split_once(address).filter(|_| is_address) {
            Some((before, after)) => {
                let (before, address, after) = (escaped(before), escaped(address), escaped(after));
                let _ = write!(html, "{before}<a href=\"{address}\" rel=\"external\">{address}</a>{after}");
            }
            None => html.push_str(&escaped(word)),
        }
    }
    html
}

/// From so many seconds on, a date says more than a number of days.
const DATES: u64 = 60 * 86_400;

fn since(time: &Timestamp, now: jiff::Timestamp) -> Option<Duration> {
    Some(Duration::try_from(now.duration_since(time.instant()?)).unwrap_or_default())
}

/// `3 min`: how long ago; a date where that is long, the hub's spelling where it cannot be read.
#[askama::filter_fn]
pub fn ago(time: &Timestamp, values: &dyn Values) -> askama::Result<String> {
    Ok(long_ago(time, values).unwrap_or_else(|| ago_in_words(time, values, "")))
}

/// The same in a sentence: `3 min ago`, `on 2024-12-15`.
#[askama::filter_fn]
pub fn past(time: &Timestamp, values: &dyn Values) -> askama::Result<String> {
    let date = long_ago(time, values).map(|date| format!("on {date}"));
    Ok(date.unwrap_or_else(|| ago_in_words(time, values, " ago")))
}

/// Is it so recent that what is said of it changes while a reader looks?
#[askama::filter_fn]
pub fn is_recent(time: &Timestamp, values: &dyn Values) -> askama::Result<bool> {
    Ok(since(time, now(values)).is_some_and(|span| span.as_secs() < DATES))
}

/// Is it so many seconds ago, or more?
#[askama::filter_fn]
pub fn is_older_than(time: &Timestamp, values: &dyn Values, seconds: u64) -> askama::Result<bool> {
    Ok(since(time, now(values)).is_some_and(|span| span.as_secs() >= seconds))
}

fn ago_in_words(time: &Timestamp, values: &dyn Values, ago: &str) -> String {
    since(time, now(values)).map_or_else(|| time.as_str().to_owned(), |since| span(since) + ago)
}

fn long_ago(time: &Timestamp, values: &dyn Values) -> Option<String> {
    since(time, now(values)).filter(|span| span.as_secs() >= DATES)?;
    Some(time.instant()?.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string())
}

/// `5 min 28 s`: how long since a time, in words.
#[askama::filter_fn]
pub fn lasting(start: &Timestamp, values: &dyn Values) -> askama::Result<String> {
    Ok(since(start, now(values)).map(words).unwrap_or_default())
}

/// Seconds after which something unfinished is asked for again: the longer it runs, the less often.
#[askama::filter_fn]
pub fn pace(start: Option<&Timestamp>, values: &dyn Values) -> askama::Result<u32> {
    Ok(start.map_or(UNKNOWN_PACE, |start| pace_at(since(start, now(values)).unwrap_or_default())))
}

/// The same of what began at an unknown time.
const UNKNOWN_PACE: u32 = 10;

fn pace_at(age: Duration) -> u32 {
    match age.as_secs() {
        ..120 => 2,
        120..600 => 5,
        600..7200 => 10,
        _ => 30,
    }
}

/// `2026-11-22 13:15:20`, in UTC; the hub's spelling where it cannot be read.
#[askama::filter_fn]
pub fn utc(time: &Timestamp, _: &dyn Values) -> askama::Result<String> {
    Ok(in_utc(time))
}

/// The same as text.
pub fn in_utc(time: &Timestamp) -> String {
    let spelled = |instant: jiff::Timestamp| instant.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S").to_string();
    time.instant().map_or_else(|| time.as_str().to_owned(), spelled)
}

/// `2026-11-22T13:15:20Z`, for machines.
#[askama::filter_fn]
pub fn iso(time: &Timestamp, _: &dyn Values) -> askama::Result<String> {
    let spelled = |instant: jiff::Timestamp| instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Ok(time.instant().map_or_else(|| time.as_str().to_owned(), spelled))
}

/// `11-22 13:15`, in UTC, for a column of times; with the year where it is another one.
#[askama::filter_fn]
pub fn short(time: &Timestamp, values: &dyn Values) -> askama::Result<String> {
    let Some(instant) = time.instant() else { return Ok(time.as_str().to_owned()) };
    let (then, now) = (instant.to_zoned(TimeZone::UTC), now(values).to_zoned(TimeZone::UTC));
    let form = if then.year() == now.year() { "%m-%d %H:%M" } else { "%Y-%m-%d" };
    Ok(then.strftime(form).to_string())
}

/// `Mon Jan 15 2024`: the day of a changelog's entry, as rpm writes it.
#[askama::filter_fn]
pub fn day(time: &Timestamp, _: &dyn Values) -> askama::Result<String> {
    let spelled = |instant: jiff::Timestamp| instant.to_zoned(TimeZone::UTC).strftime("%a %b %d %Y").to_string();
    Ok(time.instant().map_or_else(|| time.as_str().to_owned(), spelled))
}

/// `21.4 KB`: bytes, in steps of 1024.
#[must_use]
pub fn bytes(size: i64) -> String {
    const UNITS: [&str; 5] = ["KB", "MB", "GB", "TB", "PB"];
    if size < 1024 {
        return format!("{size} B");
    }
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let mut amount = size as f64 / 1024.0;
    let mut unit = UNITS[0];
    for larger in &UNITS[1..] {
        // What would round to 1024 of a unit is 1.0 of the next.
        if amount < 1023.5 {
            break;
        }
        (amount, unit) = (amount / 1024.0, larger);
    }
    if amount < 99.95 { format!("{amount:.1} {unit}") } else { format!("{amount:.0} {unit}") }
}

/// `21.4 KB`.
#[askama::filter_fn]
pub fn size(size: &i64, _: &dyn Values) -> askama::Result<String> {
    Ok(bytes(*size))
}

/// `1,234`: a number with its thousands apart.
#[askama::filter_fn]
pub fn thousands<T: std::fmt::Display>(number: T, _: &dyn Values) -> askama::Result<String> {
    Ok(grouped(number))
}

/// The same as text.
pub fn grouped(number: impl std::fmt::Display) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    #[test]
    fn addresses_in_texts_are_links() {
        for (text, html) in [
            (
                "Down: see (https://x.example.org/a?b=1&c=2).",
                "Down: see (<a href=\"https://x.example.org/a?b=1&amp;c=2\" rel=\"external\">https://x.example.org/a?b=1&amp;c=2</a>).",
            ),
            ("<b> javascript:x http:/ 'x'", "&lt;b&gt; javascript:x http:/ &#39;x&#39;"),
            ("", ""),
        ] {
            assert_eq!(super::linked(text), html);
        }
    }

    #[test]
    fn polls_slow_down_with_age() {
        let paces = [0, 119, 120, 3600, 86_400].map(|age| super::pace_at(Duration::from_secs(age)));
        assert_eq!(paces, [2, 2, 5, 10, 30]);
    }

    #[test]
    fn sizes() {
        for (size, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KB"),
            (21_914, "21.4 KB"),
            (131_000, "128 KB"),
            (1_048_575, "1.0 MB"),
            (5 << 30, "5.0 GB"),
        ] {
            assert_eq!(super::bytes(size), text);
        }
    }
}
