//! The methods themselves: their names, parameters and documentation.

use super::super::Koji;
use super::super::ask::Ask;
use super::super::fault::Answer;
use super::{Method, all, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] =
    &[named("system.listMethods", "list_api", "", names), named("_listapi", "list_api", "", documented)];

const CALLED: &str = "methodName *args **kw";
/// Methods that call others; see `dispatch`.
const WITH_OTHERS: [(&str, &str); 3] =
    [("count", CALLED), ("countAndFilterResults", CALLED), ("filterResults", CALLED)];

/// The documentation of each method: a line with its name, then its lines, indented.
const DOCUMENTATION: &str = include_str!("../documentation.txt");

fn documentation_of(method: &str) -> Option<String> {
    let mut lines = DOCUMENTATION.lines().skip_while(|line| *line != method);
    lines.next()?;
    let own: Vec<&str> = lines.take_while(|line| line.is_empty() || line.starts_with(' ')).collect();
    // As Python has it: the first line begins where the text does, the others are indented as the code is.
    Some(format!("{}\n    ", own.join("\n").trim_start()))
}

fn names(ask: &Ask<'_>) -> Answer {
    let others = WITH_OTHERS.iter().map(|(name, _)| *name).chain(["multiCall", "system.multicall"]);
    let known = all().map(|method| method.name).filter(|name| ask.koji.has_method(name));
    let mut names: Vec<&str> = known.chain(others).collect();
    names.sort_unstable();
    Ok(Value::Array(names.into_iter().map(Value::from).collect()))
}

fn documented(ask: &Ask<'_>) -> Answer {
    let methods = all().map(|method| (method.name, method.parameters)).chain(WITH_OTHERS);
    let known = methods.filter(|(name, _)| ask.koji.has_method(name));
    Ok(Value::Array(known.map(|(name, parameters)| row(ask.koji, name, parameters)).collect()))
}

fn row(koji: Koji, name: &str, parameters: &str) -> Value {
    let has = |word: &&str| koji.has_parameter(name, word.trim_end_matches('?'));
    let words: Vec<&str> = parameters.split_whitespace().filter(has).collect();
    let optional = words.iter().filter(|word| word.ends_with('?')).count();
    // Those that take the rest once stood in the spelling alone.
    let told = words.iter().filter(|word| koji >= Koji::V1_33 || !word.starts_with('*'));
    let args = told.map(|word| match word.strip_suffix('?') {
        Some(name) => Value::Array(vec![Value::from(name), Value::Nil]),
        None => Value::from(word.trim_start_matches('*')),
    });
    let shown = words.iter().map(|word| match word.strip_suffix('?') {
        Some(name) => format!("{name}=None"),
        None => (*word).to_owned(),
    });
    let plain = words.iter().filter(|word| !word.starts_with('*')).map(|word| Value::from(word.trim_end_matches('?')));
    let defaults = (optional > 0).then(|| vec![Value::Nil; optional]);
    let rest = |stars: &str| {
        let named = words.iter().find_map(|word| word.strip_prefix(stars));
        named.filter(|name| !name.starts_with('*'))
    };
    // `inspect.getfullargspec`, a list of seven.
    let spec = vec![
        Value::Array(plain.collect()),
        Value::from(rest("*")),
        Value::from(rest("**")),
        defaults.map_or(Value::Nil, Value::Array),
        Value::Array(Vec::new()),
        Value::Nil,
        Value::Struct(indexmap::IndexMap::new()),
    ];
    Value::from([
        ("name", Value::from(name)),
        ("doc", Value::from(documentation_of(name))),
        ("argdesc", Value::from(format!("({})", shown.collect::<Vec<_>>().join(", ")))),
        ("argspec", Value::Array(spec)),
        ("args", Value::Array(args.collect())),
    ])
}

#[cfg(test)]
mod tests {
    use super::{DOCUMENTATION, WITH_OTHERS, all, documentation_of};

    /// Each method is documented, nothing else is, and what is said of a parameter is of one that there is.
    #[test]
    fn documentation_fits_the_methods() {
        let methods: Vec<_> = all().map(|method| (method.name, method.parameters)).chain(WITH_OTHERS).collect();
        for (name, parameters) in &methods {
            let documentation = documentation_of(name).unwrap_or_else(|| panic!("{name} has no documentation"));
            let known: Vec<_> = parameters.split_whitespace().map(|word| word.trim_end_matches('?')).collect();
            for line in documentation.lines().filter_map(|line| line.trim().strip_prefix(":param ")) {
                let parameter = line.split(':').next().unwrap().split(' ').next_back().unwrap();
                assert!(
                    known.contains(&parameter) || known.iter().any(|name| name.starts_with("**")),
                    "{name}: {parameter} of {known:?}"
                );
            }
        }
        for name in DOCUMENTATION.lines().filter(|line| !line.is_empty() && !line.starts_with(' ')) {
            assert!(methods.iter().any(|(method, _)| *method == name), "{name} is no method");
        }
    }
}
