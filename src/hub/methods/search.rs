//! Search by name, and the rpm that a file name means.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Rows};

/// `search`: things of one kind by name. No index serves a pattern, so the hub reads all names of the kind.
///
/// Never inside a multiCall: the hub makes the rows while it writes the answer, so that a pattern it cannot read spoils
/// the answers of all other calls.
#[derive(Debug, Clone, Serialize)]
pub struct Search {
    /// What the name has to match. A hub answers a fault to nothing.
    pub terms: String,
    /// Of which kind.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// How the terms are to be read.
    #[serde(rename = "matchType")]
    pub match_type: Match,
}

impl Call for Search {
    const METHOD: &'static str = "search";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<Hit>;
}

impl Rows for Search {
    type Row = Hit;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// What was found.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct Hit {
    /// Its id among its kind.
    pub id: i64,
    /// The name; an NVR for builds, a file's name for rpms and archives.
    pub name: String,
}

/// The kinds that a hub searches, in kojiweb's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "Koji's names")]
pub enum Kind {
    Package,
    Build,
    Tag,
    Target,
    User,
    Host,
    Rpm,
    /// Files of Maven builds.
    Maven,
    /// Files of builds for Windows.
    Win,
}

impl Kind {
    /// Several of them, for people.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Package => "packages",
            Self::Build => "builds",
            Self::Tag => "tags",
            Self::Target => "targets",
            Self::User => "users",
            Self::Host => "hosts",
            Self::Rpm => "rpms",
            Self::Maven => "Maven files",
            Self::Win => "Windows files",
        }
    }
}

/// How terms are to be read, in kojiweb's order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Match {
    /// `*` and `?`, the whole name, whatever the case.
    #[default]
    Glob,
    /// A regular expression of `PostgreSQL`, anywhere in the name, whatever the case.
    Regexp,
    /// The name itself.
    Exact,
}
