//! A line of a log without what stands around its text, and what it tells by itself.

use std::borrow::Cow;

use super::rules::{self, Kind};
use super::{Raw, prefix};

/// A line, and what it tells by itself.
#[derive(Debug)]
pub(super) struct Told<'a> {
    pub(super) raw: Raw<'a>,
    /// Without colours and prefixes.
    pub(super) text: Cow<'a, str>,
    pub(super) kind: Option<Kind>,
}

impl<'a> Told<'a> {
    pub(super) fn of(raw: Raw<'a>) -> Self {
        let text = match raw.plain() {
            Cow::Borrowed(plain) => Cow::Borrowed(prefix::without(plain)),
            Cow::Owned(plain) => Cow::Owned(prefix::without(&plain).to_owned()),
        };
        Self { raw, kind: rules::kind(&text), text }
    }

    /// Does rpm begin a script of the spec here?
    pub(super) fn begins_script(&self) -> bool {
        self.text.starts_with("Executing(%")
    }

    /// Does rpm say here that a script failed, at its end or in the summary?
    pub(super) fn ends_script(&self) -> bool {
        self.text.contains("Bad exit status from ")
    }

    /// The script that rpm says here has failed: `%build`.
    pub(super) fn script_that_failed(&self) -> Option<&str> {
        let (_, name) = self.text.rsplit_once('(').filter(|_| self.ends_script())?;
        name.trim_end().strip_suffix(')').filter(|name| name.starts_with('%'))
    }

    /// The heading of rpm's summary.
    pub(super) fn is_summary(&self) -> bool {
        self.text.starts_with("RPM build errors:")
    }
}
