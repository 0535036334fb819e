//! How a log ends: where mock's last command failed, whether all went well, or what else says that it is over.

use super::rules::Kind;
use super::told::Told;

/// Where the last command failed, whose failure mattered.
pub(super) fn failed(lines: &[Told<'_>]) -> Option<usize> {
    const EXIT: &str = "Child return code was: ";
    let code = |at: usize| lines[at].text.strip_prefix(EXIT).map(str::trim);
    let mut later_success = false;
    for at in (0..lines.len()).rev().filter(|at| lines[*at].text.starts_with(EXIT)) {
        let tolerated = is_tolerated(lines, at);
        match code(at) {
            Some("0") => later_success |= !tolerated,
            // The first of two runs of rpmbuild, which only asks for what is missing.
            Some("11") if lines[at..].iter().take(4).any(|line| line.text.starts_with("Dynamic buildrequires")) => {}
            Some(_) if tolerated || later_success => {}
            _ => return Some(at),
        }
    }
    if later_success {
        return None;
    }
    lines.iter().rposition(|line| line.kind == Some(Kind::Exit) && !line.text.starts_with(EXIT))
}

/// Is it a command of which mock expects that it may fail, or that only cleans up?
fn is_tolerated(lines: &[Told<'_>], exit: usize) -> bool {
    const PROGRAMS: [&str; 8] = ["userdel", "groupdel", "umount", "getent", "lsof", "machinectl", "rm", "lvremove"];
    /// Lines of one command at most.
    const FAR: usize = 3000;
    let before = &lines[exit.saturating_sub(FAR)..exit];
    let mut command = before.iter().rev().take_while(|line| !line.text.starts_with("Child return code was: "));
    let command = command.find_map(|line| line.text.strip_prefix("Executing command: "));
    // `['/bin/umount', '-n', …] with env {…}`
    let program = command.and_then(|command| command.trim_start_matches("['").split('\'').next());
    program.is_some_and(|path| PROGRAMS.contains(&path.rsplit('/').next().unwrap_or(path)))
}

/// Does the log end as that of a build that is complete?
pub(super) fn is_well(lines: &[Told<'_>]) -> bool {
    const SIGNS: [&str; 3] = ["Child return code was: 0", "Wrote: /", "Finish: "];
    if lines.iter().any(|line| is_broken(line) && line.kind != Some(Kind::Exit)) {
        // An earlier run may have failed, and a later one not.
        let sign = lines.iter().rposition(|line| line.text.starts_with(SIGNS[0]) || line.text.starts_with(SIGNS[1]));
        return sign.is_some_and(|sign| !lines[sign..].iter().any(is_broken));
    }
    let last = lines.iter().rev().find(|line| !line.text.trim().is_empty());
    if last.is_some_and(|line| line.text.starts_with("+ exit 0")) {
        return true;
    }
    let is_sign = |line: &Told<'_>| SIGNS.iter().any(|sign| line.text.trim_start_matches("- ").starts_with(sign));
    let is_script = |line: &Told<'_>| line.begins_script() && !line.text.contains("clean");
    lines.iter().rposition(is_sign).is_some_and(|sign| !lines[sign..].iter().any(is_script))
}

/// Does rpm or mock say here that all failed?
fn is_broken(line: &Told<'_>) -> bool {
    const SIGNS: [&str; 3] = ["ERROR: Exception(", "ERROR: Command failed", "EXCEPTION: "];
    line.ends_script() || line.is_summary() || SIGNS.iter().any(|sign| line.text.starts_with(sign))
}

/// Where it ended, without mock's word for it: behind what rpm says at last, or where mock says that it failed.
pub(super) fn signs(lines: &[Told<'_>]) -> usize {
    let Some(last) = lines.iter().rposition(|line| line.ends_script() || line.is_summary()) else {
        return lines.iter().position(is_broken).unwrap_or(lines.len());
    };
    // The entries of the summary.
    let entries =
        lines[last + 1..].iter().take_while(|line| line.text.starts_with("    ") || line.text.starts_with("error: "));
    last + 1 + entries.count()
}
