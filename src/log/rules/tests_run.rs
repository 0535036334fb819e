//! What test frameworks say of tests that failed.

use super::Kind::{Spared, TestCase, TestDetail, TestHeading, TestListed, TestSummary};
use super::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        Spared,
        r"^\s*(ok|PASS|XFAIL|XPASS_EXPECTED|SKIP|PASSED|--- PASS)\b:?|^test .* \.\.\. ok$|\.{3,}\s*(ok|Passed|PASSED?|OK)\b|^\s*not ok .*# ?(TODO|SKIP|todo|skip)",
        &[
            "PASS: tests/error-test",
            "ok 3 - error: is caught",
            "not ok 4 - later # TODO later",
            "test wire::test::error ... ok",
            " 3/9 Test #3: error: x ......   Passed    0.01 sec",
        ],
        &["not ok 3 - x", "FAIL: x"],
    ),
    // Go
    rule(
        TestCase,
        r"^\s*--- FAIL: ",
        &["--- FAIL: TestDemo (0.00s)", "    --- FAIL: TestDemo/part (0.00s)"],
        &["--- PASS: TestErrorIsWrapped (0.00s)"],
    ),
    rule(
        TestDetail,
        r"^panic: |^fatal error: all goroutines|^(FAIL|\?)\s+\S+ \[(setup|build) failed\]$",
        &["panic: runtime error: index out of range [3] with length 3", "FAIL\texample.org/osprey [setup failed]"],
        &["a panic: none"],
    ),
    // Rust
    rule(
        TestDetail,
        r"^\s*thread '.*' (\(\d+\) )?(has overflowed|panicked at)",
        &["thread 'main' panicked at src/main.rs:1:1:", "thread 'sum::test' (41) panicked at src/sum.rs:179:28:"],
        &["thread 'main' started"],
    ),
    rule(
        TestCase,
        r"^test .* \.\.\. FAILED$|^\s+FAIL \[ *[\d.]+s\] ",
        &["test sum::test::same_as_slow ... FAILED", "        FAIL [   0.004s] osprey sum::test"],
        &["test sum ... ok"],
    ),
    rule(TestHeading, r"^failures:$", &["failures:"], &["failures: 0"]),
    // pytest, unittest
    rule(
        TestDetail,
        r"^E {3,}\S",
        &["E       assert 1 == 2", "E   ModuleNotFoundError: No module named 'heron'"],
        &["E: x", "Executing"],
    ),
    rule(
        TestCase,
        r"^(FAILED|ERROR) \S+(\.py\b|::)|^_{3,} (ERROR (collecting|at)|test|Test|\S*[Tt]est)\S*.*_{3,}$|^(ERROR|FAIL): \w+(\.\w+)* \(\S+\)",
        &[
            "FAILED tests/test_x.py::test_y - assert 1 == 2",
            "ERROR tests/test_x.py",
            "_________ test_x _________",
            "FAIL: test_x (tests.test_mod.Case)",
            "ERROR: heron.tests.test_x (unittest.loader._FailedTest)",
        ],
        &["ERROR: x", "FAILED (failures=1)"],
    ),
    rule(
        TestHeading,
        r"^={3,} (short test summary info|FAILURES|ERRORS) ={3,}$",
        &["=========== FAILURES ===========", "==== short test summary info ===="],
        &["=== 1 failed, 2 passed in 0.5s ==="],
    ),
    rule(TestDetail, r"^INTERNALERROR> \S", &["INTERNALERROR> Traceback (most recent call last):"], &["INTERNAL: x"]),
    // ctest
    rule(
        TestCase,
        r"\*\*\*(Failed|Exception|Timeout|Not Run +\d)|^\s*\d+/\d+ Test +#\d+: .*\b(Failed|SEGFAULT|Timeout|Subprocess aborted)\b",
        &[
            " 3/9 Test #3: demo ...............***Failed    0.01 sec",
            "4/9 Test  #4: crash ......***Exception: SegFault  0.2 sec",
        ],
        &[" 3/9 Test #3: demo ...............   Passed    0.01 sec"],
    ),
    rule(
        TestHeading,
        r"^\s*The following tests FAILED",
        &["The following tests FAILED:"],
        &["The following tests passed:", "Errors while running CTest"],
    ),
    // meson
    rule(
        TestCase,
        r"^\s*\d+/\d+ \S.*\s(FAIL|TIMEOUT|ERROR|UNEXPECTEDPASS)\s+\d|^\s*\d+/\d+ .*\b(FAIL|TIMEOUT)\b *$",
        &[
            " 3/9 osprey:unit / ring   FAIL            0.01s   exit status 1",
            "7/9 slow TIMEOUT        30.02s   killed by signal 15 SIGTERM",
        ],
        &[" 3/9 osprey / error   OK    0.01s", "[3/9] gcc -c error.c"],
    ),
    rule(TestHeading, r"^Summary of Failures", &["Summary of Failures:"], &["Summary of tests:"]),
    // automake, lit, TAP
    rule(
        TestCase,
        r"^(FAIL|XPASS|TIMEOUT|UNRESOLVED|FAILED): [^\s:\d(\[]\S*( \(.*\)| \d+.*| - .*)?$|^ERROR: [^\s:\d(\[]\S*( \d+ - .*)?$|^(FAIL|ERROR|XPASS) \S+ \(exit status|^\s*not ok \d",
        &["FAIL: tests/rename-test", "XPASS: t/a.sh 3 - x", "not ok 3 - adds", "FAIL rename-test (exit status: 1)"],
        &["ERROR: no such file", "ok 3 - fine", "FAIL: 3"],
    ),
    rule(
        TestSummary,
        r"^Testsuite summary for |^\[INFO\] Results:",
        &["Testsuite summary for osprey 3.1", "[INFO] Results:"],
        &["Summary"],
    ),
    rule(
        TestHeading,
        r"^(Unexpectedly Passed|Failed|Timed Out|Unresolved) Tests \(\d+\):",
        &["Failed Tests (12):"],
        &["Passed Tests (12):"],
    ),
    rule(
        TestCase,
        r"^FAIL: .+ :: .+ \(\d+ of \d+\)",
        &["FAIL: LLVM :: Transforms/x.ll (12 of 99)", "FAIL: Clang Tools :: a b.cpp (1 of 9)"],
        &["PASS: LLVM :: x (1 of 9)"],
    ),
    // Perl
    rule(
        TestCase,
        r"^\s*#\s+Failed test( '|$| \d| at)|^#\s+Failed test",
        &["#   Failed test 'adds'", "#   Failed test at t/a.t line 7."],
        &["# Looks like you failed 1 test of 3."],
    ),
    rule(
        TestDetail,
        r"^(Can't locate \S+|Can't load |Undefined subroutine|Can't call method|Bareword |syntax error ).*( at |in @INC)",
        &[
            "Can't locate ./t/helper.pl at t/end.t line 5.",
            "Can't locate Heron.pm in @INC (you may need to install the Heron module)",
        ],
        &["I can't locate it"],
    ),
    rule(
        TestCase,
        r"^\S+\.t \.+ (Dubious|Failed)|^(Dubious, test returned|Failed \d+/\d+ subtests)",
        &["t/a.t .... Failed 1/3 subtests", "Dubious, test returned 2 (wstat 512, 0x200)"],
        &["t/a.t .... ok"],
    ),
    rule(TestHeading, r"^Test Summary Report", &["Test Summary Report"], &["Test report"]),
    // Ruby
    rule(
        TestCase,
        r"^\s*\d+\) (Failure|Error|FAIL)\b|^(Failure|Error):( \S+#|$)|^rspec \S+:\d+|^(Failure|Error): test_",
        &["  1) Failure:", "Error:", "rspec ./spec/a_spec.rb:12 # A does", "Failure: test_x(RenderTest)"],
        &["Failures:", "Error: ", "Error: no such file"],
    ),
    rule(
        TestHeading,
        r"^(Failures|Failed examples|Failed tests|Failing tests|Results :|Tests in error|Tests with errors|Errors):\s*$|^\s*\d+ failing$|^There (was|were) \d+ (failure|error)s?:",
        &["Failures:", "Failed examples:", "  2 failing", "There was 1 failure:"],
        &["Failures: 0", "failing"],
    ),
    // JUnit through maven, gradle, ant
    rule(
        TestCase,
        r"<<< (FAILURE|ERROR)!|^\[(ERROR|FAIL)\]\s+\S+(Test|IT|Tests|TestCase)\S*[.:>]\S+|^\S+ > \S.* FAILED$|^\s*\[junit\] .*FAILED$",
        &[
            "[ERROR] testX(org.example.RingTest)  Time elapsed: 0.01 s  <<< FAILURE!",
            "[ERROR]   RingTest.testX:12 expected:<1> but was:<2>",
            "RingTest > testX() FAILED",
        ],
        &["[ERROR] Tests run: 12, Failures: 1", "RingTest > testX() PASSED"],
    ),
    rule(
        TestHeading,
        r"^\[ERROR\] (Failures|Errors|There are test failures)|^\[ERROR\] Tests run: ",
        &["[ERROR] Failures: ", "[ERROR] Tests run: 12, Failures: 1, Errors: 0, Skipped: 0"],
        &["[INFO] Tests run: 12"],
    ),
    // gtest, catch2
    rule(
        TestCase,
        r"^\[ +FAILED +\] [\w./]+( \(\d+ ms\)|, where .*)?$",
        &["[  FAILED  ] Ring.Adds (0 ms)", "[  FAILED  ] Ring.Adds"],
        &["[       OK ] Ring.Error (0 ms)", "[  FAILED  ] 2 tests, listed below:"],
    ),
    rule(
        TestHeading,
        r"^\[ +FAILED +\] \d+ tests?, listed below",
        &["[  FAILED  ] 2 tests, listed below:"],
        &["[  PASSED  ] 2 tests."],
    ),
    rule(
        TestDetail,
        r"^\S+:\d+: (Failure|FAILED:|error: in \x22)|^(\S+: )?\S+:\d+: .*Assertion .* failed|^Assertion .* failed|^\S+: .*: Assertion `",
        &["../test/ring.cpp:12: Failure", "ring: ring.c:12: add: Assertion `x > 0' failed.", "test.cpp:7: FAILED:"],
        &["Assertions: 9 passed"],
    ),
    // JavaScript
    rule(
        TestCase,
        r"^\s*(● .* › |✕ |✖ |✗ )|^ *FAIL +\S+\.[cm]?[jt]sx?\b",
        &["  ● ring › adds", "    ✕ adds (3 ms)", "FAIL test/ring.test.js"],
        &["    ✓ adds (3 ms)", "PASS test/error.test.js"],
    ),
    rule(
        TestDetail,
        r"^\s*AssertionError\b.*:",
        &["    AssertionError [ERR_ASSERTION]: 1 == 2", "AssertionError: x"],
        &["class AssertionError"],
    ),
    // PHP, Elixir, Erlang, Lua, others
    rule(
        TestCase,
        r"^\d+\) \S+::\S+|^\s+\d+\) test .*\)|^(Failure|Error) → |^\s*\S+:\d+:\s*\S+\.*\*failed\*|^==== \S+ .* FAILED$|^not ok - |^ ✗ |^!{5} test failed|^\s*\[FAIL\] ",
        &[
            "1) RingTest::testAdds",
            "  1) test adds (RingTest)",
            "Failure → spec/ring_spec.lua @ 12",
            "==== ring-1.1 adds FAILED",
            "!!!!! test failed",
        ],
        &["1. done", "==== ring-1.1 adds PASSED"],
    ),
    rule(TestDetail, r"^ASSERT errors for: ", &["ASSERT errors for:  assert (p,[2, 0],eps)"], &["ASSERT passed"]),
    // valgrind, sanitizers
    rule(
        TestDetail,
        r"^==\d+== (Invalid (read|write|free)|Conditional jump|Use of uninit|Process terminating|Source and destination overlap|Mismatched free|[\d,]+ .*definitely lost)|^(==\d+==)?\s*ERROR: \w+Sanitizer|^\S+:\d+:\d+: runtime error: ",
        &[
            "==4711== Invalid read of size 8",
            "==12==ERROR: AddressSanitizer: heap-use-after-free on address 0x1",
            "a.c:1:2: runtime error: signed integer overflow",
        ],
        &["==4711== HEAP SUMMARY:"],
    ),
    rule(TestListed, r"^\s+\d+\) \S", &["  1) Ring adds one:", "  12) stream"], &["1) x", "  1. x"]),
];
