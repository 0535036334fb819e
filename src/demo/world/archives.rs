//! The archives of builds that are not made of rpms.

use super::{Build, Kind, Moment, Random, World};
use crate::xmlrpc::Value;

/// An archive.
#[derive(Debug, Clone)]
pub(crate) struct Archive {
    pub(crate) id: i64,
    pub(crate) filename: String,
    pub(crate) btype: (i64, &'static str),
    /// id, name, description, extensions, compression
    pub(crate) format: Format,
    pub(crate) size: i64,
    pub(crate) checksum: String,
    pub(crate) extra: Option<Value>,
    /// What its type adds.
    pub(crate) more: Vec<(&'static str, Value)>,
}

/// Its name, its build type, its format, and what its type adds.
type Outline = (String, (i64, &'static str), Format, Vec<(&'static str, Value)>);

/// A type of archives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Format(
    pub(crate) i64,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) Option<&'static str>,
);

const JAR: Format = Format(1, "jar", "Jar file", "jar war rar ear sar jdocbook jdocbook-style", Some("zip"));
const ZIP: Format = Format(2, "zip", "Zip file", "zip", Some("zip"));
const POM: Format = Format(3, "pom", "Maven Project Object Management file", "pom", None);
const TAR: Format = Format(4, "tar", "Tar file", "tar tar.gz tar.bz2 tar.xz tgz", Some("tar"));
const EXE: Format = Format(9, "exe", "Windows executable", "exe", None);
const RAW: Format = Format(21, "raw-xz", "xz compressed raw disk image", "raw.xz", None);
const QCOW: Format = Format(22, "qcow2", "QCOW2 image", "qcow2", None);

const TXT: Format = Format(34, "txt", "Text file", "txt", None);

pub(crate) const FORMATS: [Format; 8] = [JAR, ZIP, POM, TAR, EXE, RAW, QCOW, TXT];

const MAVEN: (i64, &str) = (2, "maven");
const WIN: (i64, &str) = (3, "win");
const IMAGE: (i64, &str) = (4, "image");
const MODULE: (i64, &str) = (7, "module");
const MANIFESTS: (i64, &str) = (5, "operator-manifests");

impl World {
    /// Its archives.
    pub(crate) fn archives(&self, build: &Build, now: Moment) -> Vec<Archive> {
        if !build.has_contents(now) {
            return Vec::new();
        }
        let stem = format!("{}-{}-{}", build.package(self).name, build.version, build.release);
        let image = |arch: &'static str| vec![("arch", Value::from(arch))];
        let files: Vec<Outline> = match build.kind {
            Kind::Rpm => Vec::new(),
            Kind::Maven => [(".jar", JAR), ("-sources.jar", JAR), ("-javadoc.jar", JAR), (".pom", POM)]
                .map(|(end, format)| {
                    let more = vec![
                        ("artifact_id", Value::from("library")),
                        ("group_id", Value::from("org.example")),
                        ("version", Value::from(build.version.as_str())),
                    ];
                    (format!("library-{}{end}", build.version), MAVEN, format, more)
                })
                .into(),
            Kind::Win => [("agent.exe", EXE), ("agent-3.1.zip", ZIP)]
                .map(|(name, format)| {
                    let more = vec![
                        ("flags", Value::from("release signed")),
                        ("platforms", Value::from("x86_64 i686")),
                        ("relpath", Value::from("out/x64")),
                    ];
                    (name.to_owned(), WIN, format, more)
                })
                .into(),
            Kind::Image => build
                .arches
                .iter()
                .flat_map(|&arch| {
                    [("qcow2", QCOW), ("raw.xz", RAW)]
                        .map(|(end, format)| (format!("{stem}.{arch}.{end}"), IMAGE, format, image(arch)))
                })
                .collect(),
            Kind::Module => vec![("modulemd.x86_64.txt".to_owned(), MODULE, TXT, Vec::new())],
            Kind::Container => vec![
                ("docker-image-sha256_abc123.x86_64.tar.gz".to_owned(), IMAGE, TAR, image("x86_64")),
                ("operator_manifests.zip".to_owned(), MANIFESTS, ZIP, Vec::new()),
            ],
        };
        let archives = files.into_iter().zip(0..).map(|((filename, btype, format, more), n)| {
            let mut random = Random::of(self.seed, build.id * 64 + n);
            let layers = Value::from([
                ("id", Value::from(format!("sha256:{}", random.hex(64)))),
                ("repositories", Value::from(vec!["images.example.org/demo/container:1.0-1".to_owned()])),
                ("tags", Value::from(vec!["1.0".to_owned(), "latest".to_owned()])),
            ]);
            Archive {
                id: build.id * 20 + n,
                filename,
                btype,
                format,
                size: random.between(3_000, if btype == IMAGE { 3_000_000_000 } else { 600_000 }),
                checksum: random.hex(64),
                extra: (build.kind == Kind::Container && btype == IMAGE).then(|| {
                    Value::from([("image", Value::from([("arch", Value::from("x86_64"))])), ("docker", layers)])
                }),
                more,
            }
        });
        archives.collect()
    }

    /// The image that containers are made from.
    pub(crate) fn base_image(&self, now: Moment) -> Option<(&Build, Archive)> {
        let build = self.builds.iter().find(|build| build.kind == Kind::Image && build.has_contents(now))?;
        self.archives(build, now).into_iter().next().map(|archive| (build, archive))
    }

    /// The archive of this id and its build.
    pub(crate) fn archive(&self, id: i64, now: Moment) -> Option<(&Build, Archive)> {
        let build = self.build(id.div_euclid(20))?;
        self.archives(build, now).into_iter().find(|archive| archive.id == id).map(|archive| (build, archive))
    }
}

/// Where an archive lies in its build's directory.
pub(crate) fn place(archive: &Archive) -> String {
    let text = |name| archive.more.iter().find(|(key, _)| *key == name).and_then(|(_, value)| value.as_str());
    let name = &archive.filename;
    match archive.btype.1 {
        "maven" => format!("maven/org/example/library/{}/{name}", text("version").unwrap_or_default()),
        "win" => format!("win/{}/{name}", text("relpath").unwrap_or_default()),
        "image" => format!("images/{name}"),
        other => format!("files/{other}/{name}"),
    }
}
