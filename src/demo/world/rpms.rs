//! The rpms of a build: made when asked for, the same every time.

use super::{Build, Kind, Moment, RPMS, Random, World};

/// An rpm.
#[derive(Debug, Clone)]
pub(crate) struct Rpm {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) arch: &'static str,
    pub(crate) size: i64,
    pub(crate) payload: String,
    pub(crate) built: i64,
}

impl Rpm {
    /// Name, version, release and arch.
    pub(crate) fn nvra(&self, build: &Build) -> String {
        format!("{}-{}-{}.{}", self.name, build.version, build.rpm_release(), self.arch)
    }
}

impl World {
    /// All rpms that this build has, or had before it was deleted.
    pub(crate) fn rpms(&self, build: &Build, now: Moment) -> Vec<Rpm> {
        if build.has_contents(now) { self.planned_rpms(build) } else { Vec::new() }
    }

    /// The same, whether they are there yet or not.
    pub(crate) fn planned_rpms(&self, build: &Build) -> Vec<Rpm> {
        if build.kind != Kind::Rpm {
            return Vec::new();
        }
        let package = build.package(self);
        let name = &package.name;
        let mut names: Vec<(String, &'static str)> = vec![(name.clone(), "src")];
        if build.arches.is_empty() {
            names.push((name.clone(), "noarch"));
            names.extend(package.subpackages.iter().map(|part| (format!("{name}-{part}"), "noarch")));
        }
        for &arch in build.arches {
            names.push((name.clone(), arch));
            let parts = package.subpackages.iter().filter(|part| *part != "doc");
            names.extend(parts.map(|part| (format!("{name}-{part}"), arch)));
            names.push((format!("{name}-debuginfo"), arch));
            names.push((format!("{name}-debugsource"), arch));
        }
        if !build.arches.is_empty() && package.subpackages.iter().any(|part| part == "doc") {
            names.push((format!("{name}-doc"), "noarch"));
        }
        names
            .into_iter()
            .zip(0..)
            .map(|((name, arch), n)| {
                let mut random = Random::of(self.seed, build.id * RPMS + n);
                let big = if name.contains("debug") { 9_000_000 } else { 2_000_000 };
                let size = if name == "libreoffice-debuginfo" { 2_400_000_000 } else { 0 };
                Rpm {
                    id: build.id * RPMS + n,
                    name,
                    arch,
                    size: size + random.between(6_000, big),
                    payload: random.hex(32),
                    built: build.ends.unix() - random.between(5, 60),
                }
            })
            .collect()
    }

    /// The rpm of this id and its build.
    pub(crate) fn rpm(&self, id: i64, now: Moment) -> Option<(&Build, Rpm)> {
        let build = self.build(id.div_euclid(RPMS))?;
        self.rpms(build, now).into_iter().find(|rpm| rpm.id == id).map(|rpm| (build, rpm))
    }

    /// The rpm of this name, version, release and arch; `.rpm` behind it does no harm.
    pub(crate) fn rpm_of_nvra(&self, nvra: &str, now: Moment) -> Option<(&Build, Rpm)> {
        let nvra = nvra.strip_suffix(".rpm").unwrap_or(nvra);
        let (nvr, _) = nvra.rsplit_once('.')?;
        let mut parts = nvr.rsplitn(3, '-');
        let (release, version) = (parts.next()?, parts.next()?);
        let of_version = self
            .builds
            .iter()
            .rev()
            .filter(|build| build.version == version && build.rpm_release() == release && build.has_contents(now));
        of_version
            .flat_map(|build| self.rpms(build, now).into_iter().map(move |rpm| (build, rpm)))
            .find(|(build, rpm)| rpm.nvra(build) == nvra)
    }
}
