//! What only follows from a failure, and what looks like one and is none.

use super::Kind::{Consequence, Exit, Spared, StrictWarnings, Warning};
use super::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    // Sphinx turns a warning into the failure; what docutils calls ERROR is none by itself.
    rule(
        Warning,
        r"^(\S+\.(rst|md|py|txt)(:\S+( \w+)*)?(:\d+)?: |\S+:docstring of \S+:(\d+:)? |)WARNING: ",
        &["/builddir/docs/a.rst:12: WARNING: undefined label: 'x'", "WARNING: unknown document"],
        &["a: WARNING; x"],
    ),
    rule(
        Spared,
        r"^\S+\.(rst|md|py|txt)(:\S+( \w+)*)?:(\d+:)? (ERROR|WARNING|SEVERE): |^\S+:docstring of .*: (ERROR|WARNING): ",
        &[
            "/builddir/docs/a.rst:12: ERROR: Unexpected indentation.",
            "/builddir/heron.py:docstring of heron.add:3: ERROR: Unexpected indentation.",
        ],
        &["a.build:3: ERROR: x"],
    ),
    rule(
        StrictWarnings,
        r"^build finished with problems, \d+ warnings? \(with warnings treated as errors|^\d+ warnings? treated as errors?",
        &["build finished with problems, 1 warning (with warnings treated as errors).", "1 warning treated as error"],
        &["build succeeded, 1 warning."],
    ),
    rule(
        Spared,
        r"^(?i)[#\s]*(total |unexpected )?(errors?|fail(s|ed|ures?)?|xpass(ed)?)\s*[:=]\s*0\b",
        &["# ERROR: 0", "# FAIL:  0", "Failures: 0", "  Failed: 0"],
        &["# FAIL:  1", "ERROR: 0x7f is no address"],
    ),
    rule(
        Spared,
        r"Error [1-9]\d* \(ignored\)",
        &["make[1]: [Makefile:4: x] Error 1 (ignored)"],
        &["make: *** [x] Error 1"],
    ),
    rule(
        Spared,
        r"^(checking|Checking|Looking for|Performing Test|-- (Looking|Performing|Check)|Check(ing)? (whether|if|for)) ",
        &["checking for error: none", "-- Performing Test HAVE_ERROR - Failed"],
        &["error: checking failed"],
    ),
    rule(
        Exit,
        r"^Child return code was: [1-9-]",
        &["Child return code was: 1", "Child return code was: -9"],
        &["Child return code was: 0"],
    ),
    rule(
        Exit,
        r"^EXCEPTION: |^ERROR: EXCEPTION",
        &["EXCEPTION: [Error('Command failed', 1)]"],
        &["an EXCEPTION: of rules"],
    ),
    rule(
        Consequence,
        r"^(ERROR: (Exception\(|Command failed|rpmbuild failed|Bad exit)|mockbuild\.exception\.|Command failed[:.] *$)",
        &["ERROR: Command failed: ", "mockbuild.exception.Error: Command failed: "],
        &["ERROR: no such command"],
    ),
    rule(
        Consequence,
        r"^\s*(error: )?Bad exit status from ",
        &[
            "error: Bad exit status from /var/tmp/rpm-tmp.x (%build)",
            "    Bad exit status from /var/tmp/rpm-tmp.x (%build)",
        ],
        &["error: Bad file: /a: No such file"],
    ),
    rule(Consequence, r"^RPM build (errors|warnings):", &["RPM build errors:"], &["+ echo RPM build errors:"]),
    rule(
        Consequence,
        r"^\S*make(\.exe)?(\[\d+\])?: \*\*\* (\[.*(Error \d|Segmentation|Aborted|Terminated|Killed|Interrupt|Hangup|Bus error|Trace|Floating|Illegal)|Waiting for|Deleting)|^\S*make(\[\d+\])?: Target .* not remade",
        &[
            "make[2]: *** [Makefile:812: unit.o] Error 1",
            "make: *** Waiting for unfinished jobs....",
            "gmake[2]: *** [Makefile:8: x] Segmentation fault (core dumped)",
        ],
        &["make: *** No rule to make target 'x'.  Stop.", "make: [x] Error 1 (ignored)"],
    ),
    rule(
        Consequence,
        r"^ninja: (build stopped|error: rebuilding)|^FAILED: (\[code=\d+\] )?\S|^samu: (subcommand failed|job failed)",
        &["ninja: build stopped: subcommand failed.", "FAILED: src/osprey.a.p/glue.c.o", "FAILED: [code=1] a.o"],
        &["ninja: error: loading 'build.ninja': No such file or directory"],
    ),
    rule(
        Consequence,
        r"^error: (could not compile|build failed|\d+ target.? failed|test failed, to rerun|aborting due to)|^Some errors have detailed explanations|^cargo (build|test|install) failed",
        &["error: could not compile `demo` (lib) due to 1 previous error", "error: test failed, to rerun pass `--lib`"],
        &["error: failed to get `heron` as a dependency of package `osprey`"],
    ),
    rule(
        Consequence,
        r"^collect2: (fatal )?error: ld returned|^(clang|clang\+\+|gcc|g\+\+|cc|c\+\+|flang|gfortran|lld|icx)(-\d+)?: error: linker command failed|^compilation (terminated|aborted)|^\d+ errors? generated|^cc1\S*: (all|some) warnings being treated as errors|^(lto-wrapper|lto1): fatal error: .*(returned|terminated)|^fatal error: too many errors",
        &[
            "collect2: error: ld returned 1 exit status",
            "clang: error: linker command failed with exit code 1 (use -v to see invocation)",
            "compilation terminated.",
            "2 errors generated.",
            "cc1: all warnings being treated as errors",
        ],
        &["c++: fatal error: Killed signal terminated program cc1plus", "cc1: error: unrecognized option"],
    ),
    rule(
        Consequence,
        r"^(subprocess\.CalledProcessError|CalledProcessError): |^ERROR Backend subprocess exited|^\s*(error|ERROR|×): (subprocess-exited-with-error|metadata-generation-failed|.*subprocess.*exited with (exit )?(code|status))|^error: command '?\S+'? failed (with exit|:)|^(\S+: )?exit status [1-9]\d*$",
        &[
            "subprocess.CalledProcessError: Command 'rpm' returned non-zero exit status 1.",
            "error: command '/usr/bin/gcc' failed with exit code 1",
            "  error: subprocess-exited-with-error",
        ],
        &["error: command not found"],
    ),
    rule(
        Consequence,
        r"^\[ERROR\] *(To see the full stack trace|Re-run Maven|For more information about the errors|After correcting|\[Help|.*mvn <args>|-> \[Help|See |Please refer to|$)|^\[INFO\] BUILD FAILURE|^\* (Try:|Get more help)|^BUILD FAILED( |$)|^(> )?Run with --",
        &["[ERROR] Re-run Maven using the -X switch to enable full debug logging.", "[INFO] BUILD FAILURE", "[ERROR] "],
        &["[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.8.1:compile"],
    ),
    rule(
        Consequence,
        r"^(npm )?(ERR!|error) (A complete log|Exit status|code ELIFECYCLE|errno |.*npm-debug|Failed at the |This is probably not|\s+/.*_logs)|^npm (ERR!|error) {4,}/|^error Command failed with exit code|^info Visit https://yarnpkg|^npm (ERR!|error) (code (1|ELIFECYCLE)|path |command |signal )",
        &[
            "npm ERR! A complete log of this run can be found in:",
            "npm ERR! code ELIFECYCLE",
            "npm ERR!     /builddir/.npm/_logs/debug-0.log",
            "error Command failed with exit code 1.",
        ],
        &["npm ERR! code ENOTCACHED", "npm error request to https://registry.example.org/heron failed"],
    ),
    rule(
        Consequence,
        r"^(Error: |ERROR: |error: )?(Some packages could not be found|Not all dependencies satisfied|Failed to resolve the transaction|You can try to add to command line|Build(ing)? failed|rpmbuild failed|Failed to build|Tests? failed\.?$|Test failures$)|^Failed (to (execute|run) command|build dependencies:$)",
        &[
            "Error: Some packages could not be found.",
            "Not all dependencies satisfied",
            "Failed to resolve the transaction:",
        ],
        &["Error: Transaction test error:"],
    ),
    rule(
        Consequence,
        r"^-- Configuring incomplete|^(See also \x22|A full log can be found at|CMake Error: (Generator|CMAKE_\w+ not set)|.*: error while loading shared)|^Call Stack \(most recent",
        &["-- Configuring incomplete, errors occurred!", "A full log can be found at /builddir/meson-log.txt"],
        &["CMake Error at CMakeLists.txt:3 (find_package):"],
    ),
    rule(
        Consequence,
        r"^(Errors while running CTest|BEGIN failed--|Failed \d+/\d+ test programs|Result: FAIL|FAIL$|FAIL\t\S+( \[build failed\]|\t[\d.]+s)|FAILED \((failures|errors|skipped)|={3,} .*\d+ (failed|errors?)\b.* in [\d.]+|test result: FAILED|Testing failed|ERROR: InvocationError|\d+ examples?, [1-9]\d* failures?|!{5,} Interrupted)",
        &[
            "Failed 1/3 test programs. 0/44 subtests failed.",
            "Result: FAIL",
            "FAIL\texample.org/osprey/message\t5.1s",
            "FAILED (failures=1)",
            "===== 1 failed, 99 passed in 0.53s =====",
            "test result: FAILED. 40 passed; 1 failed",
        ],
        &["FAIL: tests/rename-test", "FAILED tests/test_x.py::test_y - assert 1 == 2"],
    ),
];
