//! The address of the overview.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Url;

/// The overview.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct OverviewUrl {
    /// Also this part, for which the hub is asked many questions.
    pub open: Option<OverviewPart>,
}

/// A part of the overview that is there where it is asked for, or can be had at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OverviewPart {
    /// Numbers, queues, builders.
    Numbers,
}

/// The overview.
#[must_use]
pub fn overview() -> Url {
    Url("/".to_owned())
}

/// The overview, in any case with its numbers.
#[must_use]
pub fn overview_with_numbers() -> Url {
    overview().with(&OverviewUrl { open: Some(OverviewPart::Numbers) })
}
