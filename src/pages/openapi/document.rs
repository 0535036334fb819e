//! The document: what holds for the site, and for all of its addresses.

use serde_json::{Map, Value, json};

use super::operation;
use crate::web::response::ErrorPage;
use crate::web::response::json::{schema, schemas};
use crate::web::{Context, Routes};

/// Where schemas stand that several answers have.
const DEFINITIONS: &str = "/components/schemas";
/// That of errors.
pub(super) const ERROR: &str = "#/components/schemas/Error";

const ABOUT: &str = "All pages of this site as JSON, for programs. Every page has the address of its JSON beside it, with \
    `.json` at its end, and gives the same to whoever asks for `application/json`. What the hub tells stands under the hub's \
    own names, and may have more fields with a newer hub. A list has `rows`, `total` (null where nobody counted), `prev` and \
    `next`, which are addresses. `missing` names the parts that could not be had; `outage_age` is there where the hub is down, and how old the answer is, in seconds. Answers have an `ETag`; whoever sends it \
    back with `If-None-Match` gets 304 until there is something new. A parameter that a page does not read is an error.";

/// The document of this site.
pub(super) fn of(context: &Context) -> Value {
    let server = format!("{}{}", context.origin.as_deref().unwrap_or_default(), context.base.as_str());
    let server = if server.is_empty() { "/" } else { &server };
    let (paths, components) = parts(&context.routes);
    let title = format!("{}, shown by Kojiview", context.appearance.name());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": server }],
        "paths": paths,
        "components": components,
    })
}

/// All addresses, and what they have in common.
fn parts(routes: &Routes) -> (Map<String, Value>, Value) {
    let mut schemas = schemas(DEFINITIONS);
    let error = schema::<ErrorPage>(&mut schemas);
    let paths = routes.iter().map(|route| {
        let path = operation::path(route);
        (path, json!({ "get": operation::of(route, &mut schemas) }))
    });
    let paths: Map<String, Value> = paths.collect();
    let mut definitions = schemas.take_definitions(true);
    definitions.insert("Error".to_owned(), error.to_value());
    let told = |about: &str| json!({ "description": about, "content": error_content() });
    let components = json!({
        "schemas": definitions,
        "responses": {
            "NotModified": { "description": "Nothing is new since the answer with this ETag." },
            "Elsewhere": { "description": "The same is at the address in `Location`." },
            "Wrong": told("A parameter holds what it cannot hold, or is none of this address."),
            "Missing": told("The hub knows no such thing."),
            "Refused": told("Something else is wrong with what was asked."),
            "Failed": told("The hub did not do its part; `Retry-After` tells when it is worth to ask again."),
        },
    });
    (paths, components)
}

/// What an error is: JSON, as all else.
pub(super) fn error_content() -> Value {
    json!({ "application/json": { "schema": { "$ref": ERROR } } })
}
