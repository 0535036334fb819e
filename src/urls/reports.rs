//! Reports.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::list::{PageQuery, at};
use super::{ListUrl, Url};
use crate::hub::model::{IdOrName, TagId};

/// How far back a report counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Span {
    /// So many days.
    Days(u16),
    /// As far as what is read reaches.
    All,
}

impl Span {
    /// The numbers of days that forms offer: those of kojiweb.
    pub const OFFERED: [u16; 11] = [1, 3, 5, 7, 14, 30, 60, 90, 120, 180, 365];
    /// Days at most.
    const MOST: u16 = 1000;
    /// In an address.
    const ALL: &str = "all";

    /// So many days of kojiweb's, where -1 is all.
    #[must_use]
    pub fn of_days(days: i64) -> Option<Self> {
        match u16::try_from(days) {
            Err(_) if days == -1 => Some(Self::All),
            Ok(days @ 1..=Self::MOST) => Some(Self::Days(days)),
            _ => None,
        }
    }
}

impl TryFrom<String> for Span {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let days = || text.parse().ok().filter(|days| *days > 0).and_then(Self::of_days);
        if text == Self::ALL { Some(Self::All) } else { days() }
            .ok_or_else(|| format!("a number of days from 1 to {}, or {}", Self::MOST, Self::ALL))
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        match span {
            Span::Days(days) => days.to_string(),
            Span::All => Span::ALL.to_owned(),
        }
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Span".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^([1-9][0-9]{0,2}|1000|all)$" })
    }
}

/// A report of what began or ended lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReportUrl {
    /// Of so many days, or of all that is read.
    pub days: Option<Span>,
}

/// The report of tasks by host.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TasksByHostUrl {
    /// Of so many days, or of all that is read.
    pub days: Option<Span>,
    /// On hosts with this arch.
    pub arch: Option<String>,
}

/// The report of rpms by host.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RpmsByHostUrl {
    /// On hosts with this arch.
    pub arch: Option<String>,
    /// Rpms of this arch.
    pub rpm_arch: Option<String>,
}

/// The report of packages by user.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PackagesByUserUrl {
    /// In this tag: the one that most builds go into, unless it is set.
    pub tag: Option<IdOrName<TagId>>,
}

/// The report of the cluster's health.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ClusterHealthUrl {
    /// Hosts with this arch.
    pub arch: Option<String>,
}

impl ListUrl for TasksByHostUrl {
    const PATH: &'static str = "/reports/tasks-by-host";
}

impl ListUrl for RpmsByHostUrl {
    const PATH: &'static str = "/reports/rpms-by-host";
}

impl ListUrl for PackagesByUserUrl {
    const PATH: &'static str = "/reports/packages-by-user";
}

impl ListUrl for ClusterHealthUrl {
    const PATH: &'static str = "/reports/cluster-health";
}

impl ReportUrl {
    /// The report of builds by user.
    #[must_use]
    pub fn builds_by_user(&self, page: &PageQuery) -> Url {
        at("/reports/builds-by-user", self, page)
    }

    /// The report of tasks by user.
    #[must_use]
    pub fn tasks_by_user(&self, page: &PageQuery) -> Url {
        at("/reports/tasks-by-user", self, page)
    }

    /// The report of builds by target.
    #[must_use]
    pub fn builds_by_target(&self, page: &PageQuery) -> Url {
        at("/reports/builds-by-target", self, page)
    }

    /// The report of builds by status.
    #[must_use]
    pub fn builds_by_status(&self) -> Url {
        at("/reports/builds-by-status", self, &PageQuery::default())
    }
}

/// All reports.
#[must_use]
pub fn reports() -> Url {
    Url("/reports".to_owned())
}

/// The report of channels in which tasks wait.
#[must_use]
pub fn report_of_queues() -> Url {
    Url("/reports/queues".to_owned())
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn spans_are_days_or_all() {
        let read = |text: &str| Span::try_from(text.to_owned()).ok();
        for (text, span) in [
            ("7", Some(Span::Days(7))),
            ("1000", Some(Span::Days(1000))),
            ("all", Some(Span::All)),
            ("1001", None),
            ("0", None),
            ("-1", None),
            ("", None),
            ("week", None),
        ] {
            assert_eq!(read(text), span, "{text}");
        }
        assert_eq!(Span::of_days(-1), Some(Span::All));
        let pattern =
            serde_json::to_value(schemars::schema_for!(Span)).unwrap()["pattern"].as_str().unwrap().to_owned();
        let pattern = regex::Regex::new(&pattern).unwrap();
        for days in 0..2000 {
            assert_eq!(pattern.is_match(&days.to_string()), read(&days.to_string()).is_some(), "{days}");
        }
    }
}
