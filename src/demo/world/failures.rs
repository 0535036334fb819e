//! How builds fail: what the log says that tells why, and how it ends.

use super::Build;

/// A way to fail.
#[derive(Debug)]
pub(super) struct Failure {
    /// mock's exit status, and the logs that Koji names for it.
    pub(super) status: &'static str,
    pub(super) see: &'static str,
    /// The script of the spec that failed; `None` where rpmbuild was never reached, or packages the files.
    pub(super) script: Option<&'static str>,
    /// What the log says, up to the failure.
    pub(super) told: &'static [&'static str],
    /// How the log ends.
    pub(super) ending: Ending,
}

/// How a log ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With mock's traceback, as of mock before 6.7.
    Traceback,
    /// With the exit status, as of mock since then.
    Status,
    /// With the traceback of mock's time limit.
    TimeLimit,
    /// In `root.log`, where the package manager says what is missing.
    RootLog,
    /// In `root.log`, after rpmbuild told what more it needs.
    Requirements,
}

const EITHER: &str = "build.log or root.log";

const FAILURES: &[Failure] = &[
    Failure {
        status: "1",
        see: EITHER,
        script: Some("%build"),
        told: &[
            "src/parser/unit214.c: In function ‘parse_header’:",
            "src/parser/unit214.c:214:17: error: implicit declaration of function ‘strlcpy’; did you mean ‘strncpy’? [-Wimplicit-function-declaration]",
            "  214 |                 strlcpy(name, token, sizeof(name));",
            "      |                 ^~~~~~~",
            "      |                 strncpy",
            "make[2]: *** [Makefile:812: parser/unit214.o] Error 1",
            "make[1]: *** [Makefile:391: all-recursive] Error 1",
            "make: *** [Makefile:212: all] Error 2",
        ],
        ending: Ending::Traceback,
    },
    Failure {
        status: "1",
        see: EITHER,
        script: None,
        told: &[
            "Checking for unpackaged file(s): /usr/lib/rpm/check-files /builddir/build/BUILDROOT",
            "error: Installed (but unpackaged) file(s) found:",
            "   /usr/lib64/libdemo-extra.so.2",
            "   /usr/share/doc/demo/extra.conf",
            "",
            "RPM build errors:",
            "    Installed (but unpackaged) file(s) found:",
            "   /usr/lib64/libdemo-extra.so.2",
            "   /usr/share/doc/demo/extra.conf",
        ],
        ending: Ending::Status,
    },
    Failure {
        status: "1",
        see: EITHER,
        script: Some("%check"),
        told: &[
            "+ /usr/bin/pytest -n auto",
            "collected 214 items",
            "tests/test_errors.py ........................................ [ 40%]",
            "tests/test_header.py ..............F......................... [100%]",
            "=================================== FAILURES ===================================",
            "______________________________ test_long_names ______________________________",
            "    def test_long_names():",
            ">       assert parse(\"a\" * 300).name == \"a\" * 255",
            "E       AssertionError: assert 'aaaaaa...aaaaaa' == 'aaaaaa...aaaaaa'",
            "tests/test_header.py:41: AssertionError",
            "=========================== short test summary info ============================",
            "FAILED tests/test_header.py::test_long_names - AssertionError: assert 'aaaaaa...",
            "======================== 1 failed, 213 passed in 4.21s =========================",
        ],
        ending: Ending::Traceback,
    },
    Failure {
        status: "30",
        see: "root.log",
        script: None,
        told: &[
            "Failed to resolve the transaction:",
            "Problem: nothing provides requested (pkgconfig(demo-ui) >= 4.2)",
            "You can try to add to command line:",
            "  --skip-unavailable to skip unavailable packages",
        ],
        ending: Ending::RootLog,
    },
    Failure {
        status: "1",
        see: EITHER,
        script: Some("%install"),
        told: &[
            "+ install -p -m 0755 build/demo-tool /builddir/build/BUILDROOT/usr/bin/demo-tool",
            "+ cp -a themes /builddir/build/BUILDROOT/usr/share/demo",
            "cp: cannot stat 'themes': No such file or directory",
        ],
        ending: Ending::Status,
    },
    Failure {
        status: "1",
        see: EITHER,
        script: Some("%prep"),
        told: &[
            "Patch #2 (demo-2-lookup.patch):",
            "patching file src/parser/lookup.c",
            "Hunk #1 FAILED at 88.",
            "Hunk #2 succeeded at 214 (offset 12 lines).",
            "1 out of 2 hunks FAILED -- saving rejects to file src/parser/lookup.c.rej",
        ],
        ending: Ending::Traceback,
    },
    Failure {
        status: "1",
        see: EITHER,
        script: Some("%build"),
        told: &[
            "\u{1b}[01m\u{1b}[Ksrc/ui/unit077.cc:77:9:\u{1b}[m\u{1b}[K \u{1b}[01;31m\u{1b}[Kerror: \u{1b}[m\u{1b}[K‘\u{1b}[01m\u{1b}[KWindow\u{1b}[m\u{1b}[K’ is not a member of ‘\u{1b}[01m\u{1b}[Kdemo\u{1b}[m\u{1b}[K’",
            "   77 |   demo::\u{1b}[01;31m\u{1b}[KWindow\u{1b}[m\u{1b}[K window;",
            "      |         \u{1b}[01;31m\u{1b}[K^~~~~~\u{1b}[m\u{1b}[K",
            "make: *** [Makefile:812: ui/unit077.o] Error 1",
            "make: *** Waiting for unfinished jobs....",
            "g++ -O2 -g -Wall -DHAVE_CONFIG_H -Isrc/ui -c src/ui/unit078.cc -o ui/unit078.o",
            "g++ -O2 -g -Wall -DHAVE_CONFIG_H -Isrc/ui -c src/ui/unit079.cc -o ui/unit079.o",
        ],
        ending: Ending::Status,
    },
    Failure {
        status: "1",
        see: EITHER,
        script: Some("%check"),
        told: &[
            "PASS: tests/error-codes",
            "FAIL: tests/lookup-long",
            "PASS: tests/lookup-short",
            "============================================================================",
            "Testsuite summary for demo",
            "============================================================================",
            "# TOTAL: 88",
            "# PASS:  87",
            "# SKIP:  0",
            "# XFAIL: 0",
            "# FAIL:  1",
            "# XPASS: 0",
            "# ERROR: 0",
            "============================================================================",
            "make[2]: *** [Makefile:701: test-suite.log] Error 1",
            "make: *** [Makefile:509: check] Error 2",
        ],
        ending: Ending::Traceback,
    },
    Failure {
        status: "11",
        see: "root.log",
        script: Some("%check"),
        told: &["+ make check", "PASS: tests/error-codes", "tests/lookup-forever: running"],
        ending: Ending::TimeLimit,
    },
    Failure {
        status: "1",
        see: EITHER,
        script: None,
        told: &["No match for argument: python3dist(demo[extra]) >= 2.9"],
        ending: Ending::Requirements,
    },
    Failure {
        status: "1",
        see: EITHER,
        script: Some("%build"),
        told: &[
            "CMake Error at CMakeLists.txt:41 (find_package):",
            "  Could not find a package configuration file provided by \"DemoUi\" with any",
            "  of the following names:",
            "",
            "    DemoUiConfig.cmake",
            "    demoui-config.cmake",
            "",
            "-- Configuring incomplete, errors occurred!",
        ],
        ending: Ending::Status,
    },
    Failure {
        status: "1",
        see: EITHER,
        script: Some("%build"),
        told: &[
            "/usr/bin/ld: core/unit001.o: in function `demo_open':",
            "src/core/unit001.c:12:(.text+0x1f): undefined reference to `demo_lookup'",
            "collect2: error: ld returned 1 exit status",
            "make: *** [Makefile:99: libdemo.so] Error 1",
        ],
        ending: Ending::Traceback,
    },
];

impl Build {
    /// How it fails, where it does.
    pub(super) fn failure(&self) -> &'static Failure {
        // So the build whose logs are among the examples fails in the first way.
        const FIRST: i64 = 8;
        let place = usize::try_from(self.id - FIRST).unwrap_or_default() % FAILURES.len();
        &FAILURES[place]
    }
}

impl Failure {
    /// The last lines of the log that tells why: what it says, and the ending.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.told.iter().map(|line| (*line).to_owned()).collect();
        if let (Some(script), false) = (self.script, self.ending == Ending::TimeLimit) {
            lines.extend([
                format!("error: Bad exit status from /var/tmp/rpm-tmp.gHiJkL ({script})"),
                String::new(),
                "RPM build errors:".to_owned(),
                format!("    Bad exit status from /var/tmp/rpm-tmp.gHiJkL ({script})"),
            ]);
        }
        let command = "bash --login -c '/usr/bin/rpmbuild -bb --noclean --target x86_64 --nodeps /builddir/build/SPECS/demo.spec'";
        let traceback = |error: &str| {
            [
                "Traceback (most recent call last):".to_owned(),
                "  File \"/usr/lib/python3.13/site-packages/mockbuild/trace_decorator.py\", line 93, in trace"
                    .to_owned(),
                "    result = func(*args, **kw)".to_owned(),
                error.to_owned(),
            ]
        };
        match self.ending {
            Ending::Traceback => {
                lines.push("Child return code was: 1".to_owned());
                lines.push(format!("EXCEPTION: [Error('Command failed: \\n # {command}\\n', 1)]"));
                lines.extend(traceback(&format!("mockbuild.exception.Error: Command failed: \n # {command}")));
            }
            Ending::Status => lines.push("Child return code was: 1".to_owned()),
            Ending::TimeLimit => {
                lines.push(format!(
                    "EXCEPTION: [commandTimeoutExpired('Timeout(172800) expired for command:\\n # {command}\\n')]"
                ));
                lines.extend(traceback(
                    "mockbuild.exception.commandTimeoutExpired: Timeout(172800) expired for command:",
                ));
            }
            Ending::RootLog | Ending::Requirements => {}
        }
        lines
    }

    /// The end of `root.log`, where it is this one that tells.
    pub(super) fn root_log(&self) -> Vec<String> {
        let told = self.told.iter().map(|line| format!("DEBUG util.py:459:  {line}"));
        let ends = [
            "DEBUG util.py:608:  Child return code was: 1",
            "DEBUG util.py:183:  kill orphans in chroot /var/lib/mock/demo/root",
            "DEBUG util.py:556:  Executing command: ['/bin/umount', '-n', '/var/lib/mock/demo/root/proc'] with env {'LANG': 'C.UTF-8'}",
            "DEBUG util.py:608:  Child return code was: 0",
        ];
        told.chain(ends.map(str::to_owned)).collect()
    }
}
