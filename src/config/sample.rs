//! A file of settings with all that there are, as comments.

use std::fmt::Write as _;

use super::effective::literal;
use super::load::{FILE, command, is_list, key, settings};

/// Characters of a line.
const WIDTH: usize = 110;

/// The file.
#[must_use]
pub fn sample() -> String {
    let mut text = "# Settings of Kojiview: every one that there is, with its default. Each is also a flag (--hub) and a variable of the\n\
                    # environment (KOJIVIEW_HUB); flags go over the environment, and that over this file. What is in force, and what is\n\
                    # wrong with it: kojiview check-config\n"
        .to_owned();
    let command = command();
    let Some(serve) = command.find_subcommand("serve") else { return text };
    for argument in settings(serve).filter(|argument| argument.get_id() != FILE) {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let help = help.split(" [env: ").next().unwrap_or_default().to_owned();
        text.push('\n');
        write_words(&mut text, &help);
        let default = argument.get_default_values().first().map(|value| value.to_string_lossy());
        let value = if is_list(argument) { "[]".to_owned() } else { literal(&default.unwrap_or_default()) };
        let _ = writeln!(text, "#{} = {value}", key(argument));
    }
    text
}

/// Comments of some width.
fn write_words(text: &mut String, words: &str) {
    let mut line = String::from("#");
    for word in words.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line = String::from("#");
        }
        let _ = write!(line, " {word}");
    }
    let _ = writeln!(text, "{line}");
}
