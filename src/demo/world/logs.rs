//! The logs of a task: text that grows while it runs, and tells what went wrong where it failed.

use std::fmt::Write as _;

use super::failures::Ending;
use super::task::{TASK_CANCELED, TASK_FAILED};
use super::{Build, Moment, Random, Task, World};

impl World {
    /// What stands in this log now; `None` where the task has no such log, or has not begun.
    pub(crate) fn log(&self, build: &Build, task: &Task, name: &str, now: Moment) -> Option<String> {
        if !task.begun(now) || !task.logs().contains(&name) {
            return None;
        }
        let lines = self.lines(build, task, name);
        let whole = task.ended.millis_since(task.started).max(1);
        let passed = now.millis_since(task.started).clamp(0, whole);
        let count = i64::try_from(lines.len()).unwrap_or_default();
        // A canceled task stops somewhere: its log has no end.
        let passed = if task.fate == TASK_CANCELED { passed * 7 / 10 } else { passed };
        let shown = usize::try_from(count * passed / whole).unwrap_or_default();
        let mut text = String::new();
        for line in lines.iter().take(shown.max(1)) {
            text.push_str(line);
            text.push('\n');
        }
        Some(text)
    }

    fn lines(&self, build: &Build, task: &Task, name: &str) -> Vec<String> {
        let mut random = Random::of(self.seed, task.id * 8);
        match name {
            "build.log" => self.build_log(build, task, &mut random),
            "root.log" => root_log(build, task, &mut random),
            "state.log" => state_log(task),
            "hw_info.log" => hw_info(task),
            "installed_pkgs.log" => (0..180)
                .map(|n| {
                    format!("library{n:03}-{}.{}-1.fc40.{}", random.between(0, 9), random.between(0, 40), task.arch)
                })
                .collect(),
            "mock_output.log" => vec!["Finish: run".to_owned()],
            "checkout.log" => vec![
                format!("$ git clone -n {}", build.source.as_deref().unwrap_or("(none)")),
                "Cloning into 'checkout'...".to_owned(),
                "$ git reset --hard".to_owned(),
                "HEAD is now at its commit".to_owned(),
            ],
            _ => (0..60).map(|n| format!("INFO: step {n} of 60 on {}", task.arch)).collect(),
        }
    }

    fn build_log(&self, build: &Build, task: &Task, random: &mut Random) -> Vec<String> {
        let name = &build.package(self).name;
        let source = format!("{name}-{}", build.version);
        let failure = (task.fate == TASK_FAILED).then(|| build.failure());
        match failure.map(|failure| failure.ending) {
            Some(Ending::RootLog) => return Vec::new(),
            Some(Ending::Requirements) => return requirements(&source),
            _ => {}
        }
        let mut lines = vec![
            "Mock Version: 5.9".to_owned(),
            "ENTER ['do_with_status'](['bash', '--login', '-c', '/usr/bin/rpmbuild -ba --noclean'])".to_owned(),
            format!("Building target platforms: {}", task.arch),
            format!("Building for target {}", task.arch),
            format!("setting SOURCE_DATE_EPOCH={}", build.created.unix()),
            "Executing(%prep): /bin/sh -e /var/tmp/rpm-tmp.aBcDeF".to_owned(),
            "+ umask 022".to_owned(),
            format!("+ cd /builddir/build/BUILD/{source}"),
            format!("+ /usr/bin/tar -xof /builddir/build/SOURCES/{source}.tar.xz"),
        ];
        if let Some(failure) = failure.filter(|failure| failure.script == Some("%prep")) {
            lines.extend(failure.lines());
            return lines;
        }
        lines.extend([
            "Executing(%build): /bin/sh -e /var/tmp/rpm-tmp.gHiJkL".to_owned(),
            "+ CFLAGS='-O2 -flto=auto -g -Wall -Werror=format-security'".to_owned(),
            "+ ./configure --prefix=/usr".to_owned(),
        ]);
        for what in ["gcc", "make", "pkg-config", "python3", "sed", "install"] {
            lines.push(format!("checking for {what}... /usr/bin/{what}"));
        }
        // A package has the same files whenever it is built, so that logs can be compared.
        let mut of_package = Random::of(self.seed, 40_000_000 + i64::try_from(build.package).unwrap_or_default());
        let files = of_package.between(150, 700);
        for n in 0..files {
            let part = of_package.pick(&["core", "util", "parser", "net", "ui", "tests", "lib", "io"]);
            lines.push(format!("[{n:>4}/{files}] gcc -O2 -g -Wall -DHAVE_CONFIG_H -Isrc/{part} -c src/{part}/unit{n:03}.c -o {part}/unit{n:03}.o"));
            if random.percent(4) {
                let line = random.between(10, 900);
                lines.push(format!(
                    "src/{part}/unit{n:03}.c:{line}:17: warning: unused variable ‘tmp’ [-Wunused-variable]"
                ));
                lines.push(format!("  {line} |     int tmp = 0;"));
                lines.push("      |         ^~~".to_owned());
            }
        }
        if let Some(failure) = failure.filter(|failure| failure.script == Some("%build")) {
            lines.extend(failure.lines());
            return lines;
        }
        lines.push("Executing(%install): /bin/sh -e /var/tmp/rpm-tmp.xYzAbC".to_owned());
        if let Some(failure) = failure.filter(|failure| failure.script == Some("%install")) {
            lines.extend(failure.lines());
            return lines;
        }
        lines.push("Executing(%check): /bin/sh -e /var/tmp/rpm-tmp.mNoPqR".to_owned());
        lines.extend((1..=random.between(40, 120)).map(|n| format!("PASS: tests/test-{n:03}")));
        if let Some(failure) = failure {
            lines.extend(failure.lines());
            return lines;
        }
        lines.extend([
            "\u{1b}[32m100% tests passed\u{1b}[0m, 0 tests failed".to_owned(),
            format!("Processing files: {source}.{}", task.arch),
            format!("Wrote: /builddir/build/RPMS/{source}.{}.rpm", task.arch),
            "Executing(%clean): /bin/sh -e /var/tmp/rpm-tmp.sTuVwX".to_owned(),
            "+ exit 0".to_owned(),
            "Finish: rpmbuild".to_owned(),
            "Child return code was: 0".to_owned(),
        ]);
        lines
    }
}

fn root_log(build: &Build, task: &Task, random: &mut Random) -> Vec<String> {
    let mut lines = Vec::new();
    let whole = task.ended.millis_since(task.started);
    let count = 420;
    for n in 0..count {
        let at = task.started.plus_millis(whole * n / count);
        let stamp = at.format("%Y-%m-%d %H:%M:%S");
        let mut line = format!("DEBUG util.py:463:  {stamp} ");
        let _ = match n {
            0 => write!(line, "INFO buildroot.py: initializing the buildroot for {}", task.arch),
            1..20 => write!(line, "kernel version == 6.8.{n}"),
            _ => write!(line, "Installing: library{n:03}-{}.fc40.{}", random.between(1, 9), task.arch),
        };
        lines.push(line);
    }
    if task.fate == TASK_FAILED && matches!(build.failure().ending, Ending::RootLog | Ending::Requirements) {
        lines.extend(build.failure().root_log());
    }
    lines
}

/// The `build.log` of a build that asks for more than is in its buildroot.
fn requirements(source: &str) -> Vec<String> {
    vec![
        "Mock Version: 5.9".to_owned(),
        "ENTER ['do_with_status'](['bash', '--login', '-c', '/usr/bin/rpmbuild -br --noclean'])".to_owned(),
        "Executing(%prep): /bin/sh -e /var/tmp/rpm-tmp.aBcDeF".to_owned(),
        format!("+ cd /builddir/build/BUILD/{source}"),
        "Executing(%generate_buildrequires): /bin/sh -e /var/tmp/rpm-tmp.dEfGhI".to_owned(),
        "+ exit 0".to_owned(),
        format!("Wrote: /builddir/build/SRPMS/{source}.buildreqs.nosrc.rpm"),
        "Child return code was: 11".to_owned(),
        "Dynamic buildrequires detected".to_owned(),
        "Going to install missing buildrequires. See root.log for details.".to_owned(),
    ]
}

fn state_log(task: &Task) -> Vec<String> {
    let stamp = |at: Moment| at.format("%Y-%m-%d %H:%M:%S,000");
    let step = |n: i64| task.started.plus_millis(task.ended.millis_since(task.started) * n / 6);
    let states = [
        "Start: init",
        "Finish: init",
        "Start: build setup",
        "Finish: build setup",
        "Start: rpmbuild",
        "Finish: rpmbuild",
    ];
    let mut lines: Vec<_> = states.iter().zip(0..).map(|(text, n)| format!("{} - {text}", stamp(step(n)))).collect();
    if task.fate == TASK_FAILED {
        lines.pop();
        lines.push(format!("{} - ERROR: rpmbuild failed", stamp(task.ended)));
    }
    lines
}

fn hw_info(task: &Task) -> Vec<String> {
    vec![
        "CPU info:".to_owned(),
        format!("Architecture:                       {}", task.arch),
        "CPU(s):                             8".to_owned(),
        "Memory:                             32 GiB".to_owned(),
    ]
}
