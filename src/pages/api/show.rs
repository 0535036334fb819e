//! `/api/{method}`: one method of the hub, and what it answers to a reader's arguments.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::method::Method;
use super::run::Run;
use crate::hub::Hub;
use crate::hub::console::ReadCall;
use crate::hub::methods::{ApiMethod, ListApi};
use crate::urls::ApiMethodUrl;
use crate::web::{Console, Error, HubAddress, Path, Query, Result, Routes, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "api/show.html", blocks = ["title"])]
pub struct Page {
    #[serde(skip)]
    hub: HubAddress,
    method: Method,
    /// May readers run it here, with `args`?
    can_be_run: bool,
    /// What readers may not give to it, or have to, where they may run it.
    rules: Vec<String>,
    /// What came of it, where it was run.
    run: Option<Run>,
    #[serde(skip)]
    args: Option<String>,
    #[serde(skip)]
    example: String,
}
crate::page!(Page);

/// The page.
pub async fn get(
    hub: Hub,
    address: HubAddress,
    routes: Routes,
    State(console): State<Console>,
    Path(wanted): Path,
    Query(asked): Query<ApiMethodUrl>,
) -> Result<(StatusCode, Page)> {
    let api = hub.get(ListApi {}).await?;
    let api = api.iter().find(|method| method.name == wanted).ok_or_else(|| Error::missing("method", &wanted))?;
    let (status, run) = match &asked.args {
        Some(args) => {
            let (status, run) = Run::of(&hub, console, api, args).await?;
            (status, Some(run))
        }
        None => (StatusCode::OK, None),
    };
    let can_be_run = console == Console::On && ReadCall::is_open(&api.name);
    let rules = if can_be_run { ReadCall::rules(&api.name) } else { Vec::new() };
    let example = example(api);
    let method = Method::of(api, &address, &routes);
    Ok((status, Page { hub: address, method, can_be_run, rules, run, args: asked.args, example }))
}

/// Arguments as one writes them: those that have to be given.
fn example(api: &ApiMethod) -> String {
    let needed: Vec<String> = api.needed().map(|name| format!("\"{name}\": …")).collect();
    format!("{{{}}}", needed.join(", "))
}

impl Page {
    /// What stands in the field: what was run, or what can be as it is.
    fn shown_args(&self) -> &str {
        let is_complete = self.example == "{}";
        self.args.as_deref().unwrap_or(if is_complete { "{}" } else { "" })
    }
}
