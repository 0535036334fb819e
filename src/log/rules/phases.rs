//! Warnings, and the phases of mock and rpmbuild.

use super::Kind::{Phase, Warning};
use super::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        Warning,
        r"(?i)(^|[^a-z0-9_-])warning: ",
        &["foo.c:3:1: warning: unused variable ‘tmp’"],
        &["-Wno-warning: x", "0 warnings"],
    ),
    rule(
        Phase,
        r"^Executing\(%\w+\)",
        &["Executing(%build): /bin/sh -e /var/tmp/rpm-tmp.x"],
        &["Executing command: ['/bin/umount']"],
    ),
    rule(Phase, r"^Processing files: ", &["Processing files: bash-5.2-1.x86_64"], &["Processing dependency"]),
    rule(
        Phase,
        r"^(- )?(Start|Finish): ",
        &["Start: build setup", "Finish: build setup", "- Start: init"],
        &["Starting: x"],
    ),
    rule(Phase, r"^ENTER \[", &["ENTER ['do_with_status'](['bash', '--login'])"], &["Press ENTER [y/n]"]),
];
