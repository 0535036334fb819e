//! The documentation of a method, taken apart: prose, and lines such as `:param int build: the build`.

use schemars::JsonSchema;
use serde::Serialize;

/// A method's documentation.
#[derive(Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Docstring {
    /// What is said in prose, line by line.
    pub(super) text: String,
    pub(super) params: Vec<Field>,
    pub(super) returns: Option<Field>,
    /// The errors that it names.
    pub(super) raises: Vec<Field>,
}

/// What is said of a parameter, an error, or what comes back.
#[derive(Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Field {
    /// Of what; nothing for what comes back.
    pub(super) name: String,
    /// Of which type it is, in Python's words.
    pub(super) kind: String,
    pub(super) text: String,
}

/// Letters of one documentation that are read.
const MOST: usize = 20_000;

/// Which field a line begins.
enum Begun {
    Param(Field),
    Returns(Field),
    Raises(Field),
    /// `:type name:` or `:rtype:`, which goes to a field that is there.
    Kind(Field),
}

/// `:param int build: the build`, where a line is such a one.
fn field(line: &str) -> Option<Begun> {
    let line = line.strip_prefix(':')?;
    // Some lines lack the second colon.
    let bare = ["returns ", "raises "].iter().find(|role| line.starts_with(**role) && !line.contains(':'));
    let (head, text) = line.split_once(':').or_else(|| bare.map(|role| line.split_at(role.len())))?;
    let mut words = head.split_whitespace();
    let role = words.next()?;
    let rest: Vec<&str> = words.collect();
    let text = text.trim().to_owned();
    let named = || {
        let (name, kind) = rest.split_last()?;
        Some(Field { name: (*name).to_owned(), kind: kind.join(" "), text: text.clone() })
    };
    let unnamed = || Field { name: String::new(), kind: rest.join(" "), text: text.clone() };
    match role {
        "param" => Some(Begun::Param(named()?)),
        "type" => Some(Begun::Kind(named()?)),
        "rtype" => Some(Begun::Kind(unnamed())),
        "return" | "returns" => Some(Begun::Returns(unnamed())),
        "raise" | "raises" => Some(Begun::Raises(Field { name: rest.join(" "), kind: String::new(), text })),
        _ => None,
    }
}

impl Docstring {
    /// Reads it, indented as it stands in the code of the hub.
    pub(super) fn read(doc: &str) -> Self {
        let doc: String = doc.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).take(MOST).collect();
        let mut lines = dedented(&doc).into_iter().peekable();
        let (mut parsed, mut prose): (Self, Vec<String>) = Default::default();
        while let Some(line) = lines.next() {
            let Some(begun) = field(line.trim_start()) else {
                prose.push(line);
                continue;
            };
            // What is indented deeper belongs to it, until a blank line.
            let depth = indent(&line);
            let mut more = String::new();
            while let Some(next) = lines.next_if(|next| !next.trim().is_empty() && indent(next) > depth) {
                more.push('\n');
                more.push_str(next.trim());
            }
            parsed.add(begun, &more);
        }
        parsed.text = joined(&prose);
        parsed
    }

    fn add(&mut self, begun: Begun, more: &str) {
        let longer = |field: Field| Field { text: format!("{}{more}", field.text).trim().to_owned(), ..field };
        match begun {
            Begun::Param(field) => self.params.push(longer(field)),
            Begun::Raises(field) => self.raises.push(longer(field)),
            Begun::Returns(field) => {
                let field = longer(field);
                let said = self.returns.get_or_insert_default();
                (said.text, said.kind) =
                    (field.text, if field.kind.is_empty() { said.kind.clone() } else { field.kind });
            }
            Begun::Kind(field) if field.name.is_empty() => self.returns.get_or_insert_default().kind = field.text,
            Begun::Kind(field) => match self.params.iter_mut().find(|param| param.name == field.name) {
                Some(param) => param.kind = field.text,
                None => self.params.push(Field { name: field.name, kind: field.text, text: String::new() }),
            },
        }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The lines without the indentation that all but the first have.
fn dedented(doc: &str) -> Vec<String> {
    let (first, rest) = doc.split_once('\n').unwrap_or((doc, ""));
    let common = rest.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    let cut = |line: &str| line.get(common..).unwrap_or_default().trim_end().to_owned();
    std::iter::once(first.trim().to_owned()).chain(rest.lines().map(cut)).collect()
}

/// The lines of prose: one blank line where there are more, none around.
fn joined(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        if !(line.is_empty() && text.ends_with("\n\n")) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Docstring, Field};

    fn of(name: &str, kind: &str, text: &str) -> Field {
        Field { name: name.to_owned(), kind: kind.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn fields_are_taken_out_of_the_prose() {
        let doc = "Finds a thing.\n\n        Its keys:\n          id: the id\n\n\n        :param int|str thing: which one\n        \
                   :param draft: what it is\n                      - True: a draft\n        :type draft: bool, optional\n        \
                   :raises: GenericError if there is none\n        :raises KeyError when old\n        :returns dict: the thing\n        \
                   :rtype: dict or None\n\n        More of it: see there.\n        :not one\n    ";
        let read = Docstring::read(doc);
        assert_eq!(read.text, "Finds a thing.\n\nIts keys:\n  id: the id\n\nMore of it: see there.\n:not one");
        assert_eq!(
            read.params,
            [of("thing", "int|str", "which one"), of("draft", "bool, optional", "what it is\n- True: a draft")]
        );
        assert_eq!(read.returns, Some(of("", "dict or None", "the thing")));
        assert_eq!(read.raises, [of("", "", "GenericError if there is none"), of("", "", "KeyError when old")]);
    }

    #[test]
    fn whatever_a_hub_says_is_read() {
        assert_eq!(Docstring::read(""), Docstring::default());
        assert_eq!(Docstring::read("\n   \n").text, "");
        for odd in [":", "::", ":param:", ":param : x", ":type x:", "é\n é\nü", ":returns", "a\u{0}b"] {
            Docstring::read(odd);
        }
        assert_eq!(Docstring::read(&"x".repeat(100_000)).text.len(), super::MOST);
    }
}
