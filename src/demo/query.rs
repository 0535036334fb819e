//! `queryOpts` and `filterOpts`: order, offset, limit and counting, each with its own oddities.

use std::cmp::Ordering;

use super::ask::{Ask, truth};
use super::fault::{Answer, generic, python, type_of};
use crate::xmlrpc::{Fault, Value};

/// What `queryOpts` say.
#[derive(Default)]
struct Options {
    count: bool,
    /// Columns, and whether they descend.
    order: Vec<(String, bool)>,
    offset: usize,
    limit: Option<usize>,
}

impl Options {
    fn read(given: Option<&Value>) -> Result<Self, Fault> {
        let given = match given {
            None => return Ok(Self::default()),
            Some(Value::Struct(members)) => members,
            Some(other) => {
                return Err(python(format!("AttributeError: '{}' object has no attribute 'get'", type_of(other))));
            }
        };
        let number = |name: &str| match given.get(name) {
            None | Some(Value::Nil) => Ok(0),
            Some(Value::Int(n)) => usize::try_from(*n).map_err(|_| {
                python(format!(
                    "psycopg2.errors.InvalidRowCountInLimitClause: {} must not be negative",
                    name.to_uppercase()
                ))
            }),
            Some(_) => Err(python("TypeError: '>' not supported between instances of 'str' and 'int'")),
        };
        let order = given.get("order").and_then(Value::as_str).unwrap_or_default();
        let key = |word: &str| match word.strip_prefix('-') {
            Some(column) => (column.to_owned(), true),
            None => (word.to_owned(), false),
        };
        Ok(Self {
            count: given.get("countOnly").is_some_and(truth),
            order: order.split(',').filter(|word| !word.is_empty()).map(key).collect(),
            offset: number("offset")?,
            // To a database, a limit of 0 is none: such a question brings everything.
            limit: Some(number("limit")?).filter(|limit| *limit > 0),
        })
    }
}

/// The page of `items` that the question wants. `column` gives the value to order by, and `None` for what is no column;
/// `row` makes the answer's row, of those on the page alone.
pub(crate) fn page<T>(
    ask: &Ask<'_>,
    items: Vec<T>,
    column: impl Fn(&T, &str) -> Option<Value>,
    row: impl Fn(&T) -> Value,
) -> Answer {
    page_by(ask.value("queryOpts"), items, column, row)
}

fn page_by<T>(
    options: Option<&Value>,
    mut items: Vec<T>,
    column: impl Fn(&T, &str) -> Option<Value>,
    row: impl Fn(&T) -> Value,
) -> Answer {
    let options = Options::read(options)?;
    if let Some(first) = items.first()
        && let Some((unknown, _)) = options.order.iter().find(|(name, _)| column(first, name).is_none())
    {
        return Err(python(format!("Exception: Invalid order: {unknown}")));
    }
    if options.count {
        let left = items.len().saturating_sub(options.offset);
        return Ok(number(options.limit.map_or(left, |limit| limit.min(left))));
    }
    for (name, descends) in options.order.iter().rev() {
        let mut keyed: Vec<_> = items.into_iter().map(|item| (column(&item, name).unwrap_or_default(), item)).collect();
        keyed.sort_by(|(a, _), (b, _)| if *descends { compare(b, a) } else { compare(a, b) });
        items = keyed.into_iter().map(|(_, item)| item).collect();
    }
    let limit = options.limit.unwrap_or(usize::MAX);
    Ok(Value::Array(items.iter().skip(options.offset).take(limit).map(row).collect()))
}

/// The same for rows that are made already.
pub(crate) fn page_of_rows(ask: &Ask<'_>, rows: Vec<Value>) -> Answer {
    page_of_rows_by(ask.value("queryOpts"), rows)
}

/// The same for a method that has its options under another name.
pub(crate) fn page_of_rows_by(options: Option<&Value>, rows: Vec<Value>) -> Answer {
    page_by(options, rows, |row, name| row.get(name).cloned(), Clone::clone)
}

/// What `filterResults` does to a list: one key of order, Python's slices, nothing left out by a limit of 0.
pub(crate) fn filter(result: Value, options: Option<&Value>, method: &str) -> Result<(usize, Value), Fault> {
    let mut rows = match result {
        Value::Nil => return Ok((0, Value::Nil)),
        Value::Array(rows) => rows,
        _ => return Err(generic(format!("{method}() did not return a list"))),
    };
    let total = rows.len();
    let Some(options) = options else { return Ok((total, Value::Array(rows))) };
    if let Some(order) = options.get("order").and_then(Value::as_str).filter(|order| !order.is_empty()) {
        let (name, descends) = order.strip_prefix('-').map_or((order, false), |name| (name, true));
        if rows.iter().any(|row| row.get(name).is_none()) {
            return Err(python(format!("KeyError: '{name}'")));
        }
        let key = |row: &Value| row.get(name).cloned().unwrap_or_default();
        rows.sort_by(|a, b| if descends { compare(&key(b), &key(a)) } else { compare(&key(a), &key(b)) });
    }
    let number = |name: &str| options.get(name).and_then(Value::as_int);
    let offset = usize::try_from(number("offset").unwrap_or_default()).unwrap_or_default();
    rows.drain(..offset.min(total));
    if let Some(limit) = number("limit") {
        let end = match usize::try_from(limit) {
            Ok(limit) => limit,
            Err(_) => rows.len().saturating_sub(usize::try_from(limit.unsigned_abs()).unwrap_or_default()),
        };
        rows.truncate(end);
    }
    Ok((total, Value::Array(rows)))
}

/// A length as a value.
pub(crate) fn number(n: usize) -> Value {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// By value; nil is greater than all else, as in a database and in `filterResults`.
pub(crate) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Nil, Value::Nil) => Ordering::Equal,
        (Value::Nil, _) => Ordering::Greater,
        (_, Value::Nil) => Ordering::Less,
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Double(a), Value::Double(b)) => a.total_cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        _ => Ordering::Equal,
    }
}
