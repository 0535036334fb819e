//! Which of several logs tells why something failed.

use std::sync::LazyLock;

use regex::Regex;

/// A log that something left.
#[derive(Debug, Clone, Copy)]
pub struct NamedLog<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Bytes.
    pub size: u64,
}

/// A `build.log` of fewer bytes says that nothing was built.
const TINY: u64 = 400;

/// Logs of mock's surroundings, which tell why something failed only where a fault names them.
const ASIDE: [&str; 4] = ["hw_info.log", "installed_pkgs.log", "mock_output.log", "state.log"];

/// The place of the log that tells why something failed, as packagers look: the one that the fault names, by mock's exit
/// status where it names several (30: the buildroot; 10, 11, a signal: the build), else `root.log` where nothing came to
/// be built.
#[must_use]
pub fn log_that_tells(left: &[NamedLog<'_>], fault: &str) -> Option<usize> {
    // Constant, and compiled by a test.
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\w.-]+\.log\b").ok());
    static STATUS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"exited with status (\d+)").ok());
    let place = |name: &str| left.iter().position(|log| log.name == name && log.size > 0);
    let size = |name: &str| left.iter().filter(|log| log.name == name).map(|log| log.size).max();
    let status = STATUS.as_ref()?.captures(fault).map(|found| found[1].to_owned());
    let is_killed = fault.contains("killed by signal");
    // Koji names root.log for each status that it does not know; 11 is mock's time limit, which ends builds.
    if (status.as_deref() == Some("11") || is_killed)
        && let Some(place) = place("build.log")
    {
        return Some(place);
    }
    let named: Vec<&str> = NAMED.as_ref()?.find_iter(fault).map(|found| found.as_str()).collect();
    if let [one] = named[..]
        && let Some(place) = place(one)
    {
        return Some(place);
    }
    if status.as_deref() == Some("30")
        && let Some(place) = place("root.log")
    {
        return Some(place);
    }
    match (size("build.log"), size("root.log")) {
        (Some(build), _) if build >= TINY => place("build.log"),
        (_, Some(1..)) => place("root.log"),
        (Some(1..), _) => place("build.log"),
        // A task that builds no rpm has logs of its own.
        _ => {
            let logs = left.iter().enumerate().filter(|(_, log)| !ASIDE.contains(&log.name));
            logs.max_by_key(|(at, log)| (log.size, usize::MAX - at)).map(|(at, _)| at)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packagers_look_there() {
        let both = &[("build.log", 20_000), ("root.log", 9000), ("state.log", 90)][..];
        let see_both = "error building package (arch x86_64), mock exited with status 1; see build.log or root.log for more information";
        for (files, fault, expected) in [
            (both, see_both, Some("build.log")),
            (both, "mock exited with status 30; see root.log for more information", Some("root.log")),
            (both, "mock exited with status 30; see build.log or root.log", Some("root.log")),
            (both, "mock exited with status 10", Some("build.log")),
            (both, "mock exited with status 11; see root.log for more information", Some("build.log")),
            (both, "mock was killed by signal 15; see root.log for more information", Some("build.log")),
            (both, "something else", Some("build.log")),
            (both, "see state.log", Some("state.log")),
            (both, "see gone.log", Some("build.log")),
            (&[("build.log", 12), ("root.log", 9000)], see_both, Some("root.log")),
            (&[("build.log", 12), ("root.log", 9000)], "mock exited with status 11; see root.log", Some("build.log")),
            (&[("root.log", 9000)], "mock exited with status 11; see root.log", Some("root.log")),
            (&[("root.log", 9000), ("a.log", 90)], "", Some("root.log")),
            (&[("build.log", 12)], "", Some("build.log")),
            (&[("build.log", 0), ("root.log", 0)], "", Some("build.log")),
            (&[("checkout.log", 120), ("hw_info.log", 400)], "", Some("checkout.log")),
            (&[("hw_info.log", 400)], see_both, None),
            (&[], see_both, None),
        ] {
            let left: Vec<_> = files.iter().map(|(name, size)| NamedLog { name, size: *size }).collect();
            let chosen = log_that_tells(&left, fault).map(|at| left[at].name);
            assert_eq!(chosen, expected, "{files:?} {fault}");
        }
    }
}
