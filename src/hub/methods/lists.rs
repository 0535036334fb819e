//! Short lists of what a hub knows.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::simple::call;

call! {
    /// `listVolumes`: the volumes that files of builds are on.
    ListVolumes = "listVolumes" -> Vec<Entry>, NAMES
}

call! {
    /// `getAllPerms`: what users can be allowed to do.
    GetAllPerms = "getAllPerms" -> Vec<Entry>, NAMES
}

call! {
    /// `listBTypes`: the types that builds can have.
    ListBTypes = "listBTypes" -> Vec<Entry>, NAMES
}

call! {
    /// `getArchiveTypes`: the types that archives of builds can have.
    GetArchiveTypes = "getArchiveTypes" -> Vec<Entry>, NAMES
}

call! {
    /// `listCGs`: the content generators, by name, each with the users that may import builds for it.
    ListCGs = "listCGs" -> IndexMap<String, ContentGenerator>, NAMES
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
