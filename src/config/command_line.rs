//! The command line with all that is wrong with its values: clap by itself tells of the first one alone.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, Command};

/// What is on the command line but for values that are wrong, and what is wrong with those.
///
/// # Errors
///
/// Help was asked for, or it is no command line at all.
pub(super) fn read(command: &Command, arguments: &[OsString]) -> Result<(ArgMatches, Vec<String>), clap::Error> {
    let (mut arguments, mut mistakes) = (arguments.to_vec(), Vec::new());
    loop {
        let error = match command.clone().try_get_matches_from(&arguments) {
            Ok(matches) => return Ok((matches, mistakes)),
            Err(error) => error,
        };
        // Any other error tells of the line as a whole.
        let of_one = [ErrorKind::ValueValidation, ErrorKind::InvalidValue, ErrorKind::UnknownArgument];
        if !of_one.contains(&error.kind()) {
            return Err(error);
        }
        mistakes.push(words(&error));
        if !take_out(&mut arguments, &error) {
            let matches = command.clone().ignore_errors(true).try_get_matches_from(&arguments)?;
            return Ok((matches, mistakes));
        }
    }
}

/// Takes out the flag of which the error tells; false where it is not found as it is told.
fn take_out(arguments: &mut Vec<OsString>, error: &clap::Error) -> bool {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let Some(argument) = text(ContextKind::InvalidArg) else { return false };
    if error.kind() == ErrorKind::UnknownArgument {
        return take_out_unknown(arguments, argument);
    }
    let Some(value) = text(ContextKind::InvalidValue) else { return false };
    let flag = argument.split([' ', '=', '[']).next().unwrap_or_default();
    let joined = format!("{flag}={value}");
    let at = |at: usize| arguments.get(at).and_then(|argument| argument.to_str());
    let is_told =
        |place: &usize| at(*place) == Some(&joined) || at(*place) == Some(flag) && at(place + 1) == Some(value);
    let Some(place) = (0..arguments.len()).find(is_told) else { return false };
    let length = if at(place) == Some(&joined) { 1 } else { 2 };
    arguments.drain(place..place + length);
    true
}

/// Takes out a flag that there is not, with what seems to be its value.
fn take_out_unknown(arguments: &mut Vec<OsString>, flag: &str) -> bool {
    let text = |argument: &OsString| argument.to_str().map(str::to_owned);
    let is_it =
        |argument: &OsString| text(argument).is_some_and(|text| text == flag || text.split('=').next() == Some(flag));
    let Some(place) = arguments.iter().position(is_it) else { return false };
    let has_value = text(&arguments[place]).is_some_and(|text| text == flag && text.starts_with('-'));
    arguments.remove(place);
    if has_value && arguments.get(place).and_then(text).is_some_and(|next| !next.starts_with('-')) {
        arguments.remove(place);
    }
    true
}

/// What clap says of a value, in one line.
pub(super) fn words(error: &clap::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    if let Some(ContextValue::String(near)) = error.get(ContextKind::SuggestedArg) {
        return format!("{line}; did you mean {near}?");
    }
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(valid)) if !valid.is_empty() => format!("{line}: one of {}", valid.join(", ")),
        _ => line,
    }
}
