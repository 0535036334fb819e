//! Short lists of what a hub knows.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::{Call, Freshness};

macro_rules! whole_list {
    ($(#[$doc:meta])* $call:ident as $method:literal -> $answer:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize)]
        pub struct $call;

        impl Call for $call {
            const METHOD: &'static str = $method;
            type Answer = $answer;
            fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
                Freshness::NAMES
            }
        }
    };
}

whole_list! {
    /// `listVolumes`: the volumes that files of builds are on.
    ListVolumes as "listVolumes" -> Vec<Entry>
}

whole_list! {
    /// `getAllPerms`: what users can be allowed to do.
    GetAllPerms as "getAllPerms" -> Vec<Entry>
}

whole_list! {
    /// `listBTypes`: the types that builds can have.
    ListBTypes as "listBTypes" -> Vec<Entry>
}

whole_list! {
    /// `getArchiveTypes`: the types that archives of builds can have.
    GetArchiveTypes as "getArchiveTypes" -> Vec<Entry>
}

whole_list! {
    /// `listCGs`: the content generators, by name, each with the users that may import builds for it.
    ListCGs as "listCGs" -> IndexMap<String, ContentGenerator>
}

/// One of them, with what the hub tells of its kind.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Entry {
    pub id: i64,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Of archives: with spaces between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extensions: Option<String>,
    /// Of archives: what they are inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compression_type: Option<String>,
    /// Of content generators: who may import builds for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<String>,
}

/// A content generator, under its name.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct ContentGenerator {
    pub id: i64,
    /// Their names.
    #[serde(default)]
    pub users: Vec<String>,
}
