//! What shells, interpreters and other tools say, and at last whatever calls itself an error.

use super::Kind::{Consequence, General, Spared, TestCase, Tool};
use super::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    // shells
    rule(
        Tool,
        r"\bcommand not found|: fg: no job control|^(/\S*|sh|bash|\S+\.sh|make(\[\d+\])?): (line )?(\d+: )?\S+: not found$|\bbad interpreter\b|^(env|/usr/bin/env|nohup|xargs|time|sudo|timeout|exec): .*(No such file|not found|Permission denied|failed to run)|: syntax error near|: unexpected (EOF|end of file)|: event not found|Argument list too long",
        &[
            "/var/tmp/rpm-tmp.x: line 51: osprey: command not found",
            "/var/tmp/rpm-tmp.x: line 34: fg: no job control",
            "env: 'python': No such file or directory",
            "sh: 1: osprey: not found",
        ],
        &["command found"],
    ),
    rule(
        Tool,
        r"(?i)\b(segmentation fault|illegal instruction|bus error)( +\(core dumped\)( .*)?)?$|\b(no space left on device|cannot allocate memory|disk quota exceeded)\b|(^|: )out of memory\b",
        &["Segmentation fault (core dumped)", "cp: error writing 'x': No space left on device"],
        &["a fault of memory"],
    ),
    rule(
        Tool,
        r"^(ERROR: )?.*(commandTimeoutExpired|Timeout\(\d+\) expired for command|timeout: sending signal|Watchdog timeout|(was )?killed by signal \d|Session terminated, killing shell)|^(Killed|Aborted|Terminated)( \(core dumped\))?$|: line \d+: +\d+ (Killed|Aborted|Terminated|Illegal|Trace)",
        &[
            "Timeout(86400) expired for command:",
            "Killed",
            "/var/tmp/rpm-tmp.x: line 40:   812 Aborted                 (core dumped) ./ring",
        ],
        &["Killed 3 flies"],
    ),
    // patch, tar, sources
    rule(
        Tool,
        r"^(Hunk #\d+ FAILED|Reversed \(or previously applied\)|\d+ out of \d+ hunks? (FAILED|ignored)|patch: \*{4}|patch: .* not found|can't find file to patch|error: (patch failed|.*: patch does not apply|corrupt patch)|malformed patch|Patch .* does not apply|The text leading up to this was)",
        &[
            "Hunk #1 FAILED at 12.",
            "Reversed (or previously applied) patch detected!  Skipping patch.",
            "can't find file to patch at input line 3",
            "error: patch failed: src/a.c:12",
            "1 out of 2 hunks FAILED -- saving rejects to file a.c.rej",
        ],
        &["Hunk #1 succeeded at 12 (offset 3 lines)."],
    ),
    rule(
        Tool,
        r"^(curl: \(\d+\)|wget: (unable|failed|error)|(\S*/)?tar: (This does not look|.*: Cannot|Error)|gzip: .*(not in|unexpected)|xz: .*(not|Unexpected|corrupt)|unzip: +cannot|bzip2: .*(not|Can't|error)|zstd: .*(unsupported|error)|fatal: |svn: E|abort: |gpgv?: (BAD|Can't|no )|sha\d+sum: WARNING|\S+\.(tar\S*|t?[gx]z|bz2|zip|zst|sig|asc|patch|crate|gem): FAILED( open or read)?$|error: Couldn't download|error: Executing url helper)",
        &[
            "curl: (22) The requested URL returned error: 404",
            "tar: This does not look like a tar archive",
            "fatal: Remote branch v9 not found in upstream origin",
            "osprey.tar.xz: FAILED",
        ],
        &["curl is there", "tar: Removing leading `/' from member names"],
    ),
    // rpm's own
    rule(
        Tool,
        r"^error: (line \d+:|No (patch|source) number|Bad (file|source)|File not found|Directory not found|Installed \(but|Duplicate|Unknown tag|query of specfile|Failed to (read|open|parse)|Macro|Could not open|Empty %files|Arch dependent|Package (already|has no)|Illegal char|Dependency tokens|Missing build-id|Generating|Parse of|No such file|Explicit|Recognition|failed to create|Unable to open|Architecture is|(Name|Version|Release) field|Group field|invalid|parse error|Unclosed|Too many levels|Recursion|Only one|dist tag)",
        &[
            "error: line 12: Unknown tag: Heron: 1",
            "error: Bad file: /builddir/build/SOURCES/a.patch: No such file or directory",
            "error: Installed (but unpackaged) file(s) found:",
            "error: Duplicate Release entries in package: (main package)",
        ],
        &["warning: line 12: x"],
    ),
    rule(
        Tool,
        r"^ERROR +\d{4}: |^\*\*\* ERROR: |^Found '?/?\S*BUILDROOT\S*'? in installed files|^(\S*/)?(check-buildroot|check-rpaths|brp-\S+|find-debuginfo\S*|debugedit|eu-strip|strip|objcopy): ?(error|ERROR|\S.*(No such file|failed|unable|cannot|Permission denied|error))|ambiguous python shebang",
        &[
            "ERROR   0001: file '/usr/bin/osprey' contains a standard runpath '/usr/lib64' in [/usr/lib64]",
            "Found '/builddir/build/BUILDROOT/osprey' in installed files; aborting",
            "*** ERROR: ambiguous python shebang in /usr/bin/x: #!/usr/bin/python. Change it to python3 (or python2) explicitly.",
        ],
        &["ERROR 1 of 2", "*** shebang changed"],
    ),
    rule(
        Tool,
        r"^\S+\.(desktop|service|xml|metainfo\.xml|appdata\.xml): (error|FAILED|failed|Failed)|^\? .*: failed to parse|^(Validation failed|✘|E: \S+:)|^\s+• (tag|style|attribute|markup|url|relation|required)-\w+ +:|\S+\.desktop: error: ",
        &[
            "/usr/share/applications/osprey.desktop: error: value \"x\" for key \"Y\" in group \"Desktop Entry\" is bad",
            "Validation failed",
            "  • tag-missing          : <content_rating> required",
        ],
        &["osprey.desktop: hint: x"],
    ),
    // maven, gradle, ant, javac
    rule(
        Spared,
        r"^\[ERROR\] *($|COMPILATION ERROR :? *$|-+$)|^\[INFO\]",
        &["[ERROR] COMPILATION ERROR : ", "[INFO] fine"],
        &["[ERROR] Failed to execute goal x"],
    ),
    rule(
        Tool,
        r"^\[(ERROR|FATAL)\] \S|^\* What went wrong:|^(\[javac\] |\s*\[\w+\] ).*: error: |^BUILD FAILED|^> (Could not|Task .* not|Process '.*' finished with)|^Could not resolve|^FAILURE: Build failed with an exception",
        &[
            "[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.8.1:compile",
            "* What went wrong:",
            "[FATAL] Non-resolvable parent POM",
        ],
        &["[INFO] BUILD SUCCESS"],
    ),
    // JavaScript
    rule(
        Tool,
        r"^npm (ERR!|error) \S|^yarn .*error |^error (An unexpected|Couldn't|Error:|Received|\x22)|^(\w+Error|Error) \[\w+\]: |^✘ \[ERROR\]|^\s*ERROR in \S|^➤ YN\d+: .*(Error|can't|couldn't)|^ ?ERR_PNPM",
        &[
            "npm ERR! code ENOTCACHED",
            "npm error request to https://registry.example.org/heron failed",
            "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'heron'",
            "✘ [ERROR] Could not resolve \"heron\"",
        ],
        &["npm verb exit 1", "npm warn deprecated x"],
    ),
    // other languages
    rule(
        Tool,
        r"^Error in \S.*( : |:$)|^ERROR: (compilation failed|dependenc|lazy loading|loading failed|package installation)|^Error: (package|object|there is no|Cannot find|Could not|Unable|[Ff]ile|unexpected|Library|Unbound|Syntax|This expression|No implementations|Unknown)|^\* checking .*\.\.\. ERROR|^LoadError:|^cannot load such file|^Could not find (gem|'|a? ?dependenc|\S+-\d)|\((LoadError|NameError|NoMethodError|SyntaxError|ArgumentError)\)$|^The configuration failed|\bI/O error\b|^ERROR (Missing|Failed)|^\*\*\* extconf\.rb failed|^ERROR: +(Error|While|Could not)( |:)",
        &[
            "Error in library(heron) : there is no package called ‘heron’",
            "ERROR: dependencies ‘heron’ are not available for package ‘osprey’",
            "Error: Library \"heron\" not found.",
            "*** extconf.rb failed ***",
            "-e:1:in 'require': cannot load such file -- heron (LoadError)",
            "ERROR Missing dependencies:",
            "ERROR:  Error installing heron.gem:",
        ],
        &["Error in the log is none"],
    ),
    rule(
        Tool,
        r"^\*\* \((Mix|\w*Error|\w+\.\w+)\) |^(===> |\S+ )?(Compiling .* failed|Uncaught error|Failed to (fetch|restore|load))|^== Compilation error in file|^Fatal error: exception |^PHP (Fatal|Parse) error: |^lua\S*: \S+\.lua:\d+: |^\S+\.lua:\d+: |^Uncaught |^\S+\.nim\(\d+, \d+\) Error",
        &[
            "** (Mix) Could not compile dependency :heron",
            "== Compilation error in file lib/ring.ex ==",
            "PHP Fatal error:  Uncaught Error: x",
        ],
        &["** no", "error: while running 'autoheader'"],
    ),
    rule(
        Tool,
        r"^Warning, treated as error:|^(Extension error|Configuration error|Theme error|Exception occurred|Application error|Sphinx error)\b.*:|^Could not import extension|^Handler <function",
        &[
            "Warning, treated as error:",
            "Extension error:",
            "Could not import extension heron.ext (exception: No module named 'heron')",
        ],
        &["Extension loaded"],
    ),
    rule(
        Consequence,
        r"^error: while running |^(make|ninja|scons|meson|waf|cmake|tox|rake): .*(failed|error)|^scons: building terminated|^rake aborted!|^error: (Recipe|recipe) ",
        &["error: while running 'autoheader'", "scons: building terminated because of errors."],
        &["error: running"],
    ),
    // Python and all the rest
    rule(
        General,
        r"^ {0,2}([A-Za-z_]\w*\.)*[A-Za-z_]*(Error|Exception|Exit|Interrupt|NotFound|Fault|Failure|Invalid\w*)(: |$)|^(configuration error|scons: \*\*\*|waf: error|Problem|E)[: ] ?\S",
        &[
            "ValueError: bad",
            "ModuleNotFoundError: No module named 'demo'",
            "heron.errors.BuildFailure: no",
            "E: Unable to locate package heron",
            "setuptools.build_meta.BackendUnavailable.NotFound: x",
        ],
        &["Exec: x", "  def f(): raise ValueError: x"],
    ),
    rule(
        Spared,
        r"(?i)(^|[^\d.])0 (errors?|fail(ed|ures?|ing)?|tests? failed|failed tests?)\b",
        &[
            "52 runs, 99 assertions, 0 failures, 0 errors, 0 skips",
            "0 errors, 3 warnings",
            "100% tests passed, 0 tests failed out of 9",
        ],
        &["10 errors generated.", "1.0 error: x"],
    ),
    // A framework that no rule knows.
    rule(
        TestCase,
        r"^\S.*[^#\d] FAILED( +\[ *\d+%\])?$|\.\.\. ?(FAIL|ERROR|FAILED)$",
        &[
            "tests/test_x.py::test_y FAILED    [ 10%]",
            "test_x (tests.Case) ... ERROR",
            "Clock matches in practice FAILED",
        ],
        &["osprey.tar.xz: FAILED open or read", "Hunk #1 FAILED", "FAILED"],
    ),
    rule(
        General,
        r"(?i)(^|[^a-z0-9_-])(fatal |internal |fatal: )?error( \w+\d+|\[\w+\])?: ",
        &["demo: error: no such thing", "ERROR: no such thing", "Project ERROR: Unknown module(s) in QT: heron"],
        &["gcc -Werror: x", "no-error: x"],
    ),
    rule(
        General,
        r"^\s*\[?(ERROR|FATAL|CRITICAL)\]?[: ] ?\S|^(FAILURE|FAILED|FATAL)[: ]|^\[error\] |^Caused by:|^File \x22[^\x22]+\x22, lines? \d+|\b([Uu]nknown|[Uu]nrecognized|[Ii]nvalid) (command[- ]line )?(option|argument)\b",
        &[
            "FATAL: x",
            "[error] no",
            "Caused by:",
            "File \"test/pp.expected\", line 1, characters 0-0:",
            "Unknown argument \"builddep\" for command \"dnf5\".",
        ],
        &["failed to run: x", "error codes are told"],
    ),
];
