//! The reference of the hub's methods.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListUrl, Url, as_named};

/// The reference.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ApiUrl {
    /// Words in the name or the documentation of a method.
    pub q: Option<String>,
}

impl ListUrl for ApiUrl {
    const PATH: &'static str = "/api";
}

/// One method; with arguments what the hub answers to it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ApiMethodUrl {
    /// Run it with these arguments, in JSON: a list of them, or an object with their names.
    pub args: Option<String>,
}

/// The reference of all methods.
#[must_use]
pub fn api() -> Url {
    ApiUrl::default().url()
}

/// All addresses for programs; its JSON is the document for them.
#[must_use]
pub fn openapi() -> Url {
    Url("/openapi".to_owned())
}

/// One method.
#[must_use]
pub fn api_method(name: &str) -> Url {
    as_named("api", name)
}
