//! The builders and their channels.

/// A builder.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) arches: &'static str,
    pub(crate) channels: &'static [i64],
    pub(crate) capacity: f64,
    pub(crate) enabled: bool,
    pub(crate) description: Option<&'static str>,
    pub(crate) comment: Option<&'static str>,
    /// It has not been heard of for so many seconds; `None`: never.
    pub(crate) silent: Option<i64>,
}

/// A channel.
#[derive(Debug)]
pub(crate) struct Channel {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) enabled: bool,
    pub(crate) description: Option<&'static str>,
    pub(crate) comment: Option<&'static str>,
}

pub(crate) const DEFAULT: i64 = 1;
pub(crate) const CREATEREPO: i64 = 2;
pub(crate) const IMAGE: i64 = 7;

pub(crate) const CHANNELS: [Channel; 5] = [
    Channel { id: DEFAULT, name: "default", enabled: true, description: None, comment: None },
    Channel { id: CREATEREPO, name: "createrepo", enabled: true, description: None, comment: None },
    Channel {
        id: IMAGE,
        name: "image",
        enabled: true,
        description: Some("Images and containers"),
        comment: Some("see https://tickets.example.org/11901 & <its log>"),
    },
    Channel { id: 9, name: "heavybuilder", enabled: true, description: Some("64 GiB and more"), comment: None },
    Channel { id: 12, name: "livecd", enabled: false, description: None, comment: Some("retired") },
];

const fn host(id: i64, name: &'static str, arches: &'static str, channels: &'static [i64], capacity: f64) -> Host {
    Host { id, name, arches, channels, capacity, enabled: true, description: None, comment: None, silent: Some(9) }
}

pub(crate) const HOSTS: [Host; 9] = [
    Host {
        description: Some("8 cores, 32 GiB"),
        ..host(1, "buildvm-x86-01.example.org", "x86_64 i386", &[DEFAULT, CREATEREPO], 6.0)
    },
    Host {
        comment: Some("<script>alert(1)</script> disk replaced, see ticket 11873"),
        ..host(2, "buildvm-x86-02.example.org", "x86_64 i386", &[DEFAULT, IMAGE], 6.0)
    },
    host(3, "buildhw-x86-01.example.org", "x86_64 i386", &[DEFAULT, 9], 12.0),
    host(4, "buildvm-a64-01.example.org", "aarch64", &[DEFAULT, IMAGE], 4.0),
    host(5, "buildvm-a64-02.example.org", "aarch64", &[DEFAULT], 4.0),
    host(6, "buildvm-ppc64le-01.example.org", "ppc64le", &[DEFAULT, CREATEREPO], 4.0),
    host(7, "buildvm-s390x-01.example.org", "s390x", &[DEFAULT], 3.0),
    Host {
        enabled: false,
        comment: Some("out for repair"),
        silent: Some(900_000),
        ..host(8, "buildvm-s390x-02.example.org", "s390x", &[DEFAULT], 3.0)
    },
    Host { silent: None, ..host(9, "buildvm-riscv64-01.example.org", "riscv64", &[DEFAULT], 2.0) },
];

/// The builders that take a task of this arch in this channel.
pub(crate) fn able(arch: &str, channel: i64) -> Vec<i64> {
    let wanted = match arch {
        "noarch" => "",
        "i686" => "i386",
        other => other,
    };
    let able = HOSTS.iter().filter(|host| {
        host.enabled
            && host.silent.is_some()
            && host.channels.contains(&channel)
            && (wanted.is_empty() || host.arches.split(' ').any(|arch| arch == wanted))
    });
    able.map(|host| host.id).collect()
}
