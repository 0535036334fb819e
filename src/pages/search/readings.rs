//! How a text can be read that was pasted with what stood around it.

use crate::log::is_invisible;

/// Quotes, brackets, and the marks between words and sentences.
fn surrounds(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | ',' | ';' | ':' | '.' | '!' | '|' | '\\'
        )
        || matches!(
            c,
            '\u{ab}' | '\u{bb}' | '\u{2018}'
                ..='\u{201f}' | '\u{2039}' | '\u{203a}' | '\u{2026}' | '\u{2013}' | '\u{2014}'
        )
}

/// On one line, without what is not seen.
fn cleaned(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c)).map(|c| if c.is_control() { ' ' } else { c });
    seen.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The readings of a text, as it came first; `plus` is the same with its bare pluses taken to the letter, where it came in an
/// address and has any.
pub(super) fn readings(text: &str, plus: Option<&str>) -> Vec<String> {
    let as_sent = cleaned(text);
    let mut all = vec![as_sent.clone()];
    all.extend(plus.map(cleaned));
    if as_sent.contains(' ') && !as_sent.contains("://") {
        all.push(as_sent.replace(' ', "+"));
    }
    let inner = as_sent.trim_matches(surrounds);
    all.push(inner.to_owned());
    all.push(inner.trim_end_matches('+').to_owned());
    all.retain(|reading| !reading.is_empty());
    let mut readings: Vec<String> = Vec::new();
    for reading in all {
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn what_surrounds_a_name_is_not_of_it() {
        for (text, last) in [
            ("bash", "bash"),
            ("bash-5.2-1.fc40.", "bash-5.2-1.fc40"),
            ("(bash-5.2-1.fc40),", "bash-5.2-1.fc40"),
            ("\"bash-5.2-1.fc40\";", "bash-5.2-1.fc40"),
            ("\u{201c}bash\u{201d}", "bash"),
            ("bash\u{200b}", "bash"),
            ("\r\n bash\t\n", "bash"),
            ("bash+", "bash"),
        ] {
            assert_eq!(readings(text, None).last().map(String::as_str), Some(last), "{text:?}");
        }
        assert_eq!(readings("libstdc", Some("libstdc++")), ["libstdc", "libstdc++"]);
        assert_eq!(readings("a b", Some("a+b")), ["a b", "a+b"]);
        assert_eq!(readings("...", None), ["..."]);
        assert!(readings("\u{200b}", None).is_empty());
    }
}
