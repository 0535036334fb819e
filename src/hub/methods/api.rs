//! The hub's own account of its methods.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::{Call, Cost, Freshness};
use crate::xmlrpc::Value;

/// `_listapi`: all methods with their parameters and documentation.
#[derive(Debug, Clone, Serialize)]
pub struct ListApi {}

impl Call for ListApi {
    const METHOD: &'static str = "_listapi";
    const COST: Cost = Cost::Heavy;
    /// Koji's own methods take 0.3 MB.
    const LARGEST_ANSWER: u64 = 16 << 20;
    const FRESHNESS: Freshness = Freshness::NAMES;
    type Answer = Vec<ApiMethod>;
}

/// A method of the hub.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct ApiMethod {
    /// Its name on the wire.
    pub name: String,
    /// What the hub's programmers say of it, indented as in their code.
    pub doc: Option<String>,
    /// Its parameters as Python spells them: `(buildInfo, strict=False)`.
    pub argdesc: Option<String>,
    /// Its parameters: the name of each, or the name and what it is unless given. Those that take what is not named
    /// stand here as others do.
    #[serde(default)]
    pub args: Vec<Value>,
}

impl ApiMethod {
    /// The parameters as Python spells them.
    #[must_use]
    pub fn signature(&self) -> &str {
        self.argdesc.as_deref().unwrap_or("(…)")
    }

    /// The names of its parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.args.iter().filter_map(|parameter| match parameter {
            Value::Array(with_default) => with_default.first()?.as_str(),
            name => name.as_str(),
        })
    }

    /// The names of the parameters that can be given by name.
    pub fn named_parameters(&self) -> impl Iterator<Item = &str> {
        self.parameters().filter(|name| !self.takes_rest(name))
    }

    /// Is the name that of what is not named: `*args`, `**kwargs`?
    fn takes_rest(&self, name: &str) -> bool {
        let mut words = self.signature().split(['(', ')', ',', ' ']);
        words.any(|word| word.starts_with('*') && word.trim_matches('*') == name)
    }

    /// Does it take keywords that have no name? Hubs before 1.33 tell it by their spelling of the parameters alone.
    #[must_use]
    pub fn takes_other_keywords(&self) -> bool {
        self.argdesc.as_ref().is_none_or(|spelled| spelled.contains("**"))
    }

    /// The names of the parameters that have to be given.
    pub fn needed(&self) -> impl Iterator<Item = &str> {
        self.args.iter().filter_map(Value::as_str).filter(|name| !self.takes_rest(name))
    }
}
