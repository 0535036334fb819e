//! `/hub`: the hub's version, and the lists of what it knows.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::GetKojiVersion;
use crate::hub::{self, Feature, Hub, feature};
use crate::web::{Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "hub/show.html", blocks = ["title"])]
pub struct Page {
    /// Old hubs do not tell.
    version: Option<Arc<String>>,
    /// What it does not have.
    missing_features: Vec<Newer>,
}

/// What a newer hub has.
#[derive(Debug, Serialize, JsonSchema)]
struct Newer {
    /// What readers would have of it.
    what: &'static str,
    /// The first version of Koji that has it.
    since: String,
}
crate::page!(Page);

/// The page.
pub async fn get(hub: Hub) -> Result<Page> {
    let version = match hub.get(GetKojiVersion).await {
        Ok(version) => Some(version),
        Err(hub::Error::Fault(_) | hub::Error::NoMethod(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let newer = |feature: &'static Feature| Newer { what: feature.what, since: feature.since.to_string() };
    let missing_features = feature::MISSED.into_iter().filter(|feature| !hub.has(feature)).map(newer).collect();
    Ok(Page { version, missing_features })
}
