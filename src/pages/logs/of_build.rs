//! `/builds/{build}/logs/{file}`: a log of a finished build, from the server of the hub's files, or from what the task left
//! that wrote it.

use tokio::join;

use super::show::{Log, LogOf, OtherLog, Page};
use crate::hub::methods::{
    Build, BuildLog, BuildLogFile, GetBuild, GetBuildLogs, GetFileSize, GetTaskDescendents, ListTaskOutput, LogFile,
    TaskFile, path_of_build_log,
};
use crate::hub::{self, Hub};
use crate::urls::LogUrl;
use crate::web::files::Files;
use crate::web::{Error, PathOfTwo, Query, Result};

/// The page.
pub async fn get(
    hub: Hub,
    files: Files,
    PathOfTwo(wanted, name): PathOfTwo,
    Query(asked): Query<LogUrl>,
) -> Result<Page> {
    let log = find(&hub, &files, &wanted, name).await?;
    Page::read(&hub, log, asked).await
}

/// The log, and what is beside it.
pub(super) async fn find(hub: &Hub, files: &Files, wanted: &str, name: String) -> Result<Log> {
    let build = hub.find_named::<GetBuild>(wanted).await?;
    let no_log = || Error::missing("log", &format!("{name} of {}", build.nvr));
    // Old builds have logs that no hub lists any more.
    let path = path_of_build_log(&build, &name).ok_or_else(no_log)?;
    let (logs, size) = join!(hub.part("logs", GetBuildLogs::of(build.build_id)), hub.get(GetFileSize::of(&path)));
    let file = match size {
        Ok(size) => LogFile::Build(BuildLogFile { name: name.clone(), path: path.clone(), size: size.0 }),
        Err(hub::Error::NoFile) => LogFile::Task(of_task(hub, &build, &name).await?.ok_or_else(no_log)?),
        Err(error) => return Err(error.into()),
    };
    let url = files.file(&path);
    let (same_folder, arches) = others(&build, logs.rows(), &name);
    Ok(Log { of: LogOf::Build(build), name, file, url, same_folder, arches })
}

/// The same log among what the task left that wrote it, as long as the hub keeps that.
async fn of_task(hub: &Hub, build: &Build, name: &str) -> Result<Option<TaskFile>> {
    let (Some(task), Some((arch, file))) = (build.task(), name.rsplit_once('/')) else { return Ok(None) };
    let Some(below) = hub.find(GetTaskDescendents::of(task)).await? else { return Ok(None) };
    let mut tasks = below.values().flatten();
    let Some(task) = tasks.find(|task| task.method == "buildArch" && task.arch.as_deref() == Some(arch)) else {
        return Ok(None);
    };
    let left = hub.find(ListTaskOutput::of(task)).await?;
    Ok(left.and_then(|left| TaskFile::find(task.id, &left, file, None, true)))
}

/// The logs in the same folder, and those of the same name in others.
fn others(build: &Build, logs: &[BuildLog], name: &str) -> (Vec<OtherLog>, Vec<OtherLog>) {
    let (folder, file) = name.rsplit_once('/').unwrap_or((".", name));
    let other = |log: &BuildLog, label: &str| {
        let path = log.path_below();
        OtherLog {
            name: label.to_owned(),
            url: LogUrl::default().of_build(&build.nvr, &build.build_id, &path),
            is_here: path == name,
        }
    };
    let here = logs.iter().filter(|log| log.dir == folder).map(|log| other(log, &log.name)).collect();
    let arches = logs.iter().filter(|log| log.name == file).map(|log| other(log, &log.dir)).collect();
    (here, arches)
}
