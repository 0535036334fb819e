//! The settings that are in force, as a file that has them, with where each comes from.

use std::io::{self, Write};
use std::sync::LazyLock;

use regex::Regex;

use super::load::{FILE, Setting};
use super::{Command, Loaded, Origin};

/// Where the origin stands, in characters.
const COLUMN: usize = 48;

/// Writes them. What is secret in an address is left out.
///
/// # Errors
///
/// Those of the writer.
pub fn write_effective(loaded: &Loaded, to: &mut impl Write) -> io::Result<()> {
    for setting in &loaded.settings {
        let Some(value) = value(setting) else {
            let derived = derived(loaded, &setting.key);
            let line = format!("# {} =", setting.key);
            let derived = derived.as_deref().unwrap_or("not set");
            writeln!(to, "{line:COLUMN$} # {derived}")?;
            continue;
        };
        // The one that no file can have.
        let comment = if setting.key == FILE { "# " } else { "" };
        let line = format!("{comment}{} = {}", setting.key, without_password(&value));
        write!(to, "{line:COLUMN$} # {}", setting.origin)?;
        if !setting.hidden.is_empty() {
            let hidden: Vec<String> = setting.hidden.iter().map(ToString::to_string).collect();
            write!(to, " (not {})", hidden.join(", "))?;
        }
        writeln!(to)?;
    }
    Ok(())
}

/// As a file has it.
fn value(setting: &Setting) -> Option<String> {
    if setting.is_list {
        let all: Vec<String> = setting.values.iter().map(|value| literal(value)).collect();
        return (!all.is_empty() && setting.origin != Origin::Default).then(|| format!("[{}]", all.join(", ")));
    }
    setting.values.first().map(|value| literal(value))
}

/// One value as a file has it.
pub(super) fn literal(value: &str) -> String {
    let is_bare = value.parse::<i64>().is_ok() || matches!(value, "true" | "false");
    if is_bare { value.to_owned() } else { toml::Value::from(value).to_string() }
}

/// What follows from other settings.
fn derived(loaded: &Loaded, key: &str) -> Option<String> {
    let Command::CheckConfig(serve) = &loaded.config.command else { return None };
    match key {
        "files" => Some(format!("{}, beside hub", without_password(serve.files().ok()?.as_str()))),
        "base-path" => {
            let base = serve.site.base().ok()?;
            serve.site.public_url.as_ref().map(|_| format!("\"{}\", from public-url", base.as_str()))
        }
        _ => None,
    }
}

/// An address without its password.
pub(super) fn without_password(text: &str) -> String {
    static PASSWORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(://[^/@:\s]*):[^/@\s]*@").ok());
    PASSWORD.as_ref().map_or_else(String::new, |password| password.replace_all(text, "$1:***@").into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_left_out() {
        for (text, told) in [
            ("redis://:secret@cache:6379/0", "redis://:***@cache:6379/0"),
            ("https://me:a:b@koji.example.org/", "https://me:***@koji.example.org/"),
            ("https://koji.example.org:8443/a@b", "https://koji.example.org:8443/a@b"),
        ] {
            assert_eq!(without_password(text), told);
        }
    }
}
