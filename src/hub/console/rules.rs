//! Rules for the arguments of a call that a reader makes up.

use std::fmt;

use indexmap::IndexMap;

use super::arguments::{Refusal, refused};
use crate::hub::methods::ApiMethod;
use crate::xmlrpc::Value;

/// What an argument may be. Where an argument has no rule, it may be anything that can be sent.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// The rows are bounded by the options with this name. A hub takes no limit, and one of 0, for all there is.
    Paged(&'static str),
    /// One of these has to be given, or the hub reads all that it has.
    Needs(&'static [&'static str]),
    /// These cannot be given.
    Without(&'static [&'static str]),
    /// It is a whole number: as text it would be another question.
    Integer(&'static str),
    /// It is a whole number from 1 to this; the latter unless it is given.
    AtMost(&'static str, i64),
    /// It is on, whatever is given.
    On(&'static str),
    /// It is one of these, and has to be given.
    OneOf(&'static str, &'static [&'static str]),
    /// It is text of so many characters at least.
    Longer(&'static str, usize),
    /// It is a word, or a list of words.
    Words(&'static str),
    /// Besides the names that the hub tells, it takes these.
    Takes(&'static [&'static str]),
}

type Arguments = IndexMap<String, Value>;

/// Rows of an answer at most, and unless a reader says otherwise.
const MOST_ROWS: i64 = 1000;
const ROWS: i64 = 100;
/// Rows before the first one at most.
const LARGEST_OFFSET: i64 = 100_000;

impl Rule {
    /// The arguments as they are sent. `takes`: does the hub's method have an argument with this name?
    pub(super) fn apply(self, mut arguments: Arguments, takes: &dyn Fn(&str) -> bool) -> Result<Arguments, Refusal> {
        let given = |name: &str| arguments.get(name);
        match self {
            // Older hubs have no options there: their answers are bounded by their bytes alone.
            Self::Paged(name) if takes(name) || given(name).is_some() => {
                let opts = paged(name, arguments.shift_remove(name))?;
                arguments.insert(name.to_owned(), opts);
            }
            Self::Needs(names) if names.iter().all(|name| given(name).is_none()) => return refused(self.to_string()),
            Self::Without(names) if names.iter().any(|name| given(name).is_some()) => return refused(self.to_string()),
            Self::Integer(name) if given(name).is_some_and(|value| value.as_int().is_none()) => {
                return refused(self.to_string());
            }
            Self::AtMost(name, most) => match given(name) {
                None => drop(arguments.insert(name.to_owned(), Value::Int(most))),
                Some(value) if value.as_int().is_some_and(|value| (1..=most).contains(&value)) => {}
                Some(_) => return refused(self.to_string()),
            },
            Self::On(name) => drop(arguments.insert(name.to_owned(), Value::Bool(true))),
            Self::OneOf(name, words)
                if !given(name).and_then(Value::as_str).is_some_and(|word| words.contains(&word)) =>
            {
                return refused(self.to_string());
            }
            Self::Longer(name, least)
                if given(name).is_none_or(|value| value.as_str().is_none_or(|text| text.chars().count() < least)) =>
            {
                return refused(self.to_string());
            }
            Self::Words(name) if given(name).is_some_and(|value| !is_words(value)) => return refused(self.to_string()),
            Self::Needs(_)
            | Self::Without(_)
            | Self::Integer(_)
            | Self::OneOf(..)
            | Self::Longer(..)
            | Self::Words(_)
            | Self::Takes(_)
            | Self::Paged(_) => {}
        }
        Ok(arguments)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paged(name) => {
                write!(
                    f,
                    "{name} has a limit of {MOST_ROWS} at most, {ROWS} unless it is given; besides it offset, order, countOnly and asList"
                )
            }
            Self::Needs([one]) => write!(f, "{one} has to be given"),
            Self::Needs(names) => write!(f, "one of {} has to be given", names.join(", ")),
            Self::Without(names) => write!(f, "{} cannot be given", names.join(", ")),
            Self::Integer(name) => write!(f, "{name} is a whole number"),
            Self::AtMost(name, most) => {
                write!(f, "{name} is a whole number from 1 to {most}, {most} unless it is given")
            }
            Self::On(name) => write!(f, "{name} is always true"),
            Self::OneOf(name, words) => write!(f, "{name} has to be one of {}", words.join(", ")),
            Self::Longer(name, least) => write!(f, "{name} has to be text of {least} characters or more"),
            Self::Words(name) => write!(f, "{name} is a word of letters, digits and _, or a list of such words"),
            Self::Takes(names) => write!(f, "it takes {} too", names.join(", ")),
        }
    }
}

/// Does the method have an argument with this name?
pub(super) fn takes(api: &ApiMethod, rules: &[Rule], name: &str) -> bool {
    api.named_parameters().any(|known| known == name)
        || rules.iter().any(|rule| matches!(rule, Rule::Takes(names) if names.contains(&name)))
}

/// Arguments that name an account. Of an object a hub makes a search, and of one that says nothing a search for all accounts.
const ACCOUNTS: [&str; 7] = ["user", "userID", "userInfo", "user_id", "editor", "group", "owner"];

/// Are all arguments those of the method, and are all there that it needs?
pub(super) fn check_names(api: &ApiMethod, rules: &[Rule], arguments: &Arguments) -> Result<(), Refusal> {
    if let Some(unknown) = arguments.keys().find(|name| !takes(api, rules, name)) {
        let unknown: String = unknown.chars().take(100).collect();
        return refused(format!("{} has no argument {unknown}: it is {}{}", api.name, api.name, api.signature()));
    }
    let is_name = |value: &Value| value.as_int().is_some() || value.as_str().is_some();
    if let Some((name, _)) = arguments.iter().find(|(name, value)| ACCOUNTS.contains(&name.as_str()) && !is_name(value))
    {
        return refused(format!("{name} is a name or a whole number"));
    }
    match api.needed().find(|name| !arguments.contains_key(*name)) {
        Some(missing) => {
            refused(format!("{} needs {missing}, and null is none: it is {}{}", api.name, api.name, api.signature()))
        }
        None => Ok(()),
    }
}

/// Options of a list, with a limit.
fn paged(name: &str, given: Option<Value>) -> Result<Value, Refusal> {
    let mut opts = match given {
        None => IndexMap::new(),
        Some(Value::Struct(opts)) => opts,
        Some(_) => return refused(format!("{name} is an object, such as {{\"limit\": 10}}")),
    };
    opts.retain(|_, value| !value.is_nil());
    for (option, value) in &opts {
        let is_right = match option.as_str() {
            "limit" => value.as_int().is_some_and(|limit| (1..=MOST_ROWS).contains(&limit)),
            "offset" => value.as_int().is_some_and(|offset| (0..=LARGEST_OFFSET).contains(&offset)),
            "order" => value.as_str().is_some_and(is_order),
            "countOnly" | "asList" => matches!(value, Value::Bool(_)),
            _ => false,
        };
        if !is_right {
            let option: String = option.chars().take(100).collect();
            return refused(format!(
                "{name} has no such {option}: limit from 1 to {MOST_ROWS}, offset up to {LARGEST_OFFSET}, order by columns, countOnly and asList true or false"
            ));
        }
    }
    opts.entry("limit".to_owned()).or_insert(Value::Int(ROWS));
    opts.sort_unstable_keys();
    Ok(Value::Struct(opts))
}

fn is_order(order: &str) -> bool {
    order.len() <= 100 && order.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ',' | '.'))
}

fn is_words(value: &Value) -> bool {
    let is_word =
        |value: &Value| value.as_str().is_some_and(|word| word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    match value {
        Value::Array(values) => values.iter().all(is_word),
        value => is_word(value),
    }
}
