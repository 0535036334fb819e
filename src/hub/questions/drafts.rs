//! Drafts by the NVR that they will have once one of them is promoted.

use crate::hub::methods::{BuildRow, ListBuilds};
use crate::hub::{Error, Hub, Order, PageRequest, feature};

/// More than one is a list.
const DRAFTS: u32 = 2;

impl Hub {
    /// The newest drafts that would have this NVR, two at most.
    ///
    /// # Errors
    ///
    /// Those of the hub.
    pub async fn drafts_named(&self, nvr: &str) -> Result<Vec<BuildRow>, Error> {
        let package = nvr.rsplitn(3, '-').nth(2).filter(|name| !name.is_empty());
        let Some(package) = package.filter(|_| !nvr.contains([',', '*', '?', '['])) else { return Ok(Vec::new()) };
        if !self.has(&feature::DRAFTS) {
            return Ok(Vec::new());
        }
        let call = ListBuilds {
            package: Some(package.into()),
            pattern: Some(format!("{nvr},draft_*")),
            ..ListBuilds::default()
        };
        let newest = Order { column: "build_id", descending: true };
        Ok(self.slice(call, PageRequest { order: newest, offset: 0, limit: DRAFTS }).await?.rows().to_vec())
    }
}
