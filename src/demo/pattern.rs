//! Patterns in questions: globs, SQL's LIKE, and the few signs of regular expressions that people search with.

/// Does a glob (`*`, `?`) match, whatever the case?
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    wild(&lower(pattern), &lower(text), ['*', '?'])
}

/// Does `prefix` begin the text? To a hub it is the beginning of a LIKE pattern, so `%` and `_` have their meaning.
pub(crate) fn prefix(prefix: &str, text: &str) -> bool {
    wild(&lower(&format!("{prefix}%")), &lower(text), ['%', '_'])
}

fn lower(text: &str) -> Vec<char> {
    text.to_lowercase().chars().collect()
}

/// Greedy with one step back: linear enough for any pattern.
fn wild(pattern: &[char], text: &[char], [many, one]: [char; 2]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(sign) if *sign == many => {
                back = Some((p, t));
                p += 1;
            }
            Some(sign) if *sign == one || *sign == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match back {
                Some((star, from)) => {
                    p = star + 1;
                    t = from + 1;
                    back = Some((star, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|sign| *sign == many)
}

/// A regular expression of literals, `.`, `*`, `+`, `?`, `^`, `$` and `\`; more a demo does not need.
pub(crate) struct Expression {
    parts: Vec<(Sign, char)>,
    at_start: bool,
    at_end: bool,
}

#[derive(PartialEq)]
enum Sign {
    Any,
    Is(char),
}

impl Expression {
    /// Reads it; the error is a database's.
    pub(crate) fn read(text: &str) -> Result<Self, &'static str> {
        let mut depth = 0_i32;
        for sign in text.chars() {
            depth += i32::from(sign == '(') - i32::from(sign == ')');
            if depth < 0 {
                break;
            }
        }
        if depth != 0 {
            return Err("parentheses () not balanced");
        }
        let at_start = text.starts_with('^');
        let at_end = text.ends_with('$') && !text.ends_with("\\$");
        let text = text.strip_prefix('^').unwrap_or(text);
        let text = if at_end { text.strip_suffix('$').unwrap_or(text) } else { text };
        let mut parts: Vec<(Sign, char)> = Vec::new();
        let mut signs = text.chars();
        while let Some(sign) = signs.next() {
            match sign {
                '\\' => parts.push((Sign::Is(signs.next().ok_or("invalid escape \\ sequence")?), '1')),
                '.' => parts.push((Sign::Any, '1')),
                '*' | '+' | '?' => parts.last_mut().ok_or("quantifier operand invalid")?.1 = sign,
                '(' | ')' => {}
                other => parts.push((Sign::Is(other), '1')),
            }
        }
        Ok(Self { parts, at_start, at_end })
    }

    /// Does it match anywhere in the text?
    pub(crate) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let starts = if self.at_start { 0..=0 } else { 0..=text.len() };
        starts.into_iter().any(|start| self.from(&text[start..], &self.parts))
    }

    fn from(&self, text: &[char], parts: &[(Sign, char)]) -> bool {
        let Some(((sign, times), rest)) = parts.split_first() else { return !self.at_end || text.is_empty() };
        let run = text.iter().take_while(|c| *sign == Sign::Any || *sign == Sign::Is(**c)).count();
        let (least, most) = match times {
            '*' => (0, run),
            '+' => (1, run),
            '?' => (0, run.min(1)),
            _ => (1, run.min(1)),
        };
        (least..=most).rev().any(|taken| self.from(&text[taken..], rest))
    }
}
