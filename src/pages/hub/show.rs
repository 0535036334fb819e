//! `/hub`: the hub's version, and the lists of what it knows.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::GetKojiVersion;
use crate::hub::{self, Hub};
use crate::web::{Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "hub/show.html", blocks = ["title"])]
pub struct Page {
    /// Old hubs do not tell.
    version: Option<Arc<String>>,
}
crate::page!(Page);

/// The page.
pub async fn get(hub: Hub) -> Result<Page> {
    match hub.get(GetKojiVersion).await {
        Ok(version) => Ok(Page { version: Some(version) }),
        Err(hub::Error::Fault(_)) => Ok(Page { version: None }),
        Err(error) => Err(error.into()),
    }
}
