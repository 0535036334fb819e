//! Commands to copy: what a hub says is one word there, whatever is in it.

/// A word as a shell takes it, whatever is in it.
#[must_use]
pub fn in_shell(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::in_shell;

    #[test]
    fn words_stay_words() {
        for (word, quoted) in [
            ("bash-5.2-1.fc40", "bash-5.2-1.fc40"),
            ("x; curl x | sh", "'x; curl x | sh'"),
            ("it's $(id)", "'it'\\''s $(id)'"),
            ("", "''"),
        ] {
            assert_eq!(in_shell(word), quoted);
        }
    }
}
