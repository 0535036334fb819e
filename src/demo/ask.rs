//! One question to the hub: its arguments by Koji's names, and the moment at which it is asked.

use indexmap::IndexMap;

use super::Koji;
use super::fault::{generic, parameter, repr, type_of};
use super::moment::Moment;
use super::world::{Build, Tag, World};
use crate::xmlrpc::{Fault, Value};

/// The arguments of a call, bound.
pub(crate) struct Ask<'w> {
    pub(crate) world: &'w World,
    pub(crate) now: Moment,
    pub(crate) koji: Koji,
    args: IndexMap<&'static str, Value>,
    /// What stands beyond the named ones, where the method takes such.
    pub(crate) rest: Vec<Value>,
    /// Keywords beyond them, where it takes such.
    others: IndexMap<String, Value>,
}

impl<'w> Ask<'w> {
    /// Binds arguments as Python would: `parameters` are names, those before a `?` have a default, those behind `*` and `**` take
    /// the rest. `function` is the Python name, which leaks into a hub's faults.
    pub(crate) fn bind(
        (world, now, koji): (&'w World, Moment, Koji),
        function: &str,
        parameters: impl Iterator<Item = &'static str>,
        given: Vec<Value>,
        keywords: IndexMap<String, Value>,
    ) -> Result<Self, Fault> {
        let words: Vec<&'static str> = parameters.collect();
        let takes_keywords = words.iter().any(|word| word.starts_with("**"));
        let takes_rest = words.iter().any(|word| word.starts_with('*') && !word.starts_with("**"));
        let mut others = IndexMap::new();
        let names: Vec<_> = words.into_iter().filter(|word| !word.starts_with('*')).collect();
        let needed: Vec<_> = names.iter().copied().filter(|name| !name.ends_with('?')).collect();
        let names: Vec<_> = names.iter().map(|name| name.trim_end_matches('?')).collect();
        let count = given.len();
        let mut given = given.into_iter();
        let mut args: IndexMap<&'static str, Value> = names.iter().copied().zip(given.by_ref()).collect();
        let rest: Vec<_> = given.collect();
        if !rest.is_empty() && !takes_rest {
            let takes = match needed.len() {
                n if n == names.len() => n.to_string(),
                n => format!("from {n} to {}", names.len()),
            };
            let message = format!("{function}() takes {takes} positional arguments but {count} were given");
            return Err(parameter(message));
        }
        for (name, value) in keywords {
            match names.iter().find(|known| **known == name) {
                Some(known) if args.contains_key(known) => {
                    return Err(parameter(format!("{function}() got multiple values for argument '{name}'")));
                }
                Some(known) => {
                    args.insert(known, value);
                }
                None if takes_keywords => {
                    others.insert(name, value);
                }
                None => {
                    return Err(parameter(format!("{function}() got an unexpected keyword argument '{name}'")));
                }
            }
        }
        let missing: Vec<_> = needed.into_iter().filter(|name| !args.contains_key(name)).collect();
        match missing.as_slice() {
            [] => Ok(Self { world, now, koji, args, rest, others }),
            [one] => Err(parameter(format!("{function}() missing 1 required positional argument: '{one}'"))),
            many => {
                let names: Vec<_> = many.iter().map(|name| format!("'{name}'")).collect();
                let names = names.join(" and ");
                Err(parameter(format!("{function}() missing {} required positional arguments: {names}", many.len())))
            }
        }
    }

    /// The argument, unless it is absent or nil.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.args.get(name).or_else(|| self.others.get(name)).filter(|value| !value.is_nil())
    }

    pub(crate) fn int(&self, name: &str) -> Result<Option<i64>, Fault> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Int(n)) => Ok(Some(*n)),
            Some(other) => Err(parameter(format!(
                "Invalid type for value {}: <class '{}'>, expected type <class 'int'>",
                repr(other),
                type_of(other)
            ))),
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.value(name).and_then(Value::as_str)
    }

    /// The argument as Python takes it for true or false.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.flag_or(name, false)
    }

    pub(crate) fn flag_or(&self, name: &str, default: bool) -> bool {
        self.args.get(name).map_or(default, truth)
    }

    /// The moment that an `event` argument means.
    pub(crate) fn at(&self) -> Moment {
        match self.value("event") {
            Some(Value::Int(event)) => Moment::of_event(*event).min(self.now),
            _ => self.now,
        }
    }

    /// The build that an argument names: an id, an NVR, or its parts. Digits in a string are no id.
    pub(crate) fn build(&self, wanted: &Value) -> Result<Option<&'w Build>, Fault> {
        let build = match wanted {
            Value::Int(id) => self.world.build(*id),
            Value::String(nvr) if nvr.split('-').count() < 3 => return Err(generic(format!("invalid format: {nvr}"))),
            Value::String(nvr) => self.world.build_of_nvr(nvr),
            Value::Struct(parts) => {
                let part = |name: &str| parts.get(name).and_then(Value::as_str);
                match (parts.get("id"), part("name"), part("version"), part("release")) {
                    (Some(Value::Int(id)), ..) => self.world.build(*id),
                    (_, Some(name), Some(version), Some(release)) => {
                        self.world.build_of_nvr(&format!("{name}-{version}-{release}"))
                    }
                    _ => {
                        return Err(generic(format!("did not provide name and version and release: {}", repr(wanted))));
                    }
                }
            }
            other => return Err(generic(format!("Invalid type for argument: <class '{}'>", type_of(other)))),
        };
        Ok(build.filter(|build| build.exists(self.now)))
    }

    /// The same; that there is none is a fault.
    pub(crate) fn build_strictly(&self, wanted: &Value) -> Result<&'w Build, Fault> {
        self.build(wanted)?.ok_or_else(|| generic(format!("No such build: {}", repr(wanted))))
    }

    /// The tag of this id or name that is there at this moment.
    pub(crate) fn tag(&self, wanted: &Value) -> Option<&'w Tag> {
        let at = self.at();
        let there = |tag: &&Tag| tag.deleted.is_none_or(|deleted| at < deleted);
        self.any_tag(wanted).filter(there)
    }

    /// The same, deleted or not.
    pub(crate) fn any_tag(&self, wanted: &Value) -> Option<&'w Tag> {
        self.world.tags.iter().find(|tag| match wanted {
            Value::Int(id) => tag.id == *id,
            Value::String(name) => tag.name == *name,
            _ => false,
        })
    }

    /// The same for inheritance, groups and packages, where a missing tag has other words than elsewhere.
    pub(crate) fn strict_tag(&self, wanted: &Value) -> Result<&'w Tag, Fault> {
        let missing = || match wanted {
            Value::String(name) => generic(format!("No such entry in table tag: {name}")),
            other => generic(format!("No such entry in table tag: {}", repr(other))),
        };
        // Inheritance data outlives its tag.
        self.any_tag(wanted).ok_or_else(missing)
    }

    /// The id of the user that an argument names.
    pub(crate) fn user(&self, wanted: &Value) -> Option<i64> {
        let found = self.world.users.iter().find(|user| match wanted {
            Value::Int(id) => user.id == *id,
            Value::String(name) => user.name == *name || user.principals().contains(name),
            Value::Struct(parts) => parts.get("id").and_then(Value::as_int) == Some(user.id),
            _ => false,
        });
        found.map(|user| user.id)
    }

    /// The id of the package that an argument names.
    pub(crate) fn package(&self, wanted: &Value) -> Option<i64> {
        match wanted {
            Value::Int(id) => self.world.packages.iter().find(|package| package.id == *id).map(|package| package.id),
            Value::String(name) => self.world.package(name).map(|package| package.id),
            _ => None,
        }
    }
}

/// What Python takes for true.
pub(crate) fn truth(value: &Value) -> bool {
    match value {
        Value::Nil => false,
        Value::Bool(b) => *b,
        Value::Int(n) => *n != 0,
        Value::Double(n) => *n != 0.0,
        Value::String(text) | Value::DateTime(text) => !text.is_empty(),
        Value::Bytes(bytes) => !bytes.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Struct(members) => !members.is_empty(),
    }
}
