//! What package managers and rpm say that is missing, in conflict or broken.

use super::Kind::{General, Packages, Spared};
use super::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    // It may have been had from another mirror.
    rule(
        General,
        r"(?i)\b(curl error \(\d+\)|status code: [45]\d\d for|all mirrors were tried|no more mirrors to try)",
        &[
            "  - Curl error (6): Couldn't resolve host name for https://mirror.example.org/",
            "[MIRROR] repomd.xml: Status code: 404 for https://x.example.org/",
        ],
        &["Trying another mirror"],
    ),
    // Headings: what follows tells more.
    rule(
        General,
        r"^(Error: |error: )?(Transaction (test error|failed|check error)|Rpm transaction failed|Failed to install|Could not run transaction)",
        &["Error: Transaction test error:", "Transaction failed: Rpm transaction failed."],
        &["Running transaction test", "Transaction check"],
    ),
    rule(
        Spared,
        r"^(Package .* is already installed|- *package .* is filtered out|No match for group|Last metadata expiration)",
        &["Package \"python3-wheel-1:0.45-1.fc44.noarch\" is already installed."],
        &["Package heron is not installed"],
    ),
    rule(
        Packages,
        r"\bnothing provides ",
        &[
            "  - nothing provides libfoo >= 2 needed by bar-1.x86_64",
            "Problem: nothing provides requested (python3dist(heron) < 3)",
        ],
        &["Provides: nothing"],
    ),
    rule(
        Packages,
        r"^(Error:? ?)?\s*Problem( \d+)?: ",
        &[" Problem 1: conflicting requests", "Error: Problem: package a-1 conflicts with b"],
        &["Known problem: none"],
    ),
    rule(
        Packages,
        r"^(Error: )?(Unable to find a match|No matching packages? to install|No match for argument|No package found|No packages? .* available|No Package found for|No provider of|Package '?\S+'? not found|'\S+' not found in package names|Missing Dependency)\b|^No such package",
        &[
            "No matching package to install: 'libfoo-devel'",
            "No match for argument: python3dist(heron[extra]) >= 2.9",
            "No Package found for heron-devel",
            "Error: Unable to find a match: heron",
            "No provider of 'heron >= 4' found.",
        ],
        &["No match for group x", "Package 'x' is already installed"],
    ),
    rule(
        Packages,
        r"^\s*(Error: Package: |- package |package )\S+-\S+ .*(requires|conflicts with|obsoletes|filtered out|does not have)",
        &[
            "Error: Package: heron-1-1.x86_64 (build) requires libosprey.so.4",
            "  - package heron-1-1 requires osprey, but none of the providers can be installed",
        ],
        &["This package requires care"],
    ),
    rule(
        Packages,
        r"^\s{4,}Requires: \S|^\s*\S+ (is needed by|conflicts with|is obsoleted by) (\(installed\) )?\S+-\S+-\S+",
        &[
            "           Requires: libosprey.so.4()(64bit)",
            "        /usr/bin/heron is needed by osprey-3.1-1.fc44.x86_64",
        ],
        &["Requires(rpmlib): rpmlib(FileDigests) <= 4.6.0-1", "Requires: libc.so.6()(64bit)"],
    ),
    rule(
        Packages,
        r"^(error: )?Failed (build )?[Dd]ependencies:",
        &["error: Failed dependencies:", "error: Failed build dependencies:"],
        &["Failed dependency checks: 0"],
    ),
    rule(
        Packages,
        r"^(Error: |error: )?(Errors? (during|running) .*transaction|Error unpacking rpm package|rpmdb: |unpacking of archive failed)",
        &[
            "Error unpacking rpm package heron-1-1.x86_64",
            "error: unpacking of archive failed on file /usr/bin/x: cpio: read",
        ],
        &["Running transaction test", "Transaction check"],
    ),
    rule(
        Packages,
        r"^\s*(- )?file \S+ (from install of|conflicts between|of) .*(conflict|attempted)",
        &[
            "  file /usr/lib64/libheron.so.4 from install of heron-libs-4.2-1 conflicts with file from package heron-compat-4.0-2",
        ],
        &["file /usr/share/heron is a folder"],
    ),
    rule(
        Packages,
        r"^(\S+ )?(scriptlet failed|Error in (\w+ )?(POSTIN|PREIN|POSTUN|PREUN|PRETRANS|POSTTRANS|post|pre)\w* scriptlet)|(^|\W)%\w+\(\S+\) scriptlet failed|^>>> .*(scriptlet|failed)",
        &[
            "error: %prein(heron-1-1.x86_64) scriptlet failed, exit status 1",
            "Error in POSTIN scriptlet in rpm package heron",
            ">>> Running %post scriptlet failed",
        ],
        &["Running scriptlet: heron-1-1.x86_64"],
    ),
    rule(
        Packages,
        r"^(Error: |>>> )?\s*(Errors? during downloading metadata|Failed to (download|retrieve|synchronize)|Cannot (download|retrieve)|Cannot prepare internal mirrorlist|Cannot find a valid baseurl|Unable to download)\b",
        &[
            "Error: Failed to download metadata for repo 'build': Cannot download repomd.xml",
            "Errors during downloading metadata for repository 'build':",
            "Cannot find a valid baseurl for repo: build",
        ],
        &["Downloading metadata for repository 'build'"],
    ),
    rule(
        Packages,
        r"(?i)(checksum doesn'?t match|GPG (check FAILED|key retrieval failed)|(public key|signature) .*(is not installed|NOKEY|BAD)|^Error: GPG|package .* is not signed|does not verify: )",
        &["Error: GPG check FAILED", "Package heron-1-1.x86_64.rpm is not signed"],
        &["Checking signature: fine", "warning: public keys imported"],
    ),
    rule(
        Packages,
        r"^At least \S+ more space needed|installing package \S+ needs \d+\S* more space|needs \d+\S* (inodes|on the) ",
        &["installing package heron-1-1.x86_64 needs 12MB more space on the / filesystem"],
        &["needs more care"],
    ),
];
