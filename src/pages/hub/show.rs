//! `/hub`: the hub's version, and the lists of what it knows.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::GetKojiVersion;
use crate::hub::model::KojiVersion;
use crate::hub::{self, Feature, Hub, feature};
use crate::web::{Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "hub/show.html", blocks = ["title"])]
pub struct Page {
    /// Old hubs do not tell.
    version: Option<Arc<String>>,
    /// What it is too old for.
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
    let number = version.as_ref().and_then(|version| version.parse::<KojiVersion>().ok());
    let lacks = |feature: &&Feature| number.is_some_and(|number| number < feature.since) || !hub.has(feature);
    let newer = |feature: &Feature| Newer { what: feature.what, since: feature.since.to_string() };
    let missing_features = feature::MISSED.into_iter().filter(lacks).map(newer).collect();
    Ok(Page { version, missing_features })
}
