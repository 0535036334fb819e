//! What a task was asked, what it gave, and which files it left.

use indexmap::IndexMap;

use super::task::{CLOSED, TASK_FAILED};
use super::{Build, Kind, Moment, Random, Rpm, Task, World};
use crate::xmlrpc::{Fault, Value};

/// The root of everything a task writes, below `work/`.
pub(crate) fn directory(task: i64) -> String {
    format!("tasks/{}/{task}", task.rem_euclid(10_000))
}

fn empty() -> Value {
    Value::Struct(IndexMap::new())
}

impl World {
    /// The arguments of a task, in the order of its method.
    pub(crate) fn request(&self, build: &Build, task: &Task) -> Vec<Value> {
        let target = &self.targets[build.target];
        let source = Value::from(build.source.clone());
        let repo = Value::Int(self.repo_used_by(build));
        let name = build.package(self).name.as_str();
        let texts = |texts: &[&str]| Value::Array(texts.iter().map(|&text| Value::from(text)).collect());
        match task.method {
            "build" => {
                let mut options = IndexMap::new();
                if task.scratch {
                    options.insert("scratch".to_owned(), Value::Bool(true));
                }
                if build.draft {
                    options.insert("draft".to_owned(), Value::Bool(true));
                }
                vec![source, Value::from(target.name.as_str()), Value::Struct(options)]
            }
            "buildSRPMFromSCM" => {
                let scratch = if task.scratch { Value::Bool(true) } else { Value::Nil };
                vec![source, Value::Int(target.build_tag), Value::from([("repo_id", repo), ("scratch", scratch)])]
            }
            "buildArch" => vec![
                Value::from(format!("{}/{}", directory(task.parent.unwrap_or(task.id) + 1), self.srpm(build))),
                Value::Int(target.build_tag),
                Value::from(task.arch),
                Value::Bool(task.label == build.task_arches().first().copied()),
                Value::from([("repo_id", repo)]),
            ],
            "tagBuild" => {
                let tag = build.tags.first().map_or(target.dest_tag, |&(tag, _)| tag);
                vec![Value::Int(tag), Value::Int(build.id), Value::Bool(false), Value::Nil, Value::Bool(true)]
            }
            "newRepo" => vec![Value::from(self.tag_name(target.build_tag)), Value::Nil, Value::Bool(true)],
            "restart" => vec![Value::from([("id", Value::Int(task.host))])],
            "createrepo" => vec![Value::Int(self.repo_made_by(build, task)), Value::from(task.label), Value::Nil],
            "createImage" => vec![
                Value::from(name),
                Value::from(build.version.as_str()),
                Value::from(build.release.as_str()),
                Value::from(task.label),
                Value::from([("id", Value::Int(target.id)), ("name", Value::from(target.name.as_str()))]),
                Value::Int(target.build_tag),
                Value::from([("id", Value::Int(self.repo_made_by(build, task)))]),
                Value::from("https://files.example.org/compose/40/$arch/os/"),
                Value::from([("disk_size", Value::from("5"))]),
            ],
            "image" => vec![
                Value::from(name),
                Value::from(build.version.as_str()),
                texts(build.arches),
                Value::from(target.name.as_str()),
                Value::from("https://files.example.org/compose/40/$arch/os/"),
                Value::from([
                    ("disk_size", Value::from("5")),
                    ("format", texts(&["qcow2", "raw-xz"])),
                    ("kickstart", Value::from("demo-cloud.ks")),
                ]),
            ],
            "maven" | "buildMaven" => vec![
                source,
                Value::from(target.name.as_str()),
                Value::from([
                    ("goals", texts(&["deploy"])),
                    ("properties", Value::from([("skipTests", Value::from("true"))])),
                ]),
            ],
            "winbuild" | "vmExec" => {
                vec![Value::from("win10-x64"), source, Value::from(target.name.as_str()), empty()]
            }
            _ => Vec::new(),
        }
    }

    fn srpm(&self, build: &Build) -> String {
        format!("{}-{}-{}.src.rpm", build.package(self).name, build.version, build.rpm_release())
    }

    /// What a closed task answered, or the fault with which one failed; only asked of those that are over.
    pub(crate) fn result(&self, build: &Build, task: &Task) -> Result<Value, Fault> {
        if task.fate == TASK_FAILED {
            return Err(Fault { code: 1005, message: failure(build, task) });
        }
        let file = |name: &str| Value::from(format!("{}/{name}", directory(task.id)));
        let of = |wanted: fn(&str) -> bool| {
            Value::Array(self.files(build, task).iter().filter(|name| wanted(name)).map(|name| file(name)).collect())
        };
        Ok(match task.method {
            "buildSRPMFromSCM" => Value::from([
                ("srpm", file(&self.srpm(build))),
                ("logs", of(|name| is(name, "log"))),
                ("brootid", Value::Int(290_000 + task.id % 9000)),
                (
                    "source",
                    Value::from([
                        ("source", Value::from(build.source.clone())),
                        ("url", Value::from(build.source.clone())),
                    ]),
                ),
            ]),
            "buildArch" => Value::from([
                ("rpms", of(|name| is(name, "rpm"))),
                ("srpms", Value::Array(Vec::new())),
                ("logs", of(|name| is(name, "log"))),
                ("brootid", Value::Int(290_000 + task.id % 9000)),
            ]),
            "newRepo" => {
                Value::Array(vec![Value::Int(self.repo_made_by(build, task)), Value::Int(task.created.event())])
            }
            "createrepo" => Value::Array(vec![Value::from("repodata"), Value::Array(Vec::new())]),
            "image" => Value::from(format!("image build results for: {}", build.nvr(self))),
            "createImage" => Value::from([
                ("arch", Value::from(task.arch)),
                ("task_id", Value::Int(task.id)),
                ("files", of(|name| !is(name, "log"))),
                ("logs", of(|name| is(name, "log"))),
            ]),
            _ => Value::Nil,
        })
    }

    /// The names of its files; what it makes in the end comes with its end.
    pub(crate) fn files(&self, build: &Build, task: &Task) -> Vec<String> {
        let made = if task.fate == CLOSED { self.made(build, task) } else { Vec::new() };
        task.logs().iter().map(|&name| name.to_owned()).chain(made.into_iter().map(|(name, _)| name)).collect()
    }

    /// What it makes: names and sizes.
    pub(crate) fn made(&self, build: &Build, task: &Task) -> Vec<(String, i64)> {
        let first = build.task_arches().first() == Some(&task.arch);
        let wanted = |rpm: &Rpm| match task.method {
            "buildSRPMFromSCM" => rpm.arch == "src",
            "buildArch" => rpm.arch == task.arch || (rpm.arch == "noarch" && first),
            _ => false,
        };
        let rpms = self.planned_rpms(build).into_iter().filter(wanted);
        let mut made: Vec<_> = rpms.map(|rpm| (format!("{}.rpm", rpm.nvra(build)), rpm.size)).collect();
        if task.method == "createImage" && build.kind == Kind::Image {
            let mut random = Random::of(self.seed, task.id);
            made.extend(["qcow2", "raw.xz"].map(|end| {
                (format!("{}.{}.{end}", build.nvr(self), task.arch), random.between(90_000_000, 3_000_000_000))
            }));
        }
        made
    }
}

impl Task {
    /// The names of its logs.
    pub(crate) fn logs(&self) -> &'static [&'static str] {
        const ALL: &[&str] = &[
            "build.log",
            "hw_info.log",
            "installed_pkgs.log",
            "mock_output.log",
            "root.log",
            "state.log",
            "checkout.log",
        ];
        match self.method {
            "buildSRPMFromSCM" => ALL,
            "buildArch" => &ALL[..6],
            "createrepo" => &["createrepo.log"],
            "createImage" => &["oz.log"],
            "buildMaven" | "vmExec" => &ALL[..1],
            _ => &[],
        }
    }

    /// When its files were last written to.
    pub(crate) fn written(&self, now: Moment) -> Moment {
        if self.over(now) { self.ended } else { now }
    }
}

/// Does a file's name end so?
fn is(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == extension)
}

fn failure(build: &Build, task: &Task) -> String {
    let (status, see) = (build.failure().status, build.failure().see);
    let arch = task.label.unwrap_or("x86_64");
    match task.method {
        "newRepo" | "createrepo" => "GenericError: createrepo exited with status 1; see createrepo.log".to_owned(),
        "build" => format!(
            "BuildError: error building package (one of its arches), mock exited with status {status}; see {see} for \
             more information"
        ),
        _ => format!(
            "BuildError: error building package (arch {arch}), mock exited with status {status}; see {see} for more \
             information"
        ),
    }
}
