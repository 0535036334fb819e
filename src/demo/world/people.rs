//! The people of the demo hub, and the accounts that are none: hosts and groups.

/// An account.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// 1: blocked
    pub(crate) status: i64,
    /// 0 a person, 1 a host, 2 a group
    pub(crate) kind: i64,
    pub(crate) groups: &'static [(i64, &'static str)],
    pub(crate) permissions: &'static [&'static str],
}

impl User {
    pub(crate) fn principals(&self) -> Vec<String> {
        if self.kind == 0 && self.name.is_ascii() { vec![format!("{}@EXAMPLE.ORG", self.name)] } else { Vec::new() }
    }
}

pub(crate) const ADMIN: i64 = 1;
pub(crate) const RELENG: i64 = 2;
pub(crate) const KOJIRA: i64 = 3;
pub(crate) const PEOPLE: [i64; 8] = [2, 4, 5, 6, 7, 8, 9, 10];
pub(crate) const GROUP: (i64, &str) = (90, "releng-team");
/// Of a host's account: this much above the host.
pub(crate) const HOST_ACCOUNTS: i64 = 500;

/// What users can be allowed to do, and what that is.
pub(crate) const PERMISSIONS: [(&str, Option<&str>); 7] = [
    ("admin", Some("May do everything.")),
    ("dist-repo", Some("May have repos for distribution made.")),
    ("draft-promoter", Some("May promote drafts to builds.")),
    ("image", Some("May build images.")),
    ("repo", Some("May manage repos.")),
    ("tag", None),
    ("target", Some("May add, edit and delete build targets.")),
];

/// Authors of changelogs; not all of them have accounts.
pub(crate) const AUTHORS: [&str; 7] = [
    "Jane Doe <jane@example.org>",
    "Žofie Křížová <zofie@example.org>",
    "Karel Novák <karel@example.org>",
    "山田 太郎 <taro@example.org>",
    "Amara Okafor <amara@example.org>",
    "Release Engineering <releng@example.org>",
    "Дмитрий Соколов <dmitri@example.org>",
];

/// All accounts; `hosts` are the builders' names with their ids.
pub(crate) fn users(hosts: &[(i64, &str)]) -> Vec<User> {
    const IN_GROUP: &[(i64, &str)] = &[GROUP];
    let people = [
        (ADMIN, "admin"),
        (RELENG, "releng"),
        (KOJIRA, "kojira"),
        (4, "jane"),
        (5, "karel"),
        (6, "amara"),
        (7, "dmitri"),
        (8, "mei.lin"),
        (9, "taro"),
        (10, "žofie.křížová"),
        (11, "left-the-project"),
        (12, "robosignatory"),
        (13, "osbs"),
    ];
    let people = people.map(|(id, name)| User {
        id,
        name: name.to_owned(),
        status: i64::from(id == 11),
        kind: 0,
        groups: if id == RELENG || id == 4 { IN_GROUP } else { &[] },
        permissions: match id {
            ADMIN => &["admin"],
            RELENG => &["tag", "target", "repo", "draft-promoter"],
            KOJIRA => &["repo"],
            4 => &["image", "tag"],
            _ => &[],
        },
    });
    let group =
        User { id: GROUP.0, name: GROUP.1.to_owned(), status: 0, kind: 2, groups: &[], permissions: &["dist-repo"] };
    let hosts = hosts.iter().map(|&(id, name)| User {
        id: id + HOST_ACCOUNTS,
        name: name.to_owned(),
        status: 0,
        kind: 1,
        groups: &[],
        permissions: &["host"],
    });
    people.into_iter().chain([group]).chain(hosts).collect()
}
