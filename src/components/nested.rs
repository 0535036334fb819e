//! A value of any shape as nested lists: requests, results, options.

use std::cell::Cell;

use askama::Template;

use super::bounded::beginning;
use super::source::breakable;
use crate::web::escape::escaped;
use crate::web::filters;
use crate::xmlrpc::Value;

/// Values that are shown of one at most: what a hub sends has no bound that a page could bear.
const MOST: usize = 1000;
/// Values in values at most: what lies deeper is only counted.
const DEEPEST: u8 = 12;
/// Characters of a text that are shown.
const LONGEST: usize = 2000;

/// Columns of a table at most, and rows that are shown before it is opened.
const COLUMNS: usize = 12;
const ROWS: usize = 20;

/// A value, spelled by its template, which calls itself for what is inside.
#[derive(Clone, Template)]
#[template(path = "components/nested.html")]
pub struct Nested<'a> {
    value: &'a Value,
    /// How many more may be shown, in all of the tree.
    left: &'a Budget,
    /// In how many values it lies.
    depth: u8,
}

/// How many values may still be shown.
pub struct Budget(Cell<usize>);

impl Default for Budget {
    fn default() -> Self {
        Self(Cell::new(MOST))
    }
}

impl Budget {
    /// One more is shown, where it may be.
    fn spend(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

/// The HTML of a value.
#[must_use]
pub fn html(value: &Value) -> String {
    let budget = Budget::default();
    Nested { value, left: &budget, depth: 0 }.render().unwrap_or_default()
}

impl<'a> Nested<'a> {
    /// The items of a list, or nothing where it is none.
    fn items(&self) -> Option<Vec<Nested<'a>>> {
        let Value::Array(items) = self.value else { return None };
        let shown = items.iter().take_while(|_| self.left.spend());
        (self.depth < DEEPEST).then(|| shown.map(|value| self.inside(value)).collect())
    }

    /// The rows of a table, where it is a list of maps with the same keys and nothing in them has an inside: the keys, the
    /// rows that are shown at once, and those that are shown where they are opened.
    fn table(&self) -> Option<ValueTable<'a>> {
        let Value::Array(rows) = self.value else { return None };
        let keys = keys(rows.first()?)?;
        let has_same = |row: &Value| keys_of(row).is_some_and(|own| own.eq(keys.iter().copied()));
        if rows.len() < 2 || self.depth >= DEEPEST || !rows.iter().all(has_same) {
            return None;
        }
        let row = |row: &'a Value| {
            keys.iter()
                .filter_map(|key| Some(Nested { value: row.get(key)?, left: self.left, depth: DEEPEST }))
                .collect()
        };
        let is_left = |_: &&Value| keys.iter().all(|_| self.left.spend());
        let shown: Vec<Vec<Nested<'a>>> = rows.iter().take_while(is_left).map(row).collect();
        let (first, opened) = beginning(&shown, ROWS);
        let opened = shown[shown.len() - opened..].to_vec();
        let (first, rest) = (first.to_vec(), rows.len() - shown.len());
        Some(ValueTable { keys, first, opened, rest })
    }

    /// What is in it.
    fn inside(&self, value: &'a Value) -> Nested<'a> {
        Nested { value, left: self.left, depth: self.depth + 1 }
    }

    /// The members of a struct.
    fn members(&self) -> Option<Vec<(&'a str, Nested<'a>)>> {
        let Value::Struct(members) = self.value else { return None };
        let members = members.iter().filter(|(name, _)| *name != "__starstar");
        let shown = members.take_while(|_| self.left.spend());
        (self.depth < DEEPEST).then(|| shown.map(|(name, value)| (name.as_str(), self.inside(value))).collect())
    }

    /// How many values of this list or struct are not shown.
    fn rest(&self, shown: usize) -> usize {
        match self.value {
            Value::Array(items) => items.len() - shown,
            Value::Struct(members) => members.iter().filter(|(name, _)| *name != "__starstar").count() - shown,
            _ => 0,
        }
    }

    /// HTML of a plain value; addresses may break.
    fn text(&self) -> String {
        let mut text = plain(self.value);
        if matches!(self.value, Value::Array(_) | Value::Struct(_)) {
            text.push_str(", in the JSON of this page");
        }
        if let Some((end, _)) = text.char_indices().nth(LONGEST) {
            let more = text[end..].chars().count();
            text = format!("{}… and {more} more characters", &text[..end]);
        }
        if text.contains("://") { breakable(&text) } else { escaped(&text) }
    }
}

/// A list of maps with the same keys.
struct ValueTable<'a> {
    keys: Vec<&'a str>,
    first: Vec<Vec<Nested<'a>>>,
    opened: Vec<Vec<Nested<'a>>>,
    /// How many rows are not shown.
    rest: usize,
}

/// The keys of a map that can be a row of a table: not too many, and plain values.
fn keys(row: &Value) -> Option<Vec<&str>> {
    let keys: Vec<&str> = keys_of(row)?.collect();
    (1..=COLUMNS).contains(&keys.len()).then_some(keys)
}

fn keys_of(row: &Value) -> Option<impl Iterator<Item = &str>> {
    let Value::Struct(members) = row else { return None };
    let is_plain = |value: &Value| !matches!(value, Value::Array(_) | Value::Struct(_));
    members.values().all(is_plain).then(|| members.keys().map(String::as_str).filter(|name| *name != "__starstar"))
}

/// A value in one line, where it has no other place.
#[must_use]
pub fn plain(value: &Value) -> String {
    match value {
        Value::Nil => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Double(n) => n.to_string(),
        Value::String(text) | Value::DateTime(text) => text.clone(),
        Value::Bytes(bytes) => format!("{} bytes", bytes.len()),
        Value::Array(items) => format!("{} values", items.len()),
        Value::Struct(members) => format!("{} values by name", members.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_values_are_nested_lists() {
        let inner = Value::from([("k", Value::from("<b>")), ("off", Value::Bool(false))]);
        let value = Value::Array(vec![Value::Int(1), inner, Value::Array(Vec::new())]);
        let html = html(&value);
        assert_eq!(html.matches("<ul").count(), 1, "{html}");
        assert!(!html.contains("<b>") && html.contains('b'), "{html}");
        assert!(html.contains("<dt>off</dt><dd>no</dd>") && html.contains("empty"), "{html}");
    }

    #[test]
    fn maps_with_the_same_keys_are_a_table() {
        let rpm = |n: i64| Value::from([("name", Value::from(format!("<rpm{n}>"))), ("size", Value::Int(n))]);
        let html = html(&Value::Array((0..30).map(rpm).collect()));
        assert_eq!(html.matches("<th scope=\"col\">").count(), 4, "{html}");
        assert_eq!(html.matches("<tr><td>").count(), 30, "{html}");
        assert!(html.contains("<summary>10 more</summary>") && !html.contains("<rpm"), "{html}");
        let many = super::html(&Value::Array((0..5000).map(rpm).collect()));
        assert!(many.contains("4,500 more, in the JSON of this page") && many.len() < 64_000, "{}", many.len());
        // Others are lists.
        for other in [vec![rpm(1)], vec![rpm(1), Value::Int(2)], vec![rpm(1), Value::from([("name", Value::Nil)])]] {
            assert!(!super::html(&Value::Array(other)).contains("<table"));
        }
    }

    #[test]
    fn what_is_long_or_deep_is_cut() {
        let deep = (0..60).fold(Value::from("core"), |inner, _| Value::from([("in", inner)]));
        let html = html(&deep);
        assert_eq!(html.matches("<dl").count(), 12, "{html}");
        assert!(!html.contains("core") && html.contains("1 values by name"), "{html}");
        let long = super::html(&Value::from("é".repeat(4_000_000)));
        assert!(long.chars().count() < 2100 && long.ends_with("… and 3998000 more characters"), "{}", long.len());
    }

    #[test]
    fn it_is_bounded() {
        let row = Value::Array(vec![Value::Int(7); 900]);
        let html = html(&Value::Array(vec![row; 900]));
        assert!(html.len() < 64_000, "{}", html.len());
        assert!(html.contains("more"));
    }
}
