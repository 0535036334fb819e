//! `queryHistory` of the settings of hosts: since when one is disabled, and who did it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{HostId, Timestamp, UserId};
use crate::hub::{Call, Cost, Freshness, Order, QueryOpts};

/// `queryHistory` of the table of hosts' settings.
#[derive(Debug, Clone, Serialize)]
pub struct QueryHostConfig {
    tables: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<HostId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
    #[serde(rename = "queryOpts")]
    query_opts: QueryOpts,
}

/// Settings of a host that are asked for: those that it had last.
const LAST: u32 = 50;
/// Hosts whose settings are asked for at most.
const HOSTS: u32 = 2000;

impl QueryHostConfig {
    const NEWEST: Order = Order { column: "create_event", descending: true };

    /// What was set of this host, the last times.
    #[must_use]
    pub fn of(host: HostId) -> Self {
        let query_opts = QueryOpts::first(LAST, Self::NEWEST);
        Self { tables: ["host_config"], host: Some(host), active: None, query_opts }
    }

    /// What holds of each host, and since when.
    #[must_use]
    pub fn of_all() -> Self {
        let query_opts = QueryOpts::first(HOSTS, Self::NEWEST);
        Self { tables: ["host_config"], host: None, active: Some(true), query_opts }
    }
}

impl Call for QueryHostConfig {
    const METHOD: &'static str = "queryHistory";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::ENDED;
    type Answer = HostConfigs;
}

/// Settings of hosts.
#[derive(Debug, Clone, Deserialize)]
pub struct HostConfigs {
    /// The newest first, but on hubs before 1.34, which heed no order.
    #[serde(default)]
    pub host_config: Vec<HostConfig>,
}

/// What was set of a host.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct HostConfig {
    pub host_id: HostId,
    #[serde(default)]
    pub enabled: Option<bool>,
    pub create_ts: Option<f64>,
    pub creator_id: Option<UserId>,
    pub creator_name: Option<String>,
}

impl HostConfig {
    /// When it was set.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        Timestamp::of_seconds(self.create_ts?)
    }

    /// Who did it.
    #[must_use]
    pub fn creator(&self) -> Option<(&str, &UserId)> {
        Some((self.creator_name.as_deref()?, self.creator_id.as_ref()?))
    }
}

impl HostConfigs {
    /// By what a host was disabled that is so still: the first of the last settings that all say so.
    #[must_use]
    pub fn disabled_by(&self) -> Option<&HostConfig> {
        let mut rows: Vec<&HostConfig> = self.host_config.iter().collect();
        rows.sort_by(|a, b| b.create_ts.unwrap_or_default().total_cmp(&a.create_ts.unwrap_or_default()));
        rows.into_iter().take_while(|row| row.enabled == Some(false)).last()
    }

    /// What holds of a host.
    #[must_use]
    pub fn of(&self, host: HostId) -> Option<&HostConfig> {
        self.host_config.iter().find(|row| row.host_id == host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_when_a_host_is_disabled() {
        let config = |at: f64, enabled: bool| serde_json::json!({"host_id": 1, "enabled": enabled, "create_ts": at, "creator_id": 2, "creator_name": "x"});
        let since = |rows: &[serde_json::Value]| {
            let all: HostConfigs = serde_json::from_value(serde_json::json!({"host_config": rows})).unwrap();
            all.disabled_by().and_then(|row| row.create_ts)
        };
        let (new, disabled, commented) = (config(1.0, true), config(2.0, false), config(3.0, false));
        assert_eq!(since(&[new.clone(), disabled.clone(), commented.clone()]), Some(2.0));
        assert_eq!(since(&[commented.clone(), disabled.clone(), config(4.0, true), new]), None);
        assert_eq!(since(&[]), None);
    }
}
