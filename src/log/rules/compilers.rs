//! What compilers, linkers and their build systems say.

use super::Kind::{Tool, Warning};
use super::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        Warning,
        r"^(\S+: )?(\S+:\d+(:\d+)?: )?[Ww]arning: ",
        &["src/a.c:3:1: warning: no error: here", "warning: error: x", "ld: warning: a"],
        &["src/a.c:3:1: error: x"],
    ),
    rule(
        Tool,
        r"^\s*\S[^\s:]*(:\d+([:.-]\d+(-\d+(\.\d+)?)?)?|\(\d+(,\d+)?\)):? +(fatal |internal compiler |syntax )?[Ee]rror\b( \w+\d+)?:",
        &[
            "foo.c:12:5: error: no member named ‘bar’",
            "a.cpp:1:10: fatal error: heron/ring.h: No such file or directory",
            "Osprey/Read.hs:85:1: error:",
            "src/a.ts(3,7): error TS2304: Cannot find name",
            "a.vala:3.7-3.9: error: x",
        ],
        &["a.c:3: warning: error: x", "gcc -Werror: x"],
    ),
    rule(
        Tool,
        r"^\s*\S+\.\w+:\d+(:\d+)?: (Error|ERROR|\*\*\*|syntax error|fatal|undefined|cannot|expected|error)\b|^\S+\.s: Assembler messages|^error\[E\d+\]: |^error TS\d+|^\S+ error TS\d+: |^\S+\.go:\d+:\d+: |^\S+\.java:\d+: error",
        &[
            "../meson.build:12:0: ERROR: Dependency \"libosprey-2\" not found, tried pkgconfig",
            "error[E0433]: failed to resolve",
            "./ring.go:12:3: undefined: x",
        ],
        &["a.c:3: note: x"],
    ),
    rule(
        Tool,
        r"\b(multiple definition of|undefined symbol:|DSO missing from command line|recompile with -f|relocation truncated|file not recognized)( |:|$)|\bundefined reference\b",
        &["foo.o: undefined reference to `bar'", "ld.lld: error: undefined symbol: heron_add"],
        &["no undefined references"],
    ),
    rule(
        Tool,
        r"^\S*ld(\.\w+)?: (cannot find|unrecognized|error: )|: (cannot find|unable to find library) -l|^\S*ld: \S.*: (No such file|undefined|error)|library not found for -l",
        &[
            "/usr/bin/ld: cannot find -lheron: No such file or directory",
            "ld.lld: error: unable to find library -lheron",
        ],
        &["ld: warning: x"],
    ),
    rule(
        Tool,
        r"^(g?make|make)(\[\d+\])?: \*\*\* ([^\[W]|\[[^\]]*\] [^Ee])|^\S*make(\[\d+\])?: (\S+: )?(Command not found|No such file|No rule|execvp)|^(GNU)?[Mm]akefile\S*:\d+: (\*\*\*|\S.*No such file|missing)|^\S+\.mk:\d+: \S.*No such file",
        &[
            "make: *** No rule to make target 'x'.  Stop.",
            "make: *** No targets specified and no makefile found.  Stop.",
            "Makefile:12: tools/build/Features.mk: No such file or directory",
            "Makefile:12: *** missing separator.  Stop.",
            "make: cmake: No such file or directory",
        ],
        &[
            "make: *** [x] Error 1",
            "make[1]: *** [Makefile:8: all] Error 2",
            "make: *** Waiting for unfinished jobs....",
        ],
    ),
    rule(
        Tool,
        r"^collect2: fatal error: ld terminated|^go: (cannot|no |inconsistent|missing|updates to|errors? |unknown|module lookup|.*: (cannot|no |unknown|missing|reading|module lookup|not found|invalid))|Encountered missing (or private )?dependencies",
        &["collect2: fatal error: ld terminated with signal 9 [Killed]", "go: module lookup disabled by GOPROXY=off"],
        &["go: downloading x v1", "go: warning: x"],
    ),
    rule(
        Tool,
        r"^CMake Error( at |: |:| in )|^CMake Error \(",
        &["CMake Error at CMakeLists.txt:3 (find_package):", "CMake Error: The source directory does not exist"],
        &["CMake Warning at CMakeLists.txt:3"],
    ),
    rule(
        Tool,
        r"^(\./)?configure(\.ac)?: error: |^configure(\.ac)?:\d+: error: |^\S*autoreconf: error: |^aclocal: error|^\S+\.(ac|am|m4):\d+: error",
        &[
            "configure: error: Library requirements (heron >= 4) not met",
            "configure.ac:12: error: possibly undefined macro: AC_HERON",
        ],
        &["configure: WARNING: x"],
    ),
    rule(
        Tool,
        r"^\s*(No package '\S+' found|Package '?\S+'?,? (required by|was not found in)|Package \S+ was not found in the pkg-config|.*Dependency \x22?\S+\x22? not found)|: (fatal )?error: Killed signal|^(virtual memory exhausted|out of memory allocating)|internal compiler error",
        &[
            "No package 'heron' found",
            "Package heron was not found in the pkg-config search path.",
            "c++: fatal error: Killed signal terminated program cc1plus",
        ],
        &["Package heron found"],
    ),
    rule(
        Tool,
        r"^(cc1\w*|gcc|g\+\+|cc|c\+\+|clang(\+\+)?|f951|gfortran|as|rustc|ghc|lto1|ar|ranlib|moc|javac|valac|swiftc|ldc2?|dmd|nvcc)(-[\d.]+)?: (fatal )?(error|unrecognized|unknown)\b|^Error: (Can't open|cannot|can't|unknown|bad)|^Fatal [Ee]rror: ",
        &[
            "gcc: error: unrecognized command-line option '-fheron'",
            "cc1: error: x",
            "Fatal Error: Cannot open module file",
        ],
        &["gcc: warning: x"],
    ),
];
