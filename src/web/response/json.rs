//! A page's data as JSON.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use crate::hub;
use crate::urls::{BasePath, written_below};

/// An answer: the page's own data, and which parts of them it lacks.
#[derive(Serialize, JsonSchema)]
pub struct Answer<P> {
    #[serde(flatten)]
    page: P,
    #[serde(flatten)]
    told: Told,
}

/// What is told of the answer itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Told {
    /// The parts that could not be had; empty where all is there.
    pub missing: Vec<MissingPart>,
    /// Where the hub failed and earlier answers were used: how old the oldest of them is, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outage_age: Option<u64>,
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

/// What makes schemas of answers, as they are written. Those of what they have in common stand below `definitions`.
#[must_use]
pub fn schemas(definitions: &'static str) -> SchemaGenerator {
    let settings = SchemaSettings::default().for_serialize();
    settings.with(|settings| settings.definitions_path = definitions.into()).into_generator()
}

/// The schema of the answer of a page.
#[must_use]
pub fn schema<P: JsonSchema>(schemas: &mut SchemaGenerator) -> Schema {
    Answer::<P>::json_schema(schemas)
}

/// The data of a page, of which this is told, with addresses below the base path.
///
/// # Errors
///
/// The data has what JSON cannot hold.
pub fn written(page: &impl Serialize, base: &BasePath, told: Told) -> serde_json::Result<Vec<u8>> {
    written_below(base, || serde_json::to_vec(&Answer { page, told }))
}
