//! `/api/{method}`: one method of the hub.

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use super::method::Method;
use crate::hub::Hub;
use crate::hub::methods::ListApi;
use crate::web::{Error, HubAddress, Path, Result, Routes, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "api/show.html", blocks = ["title"])]
pub struct Page {
    #[serde(skip)]
    hub: HubAddress,
    method: Method,
}
crate::page!(Page);

/// The page.
pub async fn get(hub: Hub, address: HubAddress, routes: Routes, Path(wanted): Path) -> Result<Page> {
    let api = hub.get(ListApi {}).await?;
    let method = api.iter().find(|method| method.name == wanted).ok_or_else(|| Error::missing("method", &wanted))?;
    let method = Method::of(method, &address, &routes);
    Ok(Page { hub: address, method })
}
