//! Settings from all their sources: flags go over the environment, that over the file, that over defaults. Each is defined once, as a
//! flag; the names of its variable and of its line in a file follow from that. All mistakes are told at once.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory as _, FromArgMatches as _};

use super::command_line::{self, words};
use super::effective::without_password;
use super::koji::profile;
use super::source::{self, Found, Origin};
use super::unknown::{unknown_keys, unknown_variables};
use super::{Config, Site};
use crate::serve::Listen;

/// What is in force.
#[derive(Debug)]
pub struct Loaded {
    /// The settings as their types.
    pub config: Config,
    /// Each by itself, in the order of the help.
    pub settings: Vec<Setting>,
    /// What is odd, but no mistake.
    pub warnings: Vec<String>,
}

/// A setting that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name in a file.
    pub key: String,
    /// Its values: none where it is not set, several where it is a list.
    pub values: Vec<String>,
    /// May it have several?
    pub is_list: bool,
    /// Where they come from.
    pub origin: Origin,
    /// Where it is set too, to no effect.
    pub hidden: Vec<Origin>,
}

/// Why there are no settings.
#[derive(Debug)]
pub enum Failure {
    /// The command line asks for help or for the version, or is none at all.
    CommandLine(clap::Error),
    /// What is wrong, each with its place.
    Mistakes(Vec<String>),
}

/// Before the names of all variables.
const PREFIX: &str = "KOJIVIEW_";
/// The file that is read where none is named, if it is there.
const USUAL_FILE: &str = "/etc/kojiview/kojiview.toml";
/// The one setting that no file has.
pub(super) const FILE: &str = "config";
/// The setting that there is no default for.
const HUB: &str = "hub";
/// The setting that others may come from.
const PROFILE: &str = "koji_profile";

/// The command line, with the names of variables in its help.
pub(super) fn command() -> Command {
    let described = |argument: Arg| {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        if argument.is_positional() || is_of_clap(&argument) {
            return argument;
        }
        let variable = variable(&argument);
        // A number below zero is a wrong one, and no flag.
        argument.allow_negative_numbers(true).help(format!("{help} [env: {variable}]"))
    };
    Config::command().mut_subcommands(|command| if serves(&command) { command.mut_args(described) } else { command })
}

/// Its own, which are no settings.
pub(super) fn is_of_clap(argument: &Arg) -> bool {
    matches!(argument.get_id().as_str(), "help" | "version")
}

pub(super) fn variable(argument: &Arg) -> String {
    format!("{PREFIX}{}", argument.get_id().as_str().to_uppercase())
}

/// Its name in a file.
pub(super) fn key(argument: &Arg) -> String {
    argument.get_id().as_str().replace('_', "-")
}

pub(super) fn is_list(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::Append)
}

/// The settings of a command.
pub(super) fn settings(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|argument| !is_of_clap(argument))
}

/// Reads all sources.
///
/// # Errors
///
/// Help was asked for, or something is wrong: then all that is.
pub fn load(
    arguments: impl IntoIterator<Item = OsString>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Loaded, Failure> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lenient = command().mut_subcommands(|command| command.mut_args(|argument| argument.required(false)));
    let (matches, mut mistakes) = command_line::read(&lenient, &arguments).map_err(Failure::CommandLine)?;
    let all = command();
    let Some((name, given)) = matches.subcommand() else {
        return Config::try_parse_strictly(&arguments).map(Loaded::of);
    };
    let Some(command) = all.find_subcommand(name).filter(|command| serves(command)) else {
        return Config::try_parse_strictly(&arguments).map(Loaded::of);
    };
    let (environment, others): (Vec<_>, Vec<_>) = environment
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .partition(|(name, _): &(String, String)| name.starts_with(PREFIX));
    let file = file(name, given, &environment);
    let (of_file, wrong) = file.as_deref().map(source::read).unwrap_or_default();
    mistakes.extend(wrong);
    mistakes.extend(unknown_keys(command, &of_file));
    let mut warnings = unknown_variables(&environment);
    let known = Sources { flags: given, environment: &environment, file: &of_file };
    let of_profile = command.get_arguments().find(|argument| argument.get_id() == PROFILE).and_then(|argument| {
        let name = known.of(argument).into_iter().next()?;
        let home = others.iter().find(|(name, _)| name == "HOME").map(|(_, home)| Path::new(home));
        Some(profile::read(name.values.first()?, home).map_err(|why| format!("{}: {why}", name.origin)))
    });
    let of_profile = of_profile.transpose();
    let may_lack_hub = of_profile.is_err();
    let of_profile = match of_profile {
        Ok(found) => {
            let (found, odd) = found.unwrap_or_default();
            warnings.extend(odd);
            found
        }
        Err(why) => {
            mistakes.push(why);
            Vec::new()
        }
    };
    let (mut settings, mut usable) = (Vec::new(), Vec::new());
    for argument in self::settings(command) {
        let mut sources = known.of(argument);
        sources.extend(of_profile.iter().find(|found| found.key == key(argument)).cloned());
        sources.extend(of_systemd(argument, &others));
        let wrong: Vec<String> = sources.iter().filter_map(|found| wrong_value(command, argument, found)).collect();
        // What is wrong is left out, to see whether the others fit together.
        usable.push(setting(argument, if wrong.is_empty() { sources.clone() } else { Vec::new() }));
        mistakes.extend(wrong);
        settings.push(setting(argument, sources));
    }
    mistakes.extend(missing_hub(&settings, &mistakes).filter(|_| !may_lack_hub));
    match typed(&arguments, name, command, &usable, &mut mistakes) {
        Some(config) if mistakes.is_empty() => Ok(Loaded { config, settings, warnings }),
        _ => Err(Failure::Mistakes(mistakes.iter().map(|mistake| without_password(mistake)).collect())),
    }
}

impl Loaded {
    fn of(config: Config) -> Self {
        Self { config, settings: Vec::new(), warnings: Vec::new() }
    }
}

impl Config {
    fn try_parse_strictly(arguments: &[OsString]) -> Result<Self, Failure> {
        let matches = command().try_get_matches_from(arguments).map_err(Failure::CommandLine)?;
        Self::from_arg_matches(&matches).map_err(Failure::CommandLine)
    }
}

/// Has the command settings?
pub(super) fn serves(command: &Command) -> bool {
    command.get_arguments().any(|argument| argument.get_id() == FILE)
}

/// The file of settings: the one that is named, or the usual one.
fn file(name: &str, given: &ArgMatches, environment: &[(String, String)]) -> Option<PathBuf> {
    let named = given.try_get_raw(FILE).ok().flatten().and_then(|mut values| values.next());
    let named = named.map(PathBuf::from);
    let variable = || environment.iter().find(|(name, _)| name == "KOJIVIEW_CONFIG").map(|(_, path)| path.into());
    let usual = || (name != "demo" && Path::new(USUAL_FILE).exists()).then(|| USUAL_FILE.into());
    named.or_else(variable).or_else(usual)
}

/// What a setting is set by, those first that go over the others.
struct Sources<'a> {
    flags: &'a ArgMatches,
    environment: &'a [(String, String)],
    file: &'a [Found],
}

impl Sources<'_> {
    fn of(&self, argument: &Arg) -> Vec<Found> {
        let in_file = self.file.iter().find(|found| found.key == key(argument) && found.key != FILE);
        let all = [of_flags(argument, self.flags), of_environment(argument, self.environment), in_file.cloned()];
        all.into_iter().flatten().collect()
    }
}

/// The folder that systemd made for a cache (`CacheDirectory=`).
fn of_systemd(argument: &Arg, environment: &[(String, String)]) -> Option<Found> {
    const FOLDERS: &str = "CACHE_DIRECTORY";
    let (_, folders) = environment.iter().find(|(name, _)| name == FOLDERS && argument.get_id() == "cache_dir")?;
    let values = vec![folders.split(':').next()?.to_owned()];
    Some(Found { key: key(argument), values, is_list: false, origin: Origin::Variable(FOLDERS.to_owned()) })
}

fn of_flags(argument: &Arg, given: &ArgMatches) -> Option<Found> {
    let id = argument.get_id().as_str();
    if given.value_source(id) != Some(ValueSource::CommandLine) {
        return None;
    }
    let values = given.get_raw(id)?.map(|value| value.to_string_lossy().into_owned()).collect();
    Some(Found { key: key(argument), values, is_list: is_list(argument), origin: Origin::Flag(flag(argument)) })
}

fn flag(argument: &Arg) -> String {
    format!("--{}", argument.get_long().unwrap_or_default())
}

fn of_environment(argument: &Arg, environment: &[(String, String)]) -> Option<Found> {
    let variable = variable(argument);
    let (_, value) = environment.iter().find(|(name, _)| *name == variable)?;
    let values = vec![value.clone()];
    Some(Found { key: key(argument), values, is_list: is_list(argument), origin: Origin::Variable(variable) })
}

/// The one that is in force, of those that are set, the first of which counts.
fn setting(argument: &Arg, sources: Vec<Found>) -> Setting {
    let (key, is_list) = (key(argument), is_list(argument));
    let mut sources = sources.into_iter();
    let Some(first) = sources.next() else {
        let values = argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        return Setting { key, values, is_list, origin: Origin::Default, hidden: Vec::new() };
    };
    let hidden = sources.map(|found| found.origin).collect();
    Setting { key, values: first.values, is_list, origin: first.origin, hidden }
}

/// What is wrong with the values of one source.
fn wrong_value(command: &Command, argument: &Arg, found: &Found) -> Option<String> {
    // clap has told of what is wrong with flags.
    if matches!(found.origin, Origin::Flag(_)) {
        return None;
    }
    if found.is_list && !is_list(argument) {
        return Some(format!("{}: {}: a list, where one value is wanted", found.origin, found.key));
    }
    let lenient = command.clone().mut_args(|argument| argument.required(false)).no_binary_name(true);
    let error = lenient.try_get_matches_from(flags(argument, &found.values)).err()?;
    Some(format!("{}: {}: {}", found.origin, found.key, without_flag(&words(&error))))
}

/// Without the flag, where a file or a variable has the value.
fn without_flag(words: &str) -> String {
    let cut = || {
        let (before, rest) = words.split_once(" for '--")?;
        Some(format!("{before}{}", rest.split_once('\'')?.1))
    };
    cut().unwrap_or_else(|| words.to_owned())
}

/// The values as flags.
fn flags(argument: &Arg, values: &[String]) -> impl Iterator<Item = String> {
    let flag = flag(argument);
    values.iter().map(move |value| format!("{flag}={value}"))
}

/// Says that there is no hub, where nothing was told of one.
fn missing_hub(settings: &[Setting], mistakes: &[String]) -> Option<String> {
    let is_missing = settings.iter().any(|setting| setting.key == HUB && setting.origin == Origin::Default);
    let is_told = mistakes.iter().any(|mistake| mistake.contains("'--hub "));
    let told = format!("--{HUB} has to be set: the address of the hub (--{HUB}, {PREFIX}HUB, or {HUB} in a file)");
    (is_missing && !is_told).then_some(told)
}

/// The settings as their types, where they fit together.
fn typed(
    arguments: &[OsString],
    name: &str,
    command: &Command,
    settings: &[Setting],
    mistakes: &mut Vec<String>,
) -> Option<Config> {
    let program = arguments.first().map(|program| program.to_string_lossy().into_owned()).unwrap_or_default();
    let mut line = vec![program, name.to_owned()];
    for (argument, setting) in self::settings(command).zip(settings) {
        if setting.origin != Origin::Default {
            line.extend(flags(argument, &setting.values));
        } else if setting.key == HUB {
            // That there is none was told.
            line.push(format!("--{HUB}=http://localhost/kojihub"));
        }
    }
    let parsed = self::command().try_get_matches_from(line).and_then(|matches| Config::from_arg_matches(&matches));
    match parsed {
        Ok(config) => {
            mistakes.extend(config.mistakes());
            Some(config)
        }
        Err(error) => {
            mistakes.push(words(&error));
            None
        }
    }
}

impl Config {
    /// What is wrong with the settings together.
    fn mistakes(&self) -> Vec<String> {
        let (site, files): (&Site, _) = match &self.command {
            super::Command::Serve(serve) | super::Command::CheckConfig(serve) => {
                (&serve.site, [serve.files().err(), serve.authorities().err()])
            }
            super::Command::Demo(demo) => (&demo.site, [None, None]),
            _ => return Vec::new(),
        };
        let same = site.metrics_listen.filter(|address| Listen::Tcp(*address) == site.listen && address.port() != 0);
        let same = same.map(|_| "--metrics-listen is the same as --listen".to_owned());
        let look = site.look.appearance().err();
        site.base().err().into_iter().chain(files.into_iter().flatten()).chain(same).chain(look).collect()
    }
}
