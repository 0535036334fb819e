//! The files beside the hub: what tasks leave, and what builds keep below `packages/`.

use super::moment::Moment;
use super::world::{Build, Task, World, archives};

/// A file of a task.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) size: i64,
    pub(crate) written: Moment,
}

/// What a task has written so far.
pub(crate) fn of_task(world: &World, id: i64, now: Moment) -> Vec<File> {
    let Some((build, task)) = world.task(id).filter(|(_, task)| task.begun(now)) else { return Vec::new() };
    let written = task.written(now);
    let mut files: Vec<File> = Vec::new();
    for &name in task.logs() {
        let size = world.log(build, task, name, now).map_or(0, |text| text.len());
        files.push(File { name: name.to_owned(), size: i64::try_from(size).unwrap_or_default(), written });
    }
    if task.over(now) && task.fate == 2 {
        files.extend(world.made(build, task).into_iter().map(|(name, size)| File { name, size, written }));
    }
    files
}

/// The bytes of one of them. What is no log stands for itself: nobody reads an rpm of the demo.
pub(crate) fn bytes_of_task(world: &World, id: i64, name: &str, now: Moment) -> Option<Vec<u8>> {
    let (build, task) = world.task(id)?;
    if let Some(text) = world.log(build, task, name, now) {
        return Some(text.into_bytes());
    }
    let there = task.over(now) && task.fate == 2 && world.made(build, task).iter().any(|(made, _)| made == name);
    there.then(|| placeholder(name))
}

fn placeholder(name: &str) -> Vec<u8> {
    format!("This stands for {name}: the demo hub has no such files.\n").into_bytes()
}

/// The file at an address below the top of all files.
pub(crate) fn at(world: &World, path: &str, now: Moment) -> Option<Vec<u8>> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    match parts.as_slice() {
        ["work", "tasks", _, id, name @ ..] => bytes_of_task(world, id.parse().ok()?, &name.join("/"), now),
        ["vol", "archive01", "packages", name, version, release, rest @ ..]
        | ["packages", name, version, release, rest @ ..] => {
            let build = world.build_of_nvr(&format!("{name}-{version}-{release}"))?;
            if build.has_files(now) { of_build(world, build, rest, now) } else { None }
        }
        _ => None,
    }
}

fn of_build(world: &World, build: &Build, path: &[&str], now: Moment) -> Option<Vec<u8>> {
    if let ["data", "logs", place @ ..] = path {
        return match place {
            [arch, name] => {
                let of_arch = |task: &&Task| task.method == "buildArch" && !task.scratch && task.arch == *arch;
                let task = build.tasks.iter().find(of_arch)?;
                world.log(build, task, name, now).map(String::into_bytes)
            }
            ["x86_64.log"] => Some(b"The log of a content generator.\n".to_vec()),
            _ => None,
        };
    }
    let wanted = path.join("/");
    let rpms = world.rpms(build, now).into_iter().map(|rpm| format!("{}/{}.rpm", rpm.arch, rpm.nvra(build)));
    let places = world.archives(build, now).iter().map(archives::place).collect::<Vec<_>>();
    rpms.chain(places).find(|place| *place == wanted).map(|place| placeholder(&place))
}
