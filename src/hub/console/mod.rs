//! Calls that readers make up: a read method of the hub with arguments of their own. What may be asked is a list, with rules for
//! the arguments that would make a hub change something, work without end, or open what is none of a reader's business; whatever
//! is not on it is never sent.

mod arguments;
mod methods;
mod rules;

use indexmap::IndexMap;
use serde::Serialize;

pub use self::arguments::Refusal;
use super::methods::ApiMethod;
use crate::hub::{Call, Cost, Freshness};
use crate::xmlrpc::Value;

/// Bytes of an answer at most.
pub const LARGEST_ANSWER: u64 = 4 << 20;

/// A call of a read method, with arguments that were checked.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct ReadCall {
    #[serde(skip)]
    method: &'static str,
    arguments: IndexMap<String, Value>,
}

impl ReadCall {
    /// May readers call this method?
    #[must_use]
    pub fn is_open(method: &str) -> bool {
        methods::find(method).is_some()
    }

    /// What readers may not give to a method, or have to, in words; empty where they are free.
    #[must_use]
    pub fn rules(method: &str) -> Vec<String> {
        methods::find(method).map_or_else(Vec::new, |(_, rules)| rules.iter().map(ToString::to_string).collect())
    }

    /// A call of a method, as the hub tells of it, with arguments in JSON: a list of them, or an object with their names.
    ///
    /// # Errors
    ///
    /// Why it is not sent.
    pub fn of(api: &ApiMethod, json: &str) -> Result<Self, Refusal> {
        let (method, rules) = methods::find(&api.name).ok_or(Refusal::NotOpen)?;
        let arguments = arguments::read(api, json)?;
        let takes = |name: &str| rules::takes(api, rules, name);
        let arguments = rules.iter().try_fold(arguments, |arguments, rule| rule.apply(arguments, &takes))?;
        rules::check_names(api, rules, &arguments)?;
        Ok(Self { method, arguments })
    }

    /// The arguments by name, as they are sent.
    #[must_use]
    pub fn arguments(&self) -> &IndexMap<String, Value> {
        &self.arguments
    }
}

impl Call for ReadCall {
    const METHOD: &'static str = "any read method";
    const COST: Cost = Cost::Console;
    const FRESHNESS: Freshness = Freshness::LIST;
    const LARGEST_ANSWER: u64 = LARGEST_ANSWER;
    const TEACHES: bool = false;
    type Answer = Value;
    fn method(&self) -> &'static str {
        self.method
    }
}
