//! The methods of the hub: a table from names to functions, a file a subject.
#![expect(clippy::unnecessary_wraps, reason = "every method has the signature of the table")]

mod archive_files;
mod archives;
mod buildroots;
mod builds;
mod changelogs;
mod external_repos;
mod groups;
mod history;
mod hosts;
mod listing;
mod output;
mod packages;
mod repos;
mod rpm_contents;
mod rpms;
mod scheduler;
mod search;
mod system;
mod tagged;
mod tags;
mod targets;
mod tasks;
mod users;

use super::ask::Ask;
use super::fault::Answer;

/// A method of the hub.
#[derive(Clone, Copy)]
pub(crate) struct Method {
    pub(crate) name: &'static str,
    /// Its name in Python, where that is not `RootExports.` and the name.
    pub(crate) function: Option<&'static str>,
    /// See [`Ask::bind`].
    pub(crate) parameters: &'static str,
    pub(crate) answer: fn(&Ask<'_>) -> Answer,
}

const fn method(name: &'static str, parameters: &'static str, answer: fn(&Ask<'_>) -> Answer) -> Method {
    Method { name, function: None, parameters, answer }
}

const fn named(
    name: &'static str,
    function: &'static str,
    parameters: &'static str,
    answer: fn(&Ask<'_>) -> Answer,
) -> Method {
    Method { name, function: Some(function), parameters, answer }
}

/// The method of this name.
pub(crate) fn find(name: &str) -> Option<Method> {
    all().find(|method| method.name == name)
}

/// All of them but those that call others.
pub(crate) fn all() -> impl Iterator<Item = Method> {
    let subjects: [&[Method]; 23] = [
        archive_files::METHODS,
        archives::METHODS,
        buildroots::METHODS,
        builds::METHODS,
        changelogs::METHODS,
        external_repos::METHODS,
        groups::METHODS,
        history::METHODS,
        hosts::METHODS,
        listing::METHODS,
        output::METHODS,
        packages::METHODS,
        repos::METHODS,
        rpm_contents::METHODS,
        rpms::METHODS,
        scheduler::METHODS,
        search::METHODS,
        system::METHODS,
        tagged::METHODS,
        tags::METHODS,
        targets::METHODS,
        tasks::METHODS,
        users::METHODS,
    ];
    subjects.into_iter().flatten().copied()
}
