//! Archives: one, the files in it, one of those, and what it was made of.

pub mod file;
pub mod files;
pub mod inside;
pub mod list;
pub mod rpms;
pub mod show;

use crate::hub::methods::Archive;
use crate::hub::model::BuildState;

/// Why a hub can list no files in an archive, where that is so.
fn without_files(archive: &Archive, build: Option<BuildState>) -> Option<&'static str> {
    match () {
        () if archive.metadata_only => Some("The hub knows it but has no file of it."),
        () if build == Some(BuildState::Deleted) => Some("Its build was deleted, and its file with it."),
        () if !archive.is_opened() => Some("A hub lists the files in zip and tar archives alone."),
        () => None,
    }
}

/// What stands in place of files, where there is no reason for it.
const NO_FILES: &str = "It has none, or the hub could not read it.";
