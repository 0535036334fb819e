//! What looks like a setting and is none: lines of a file, variables of the environment.

use clap::Command;

use super::load::{FILE, command, key, serves, settings, variable};
use super::near::near;
use super::source::{Found, MOST};

/// Variables that are read elsewhere.
const OTHER_VARIABLES: [&str; 1] = ["KOJIVIEW_LOG"];

/// Lines of a file that are no settings of the command.
pub(super) fn unknown_keys(command: &Command, found: &[Found]) -> Vec<String> {
    let known: Vec<String> = settings(command).map(key).filter(|key| key != FILE).collect();
    let unknown: Vec<&Found> = found.iter().filter(|found| !known.contains(&found.key)).collect();
    let told = |found: &&Found| format!("{}: {}: no such setting{}", found.origin, found.key, near(&found.key, &known));
    let mut mistakes: Vec<String> = unknown.iter().take(MOST).map(told).collect();
    if let Some(more @ 1..) = unknown.len().checked_sub(MOST) {
        mistakes.push(format!("and {more} more that are no settings"));
    }
    mistakes
}

/// Variables that look like ours and are none: a typing error there would never be told otherwise.
pub(super) fn unknown_variables(environment: &[(String, String)]) -> Vec<String> {
    let mut known: Vec<String> = OTHER_VARIABLES.map(str::to_owned).to_vec();
    for command in command().get_subcommands().filter(|command| serves(command)) {
        known.extend(settings(command).map(variable));
    }
    let unknown = environment.iter().filter(|(name, _)| !known.contains(name));
    unknown.map(|(name, _)| format!("{name}: no such variable{}", near(name, &known))).collect()
}
