//! A page's data as JSON.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::hub;
use crate::urls::{BasePath, written_below};

/// An answer: the page's own data, and which parts of them it lacks.
#[derive(Serialize, JsonSchema)]
pub struct Answer<P> {
    #[serde(flatten)]
    page: P,
    /// The parts that could not be had; empty where all is there.
    missing: Vec<MissingPart>,
}

/// A part that could not be had. Its data are null or absent, as those of a part that is empty.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MissingPart {
    /// What it is, in words.
    pub part: &'static str,
    /// What went wrong.
    pub why: String,
}

impl From<(&'static str, hub::Error)> for MissingPart {
    fn from((part, error): (&'static str, hub::Error)) -> Self {
        Self { part, why: error.to_string() }
    }
}

/// The schema of the answer of a page, as it is written.
#[must_use]
pub fn schema<P: JsonSchema>() -> Schema {
    SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<Answer<P>>()
}

/// The data of a page that lacks these parts, with addresses below the base path.
///
/// # Errors
///
/// The data has what JSON cannot hold.
pub fn written(page: &impl Serialize, base: &BasePath, missing: Vec<MissingPart>) -> serde_json::Result<Vec<u8>> {
    written_below(base, || serde_json::to_vec(&Answer { page, missing }))
}
