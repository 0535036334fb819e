//! Tags, what they inherit, and the targets that build into them.

use super::Moment;

/// A tag.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) arches: Option<&'static str>,
    pub(crate) locked: bool,
    pub(crate) maven: bool,
    pub(crate) perm: Option<(i64, &'static str)>,
    /// Its parents, in the order of their priority.
    pub(crate) parents: Vec<Link>,
    /// Its options, the values as JSON.
    pub(crate) extra: &'static [(&'static str, &'static str)],
    pub(crate) deleted: Option<Moment>,
}

/// What a tag inherits from.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) parent: i64,
    pub(crate) priority: i64,
    pub(crate) maxdepth: Option<i64>,
    pub(crate) intransitive: bool,
    pub(crate) noconfig: bool,
    pub(crate) filter: &'static str,
}

/// A build target.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) build_tag: i64,
    pub(crate) dest_tag: i64,
}

pub(crate) const ARCHES: &str = "i686 x86_64 aarch64 ppc64le s390x";
/// The distribution's releases: the tags of each start at this id.
pub(crate) const RELEASES: [(&str, i64); 3] = [("f39", 20), ("f40", 30), ("f41", 40)];
pub(crate) const F40: i64 = 30;
pub(crate) const LOCKED: i64 = 10;
pub(crate) const IMAGES: i64 = 60;
pub(crate) const MAVEN: i64 = 61;
pub(crate) const CONTAINERS: i64 = 63;
pub(crate) const WINDOWS: i64 = 64;
/// Within a release.
pub(crate) const UPDATES: i64 = 1;
pub(crate) const TESTING: i64 = 2;
pub(crate) const CANDIDATE: i64 = 3;
pub(crate) const OVERRIDE: i64 = 4;
pub(crate) const BUILD: i64 = 5;

fn tag(id: i64, name: &str, parents: &[i64]) -> Tag {
    let parents = parents.iter().zip(0..).map(|(&parent, n)| Link {
        parent,
        priority: n * 5,
        maxdepth: None,
        intransitive: false,
        noconfig: false,
        filter: "",
    });
    Tag {
        id,
        name: name.to_owned(),
        arches: None,
        locked: false,
        maven: false,
        perm: None,
        parents: parents.collect(),
        extra: &[],
        deleted: None,
    }
}

/// An external repo, and how a tag has it.
#[derive(Debug)]
pub(crate) struct ExternalRepo {
    pub(crate) tag: i64,
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) url: &'static str,
    pub(crate) merge: &'static str,
    pub(crate) priority: i64,
    pub(crate) arches: Option<&'static str>,
}

/// All of them, in the order of their priority.
pub(crate) const EXTERNAL_REPOS: [ExternalRepo; 3] = [
    ExternalRepo {
        tag: F40 + BUILD,
        id: 1,
        name: "bootstrap",
        url: "https://example.com/repo/$arch/?a=1&b=<2>/",
        merge: "bare",
        priority: 5,
        arches: None,
    },
    ExternalRepo {
        tag: F40,
        id: 2,
        name: "vendor",
        url: "javascript:alert(1)//$arch/",
        merge: "koji",
        priority: 10,
        arches: Some("x86_64 aarch64"),
    },
    ExternalRepo {
        tag: MAVEN,
        id: 1,
        name: "bootstrap",
        url: "https://example.com/repo/$arch/?a=1&b=<2>/",
        merge: "simple",
        priority: 20,
        arches: None,
    },
];

/// All of them, deleted ones too.
pub(crate) fn tags(epoch: Moment) -> Vec<Tag> {
    let mut tags = vec![
        Tag { locked: true, arches: Some("x86_64"), ..tag(LOCKED, "f38", &[]) },
        Tag { locked: true, ..tag(LOCKED + 1, "f38-updates", &[LOCKED]) },
    ];
    for (name, id) in RELEASES {
        let base = if name == "f39" { &[LOCKED][..] } else { &[] };
        tags.push(Tag { perm: Some((11, "tag")), arches: Some(""), ..tag(id, name, base) });
        tags.push(tag(id + UPDATES, &format!("{name}-updates"), &[id]));
        tags.push(tag(id + TESTING, &format!("{name}-updates-testing"), &[id + UPDATES]));
        tags.push(tag(id + CANDIDATE, &format!("{name}-candidate"), &[id + UPDATES]));
        tags.push(tag(id + OVERRIDE, &format!("{name}-override"), &[id + UPDATES]));
        let mut build = tag(id + BUILD, &format!("{name}-build"), &[id + OVERRIDE]);
        build.arches = Some(ARCHES);
        build.extra = &[("mock.package_manager", "\"dnf5\""), ("rpm.macro.vendor", "\"The <Demo> Project & friends\"")];
        if name == "f40" {
            build.extra = &[
                ("mock.new_chroot", "false"),
                ("mock.package_manager", "\"dnf5\""),
                ("mock.yum.module_hotfixes", "1"),
                ("repo.auto", "true"),
                ("repo.opts", "{\"debuginfo\": false, \"src\": true, \"arches\": [\"x86_64\", null, 1.5]}"),
                ("rpm.macro.vendor", "\"The <script>alert(1)</script> Project & friends\""),
            ];
            build.parents.push(Link {
                parent: MAVEN,
                priority: 10,
                maxdepth: Some(1),
                intransitive: true,
                noconfig: true,
                filter: "^(maven|org\\.)<.*&.*$",
            });
        }
        tags.push(build);
    }
    let side = tag(70, "f41-build-side-104", &[40 + BUILD]);
    tags.push(Tag {
        arches: Some(ARCHES),
        extra: &[("sidetag", "true"), ("sidetag_user", "\"jane\""), ("sidetag_user_id", "2")],
        ..side
    });
    let gone = tag(71, "f40-build-side-98", &[F40 + BUILD]);
    tags.push(Tag { arches: Some(ARCHES), deleted: Some(epoch.plus(-5 * 86_400)), ..gone });
    tags.push(Tag { arches: Some("x86_64 aarch64"), ..tag(IMAGES, "images", &[]) });
    tags.push(Tag { maven: true, ..tag(MAVEN, "maven", &[]) });
    tags.push(Tag { maven: true, arches: Some("x86_64"), ..tag(MAVEN + 1, "maven-build", &[MAVEN, F40 + BUILD]) });
    tags.push(Tag { arches: Some("x86_64"), ..tag(CONTAINERS, "containers", &[]) });
    tags.push(Tag { arches: Some("x86_64"), ..tag(WINDOWS, "windows", &[]) });
    tags.push(tag(65, "c++/odd+name", &[]));
    tags
}

/// All of them.
pub(crate) fn targets() -> Vec<Target> {
    let target = |id, name: &str, build_tag, dest_tag| Target { id, name: name.to_owned(), build_tag, dest_tag };
    let mut targets = Vec::new();
    for (name, id) in RELEASES {
        targets.push(target(id, name, id + BUILD, id + CANDIDATE));
        targets.push(target(id + 1, &format!("{name}-candidate"), id + BUILD, id + CANDIDATE));
    }
    targets.push(target(60, "images", F40 + BUILD, IMAGES));
    targets.push(target(61, "maven", MAVEN + 1, MAVEN));
    targets.push(target(64, "windows", F40 + BUILD, WINDOWS));
    targets.push(target(70, "f41-build-side-104", 70, 70));
    targets
}
