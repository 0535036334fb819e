//! The packages, and what is said about them.

use super::people::PEOPLE;
use super::{Random, Size};

/// A package.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) owner: i64,
    pub(crate) noarch: bool,
    /// Names of its further rpms, without the package's own name.
    pub(crate) subpackages: Vec<String>,
    pub(crate) version: (i64, i64),
    pub(crate) epoch: Option<i64>,
    /// May any build be of it? Not of those that have special builds only.
    pub(crate) ordinary: bool,
}

/// Names and what they consist of: `n` noarch, `l` libs, `d` devel, `o` docs, `t` tools, `p` Python bindings.
const ORDINARY: [(&str, &str); 50] = [
    ("bash", "do"),
    ("nano", ""),
    ("vim", "ot"),
    ("kernel", "dot"),
    ("glibc", "ldot"),
    ("gcc", "ldt"),
    ("binutils", "d"),
    ("coreutils", "o"),
    ("curl", "ld"),
    ("openssl", "ldp"),
    ("zlib-ng", "d"),
    ("xz", "ld"),
    ("zstd", "ld"),
    ("systemd", "ldt"),
    ("dbus", "ldt"),
    ("util-linux", "ldp"),
    ("dnf5", "ldp"),
    ("rpm", "ldp"),
    ("libsolv", "dtp"),
    ("createrepo_c", "ldp"),
    ("mock", "no"),
    ("koji", "np"),
    ("git", "od"),
    ("perl", "ldo"),
    ("python3.12", "ldt"),
    ("python-requests", "n"),
    ("python-flask", "no"),
    ("python-urllib3", "n"),
    ("python-setuptools", "n"),
    ("rust", "lo"),
    ("rust-serde", "nd"),
    ("rust-tokio", "nd"),
    ("golang", "ot"),
    ("golang-x-net", "nd"),
    ("nodejs20", "ldo"),
    ("ruby", "ldo"),
    ("postgresql16", "ldt"),
    ("sqlite", "ldt"),
    ("httpd", "dot"),
    ("nginx", "t"),
    ("mesa", "ld"),
    ("wayland", "ld"),
    ("gtk4", "ldo"),
    ("glib2", "ldo"),
    ("libreoffice", "lot"),
    ("firefox", "l"),
    ("libstdc++-compat", "d"),
    ("fonts-dejavu", "n"),
    ("tzdata", "n"),
    ("texlive-base", "no"),
];

/// Packages with special builds, see `specials`.
pub(crate) const SPECIAL: [&str; 15] = [
    "slowpoke",
    "stumbler",
    "hostile-text",
    "draft-sample",
    "promoted-sample",
    "org.example-library",
    "win-agent",
    "Demo-Cloud-Base",
    "demo-container",
    "imported-sample",
    "lost-task",
    "behemoth",
    "epochal",
    "a-package-with-a-name-so-long-that-no-column-was-ever-made-for-it-and-every-layout-has-to-wrap-or-cut-it",
    "demo-module",
];

fn package(id: i64, name: &str, parts: &str, random: &mut Random) -> Package {
    let part = |letter| match letter {
        'l' => Some("libs"),
        'd' => Some("devel"),
        'o' => Some("doc"),
        't' => Some("tools"),
        'p' => Some("python3"),
        _ => None,
    };
    Package {
        id,
        name: name.to_owned(),
        owner: random.pick(&PEOPLE),
        noarch: parts.contains('n'),
        subpackages: parts.chars().filter_map(part).map(str::to_owned).collect(),
        version: (random.between(0, 12), random.between(0, 20)),
        epoch: (name == "perl" || name == "epochal").then_some(4),
        ordinary: true,
    }
}

/// All of them; a large hub has thousands more, each with one build.
pub(crate) fn packages(seed: u64, size: Size) -> Vec<Package> {
    let mut random = Random::of(seed, 1);
    let mut packages: Vec<Package> =
        ORDINARY.iter().zip(101..).map(|(&(name, parts), id)| package(id, name, parts, &mut random)).collect();
    for (name, id) in SPECIAL.iter().zip(201..) {
        let mut special = Package { ordinary: false, ..package(id, name, "ld", &mut random) };
        if *name == "behemoth" {
            special.subpackages = (1..20).map(|n| format!("module{n:02}")).collect();
        }
        packages.push(special);
    }
    if size == Size::Large {
        let kinds = ["perl-", "python-", "rust-", "ghc-", "golang-", "R-", "ocaml-", ""];
        let parts = ["ka", "lo", "mi", "ra", "te", "vu", "so", "ni", "do", "ze"];
        let taken = packages.len();
        for n in taken..20_000 {
            let word: String = (0..4).map(|_| random.pick(&parts)).collect();
            let name = format!("{}{word}{n}", random.pick(&kinds));
            let id = 1000 + i64::try_from(n).unwrap_or_default();
            packages.push(Package { ordinary: false, ..package(id, &name, "", &mut random) });
        }
    }
    packages
}
